"""People: add, change, find, list, tag, and the trash."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.contact_keys import email_key, link_key, phone_key
from mentorpanel.domain.facts import Rung, Stage
from mentorpanel.domain.name_fit import full_name_key
from mentorpanel.domain.names import name_key, organisation_key
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import ContactPointRecord, Named, Page, PersonRecord, PersonRow, ProfileRecord
from mentorpanel.domain.recurrence import zone_of
from mentorpanel.domain.stages import stage_of
from mentorpanel.domain.titles import level_of
from mentorpanel.domain.wording import line_of, one_line, plain_text, topics_of
from mentorpanel.storage import panel, people, people_lists, wants
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles
from mentorpanel.usecases.people_found import find_person

__all__ = [
    "add_contact_point",
    "add_person",
    "board",
    "change_person",
    "change_tags",
    "find_person",
    "list_people",
    "organisations",
    "panel_names",
    "person",
    "prefer_contact_point",
    "remove_contact_point",
    "restore_people",
    "restore_person",
    "tags_in_use",
    "trash_people",
    "trash_person",
    "trashed",
]

LINES: Final[Mapping[str, int]] = {"name": 300, "nickname": 120, "title": 300, "function": 120}
TEXTS: Final = (
    "how_met", "admire", "share", "care_about", "need", "offer", "private_notes", "imported_notes",
)  # fmt: skip
SUMMED: Final = ("need", "offer")
"""Texts that sum up the dated facts of ``storage.wants``."""
FLAGS: Final = ("do_not_contact", "is_confidential", "keeps_mail_text")
LISTS: Final = ("tags", "expertise")
DISTANCES: Final = ("", "my-line", "my-team", "near", "outside")
CONTACT_KINDS: Final = ("email", "phone", "link")
SCOPES: Final = ("all", "panel", "address-book")
ORDERS: Final = ("", "name", "recent")


def add_person(
    owner: User,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    link: str = "",
    organisation: str = "",
    title: str = "",
    stage: str = "",
    since: date | None = None,
    **fields: Any,
) -> PersonRecord:
    """Add somebody: to the address book, or with a ``stage`` to the panel (``since`` when, else today).

    The level is suggested from the title unless it is given. ``fields`` are those of ``change_person``.
    """
    given = {**fields, "name": name, "organisation": organisation, "title": title}
    with transaction.atomic():
        profile = profiles.profile(owner)
        values = _values(owner, given, profile)
        if not values.get("level_said"):
            values |= _suggested_level(values["title"], profile.ladder)
        person_id = people.add_person(owner, **values)
        _follow_texts(owner, person_id, None, values, ZoneInfo(profile.time_zone))
        for kind, value in zip(CONTACT_KINDS, (email, phone, link), strict=True):
            if value.strip():
                _add_point(owner, person_id, kind, value, profile)
        if stage:
            _begin(owner, person_id, stage_of(stage), since, ZoneInfo(profile.time_zone))
        return people.person(owner, person_id=person_id)


def change_person(owner: User, *, person_id: int, **fields: Any) -> PersonRecord:
    """Change what is said of somebody: only the fields that are named.

    name, nickname, organisation, title, function, level (empty: as the title suggests), time_zone, tags,
    expertise, how_met, admire, share, care_about, need, offer, distance, introduced_by_id, private_notes,
    imported_notes, do_not_contact, is_confidential, keeps_mail_text, connected_on.
    Any other name is ``Invalid``.
    """
    with transaction.atomic():
        before = people.person_for_change(owner, person_id=person_id)
        profile = profiles.profile(owner)
        values = _values(owner, fields, profile)
        if values.get("introduced_by_id") == person_id:
            raise Invalid(
                "They cannot have introduced themselves; choose somebody else.", field="introduced_by_id"
            )
        is_said = values.get("level_said", before.level_said)
        if not is_said and ("title" in values or "level" in values):
            values |= _suggested_level(values.get("title", before.title), profile.ladder)
        people.change_person(owner, person_id=person_id, **values)
        _follow_texts(owner, person_id, before, values, ZoneInfo(profile.time_zone))
        return people.person(owner, person_id=person_id)


def add_contact_point(owner: User, *, person_id: int, kind: str, value: str) -> PersonRecord:
    """Add an e-mail address, phone number or link (``kind`` email, phone or link)."""
    with transaction.atomic():
        people.person_for_change(owner, person_id=person_id)
        _add_point(owner, person_id, kind, value, profiles.profile(owner))
        return people.person(owner, person_id=person_id)


def remove_contact_point(owner: User, *, person_id: int, point_id: int) -> ContactPointRecord:
    """Take a contact point away; returns it, so that adding it again undoes this."""
    with transaction.atomic():
        people.person_for_change(owner, person_id=person_id)
        return people.remove_contact_point(owner, person_id=person_id, point_id=point_id)


def prefer_contact_point(owner: User, *, person_id: int, point_id: int) -> PersonRecord:
    """Say which address, number or link is the one to use."""
    with transaction.atomic():
        people.person_for_change(owner, person_id=person_id)
        people.make_primary(owner, person_id=person_id, point_id=point_id)
        return people.person(owner, person_id=person_id)


def person(owner: User, *, person_id: int) -> PersonRecord:
    """One person, whole. Somebody in the trash is shown too, with ``deleted_at`` set."""
    return people.person(owner, person_id=person_id)


def list_people(
    owner: User,
    *,
    query: str = "",
    stage: str = "",
    scope: str = "all",
    tag: str = "",
    organisation_id: int | None = None,
    order: str = "",
    limit: int = 50,
    after: str = "",
) -> Page:
    """One page of people as ``PersonRow``. ``scope``: all, panel (anybody with a stage) or address-book.

    Every word of ``query`` stands in a name, nickname, organisation, title or e-mail address.
    ``order``: name or recent (last talked to first); empty is recent for the panel, else name.
    """
    if scope not in SCOPES:
        raise Invalid(f"A list is of {', '.join(SCOPES)}.", field="scope")
    if order not in ORDERS:
        raise Invalid("A list is in order of name or recent.", field="order")
    wanted = stage_of(stage).value if stage else ""
    is_panel = scope == "panel" or bool(wanted)
    return people_lists.list_people(
        owner,
        query=query,
        stage=wanted,
        scope=scope,
        tag=one_line(tag, at_most=120),
        organisation_id=organisation_id,
        is_by_recency=order == "recent" or (is_panel and not order),
        limit=limit,
        after=after,
    )


def panel_names(owner: User) -> tuple[Named, ...]:
    """The people of the panel by name, for a choice."""
    return people_lists.PANEL_NAMES.alone(owner)


def board(owner: User) -> dict[str, tuple[PersonRow, ...]]:
    """Stage to the people who stand there, every stage in its order."""
    rows = people_lists.board(owner)
    return {stage.value: tuple(row for row in rows if row.stage == stage) for stage in Stage}


def organisations(owner: User) -> tuple[Named, ...]:
    """The organisations that people belong to, for a filter."""
    return people.organisations(owner)


def tags_in_use(owner: User) -> tuple[str, ...]:
    """The tags in use, most used first."""
    return people_lists.tags_of(owner)


def trash_person(owner: User, *, person_id: int) -> Named:
    """Put somebody into the trash; everything of theirs is kept for their return."""
    return trash_people(owner, (person_id,))[0]


def trash_people(owner: User, person_ids: Iterable[int]) -> tuple[Named, ...]:
    """Put several people into the trash, all of them or, when one is not there, none."""
    with transaction.atomic():
        return people.trash_people(owner, person_ids=tuple(person_ids), at=clock.now())


def restore_person(owner: User, *, person_id: int) -> PersonRecord:
    """Take somebody out of the trash."""
    restore_people(owner, (person_id,))
    return people.person(owner, person_id=person_id)


def restore_people(owner: User, person_ids: Iterable[int]) -> None:
    """Take several people out of the trash."""
    with transaction.atomic():
        people.restore_people(owner, person_ids=tuple(person_ids), at=clock.now())


def trashed(owner: User) -> tuple[PersonRow, ...]:
    """Who is in the trash, the last put there first."""
    return people_lists.trashed(owner)


def change_tags(
    owner: User, person_ids: Iterable[int], *, add: Sequence[str] = (), remove: Sequence[str] = ()
) -> None:
    """Add and take away tags of several people, all of them or, when one is not there, none."""
    with transaction.atomic():
        people.change_tags(owner, person_ids=tuple(person_ids), add=topics_of(add), remove=topics_of(remove))


def _follow_texts(
    owner: User, person_id: int, before: PersonRecord | None, values: Mapping[str, Any], zone: ZoneInfo
) -> None:
    """What was written of their needs and offers becomes dated facts, a line each."""
    for kind in SUMMED:
        if kind in values:
            was = getattr(before, kind) if before else ""
            wants.follow_text(
                owner, person_id=person_id, kind=kind, before=was, after=values[kind], on=clock.today(zone)
            )


def _begin(owner: User, person_id: int, stage: Stage, since: date | None, zone: ZoneInfo) -> None:
    """The first stage of somebody new; it may have begun before today."""
    today = clock.today(zone)
    if since is not None and since > today:
        raise Invalid("That day is still to come; say since when you know each other.", field="since")
    panel.put_stage(
        owner,
        person_id=person_id,
        stage=stage,
        on=since or today,
        reason="",
        is_declared=since is not None,
        since=since,
    )


def _values(owner: User, fields: Mapping[str, Any], profile: ProfileRecord) -> dict[str, Any]:
    """The columns for what was given, checked and in the form that is stored."""
    values: dict[str, Any] = {}
    for field, given in fields.items():
        if field in LINES:
            values[field] = _line(given, field)
        elif field in TEXTS:
            values[field] = plain_text(given)[:100_000]
        elif field in LISTS:
            values[field] = topics_of(given)
        elif field in FLAGS:
            values[field] = bool(given)
        else:
            values |= _special(owner, field, given, profile)
    if "name" in values:
        values |= _name_keys(values["name"])
    return values


def _special(owner: User, field: str, given: Any, profile: ProfileRecord) -> dict[str, Any]:
    if field == "organisation":
        return {"organisation_id": _organisation_id(owner, given)}
    if field == "level":
        return _said_level(given, profile.ladder)
    if field == "time_zone":
        return {"time_zone": zone_of(given).key if given.strip() else ""}
    if field == "distance":
        slug = "-".join(given.strip().lower().replace("_", " ").replace("-", " ").split())
        if slug not in DISTANCES:
            raise Invalid(f"Distance is one of {', '.join(DISTANCES[1:])}.", field="distance")
        return {"distance": slug}
    if field == "introduced_by_id":
        return {"introduced_by_id": find_person(owner, name=str(given)).id if given else None}
    if field == "connected_on":
        return {"connected_on": _day(given)}
    raise Invalid(
        f"A person has no field “{one_line(field, at_most=40)}” that could be changed.", field="field"
    )


def _day(given: date | str | None) -> date | None:
    if not given or isinstance(given, date):
        return given or None
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise Invalid("A day is written as 2026-03-31.", field="connected_on") from error


def _line(given: str, field: str) -> str:
    line = line_of(given)
    if len(line) > LINES[field]:
        raise Invalid(
            f"This {field} is {len(line):,} characters; at most {LINES[field]} fit here.", field=field
        )
    return line


def _name_keys(name: str) -> dict[str, str]:
    if not name:
        raise Invalid("Write a name first; it is empty.", field="name")
    plain, full = name_key(name)[:300], full_name_key(name)[:300]
    return {"name_key": plain, "alias_key": full if full != plain else ""}


def _organisation_id(owner: User, name: str) -> int | None:
    line = one_line(name, at_most=300)
    key = organisation_key(line)[:300] or line.casefold()
    return people.organisation_id(owner, name=line, key=key) if line else None


def _suggested_level(title: str, ladder: Sequence[Rung]) -> dict[str, Any]:
    return {"level": level_of(title, tuple(ladder)).verdict if title else "", "level_said": False}


def _said_level(given: str, ladder: Sequence[Rung]) -> dict[str, Any]:
    """The owner's word for a level: a rung by its key or name; empty takes the word back."""
    wanted = given.strip().casefold()
    if not wanted:
        return {"level": "", "level_said": False}
    for rung in ladder:
        if wanted in (rung.key.casefold(), rung.name.casefold()):
            return {"level": rung.key, "level_said": True}
    names = ", ".join(rung.name for rung in ladder)
    raise Invalid(f"“{one_line(given, at_most=40)}” is not on your ladder; it has {names}.", field="level")


def _add_point(owner: User, person_id: int, kind: str, value: str, profile: ProfileRecord) -> None:
    if kind not in CONTACT_KINDS:
        raise Invalid(f"A contact point is one of {', '.join(CONTACT_KINDS)}.", field="kind")
    line = line_of(value)
    key = {
        "email": lambda: email_key(line),
        "phone": lambda: phone_key(line, profile.phone_region or None),
        "link": lambda: link_key(line),
    }[kind]()
    if not key or len(line) > 500:
        raise Invalid(f"“{line[:60]}” {WRONG_POINT[kind]}", field=kind)
    people.add_contact_point(owner, person_id=person_id, kind=kind, value=line, key=key[:500])


WRONG_POINT: Final = {
    "email": "is no e-mail address; it looks like name@example.com.",
    "phone": "is no phone number; it has at least six digits.",
    "link": "is no link; it looks like https://example.com/page.",
}
