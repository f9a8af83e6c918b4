"""Noticing somebody: where, what exactly impressed me, what I would ask; kept, changed, taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.contact_keys import email_key
from mentorpanel.domain.facts import Direction, Stage, TouchpointKind
from mentorpanel.domain.noticing import checked_notice
from mentorpanel.domain.outreach import PathKind
from mentorpanel.domain.panel_records import NoticeRecord
from mentorpanel.domain.problems import Conflict, Invalid, NotFound, PathOpen
from mentorpanel.domain.records import PersonRecord, TouchpointRecord
from mentorpanel.domain.wording import one_of, required_text
from mentorpanel.storage import notices, owners
from mentorpanel.storage import people as people_rows
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import outreach, panel, people, people_found, profiles, touchpoints

KINDS = {
    PathKind.TALK: (TouchpointKind.TALK, Direction.FROM_THEM),
    PathKind.MEETING: (TouchpointKind.MEETING, Direction.FROM_ME),
}
"""A meeting that I led had many in it: one-way, and nothing that awaits an answer (docs/rules/outreach.md)."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What noticing made, so that ``take_back_notice`` can undo just that."""

    notice: NoticeRecord
    made_person: bool
    put_on_panel: bool


@dataclass(frozen=True, slots=True)
class GoneNotice:
    """A notice that was deleted, as ``restore_notice`` wants it: plain JSON values."""

    person_id: int
    values: dict[str, str]
    touchpoint: dict[str, Any] | None
    letters: tuple[int, ...]


def notice_someone(
    owner: User,
    *,
    kind: str,
    where: str,
    impressed: str,
    question: str = "",
    name: str = "",
    person_id: int | None = None,
    is_new: bool = False,
    on: date | None = None,
    email: str = "",
    organisation: str = "",
    title: str = "",
    again: bool = False,
) -> Noticed:
    """Note somebody worth knowing: ``kind`` is talk (theirs) or meeting (that I led), ``on`` today without one.

    The person is ``person_id``, or whoever has the address or the name, or made; ``is_new`` makes one in any
    case. A name near several, or near one by a slip, is ``Ambiguous`` and changes nothing. Whoever has no stage
    is put on the panel as *noticed*. Praise that names nothing is ``Invalid`` (field ``impressed``). Where a path
    with them is open it is ``PathOpen``, and nothing changes: ``add_to_notice``, or ``again`` for a second one.
    """
    slug = PathKind(one_of(kind, PathKind, field="kind", what="place to notice somebody"))
    with transaction.atomic():
        owners.hold(owner)
        _must_be_past(owner, on)
        found, is_made = _whom(owner, name, person_id, is_new=is_new, email=email)
        known_as = found.name if found else name
        checked = checked_notice(impressed, where, question, name=known_as)
        if found is not None and not again:
            _must_have_no_path(owner, found)
        person = found or people.add_person(
            owner, name=name, email=email, organisation=organisation, title=title
        )
        if found is not None:
            _complete(owner, found, email, organisation, title)
        is_put_on = not person.stage
        if is_put_on:
            panel.move_stage(owner, person_id=person.id, stage=Stage.NOTICED, since=on)
        touch_kind, direction = KINDS[slug]
        touchpoint = touchpoints.log_touchpoint(
            owner,
            person_id=person.id,
            kind=touch_kind,
            direction=direction,
            on=on,
            summary=_summary(checked.where, checked.impressed),
            awaits_answer=False,
        )
        made = notices.add_notice(
            owner,
            person_id=person.id,
            kind=slug,
            where=checked.where,
            impressed=checked.impressed,
            question=checked.ask,
            noticed_on=touchpoint.on,
            touchpoint_id=touchpoint.id,
        )
        return Noticed(made, is_made, is_put_on)


