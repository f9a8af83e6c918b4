"""A record of an outside file made ready to be compared and stored, and what it changes of somebody known."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from mentorpanel.domain.contact_keys import email_key, is_profile, link_key, phone_key
from mentorpanel.domain.facts import ContactRecord
from mentorpanel.domain.matching import Identity
from mentorpanel.domain.name_fit import full_name_key
from mentorpanel.domain.names import name_key, organisation_key
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.recurrence import zone_of
from mentorpanel.storage.import_people import Known, NewPerson, Points

TAGS_KEPT = 30
LONGEST_POINT = 500


@dataclass(slots=True)
class Prepared:
    """A record with everything that is compared and stored of it; ``points`` are (kind, value, key)."""

    record: ContactRecord
    fingerprint: str
    name_key: str
    alias_key: str
    organisation_key: str
    time_zone: str
    points: tuple[tuple[str, str, str], ...]
    point_keys: tuple[str, ...]
    name_keys: tuple[str, ...]

    @property
    def identity(self) -> Identity:
        """What is compared of it."""
        keys: dict[str, list[str]] = {"email": [], "phone": [], "link": [], "uid": []}
        for kind, _, key in self.points:
            keys[kind].append(key)
        record = self.record
        return Identity(
            name=record.name,
            nickname=record.nickname,
            emails=frozenset(keys["email"]),
            phones=frozenset(keys["phone"]),
            links=frozenset(keys["link"]),
            organisation=self.organisation_key,
            title=record.title,
            uid=record.uid,
        )

    @property
    def where(self) -> str:
        """The place in the file."""
        return self.record.where

    @property
    def keys(self) -> tuple[str, ...]:
        """Whoever may be the same person shares one of these."""
        return self.point_keys + self.name_keys

    def as_new(self, source: str, level: str) -> NewPerson:
        """The person that this record makes; ``source`` becomes the provenance of what it tells."""
        record = self.record
        told = {
            "name": record.name, "nickname": record.nickname, "organisation": record.organisation,
            "title": record.title, "time_zone": self.time_zone, "imported_notes": record.notes,
            "tags": record.tags, "connected_on": record.connected_on,
        }  # fmt: skip
        person = Known(
            0, record.name[:300], record.nickname[:120], record.organisation[:300], title=record.title[:300],
            level=level, time_zone=self.time_zone, imported_notes=record.notes, tags=list(record.tags[:TAGS_KEPT]),
            provenance={name: source for name, value in told.items() if value}, connected_on=record.connected_on,
        )  # fmt: skip
        for kind, _, key in self.points:
            person.points.setdefault(kind, set()).add(key)
        return NewPerson(person, self.name_key, self.alias_key, self.organisation_key, self.points)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a record changes of a person: columns, the organisation (key, name) or None, and contact points."""

    columns: dict[str, Any]
    organisation: tuple[str, str] | None
    points: Points

    def __bool__(self) -> bool:
        return bool(self.columns or self.organisation or self.points)


def prepared(record: ContactRecord, region: str | None) -> Prepared:
    """A record ready to be compared; ``region`` is the country that phone numbers are read in."""
    emails = {key: one for one in record.emails if (key := email_key(one))}
    phones = {key: one for one in record.phones if (key := phone_key(one, region))}
    links = {key: one for one in record.links if (key := link_key(one))}
    points = [("email", one, key) for key, one in emails.items()]
    points += [("phone", one, key) for key, one in phones.items()]
    points += [("link", one, key) for key, one in links.items()]
    if record.uid:
        points.append(("uid", record.uid, record.uid))
    points = [point for point in points if len(point[1]) <= LONGEST_POINT and len(point[2]) <= LONGEST_POINT]
    plain, full = name_key(record.name)[:300], full_name_key(record.name)[:300]
    firm = (
        organisation_key(record.organisation)[:300] or record.organisation.casefold()
        if record.organisation
        else ""
    )
    return Prepared(
        record=record,
        fingerprint=fingerprint(record),
        name_key=plain,
        alias_key=full if full != plain else "",
        organisation_key=firm[:300],
        time_zone=known_zone(record.time_zone) if record.time_zone else "",
        points=tuple(points),
        point_keys=tuple([key for kind, _, key in points if kind != "link" or is_profile(key)]),
        name_keys=tuple([key for key in ({plain, full} if full != plain else (plain,)) if key]),
    )


def fingerprint(record: ContactRecord) -> str:
    """What makes a record the same record when it comes again, in whatever file or place."""
    told = (
        record.name, record.given, record.family, record.nickname, record.emails, record.phones, record.links,
        record.organisation, record.title, record.tags, record.notes, record.time_zone, record.connected_on, record.uid,
    )  # fmt: skip
    return hashlib.blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@lru_cache(maxsize=512)
def known_zone(name: str) -> str:
    """The name, if it is a time zone's, else nothing."""
    try:
        return zone_of(name).key
    except Invalid:
        return ""


def changes_for(record: Prepared, person: Known, source: str, level_of: Callable[[str], str]) -> Changes:
    """What a record changes of a person: it fills what is empty and renews what came from the same kind of file.

    What the owner has written themselves is never overwritten: it has no provenance.
    """
    told: dict[str, Any] = {
        "nickname": record.record.nickname[:120],
        "title": record.record.title[:300],
        "time_zone": record.time_zone,
        "imported_notes": record.record.notes,
        "connected_on": record.record.connected_on,
        "tags": list(record.record.tags[:TAGS_KEPT]),
    }
    columns = {
        name: value
        for name, value in told.items()
        if value and value != getattr(person, name) and _is_free(person, name, source)
    }
    if "title" in columns and not person.level_said:
        level = level_of(columns["title"])
        if level != person.level:
            columns["level"] = level
    organisation = None
    if record.organisation_key and _is_free(person, "organisation", source):
        is_other = record.organisation_key != organisation_key(person.organisation)
        if is_other and record.record.organisation.casefold() != person.organisation.casefold():
            organisation = (record.organisation_key, record.record.organisation[:300])
    had = {(kind, key) for kind, keys in person.points.items() for key in keys}
    return Changes(columns, organisation, [one for one in record.points if (one[0], one[2]) not in had])


def _is_free(person: Known, name: str, source: str) -> bool:
    return not getattr(person, name) or person.provenance.get(name) == source


def as_document(record: ContactRecord) -> dict[str, Any]:
    """A record as it is kept with a doubtful match."""
    return {name: plain(value) for name, value in asdict(record).items() if value}


def from_document(document: dict[str, Any]) -> ContactRecord:
    """The record of a doubtful match."""
    named = dict(document)
    for name in ("emails", "phones", "links", "tags"):
        named[name] = tuple(named.get(name) or ())
    if named.get("connected_on"):
        named["connected_on"] = date.fromisoformat(named["connected_on"])
    return ContactRecord(**named)


def identity_of(person: Known) -> Identity:
    """What is compared of somebody known."""
    points = person.points
    return Identity(
        name=person.name,
        nickname=person.nickname,
        emails=frozenset(points.get("email", ())),
        phones=frozenset(points.get("phone", ())),
        links=frozenset(points.get("link", ())),
        organisation=organisation_key(person.organisation),
        title=person.title,
        uid=next(iter(points.get("uid", ())), ""),
    )


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value
