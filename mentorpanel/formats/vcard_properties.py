"""Turns the properties of one vCard into a contact: encodings, escapes, structured values."""

import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from mentorpanel.domain.facts import ContactRecord
from mentorpanel.formats.contact_values import (
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_VALUES,
    each_once,
    emails_of,
    full_name,
    link_of,
    many_lines,
    one_line,
    phone_of,
    tags_of,
    zone_of,
)
from mentorpanel.formats.contentlines import parse_head
from mentorpanel.formats.text_encoding import decode_value

_LONGEST_UID = 255
# Values apart from notes are cut here before they are taken apart. Our judgement.
_LONGEST_VALUE = 8_000
_LONGEST_MEMO = 300
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the value: the name and those parameters that matter here."""

    name: str
    is_mark: bool = False
    is_wanted: bool = False
    encoding: str = ""
    charset: str = ""
    is_preferred: bool = False
    is_fax: bool = False
    user: str = ""


@lru_cache(maxsize=4_096)
def _memoised(head: bytes) -> Head:
    return _head_of(head)


def head_of(head: bytes) -> Head:
    """The head, remembered: an address book repeats a few of them a hundred thousand times."""
    return _memoised(head) if len(head) <= _LONGEST_MEMO else _head_of(head)


def _head_of(head: bytes) -> Head:
    name, parameters = parse_head(head)
    encoding, charset, user = "", "", ""
    types: set[str] = set()
    is_first = False
    for key, value in parameters:
        if key == "ENCODING":
            encoding = {"Q": "Q", "B": "B"}.get(value[:1].upper(), "")
        elif key == "CHARSET":
            charset = value
        elif key == "TYPE":
            types.update(value.lower().split(","))
        elif key == "PREF":
            is_first = value == "1"
        elif key in ("X-USER", "USERNAME"):
            user = value
    return Head(
        name=name,
        is_mark=name in ("BEGIN", "END"),
        is_wanted=name in _TAKERS or name in _KINDS,
        encoding=encoding,
        charset=charset,
        is_preferred=is_first or "pref" in types,
        is_fax=bool(types & {"fax", "pager"}) and not types & {"voice", "cell"},
        user=user,
    )


@dataclass(slots=True)
class _Draft:
    """A contact while its properties come in; for single values the first one that says something counts."""

    formatted: str = ""
    given: str = ""
    additional: str = ""
    family: str = ""
    affixes: str = ""
    nickname: str = ""
    organisation: str = ""
    title: str = ""
    role: str = ""
    zone: str = ""
    uid: str = ""
    emails: list[str] = field(default_factory=list)
    preferred_emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    preferred_phones: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def contact_of(values: list[tuple[Head, bytes]], where: str, legacy: str) -> ContactRecord | None:
    """The contact that the properties describe, or None where they name nobody.

    The name is FN, else N, NICKNAME, ORG or the first e-mail address. ``legacy`` is the encoding of
    values that are not UTF-8 and declare no charset.
    """
    draft = _Draft()
    for head, raw in values:
        taker = _TAKERS.get(head.name)
        if taker is not None and raw:
            is_plain = raw.isascii() and not head.charset and not head.encoding and len(raw) <= _LONGEST_VALUE
            taker(draft, head, raw.decode("ascii") if is_plain else _text(head, raw, legacy))
    emails = each_once(draft.preferred_emails + draft.emails)
    name = _name_of(draft) or (emails[0] if emails else "")
    if not name:
        return None
    return ContactRecord(
        where=where,
        name=name,
        given=draft.given,
        family=draft.family,
        nickname=draft.nickname,
        emails=emails,
        phones=each_once(draft.preferred_phones + draft.phones),
        links=each_once(draft.links),
        organisation=draft.organisation,
        title=draft.title or draft.role,
        tags=each_once(draft.tags),
        notes=many_lines("\n\n".join(draft.notes)),
        time_zone=draft.zone,
        uid=draft.uid,
    )


def _name_of(draft: _Draft) -> str:
    parts = full_name(draft.given, draft.additional, draft.family) or draft.affixes
    return draft.formatted or one_line(parts, LONGEST_NAME) or draft.nickname or draft.organisation


def is_group(values: list[tuple[Head, bytes]]) -> bool:
    """Whether the card is a distribution list (KIND:group, also as Apple writes it)."""
    return any(head.name in _KINDS and raw.strip().lower() == b"group" for head, raw in values)


def name_of_group(values: list[tuple[Head, bytes]], legacy: str) -> str:
    """What the list is called, for the message about it."""
    named = (one_line(_unescape(_text(head, raw, legacy)), 80) for head, raw in values if head.name == "FN")
    return next(named, "")


def _text(head: Head, raw: bytes, legacy: str) -> str:
    most = 5 * LONGEST_NOTE if head.name == "NOTE" else _LONGEST_VALUE
    if len(raw) > most:
        raw = raw[:most]
    if head.encoding == "Q":
        raw = binascii.a2b_qp(raw)
    elif head.encoding == "B":
        try:
            raw = binascii.a2b_base64(raw)
        except binascii.Error:
            return ""
    return decode_value(raw, head.charset, legacy)


def _unescape(value: str) -> str:
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), value)


def _split(value: str, separator: str) -> list[str]:
    """The components between separators that no backslash escapes, still escaped."""
    if "\\" not in value:
        return value.split(separator)
    pieces: list[str] = []
    is_escaped = False
    for piece in value.split(separator):
        if is_escaped:
            pieces[-1] += separator + piece
        else:
            pieces.append(piece)
        is_escaped = (len(piece) - len(piece.rstrip("\\"))) % 2 == 1
    return pieces


def _take_formatted(draft: _Draft, head: Head, value: str) -> None:
    draft.formatted = draft.formatted or one_line(_unescape(value), LONGEST_NAME)


def _take_name(draft: _Draft, head: Head, value: str) -> None:
    if draft.family or draft.given:
        return
    parts = [one_line(_unescape(part), LONGEST_NAME) if part else "" for part in _split(value, ";")[:5]]
    parts += [""] * (5 - len(parts))
    draft.family, draft.given = parts[0], parts[1]
    draft.additional = parts[2].replace(",", " ")
    draft.affixes = " ".join(part for part in parts[2:] if part)


def _take_nickname(draft: _Draft, head: Head, value: str) -> None:
    draft.nickname = draft.nickname or one_line(_unescape(value).partition(",")[0], LONGEST_NAME)


def _take_email(draft: _Draft, head: Head, value: str) -> None:
    target = draft.preferred_emails if head.is_preferred else draft.emails
    if len(target) < MOST_VALUES:
        target.extend(emails_of(_unescape(value)))


def _take_phone(draft: _Draft, head: Head, value: str) -> None:
    target = draft.preferred_phones if head.is_preferred else draft.phones
    if not head.is_fax and len(target) < MOST_VALUES:
        phone = phone_of(_unescape(value))
        if phone:
            target.append(phone)


def _take_organisation(draft: _Draft, head: Head, value: str) -> None:
    if not draft.organisation:
        units = (one_line(_unescape(unit), LONGEST_NAME) for unit in _split(value, ";"))
        draft.organisation = next(filter(None, units), "")


def _take_title(draft: _Draft, head: Head, value: str) -> None:
    draft.title = draft.title or one_line(_unescape(value), LONGEST_NAME)


def _take_role(draft: _Draft, head: Head, value: str) -> None:
    draft.role = draft.role or one_line(_unescape(value), LONGEST_NAME)


def _take_link(draft: _Draft, head: Head, value: str) -> None:
    link = link_of(_unescape(value)) or link_of(head.user)
    if link and len(draft.links) < MOST_VALUES:
        draft.links.append(link)


def _take_note(draft: _Draft, head: Head, value: str) -> None:
    note = many_lines(_unescape(value))
    if note and len(draft.notes) < MOST_VALUES:
        draft.notes.append(note)


def _take_tags(draft: _Draft, head: Head, value: str) -> None:
    if len(draft.tags) < MOST_VALUES:
        draft.tags.extend(tags_of(_unescape(value).split(",")))


def _take_zone(draft: _Draft, head: Head, value: str) -> None:
    draft.zone = draft.zone or zone_of(value)


def _take_uid(draft: _Draft, head: Head, value: str) -> None:
    draft.uid = draft.uid or one_line(_unescape(value), _LONGEST_UID)


_TAKERS: dict[str, Callable[[_Draft, Head, str], None]] = {
    "FN": _take_formatted,
    "N": _take_name,
    "NICKNAME": _take_nickname,
    "EMAIL": _take_email,
    "TEL": _take_phone,
    "ORG": _take_organisation,
    "TITLE": _take_title,
    "ROLE": _take_role,
    "URL": _take_link,
    "IMPP": _take_link,
    "X-SOCIALPROFILE": _take_link,
    "SOCIALPROFILE": _take_link,
    "NOTE": _take_note,
    "CATEGORIES": _take_tags,
    "TZ": _take_zone,
    "UID": _take_uid,
}
_KINDS = frozenset(("KIND", "X-ADDRESSBOOKSERVER-KIND", "X-KIND"))
