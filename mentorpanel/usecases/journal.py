"""The journal: write, change, share, trash."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import JournalKind
from mentorpanel.domain.records import JournalRecord, Page
from mentorpanel.domain.wording import one_of, required_text, topics_of
from mentorpanel.storage import journal
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles


def write_entry(
    owner: User,
    *,
    text: str,
    kind: str = "learning",
    on: date | None = None,
    topics: Iterable[str] = (),
    share_with: Iterable[int] = (),
    share_with_all: bool = False,
) -> JournalRecord:
    """Write a win, challenge, change or learning; private unless shared with people or all mentors.

    ``on`` is a date on the owner's calendar, today by default.
    """
    slug = one_of(kind, JournalKind, field="kind", what="kind of journal entry")
    said = required_text(text, field="text", what="your entry")
    with transaction.atomic():
        day = on or clock.today(profiles.zone(owner))
        made = journal.add_entry(owner, text=said, kind=slug, on=day, topics=topics_of(topics))
        readers = tuple(share_with)
        if not readers and not share_with_all:
            return made
        return journal.share_entry(owner, entry_id=made.id, person_ids=readers, with_all=share_with_all)


def change_entry(
    owner: User,
    *,
    entry_id: int,
    text: str | None = None,
    kind: str | None = None,
    on: date | None = None,
    topics: Iterable[str] | None = None,
) -> JournalRecord:
    """Change an entry; None leaves a field as it is. Who reads it stays."""
    changes: dict[str, object] = {}
    if text is not None:
        changes["text"] = required_text(text, field="text", what="your entry")
    if kind is not None:
        changes["kind"] = one_of(kind, JournalKind, field="kind", what="kind of journal entry")
    if on is not None:
        changes["on"] = on
    if topics is not None:
        changes["topics"] = topics_of(topics)
    with transaction.atomic():
        return journal.change_entry(owner, entry_id=entry_id, **changes)


def share_entry(
    owner: User, *, entry_id: int, person_ids: Iterable[int] = (), with_all: bool = False
) -> JournalRecord:
    """Share an entry with exactly these people, and with all mentors or not. Nobody named takes it back."""
    with transaction.atomic():
        return journal.share_entry(owner, entry_id=entry_id, person_ids=tuple(person_ids), with_all=with_all)


def trash_entry(owner: User, *, entry_id: int) -> None:
    """Put an entry into the trash; nobody reads it there, and ``restore_entry`` brings it back as it was."""
    with transaction.atomic():
        journal.trash_entry(owner, entry_id=entry_id, at=clock.now())


def restore_entry(owner: User, *, entry_id: int) -> JournalRecord:
    """Take an entry out of the trash."""
    with transaction.atomic():
        return journal.restore_entry(owner, entry_id=entry_id)


def entry(owner: User, *, entry_id: int) -> JournalRecord:
    """One entry."""
    return journal.entry(owner, entry_id=entry_id)


def entries(owner: User, *, kind: str = "", query: str = "", limit: int = 50, after: str = "") -> Page:
    """Entries that hold every word of the query, newest first."""
    slug = one_of(kind, JournalKind, field="kind", what="kind of journal entry") if kind else ""
    return journal.entries(owner, kind=slug, query=query, limit=limit, after=after)


def entries_shared_with(
    owner: User, *, person_id: int, is_mentor: bool, since: date, until: date
) -> tuple[JournalRecord, ...]:
    """Entries of those days (both included) that a person may read, newest first.

    What is shared with all mentors counts only when ``is_mentor``.
    """
    return journal.entries_shared_with(
        owner, person_id=person_id, is_mentor=is_mentor, since=since, until=until
    )
