"""The journal: private until shared, and in the trash nobody reads it."""

from datetime import date, timedelta

import pytest

from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.storage.models import User
from mentorpanel.usecases import journal
from tests.makers import make_person, queries_in

DAY = date(2026, 3, 2)


def shared_texts(
    owner: User, person_id: int, *, is_mentor: bool, since: date = DAY, until: date = DAY
) -> list[str]:
    found = journal.entries_shared_with(
        owner, person_id=person_id, is_mentor=is_mentor, since=since, until=until
    )
    return [entry.text for entry in found]


def test_an_entry_is_private_until_shared(owner: User) -> None:
    ana, ben = make_person(owner, "Ana Ruiz"), make_person(owner, "Ben Okri")
    journal.write_entry(owner, text="Private", on=DAY)
    for_ana = journal.write_entry(owner, text="For Ana", kind="win", on=DAY, share_with=[ana, ana])
    journal.write_entry(owner, text="For mentors", on=DAY, share_with_all=True)
    assert [named.name for named in for_ana.shared_with] == ["Ana Ruiz"]
    assert shared_texts(owner, ana, is_mentor=True) == ["For mentors", "For Ana"]
    assert shared_texts(owner, ana, is_mentor=False) == ["For Ana"]
    assert shared_texts(owner, ben, is_mentor=False) == []


def test_sharing_says_exactly_who_reads(owner: User) -> None:
    ana, ben = make_person(owner, "Ana Ruiz"), make_person(owner, "Ben Okri")
    entry = journal.write_entry(owner, text="A win", on=DAY, share_with=[ana])
    changed = journal.share_entry(owner, entry_id=entry.id, person_ids=[ben])
    assert [named.id for named in changed.shared_with] == [ben]
    assert shared_texts(owner, ana, is_mentor=True) == []
    assert journal.share_entry(owner, entry_id=entry.id).shared_with == ()


def test_both_ends_of_the_span_count(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    for days in (-1, 0, 1, 2):
        journal.write_entry(owner, text=str(days), on=DAY + timedelta(days=days), share_with=[ana])
    assert shared_texts(owner, ana, is_mentor=False, until=DAY + timedelta(days=1)) == ["1", "0"]


def test_the_trash_hides_from_everyone_and_gives_back(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    entry = journal.write_entry(owner, text="A win", on=DAY, share_with=[ana])
    journal.trash_entry(owner, entry_id=entry.id)
    assert journal.entries(owner).results == ()
    assert shared_texts(owner, ana, is_mentor=True) == []
    with pytest.raises(NotFound):
        journal.entry(owner, entry_id=entry.id)
    with pytest.raises(NotFound, match="trash"):
        journal.change_entry(owner, entry_id=entry.id, text="x")
    assert journal.restore_entry(owner, entry_id=entry.id).shared_with == entry.shared_with


def test_entries_page_newest_first_and_filter(owner: User) -> None:
    for number in range(7):
        journal.write_entry(owner, text=f"Entry {number}", kind="win", on=DAY + timedelta(days=number // 2))
    journal.write_entry(owner, text="100% learnt", on=DAY)
    seen, after = [], ""
    for _ in range(4):
        page = journal.entries(owner, kind="win", limit=2, after=after)
        seen += [entry.text for entry in page.results]
        after = page.next
    assert seen == [f"Entry {number}" for number in range(6, -1, -1)]
    assert after == ""
    assert [entry.text for entry in journal.entries(owner, query="LEARNT 100%").results] == ["100% learnt"]
    assert journal.entries(owner, query="1_0").results == ()


def test_letters_beyond_ascii_are_found_in_any_case(owner: User) -> None:
    journal.write_entry(owner, text="Émile praised the Übersicht", on=DAY)
    for query in ("émile", "ÉMILE", "übersicht"):
        assert len(journal.entries(owner, query=query).results) == 1


def test_changes_an_entry(owner: User) -> None:
    entry = journal.write_entry(owner, text="A win", on=DAY)
    assert entry.kind == "learning"
    changed = journal.change_entry(
        owner, entry_id=entry.id, text="A change", kind="change", on=DAY + timedelta(days=1), topics=["team"]
    )
    assert (changed.text, changed.kind, changed.on.day, changed.topics) == (
        "A change",
        "change",
        3,
        ("team",),
    )
    with pytest.raises(Invalid):
        journal.change_entry(owner, entry_id=entry.id, kind="dream")


def test_nothing_of_another_owners_can_be_reached(owner: User, other_owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    entry = journal.write_entry(owner, text="Mine", on=DAY, share_with=[ana]).id
    theirs = journal.write_entry(other_owner, text="Theirs", on=DAY).id
    attempts = [
        lambda: journal.entry(other_owner, entry_id=entry),
        lambda: journal.change_entry(other_owner, entry_id=entry, text="x"),
        lambda: journal.share_entry(other_owner, entry_id=entry),
        lambda: journal.share_entry(other_owner, entry_id=theirs, person_ids=[ana]),
        lambda: journal.write_entry(other_owner, text="x", share_with=[ana]),
        lambda: journal.trash_entry(other_owner, entry_id=entry),
        lambda: journal.restore_entry(other_owner, entry_id=entry),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert [found.text for found in journal.entries(other_owner).results] == ["Theirs"]
    assert shared_texts(other_owner, ana, is_mentor=False) == []
    assert journal.entry(owner, entry_id=entry).shared_with[0].id == ana


def test_lists_ask_as_many_questions_for_many_entries_as_for_few(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    lists = [lambda: journal.entries(owner), lambda: shared_texts(owner, ana, is_mentor=True)]
    counts = []
    for grown in (2, 10):
        for _ in range(grown):
            journal.write_entry(owner, text="A win", on=DAY, share_with=[ana])
        counts.append([queries_in(one) for one in lists])
    assert counts[0] == counts[1]
