"""Updates: one text, a personal line each, sent singly. Nothing goes without the word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import Check, JournalKind
from mentorpanel.domain.letter_views import UpdateView
from mentorpanel.domain.letters.mentor_assembly import assemble_update
from mentorpanel.domain.letters.writing import plain, written
from mentorpanel.domain.problems import Conflict, Invalid, NotFound, Problem
from mentorpanel.domain.records import DraftRecord, JournalRecord, Named
from mentorpanel.domain.update_records import GONE, SHARED, UpdateRecord
from mentorpanel.domain.withheld import Guarded, may_read, without
from mentorpanel.storage import drafts, journal, letter_templates, people, updates
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import focus, letters, profiles
from mentorpanel.usecases.briefs import MENTOR_STAGES
from mentorpanel.usecases.letter_shown import UNSENT
from mentorpanel.usecases.update_audience import audience_of
from mentorpanel.usecases.update_readers import Reader, common_checks, readers_of

FIRST_LOOKS_BACK: Final = timedelta(days=60)
"""How far a first update looks back, as the letter does; our judgement."""


@dataclass(frozen=True, slots=True)
class UpdatePage:
    """An update with its readers, and the checks of the text that they share."""

    update: UpdateRecord
    readers: tuple[Reader, ...]
    checks: tuple[Check, ...]

    @property
    def ready(self) -> tuple[Reader, ...]:
        """Those whose letter can go now, with nothing left to look at."""
        return tuple(one for one in self.readers if one.state == "ready")


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending did: who gets it, and who does not, with the reason."""

    names: tuple[str, ...]
    not_sent: tuple[tuple[str, str], ...]


def begin_update(owner: User, *, person_ids: Iterable[int] | None = None) -> UpdateRecord:
    """A new update, its text filled from what its readers may read since the last one, and focus.

    Without ``person_ids`` it is for those whom the rule suggests; in a transition that is nobody.
    """
    with transaction.atomic():
        suggested = [one.person_id for one in audience_of(owner) if one.is_suggested]
        chosen = list(dict.fromkeys(suggested if person_ids is None else person_ids))
        made = updates.add_update(owner, slots=_first_text(owner, chosen))
        return add_readers(owner, update_id=made.id, person_ids=chosen)


def update(owner: User, *, update_id: int) -> UpdateRecord:
    """One update."""
    return updates.update(owner, update_id=update_id)


def update_page(owner: User, *, update_id: int) -> UpdatePage:
    """One update with everything its page shows; as many queries for ten readers as for a hundred."""
    return _page(owner, updates.update(owner, update_id=update_id))


def list_updates(owner: User) -> tuple[UpdateRecord, ...]:
    """The updates, newest first."""
    return updates.updates(owner)


def open_update(owner: User) -> UpdateRecord | None:
    """The newest update that is not finished."""
    return next((one for one in updates.updates(owner) if one.is_open), None)


def update_of_letter(owner: User, *, draft_id: int) -> int | None:
    """The update that a letter is one of; None for a letter of its own."""
    return updates.update_of_draft(owner, draft_id=draft_id)


def change_update(owner: User, *, update_id: int, slots: Mapping[str, str]) -> UpdateRecord:
    """Change the text that readers share. It reaches every letter that has not gone, but for what was
    worded differently for somebody."""
    unknown = next((name for name in slots if name not in SHARED), "")
    if unknown:
        raise Invalid(f"An update has no “{unknown[:40]}”; it has {', '.join(SHARED)}.", field=unknown)
    with transaction.atomic():
        before = updates.update_for_change(owner, update_id=update_id)
        after = {**before.slots, **{name: plain(text).strip() for name, text in slots.items()}}
        if after == before.slots:
            return before
        updates.change_update(owner, update_id=update_id, slots=after)
        template = letter_templates.template_of(owner, kind="update")
        for draft in before.letters:
            follows = {name: after.get(name, "") for name in SHARED if _follows(draft, before, name)}
            _rewrite(owner, draft, follows, template)
        return updates.update(owner, update_id=update_id)


