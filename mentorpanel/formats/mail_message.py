"""Builds the mail that a server takes: plain text, HTML and attachments, headers nobody can inject into."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from email_validator import EmailNotValidError, validate_email

from mentorpanel.domain.problems import Invalid

LONGEST_MAILTO = 1_900
# Put behind a domain while it is checked, so that the rules for public names do not refuse one at home.
_PUBLIC = ".example.org"
_LONGEST_NAME = 200
_LONGEST_SUBJECT = 300
_TYPE = re.compile(r"([\w.+-]+)/([\w.+-]+)((?:\s*;\s*[\w-]+=[\w.+-]+)*)", re.ASCII)
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+>")


@dataclass(frozen=True, slots=True)
class MailAddress:
    """A name, which may be empty, and a mail address as people write it."""

    name: str
    mail: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail; ``content_type`` may carry parameters ("text/calendar; method=REQUEST")."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class MailParts:
    """All that a mail is made of. ``message_id`` is with its angle brackets, ``date`` aware; ``is_draft``
    marks a file to be opened in a mail program, finished and sent there."""

    sender: MailAddress
    to: tuple[MailAddress, ...]
    subject: str
    text: str
    message_id: str
    date: datetime
    html: str = ""
    reply_to: MailAddress | None = None
    attachments: tuple[Attachment, ...] = ()
    is_draft: bool = False


def mail_address(text: str) -> str:
    """The address as it travels: trimmed, an international domain in ASCII. ``Invalid`` says what is wrong.

    Names of machines without a dot and reserved ones (``localhost``, ``home.local``) are taken, for a server
    at home. An address whose part before the @ is not ASCII is refused: few servers take it.
    """
    shown = "".join(character for character in text[:120] if character.isprintable()).strip()
    try:
        known = validate_email(text.strip() + _PUBLIC, check_deliverability=False)
    except EmailNotValidError:
        message = f"“{shown}” is not a mail address. Write it like ana@example.org."
        raise Invalid(message, field="email") from None
    if not known.ascii_email:
        message = f"“{shown}” has letters before the @ that most mail servers refuse. Use another address of theirs."
        raise Invalid(message, field="email")
    return known.ascii_email.removesuffix(_PUBLIC)


def build_mail(parts: MailParts) -> EmailMessage:
    """The message, ready for ``as_bytes()``: CRLF, no line over 998 bytes, 7-bit throughout.

    A calendar file whose type names a method is put beside text and HTML as well, so that mail programs
    offer to accept; the file itself is attached for all the others. Raises ``Invalid`` for a header with a
    line break, an address that is none or a mail to nobody.
    """
    if not parts.to:
        raise Invalid("The mail has nobody to go to.", field="to")
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(parts.sender, "from")
    message["To"] = [_address(one, "to") for one in parts.to]
    if parts.reply_to:
        message["Reply-To"] = _address(parts.reply_to, "reply_to")
    message["Subject"] = _header(parts.subject, "subject", _LONGEST_SUBJECT)
    message["Date"] = parts.date
    if not _MESSAGE_ID.fullmatch(parts.message_id) or len(parts.message_id) > 200:
        raise Invalid(
            "The mail's Message-ID is not one: it looks like <name@example.org>.", field="message_id"
        )
    message["Message-ID"] = parts.message_id
    if parts.is_draft:
        message["X-Unsent"] = "1"
    message.set_content(_body(parts.text), cte="quoted-printable")
    if parts.html:
        message.add_alternative(_body(parts.html), subtype="html", cte="quoted-printable")
    for attachment in parts.attachments:
        _add_invitation(message, attachment)
    for attachment in parts.attachments:
        _attach(message, attachment)
    return message


def to_eml(parts: MailParts) -> bytes:
    """``build_mail`` as bytes: what the outbox keeps, and what an .eml file holds."""
    return build_mail(parts).as_bytes()


def _address(address: MailAddress, field: str) -> Address:
    mail = mail_address(address.mail)
    return Address(display_name=_header(address.name, field, _LONGEST_NAME), addr_spec=mail)


def _header(text: str, field: str, at_most: int) -> str:
    """A header's text on one line. A line break in it is refused: it could add headers of its own."""
    trimmed = text.strip()
    if any(character in trimmed for character in "\r\n\0\v\f\x1c\x1d\x1e\x85\u2028\u2029"):
        raise Invalid(
            f"The {field.replace('_', ' ')} of a mail is one line; there is a line break in it.", field=field
        )
    # "=?" starts an encoded word, which the library would decode, line breaks and all (CVE-2024-6923).
    kept = trimmed.encode("utf-8", "replace").decode("utf-8").replace("=?", "= ?")
    return "".join(mark if mark.isprintable() else " " for mark in kept)[:at_most].strip()


def _body(text: str) -> str:
    """Text with one kind of line end and without what mail programs choke on."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    kept = "".join(mark for mark in lines if mark in "\n\t" or (mark >= " " and mark != "\x7f"))
    return kept if kept.endswith("\n") else kept + "\n"


def _type_of(attachment: Attachment) -> tuple[str, str, dict[str, str]]:
    match = _TYPE.fullmatch(attachment.content_type.strip())
    if not match:
        raise Invalid(f"“{attachment.content_type[:60]}” is not a content type.", field="attachments")
    pairs = (pair.strip().split("=", 1) for pair in match[3].split(";") if pair.strip())
    return match[1].lower(), match[2].lower(), {name.lower(): value for name, value in pairs}


def _add_invitation(message: EmailMessage, attachment: Attachment) -> None:
    main, sub, params = _type_of(attachment)
    if (main, sub) != ("text", "calendar") or "method" not in params:
        return
    text = attachment.content.decode("utf-8")
    message.add_alternative(text, subtype="calendar", cte="base64", params={"method": params["method"]})


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    main, sub, params = _type_of(attachment)
    filename = _header(attachment.filename, "attachments", _LONGEST_NAME).replace("/", "-").replace("\\", "-")
    message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=filename, params=params)


def mailto_url(to: str, subject: str, body: str, also: tuple[str, ...] = ()) -> str:
    """A link that opens the mail program with the letter in it, at most 1,900 characters; ``also`` gets it too.

    Windows and several mail programs cut near 2,000 (our judgement leaves room); a longer letter is cut
    at a word and ends in "…". ``is_cut_in_mailto`` tells beforehand.
    """
    readers = ",".join(quote(mail_address(one), safe="@") for one in (to, *also))
    start = f"mailto:{readers}?subject={quote(_header(subject, 'subject', 150))}&body="
    text = _body(body).rstrip("\n").replace("\n", "\r\n")
    whole = start + quote(text, safe="")
    if len(whole) <= LONGEST_MAILTO:
        return whole
    room = LONGEST_MAILTO - len(start) - len(quote("…"))
    kept = _fitting(text, room)
    return start + quote(kept.rstrip() + "…", safe="")


def is_cut_in_mailto(to: str, subject: str, body: str) -> bool:
    """Whether ``mailto_url`` has to leave out the end of the letter."""
    return mailto_url(to, subject, body).endswith(quote("…")) and not body.rstrip().endswith("…")


def _fitting(text: str, room: int) -> str:
    used = 0
    for place, character in enumerate(text):
        used += len(quote(character, safe=""))
        if used > room:
            cut = text[:place]
            return cut.rsplit(" ", 1)[0] if " " in cut else cut
    return text
