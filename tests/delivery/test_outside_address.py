"""Addresses that owners name lead to the internet and nowhere else, whatever way they are written or answered."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mentorpanel.delivery.channels import PermanentFailure
from mentorpanel.delivery.outside_address import (
    OutsideTransport,
    PrivateAddress,
    check_address,
    is_outside,
    resolve,
)
from tests.calendar_servers import said, strange

INSIDE = (
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.127.255.254", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.1", "224.0.0.1",
    "239.1.1.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1", "100::1", "not an address", "",
)  # fmt: skip
OUTSIDE = (
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "2606:4700:4700::1111",
    "64:ff9b::808:808",
    "::ffff:8.8.8.8",
)


@pytest.mark.parametrize("address", INSIDE)
def test_inside(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_outside(address: str) -> None:
    assert is_outside(address)


def get(url: str, **options: object) -> httpx2.Response:
    transport = OutsideTransport(seconds=5, **options)  # type: ignore[arg-type]
    with httpx2.Client(transport=transport, trust_env=False, timeout=3) as client:
        return client.get(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "127.1", "[::ffff:127.0.0.1]",
        "169.254.169.254", "10.0.0.1", "[fe80::1]", "0", "LOCALHOST", "localhost.",
    ],
)  # fmt: skip
def test_no_spelling_of_an_address_inside_gets_through(host: str) -> None:
    """What this machine's own resolver makes of it is what is checked."""
    with pytest.raises((PrivateAddress, httpx2.ConnectError, httpx2.InvalidURL)):
        get(f"http://{host}:9/")


def test_a_name_that_leads_inside_is_refused_before_anything_is_said() -> None:
    with strange(said(200)) as server:
        port = httpx2.URL(server.address).port
        with pytest.raises(PrivateAddress, match=r"rebound\.example is an address on this machine"):
            get(f"http://rebound.example:{port}/", resolver=lambda *_: ["127.0.0.1"])
        with pytest.raises(PrivateAddress):
            get(f"http://localhost:{port}/", resolver=resolve)
        assert server.asked == []


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    """A name that answers differently the second time is asked once only; of several answers only good ones count."""
    answers = iter([["203.0.114.1"], ["127.0.0.1"], ["127.0.0.1"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    class Connected(Exception):
        pass

    def connect(self: object, host: str, *_: object, **__: object) -> None:
        raise Connected(host)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("httpcore2.SyncBackend.connect_tcp", connect)
        with pytest.raises(Connected, match=r"203\.0\.114\.1"):
            get("http://rebound.example/", resolver=rebinding)
        with pytest.raises(Connected, match=r"203\.0\.114\.9"):
            get("http://two.example/", resolver=lambda *_: ["10.0.0.1", "203.0.114.9"])
    assert asked == ["rebound.example"]
    with pytest.raises(PrivateAddress):
        get("http://rebound.example/", resolver=rebinding)


def test_a_redirect_is_no_way_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this machine's first address were one of the internet, and its second one inside."""
    monkeypatch.setattr(
        "mentorpanel.delivery.outside_address.is_outside", lambda address: address == "127.0.0.1"
    )
    with strange(said(200)) as inside:
        port = httpx2.URL(inside.address).port
        with strange(said(302, Location=f"http://127.0.0.2:{port}/latest/meta-data/")) as outside:
            transport = OutsideTransport()
            with (
                httpx2.Client(transport=transport, follow_redirects=True, trust_env=False) as client,
                pytest.raises(PrivateAddress, match=r"127\.0\.0\.2"),
            ):
                client.get(outside.address)
            assert len(outside.asked) == 1


def test_a_server_at_home_where_the_installation_says_so() -> None:
    with strange(said(200, b"home")) as server:
        assert get(server.address, allow_private=True).content == b"home"
        assert server.asked[0].headers["Host"].startswith("127.0.0.1:")


def test_the_certificate_is_checked_against_the_name_not_the_address(tmp_path: Path) -> None:
    """Connected to an IP address, and still nobody but the one who holds the name's certificate is spoken to."""
    certificate = self_signed("calendar.example", tmp_path)
    with strange(said(200, b"safe"), certificate=certificate) as server:
        port = httpx2.URL(server.address).port
        trusted = ssl.create_default_context(cafile=str(certificate))
        home: Any = {"allow_private": True, "resolver": lambda *_: ["127.0.0.1"]}
        assert get(f"https://calendar.example:{port}/", context=trusted, **home).content == b"safe"
        for name, context in (("other.example", trusted), ("calendar.example", ssl.create_default_context())):
            with pytest.raises(httpx2.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
                get(f"https://{name}:{port}/", context=context, **home)
        assert [one.headers["Host"] for one in server.asked] == [f"calendar.example:{port}"]


def self_signed(name: str, folder: Path) -> Path:
    """A file with a key and a certificate for that name."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    file = folder / "certificate.pem"
    file.write_bytes(private + made.public_bytes(pem))
    return file


@pytest.mark.parametrize(
    "address",
    [
        "http://calendar.example.org/", "ftp://calendar.example.org/", "file:///etc/passwd", "gopher://x/", "https://",
        "https://user:secret@calendar.example.org/", "https://[::1", "https://x:99999/", "javascript:alert(1)", "",
    ],
)  # fmt: skip
def test_what_is_no_address_to_ask(address: str) -> None:
    with pytest.raises(PermanentFailure):
        check_address(address, allow_private=False)


def test_http_only_at_home() -> None:
    assert check_address("https://calendar.example.org/x", allow_private=False)
    assert check_address("http://nas.home/x", allow_private=True)