def preview_update(owner: User, *, update_id: int, slots: Mapping[str, str]) -> tuple[Check, ...]:
    """The checks of the shared text as ``change_update`` would leave it; nothing is stored."""
    known = updates.update(owner, update_id=update_id)
    given = {name: plain(text) for name, text in slots.items() if name in SHARED}
    return common_checks(owner, {**known.slots, **given})


def add_readers(owner: User, *, update_id: int, person_ids: Iterable[int]) -> UpdateRecord:
    """Give these people a letter of it; those who have one keep theirs."""
    with transaction.atomic():
        known = updates.update_for_change(owner, update_id=update_id)
        there = {draft.person.id for draft in known.letters}
        for person_id in dict.fromkeys(person_ids):
            if person_id in there:
                continue
            person = people.person_for_change(owner, person_id=person_id)
            if person.do_not_contact:
                raise Conflict(f"{person.name} is marked as not to be contacted.")
            draft = drafts.add_draft(owner, kind="update", person_id=person_id, session_id=None)
            updates.add_reader(owner, update_id=update_id, person_id=person_id, draft_id=draft.id)
            letters.start_afresh(owner, draft_id=draft.id)
        return updates.update(owner, update_id=update_id)


def remove_reader(owner: User, *, update_id: int, person_id: int) -> UpdateRecord:
    """It is not for them after all; their letter goes, unless it has been sent."""
    with transaction.atomic():
        draft = _letter_to(updates.update_for_change(owner, update_id=update_id), person_id)
        letters.delete_letter(owner, draft_id=draft.id)
        return updates.update(owner, update_id=update_id)


def write_lines(owner: User, *, update_id: int, lines: Mapping[int, str]) -> UpdateRecord:
    """The line for each of some readers alone, by person; letters that have gone stay as they went."""
    with transaction.atomic():
        known = updates.update_for_change(owner, update_id=update_id)
        template = letter_templates.template_of(owner, kind="update")
        for person_id, line in lines.items():
            _rewrite(owner, _letter_to(known, person_id), {"personal": line}, template)
        return updates.update(owner, update_id=update_id)


def leave_out(owner: User, *, update_id: int, person_id: int) -> UpdateRecord:
    """Leave out of somebody's letter the lines that tell of what they may not read."""
    with transaction.atomic():
        known = updates.update_for_change(owner, update_id=update_id)
        reader = next((one for one in readers_of(owner, known) if one.person.id == person_id), None)
        if reader is None:
            raise NotFound("They are no reader of this update.")
        if reader.draft.is_text_edited:
            raise Conflict(f"The letter to {reader.person.name} is in your own hand; change it there.")
        slots = {
            name: without(str(text), reader.not_theirs)
            for name, text in reader.draft.slots.items()
            if name in SHARED
        }
        _rewrite(owner, reader.draft, slots, letter_templates.template_of(owner, kind="update"))
        return updates.update(owner, update_id=update_id)


def send_ready(owner: User, *, update_id: int, person_ids: Iterable[int] | None = None) -> Sent:
    """Send every letter that has nothing left to look at, each by itself: one that fails stops no other.

    ``person_ids`` keeps it to these readers.
    """
    wanted = None if person_ids is None else set(person_ids)
    page = update_page(owner, update_id=update_id)
    names, not_sent = [], []
    for one in page.readers:
        if one.has_it or (wanted is not None and one.person.id not in wanted):
            continue
        if one.state != "ready":
            not_sent.append((one.person.name, one.failure or one.to_mend or one.why_not_send))
            continue
        try:
            letters.send_letter(owner, draft_id=one.draft.id, in_spite_of_checks=False)
        except Problem as problem:
            not_sent.append((one.person.name, problem.message))
        else:
            names.append(one.person.name)
    return Sent(tuple(names), tuple(not_sent))