def add_to_notice(
    owner: User,
    *,
    notice_id: int,
    where: str,
    impressed: str,
    question: str = "",
    kind: str = "",
    on: date | None = None,
) -> tuple[NoticeRecord, TouchpointRecord]:
    """They impressed me again: it is added to what was noticed before, and one path goes on.

    ``kind`` is where it was this time, as before without one; it is logged as a touchpoint of its own. The path's
    kind stays. What I would ask becomes ``question``, unless that is empty.
    """
    with transaction.atomic():
        before = notices.notice(owner, notice_id=notice_id)
        slug = one_of(kind or before.kind, PathKind, field="kind", what="place to notice somebody")
        checked = checked_notice(impressed, where, question, name=before.person.name)
        _must_be_past(owner, on)
        touch_kind, direction = KINDS[PathKind(slug)]
        seen = touchpoints.log_touchpoint(
            owner,
            person_id=before.person.id,
            kind=touch_kind,
            direction=direction,
            on=on,
            summary=_summary(checked.where, checked.impressed),
            awaits_answer=False,
        )
        both = required_text(
            f"{before.impressed}\n{checked.impressed}", field="impressed", what="what exactly impressed you"
        )
        changed = notices.change_notice(
            owner, notice_id=notice_id, impressed=both, question=checked.ask or before.question
        )
        return changed, seen


def notice(owner: User, *, notice_id: int) -> NoticeRecord:
    """One notice."""
    return notices.notice(owner, notice_id=notice_id)


def change_notice(
    owner: User,
    *,
    notice_id: int,
    where: str | None = None,
    impressed: str | None = None,
    question: str | None = None,
    on: date | None = None,
    kind: str | None = None,
    letters: Iterable[int] = (),
) -> NoticeRecord:
    """Change what is said of a notice, and its touchpoint with it; None leaves a field as it is.

    Another ``kind`` is another path with other letters: ``Conflict`` once one of them has gone. Those begun stay,
    as letters of no path, unless ``letters`` names them: an undo makes them steps of it again.
    """
    with transaction.atomic():
        before = notices.notice(owner, notice_id=notice_id)
        checked = checked_notice(
            before.impressed if impressed is None else impressed,
            before.where if where is None else where,
            before.question if question is None else question,
            name=before.person.name,
        )
        _must_be_past(owner, on)
        slug = _kind_wanted(owner, before, kind)
        touch_kind, direction = KINDS[slug] if slug != before.kind else (None, None)
        day = on or before.noticed_on
        if before.touchpoint_id is not None:
            touchpoints.change_touchpoint(
                owner,
                touchpoint_id=before.touchpoint_id,
                kind=touch_kind,
                direction=direction,
                on=day if day != before.noticed_on else None,
                summary=_summary(checked.where, checked.impressed),
            )
        notices.link_letters(owner, notice_id=notice_id, draft_ids=list(letters))
        return notices.change_notice(
            owner,
            notice_id=notice_id,
            kind=slug,
            where=checked.where,
            impressed=checked.impressed,
            question=checked.ask,
            noticed_on=day,
        )


def delete_notice(owner: User, *, notice_id: int) -> GoneNotice:
    """Delete a notice and its touchpoint; letters, person and stage stay. Undo: ``restore_notice``."""
    with transaction.atomic():
        letters = notices.letters_of(owner, notice_ids=[notice_id]).get(notice_id, [])
        gone = notices.delete_notice(owner, notice_id=notice_id)
        taken = (
            touchpoints.delete_touchpoint(owner, touchpoint_id=gone.touchpoint_id)
            if gone.touchpoint_id is not None
            else None
        )
        values = {
            "kind": gone.kind,
            "where": gone.where,
            "impressed": gone.impressed,
            "question": gone.question,
            "noticed_on": gone.noticed_on.isoformat(),
            "ending": gone.ending,
            "ended_on": gone.ended_on.isoformat() if gone.ended_on else "",
        }
        return GoneNotice(gone.person.id, values, taken, tuple(one.id for one in letters))


