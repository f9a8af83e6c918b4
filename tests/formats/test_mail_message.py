"""Mails as they travel: readable everywhere, and nothing injected."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mentorpanel.domain.problems import Invalid
from mentorpanel.formats.mail_html import html_of, letter_html, outlook_html
from mentorpanel.formats.mail_message import (
    LONGEST_MAILTO,
    Attachment,
    MailAddress,
    MailParts,
    build_mail,
    is_cut_in_mailto,
    mail_address,
    mailto_url,
    to_eml,
)

LETTER = "Hi Ana,\n\nSince last time:\n- Win: the page is live\n\nSee https://a.example/b\n\nPriya\n"
ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def parts(**given: Any) -> MailParts:
    values: dict[str, Any] = {
        "sender": MailAddress("Priya", "priya@example.org"),
        "to": (MailAddress("Ana Silva", "ana@example.net"),),
        "subject": "For Thursday",
        "text": LETTER,
        "message_id": "<one@example.org>",
        "date": datetime(2026, 12, 2, 15, tzinfo=UTC),
        **given,
    }
    return MailParts(**values)


def arrived(content: bytes) -> Any:
    return message_from_bytes(content, policy=policy.default)


def test_text_html_and_invitation_in_one_mail() -> None:
    invitation = Attachment("invite.ics", "text/calendar; method=REQUEST; charset=utf-8", ICS)
    mail = arrived(to_eml(parts(html=html_of(LETTER), attachments=(invitation,))))
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == LETTER
    assert "<li" in mail.get_body(("html",)).get_content()
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("invite.ics", "text/calendar")
    assert attached.get_payload(decode=True) == ICS
    beside = [part.get_content_type() for part in next(mail.iter_parts()).iter_parts()]
    assert beside == ["text/plain", "text/html", "text/calendar"]
    assert all(
        part.get_param("method") == "REQUEST"
        for part in mail.walk()
        if part.get_content_subtype() == "calendar"
    )


def test_a_published_or_other_file_is_only_attached() -> None:
    files = (Attachment("a/b.pdf", "application/pdf", b"%PDF"), Attachment("größe.ics", "text/calendar", ICS))
    mail = arrived(to_eml(parts(attachments=files)))
    assert [part.get_filename() for part in mail.iter_attachments()] == ["a-b.pdf", "größe.ics"]
    assert mail.get_body(("plain",)).get_content_type() == "text/plain"


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Müller",
        'Silva, Ana "the one" <x@y.z>',
        "李小龍",
        "O'Neil (home)",
        "محمد",
        "a" * 180,
        "Ña " * 8,
        "",
    ],
)
def test_names_survive(name: str) -> None:
    content = to_eml(
        parts(to=(MailAddress(name, "ana@example.net"),), sender=MailAddress(name, "p@example.org"))
    )
    raw = message_from_bytes(content)
    assert read_address(raw["To"]) == (name.strip(), "ana@example.net")
    assert read_address(raw["From"]) == (name.strip(), "p@example.org")


def read_address(header: str) -> tuple[str, str]:
    """Name and address as RFC 2047 reads them: encoded words side by side are joined without the space."""
    name, address = parseaddr("".join(header.splitlines()))
    return str(make_header(decode_header(name))), address


@pytest.mark.parametrize(
    "word", ["=?utf-8?q?x=0D=0ABcc:_eve@example.org?=", "=?utf-8?b?eA0KQmNjOiBldmVAZXhhbXBsZS5vcmc=?="]
)
def test_encoded_words_smuggle_nothing(word: str) -> None:
    person = MailAddress(word, "ana@example.net")
    content = to_eml(parts(subject=word, to=(person,), reply_to=person))
    mail = arrived(content)
    assert mail["Bcc"] is None
    assert "eve" not in str(mail["Subject"]) or "=0D=0A" in str(mail["Subject"])
    assert not any(line.startswith(b"Bcc") for line in content.splitlines())


@pytest.mark.parametrize("subject", ["Für Donnerstag: 価格", "x" * 290, "Grüße " * 40, "a: b; c, <d>", ""])
def test_subjects_survive(subject: str) -> None:
    content = to_eml(parts(subject=subject))
    assert arrived(content)["Subject"] == subject.strip()
    assert max(len(line) for line in content.split(b"\r\n")) <= 998


def test_every_line_is_crlf_short_and_seven_bit() -> None:
    text = "lang" * 2_000 + "\n" + "Grüße " * 500 + "\rone\r\ntwo\n.\n\0\x07"
    content = to_eml(parts(text=text, html=html_of(text)))
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    read = arrived(content).get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert read == "lang" * 2_000 + "\n" + "Grüße " * 500 + "\none\ntwo\n.\n"


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n", "\0", "\u2028", "\x85", "\x0b"])
def test_a_header_cannot_be_injected(line_break: str) -> None:
    evil = f"x{line_break}Bcc: eve@example.org"
    attempts: list[dict[str, Any]] = [
        {"subject": evil},
        {"sender": MailAddress(evil, "priya@example.org")},
        {"to": (MailAddress(evil, "ana@example.net"),)},
        {"to": (MailAddress("", f"ana@example.net{line_break}Bcc: eve@example.org"),)},
        {"reply_to": MailAddress(evil, "priya@example.org")},
        {"message_id": f"<a@b>{line_break}Bcc: eve@example.org"},
        {"attachments": (Attachment(evil, "text/plain", b""),)},
        {"attachments": (Attachment("a", f"text/plain{line_break}Bcc: eve@example.org", b""),)},
    ]
    for given in attempts:
        with pytest.raises(Invalid):
            to_eml(parts(**given))


@pytest.mark.parametrize(
    "given",
    [{"to": ()}, {"message_id": ""}, {"message_id": "one@example.org"}, {"sender": MailAddress("x", "")}],
)
def test_what_makes_no_mail_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        build_mail(parts(**given))


def test_a_file_to_finish_in_a_mail_program_is_marked_so() -> None:
    assert arrived(to_eml(parts(is_draft=True)))["X-Unsent"] == "1"
    assert arrived(to_eml(parts()))["X-Unsent"] is None


def test_date_id_and_reply_address_are_as_given() -> None:
    mail = arrived(to_eml(parts(reply_to=MailAddress("", "reply@example.org"))))
    assert mail["Date"].datetime == datetime(2026, 12, 2, 15, tzinfo=UTC)
    assert mail["Message-ID"] == "<one@example.org>"
    assert mail["Reply-To"] == "reply@example.org"
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    ("given", "travels"),
    [
        (" ana@example.net ", "ana@example.net"),
        ("Ana.Silva+x@Example.NET", "Ana.Silva+x@example.net"),
        ("ana@münchen.example", "ana@xn--mnchen-3ya.example"),
        ("ana@localhost", "ana@localhost"),
        ("ana@home.local", "ana@home.local"),
        ("ana@mail.test", "ana@mail.test"),
        ("o'neil@example.net", "o'neil@example.net"),
    ],
)
def test_addresses_as_they_travel(given: str, travels: str) -> None:
    assert mail_address(given) == travels


@pytest.mark.parametrize(
    "given",
    [
        "",
        "ana",
        "@example.net",
        "ana@",
        "a b@example.net",
        "ana@@example.net",
        "ana@exa mple.net",
        "Ana <ana@example.net>",
        "ana@example.net, jo@example.net",
        "zoë@example.net",
        "ana@-x.example",
        "a" * 5_000 + "@example.net",
        "(" * 100_000,
    ],
)
def test_what_is_no_address_says_so_briefly(given: str) -> None:
    with pytest.raises(Invalid) as raised:
        mail_address(given)
    assert len(raised.value.message) < 250
    assert raised.value.field == "email"


def test_the_html_is_whole_quiet_and_loads_nothing() -> None:
    html = html_of(LETTER, "For <Thursday>")
    assert html.startswith("<!DOCTYPE html>")
    assert "<title>For &lt;Thursday&gt;</title>" in html
    assert "prefers-color-scheme: dark" in html
    assert 'style="margin' in html
    assert "<strong>Since last time:</strong>" in html
    for loading in ("<img", "<link", "<script", "url(", "@import", "<table"):
        assert loading not in html


def test_hostile_letters_stay_text_in_every_form() -> None:
    hostile = "<script>alert(1)</script>\n<style>p{}</style>\n[x](javascript:alert(1))\n</div></body>\n"
    for html in (html_of(hostile, hostile), outlook_html(hostile), letter_html(hostile)):
        assert "<script" not in html
        assert 'href="javascript' not in html
    assert html_of(hostile).count("</body>") == 1


def test_the_fragment_for_outlook_carries_its_styles() -> None:
    html = outlook_html(LETTER)
    assert html.startswith("<div style=")
    assert html.count("<div") == 1
    assert "12pt" in html
    assert "class=" not in html
    assert "<html" not in html


def test_a_letter_opens_in_the_mail_program() -> None:
    url = mailto_url("ana@münchen.example", "For Thursday & more", LETTER)
    parsed = urlsplit(url)
    assert (parsed.scheme, parsed.path) == ("mailto", "ana@xn--mnchen-3ya.example")
    query = parse_qs(parsed.query)
    assert query["subject"] == ["For Thursday & more"]
    assert query["body"] == [LETTER.rstrip("\n").replace("\n", "\r\n")]
    assert not is_cut_in_mailto("ana@example.net", "For Thursday", LETTER)


@pytest.mark.parametrize("body", ["words and words " * 500, "価格" * 900, "x" * 5_000])
def test_a_letter_too_long_for_a_link_is_cut_and_says_so(body: str) -> None:
    url = mailto_url("ana@example.net", "For Thursday", body)
    assert len(url) <= LONGEST_MAILTO
    assert is_cut_in_mailto("ana@example.net", "For Thursday", body)
    kept = parse_qs(urlsplit(url).query)["body"][0]
    assert kept.endswith("…")
    assert body.startswith(kept.removesuffix("…").rstrip())


def test_a_link_to_the_mail_program_cannot_be_injected() -> None:
    with pytest.raises(Invalid):
        mailto_url("ana@example.net?bcc=eve@example.org", "x", "y")
    url = mailto_url("ana@example.net", "x&bcc=eve@example.org", "y&cc=eve@example.org")
    assert set(parse_qs(urlsplit(url).query)) == {"subject", "body"}