def letter_to(owner: User, *, update_id: int, person_id: int) -> DraftRecord:
    """The letter of an update to one reader."""
    return _letter_to(updates.update(owner, update_id=update_id), person_id)


def close_update(owner: User, *, update_id: int) -> UpdateRecord:
    """Be done with it, though not everybody has it; letters that have not gone wait. Undo: ``reopen_update``."""
    with transaction.atomic():
        return updates.change_update(owner, update_id=update_id, closed_at=clock.now())


def reopen_update(owner: User, *, update_id: int) -> UpdateRecord:
    """Go on with it."""
    with transaction.atomic():
        return updates.change_update(owner, update_id=update_id, closed_at=None)


def delete_update(owner: User, *, update_id: int) -> None:
    """Throw it away with its letters that have not gone; those that have stay with their readers."""
    with transaction.atomic():
        updates.delete_update(owner, update_id=update_id)


def _page(owner: User, found: UpdateRecord) -> UpdatePage:
    return UpdatePage(found, readers_of(owner, found), common_checks(owner, found.slots))


def _follows(draft: DraftRecord, before: UpdateRecord, name: str) -> bool:
    return str(draft.slots.get(name, "")).strip() == before.slots.get(name, "").strip()


def _rewrite(owner: User, draft: DraftRecord, slots: Mapping[str, str], template: str) -> None:
    """Write slots of a letter, unless it has gone meanwhile."""
    if draft.state in GONE:
        return
    after = written(draft, slots, None, None, template)
    if after == draft:
        return
    fields = ("slots", "subject", "text", "is_written")
    changes = {name: getattr(after, name) for name in fields}
    drafts.claim_state(owner, draft_id=draft.id, was=UNSENT, becomes=draft.state, **changes)


def _letter_to(known: UpdateRecord, person_id: int) -> DraftRecord:
    found = next((draft for draft in known.letters if draft.person.id == person_id), None)
    if found is None:
        raise NotFound("They are no reader of this update.")
    return found


def _first_text(owner: User, person_ids: list[int]) -> dict[str, str]:
    """The shared slots from what every mentor among the readers may read, since the update before."""
    profile = profiles.profile(owner)
    zone = ZoneInfo(profile.time_zone)
    last = next((one.first_sent_at for one in updates.updates(owner) if one.first_sent_at), None)
    since = (last or clock.now() - FIRST_LOOKS_BACK).astimezone(zone).date()
    whom = people.people_by_id(owner, person_ids)
    mentors = [one.id for one in whom.values() if one.stage in MENTOR_STAGES]
    entries = [
        one
        for one in journal.entries_since(owner, since=since)
        if _all_may_read(one.text, one.is_shared_with_all, one.shared_with, mentors)
    ]
    view = UpdateView(
        person_name="",
        my_name=profile.name,
        changes=_of_kind(entries, JournalKind.CHANGE),
        wins=_of_kind(entries, JournalKind.WIN),
        learnings=_of_kind(entries, JournalKind.LEARNING),
        struggles=_of_kind(entries, JournalKind.CHALLENGE),
        focus=tuple(
            one.text
            for one in focus.focus_areas(owner)
            if _all_may_read(one.text, one.readers == "everyone", one.named, mentors)
        ),
    )
    slots = assemble_update(view)
    return {name: slots[name] for name in SHARED}


def _of_kind(entries: list[JournalRecord], kind: JournalKind) -> tuple[str, ...]:
    return tuple(one.text for one in entries if one.kind == kind)


def _all_may_read(text: str, for_mentors: bool, named: tuple[Named, ...], mentors: list[int]) -> bool:
    """Whether every mentor among the readers may read it; without one, whether all mentors may."""
    guarded = Guarded(text, for_mentors, frozenset(one.id for one in named))
    if not mentors:
        return for_mentors
    return all(may_read(guarded, person_id, is_mentor=True) for person_id in mentors)
