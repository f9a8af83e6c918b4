"""The way to a mailbox: its address, its certificate, and servers that do not behave."""

import datetime as dt
import re
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mentorpanel.delivery import imap
from mentorpanel.domain.problems import Invalid
from tests.mail_servers import behaving, imap_server


@pytest.mark.parametrize(
    ("talk", "words"),
    [
        (lambda caller: caller.sendall(b"* BYE go away\r\n"), "dropped the connection|not understood"),
        (lambda caller: caller.sendall(b"HTTP/1.1 200 OK\r\n\r\n<html>"), "not understood|dropped"),
        (lambda caller: None, "dropped the connection|not understood"),
        (lambda caller: time.sleep(1.5), "did not answer in time"),
    ],
)
def test_a_server_that_does_not_behave_is_told_of_in_words(talk: Any, words: str) -> None:
    with behaving(talk) as address:
        port = address.rpartition(":")[2]
        verdict = imap.probe(imap.ImapSettings.of_url(f"imap://me:pw@127.0.0.1:{port}"), timeout=0.7)
    assert verdict.verdict == "failed" and re.search(words, verdict.reason), verdict.reason


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with imap_server(certificate=certificate(tmp_path)) as server:
        strict = imap.probe(imap.ImapSettings.of_url(server.url_of("imaps", server.tls_port)))
        assert strict.verdict == "failed" and "certificate that cannot be trusted" in strict.reason
        for scheme, port in (("imaps", server.tls_port), ("imap", server.port)):
            more = "?verify=0" if scheme == "imaps" else "?verify=0&starttls=1"
            loose = imap.probe(imap.ImapSettings.of_url(server.url_of(scheme, port, more=more)))
            assert loose.verdict == "ok" and "(encrypted)" in loose.reason, loose.reason
        half = imap.probe(imap.ImapSettings.of_url(server.url_of("imap", server.port, more="?starttls=1")))
        assert "certificate that cannot be trusted" in half.reason


def certificate(folder: Path) -> Path:
    """A certificate of our own making, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "tls.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("imap://me:pw@mail.example.org?starttls=0", "for all to read"),
        ("https://me@mail.example.org", "neither with imaps"),
        ("imaps://mail.example.org", "names no user"),
        ("imaps://me:pw@mail.example.org:nine", "cannot be read"),
        ("imaps://me:pw@mail.example.org?days=none", "days is a number"),
        ("imaps://me:pw@mail.example.org?tls=1", "not one of its options"),
        ("imap://me:pw@mail.example.org:993", "use imaps://"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(url: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        imap.ImapSettings.of_url(url)


def test_an_address_is_read_whole_and_never_shows_its_password() -> None:
    found = imap.ImapSettings.of_url("imaps://box%40x.example:p%2Fw@mail.example.org/Mentors%20in?days=90")
    assert (found.user, found.password, found.folder, found.port) == (
        "box@x.example",
        "p/w",
        "Mentors in",
        993,
    )
    assert (found.address, found.days, found.starttls) == ("box@x.example", 90, False)
    assert "p/w" not in f"{found!r}{found.fingerprint}"
    plain = imap.ImapSettings.of_url("imap://me:pw@mail.example.org")
    assert plain.starttls and plain.folder == "INBOX" and plain.address == ""


@pytest.mark.parametrize("host", ["a..b", "x" * 70 + ".example", "nowhere.invalid"])
def test_a_host_that_cannot_be_is_said_in_words(host: str) -> None:
    verdict = imap.probe(imap.ImapSettings.of_url(f"imaps://me:pw@{host}"), timeout=2)
    assert verdict.verdict == "failed" and host in verdict.reason