def restore_notice(owner: User, *, gone: GoneNotice) -> NoticeRecord:
    """Bring back a notice that ``delete_notice`` returned, with its touchpoint and its letters."""
    values = _read_back(gone.values)
    with transaction.atomic():
        touchpoint_id = None
        if gone.touchpoint is not None:
            touchpoint_id = touchpoints.restore_touchpoint(owner, deleted=gone.touchpoint).id
        back = notices.add_notice(owner, person_id=gone.person_id, touchpoint_id=touchpoint_id, **values)
        notices.link_letters(owner, notice_id=back.id, draft_ids=list(gone.letters))
        return back


def take_back_notice(
    owner: User, *, notice_id: int, made_person: bool = False, put_on_panel: bool = False
) -> GoneNotice:
    """Undo ``notice_someone``: with the notice goes what it made, the stage if it is still *noticed*, the person too."""
    with transaction.atomic():
        gone = delete_notice(owner, notice_id=notice_id)
        person = people.person(owner, person_id=gone.person_id)
        if put_on_panel and person.stage == Stage.NOTICED:
            panel.undo_move(owner, person_id=gone.person_id)
        if made_person:
            people.trash_person(owner, person_id=gone.person_id)
        return gone


def _whom(
    owner: User, name: str, person_id: int | None, *, is_new: bool, email: str
) -> tuple[PersonRecord | None, bool]:
    """The person who is meant, or None where one is to be made; and whether that is so."""
    if person_id is not None:
        return people_rows.person_for_change(owner, person_id=person_id), False
    required_text(name, field="name", what="a name")
    if is_new:
        return None, True
    if email.strip() and email_key(email):
        try:
            found = people.find_person(owner, name=email)
            return people_rows.person_for_change(owner, person_id=found.id), False
        except NotFound:
            pass
    known = people_found.known_or_new(owner, name=name)
    if known is None:
        return None, True
    return people_rows.person_for_change(owner, person_id=known.id), False


def _complete(owner: User, known: PersonRecord, email: str, organisation: str, title: str) -> None:
    """What was not known of them yet; what the owner wrote before stays."""
    said = {"organisation": organisation.strip(), "title": title.strip()}
    fresh = {field: value for field, value in said.items() if value and not getattr(known, field)}
    if fresh:
        people.change_person(owner, person_id=known.id, **fresh)
    if email.strip():
        people.add_contact_point(owner, person_id=known.id, kind="email", value=email)


def _must_have_no_path(owner: User, person: PersonRecord) -> None:
    known = next((one for one in outreach.paths_of(owner, person_id=person.id) if one.is_open), None)
    if known is None:
        return
    noticed = known.notice
    raise PathOpen(
        f"You noticed {person.name} before: {noticed.where}, on {noticed.noticed_on} (notice {noticed.id}: "
        f"{known.step.label}). Add this to that path, or open a second one. Nothing was changed.",
        noticed.id,
    )


def _kind_wanted(owner: User, before: NoticeRecord, kind: str | None) -> PathKind:
    if not kind:
        return PathKind(before.kind)
    slug = PathKind(one_of(kind, PathKind, field="kind", what="place to notice somebody"))
    if slug == before.kind:
        return slug
    written = notices.letters_of(owner, notice_ids=[before.id]).get(before.id, [])
    if any(one.state in outreach.GONE for one in written):
        raise Conflict(
            "A letter of this path has gone, so it stays the path that it is. Open another one instead."
        )
    notices.unlink_unsent(owner, notice_id=before.id)
    return slug


def _must_be_past(owner: User, on: date | None) -> None:
    if on is not None and on > clock.today(profiles.zone(owner)):
        raise Invalid("That day is still to come; say when you noticed them.", field="on")


def _summary(where: str, impressed: str) -> str:
    return f"{where}: {impressed}"


def _read_back(values: Mapping[str, str]) -> dict[str, Any]:
    ended = values["ended_on"]
    return {
        **values,
        "noticed_on": date.fromisoformat(values["noticed_on"]),
        "ended_on": date.fromisoformat(ended) if ended else None,
    }
