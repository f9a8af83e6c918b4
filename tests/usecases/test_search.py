"""Search: every word, over everything of one owner's."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentorpanel.domain.problems import Invalid
from mentorpanel.storage.models import (
    ContactPoint,
    JournalEntry,
    Organisation,
    Person,
    Session,
    Touchpoint,
    User,
)
from mentorpanel.usecases import advice, journal, parking, profiles, search
from tests.makers import NOON, make_person, make_session, queries_in

DAY = date(2026, 3, 2)


def fill(owner: User, word: str, *, days: int = 0) -> int:
    """One thing of each kind that holds ``word``, all with the same person."""
    on, at = DAY + timedelta(days=days), NOON + timedelta(days=days)
    ana = make_person(owner, f"Ana {word.title()}")
    Touchpoint.objects.create(owner=owner, person_id=ana, kind="coffee", direction="both", on=on, at=at,
                              summary=f"Over coffee: {word}", source="manual")  # fmt: skip
    journal.write_entry(owner, text=f"Learnt {word}", on=on)
    parking.park_item(owner, text=f"Ask about {word}", person_id=ana, at=at)
    advice.note_advice(owner, person_id=ana, text=f"Do {word} first", on=on)
    session = make_session(owner, ana, days=days)
    Session.objects.filter(pk=session).update(notes=f"We spoke of {word}")
    return ana


def kinds(owner: User, query: str) -> list[str]:
    return [hit.kind for hit in search.search(owner, query=query).results]


def test_finds_each_kind_with_people_first(owner: User) -> None:
    ana = fill(owner, "pricing")
    page = search.search(owner, query="PRICING")
    assert sorted(hit.kind for hit in page.results) == [
        "advice", "journal", "parked", "person", "session", "touchpoint"
    ]  # fmt: skip
    person = page.results[0]
    assert (person.kind, person.id, person.title, person.on) == ("person", ana, "Ana Pricing", None)
    by_kind = {hit.kind: hit for hit in page.results}
    assert by_kind["session"].title == "Session with Ana Pricing"
    assert by_kind["session"].snippet == "We spoke of pricing"
    assert by_kind["session"].on == DAY
    assert by_kind["journal"].person is None
    assert by_kind["advice"].person is not None
    assert by_kind["advice"].person.id == ana
    assert page.next == ""


def test_every_word_must_stand_in_the_thing(owner: User) -> None:
    fill(owner, "pricing")
    assert kinds(owner, "pricing learnt") == ["journal"]
    assert kinds(owner, "coffee ana") == ["touchpoint"]
    assert kinds(owner, "pricing elephants") == []
    assert kinds(owner, " \0 ") == []


def test_wildcards_and_hostile_words_are_taken_as_themselves(owner: User) -> None:
    fill(owner, "pricing")
    journal.write_entry(owner, text="Up 40% with snake_case and \\", on=DAY)
    assert kinds(owner, "40%") == ["journal"]
    assert kinds(owner, "_case \\") == ["journal"]
    for query in (
        "pri%ing",
        "p_icing",
        "'; DROP TABLE storage_person; --",
        "x" * 10_000,
        "a " * 5000,
        "(" * 500,
    ):
        assert kinds(owner, query) == [] or query.startswith("a ")


def test_people_are_found_by_firm_address_and_notes(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    firm = Organisation.objects.create(owner=owner, name="Fernwood", key="fernwood")
    Person.objects.filter(pk=ana).update(organisation=firm, title="Director", private_notes="likes climbing")
    ContactPoint.objects.create(
        owner=owner, person_id=ana, kind="email", value="ana@fern.example", key="ana@fern.example"
    )
    for query in ("fernwood director", "ana@fern.example ruiz", "climbing"):
        assert kinds(owner, query) == ["person"]
    assert search.search(owner, query="ruiz").results[0].snippet == "Director, Fernwood"
    Person.objects.filter(pk=ana).update(deleted_at=NOON)
    assert kinds(owner, "ruiz") == []


def test_what_is_in_the_trash_is_not_found(owner: User) -> None:
    entry = journal.write_entry(owner, text="pricing", on=DAY)
    journal.trash_entry(owner, entry_id=entry.id)
    assert kinds(owner, "pricing") == []


def test_a_long_text_is_cut_around_the_match(owner: User) -> None:
    journal.write_entry(owner, text="word " * 200 + "needle " + "word " * 200, on=DAY)
    snippet = search.search(owner, query="needle").results[0].snippet
    assert snippet.startswith("…")
    assert snippet.endswith("…")
    assert "needle" in snippet
    assert len(snippet) < 180


@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages_hold_everything_once_newest_first(owner: User, size: int) -> None:
    for days in (0, 3, 3, -2):
        fill(owner, f"pricing{days}", days=days)
    midnight = datetime(2026, 3, 5, tzinfo=UTC)
    parking.park_item(owner, text="pricing at midnight", at=midnight)
    whole = search.search(owner, query="pricing", limit=100)
    seen, after = [], ""
    for _ in range(40):
        page = search.search(owner, query="pricing", limit=size, after=after)
        seen += [(hit.kind, hit.id) for hit in page.results]
        after = page.next
        if not after:
            break
    assert seen == [(hit.kind, hit.id) for hit in whole.results]
    assert len(set(seen)) == len(seen) == 25
    dated = [hit.on for hit in whole.results if hit.on]
    assert dated == sorted(dated, reverse=True)
    for wrong in ("nonsense", "WzEsMiwzXQ"):
        with pytest.raises(Invalid):
            search.search(owner, query="pricing", after=wrong)


def test_another_owners_things_are_not_found(owner: User, other_owner: User) -> None:
    fill(owner, "pricing")
    assert kinds(other_owner, "pricing") == []
    fill(other_owner, "roadmap")
    assert kinds(owner, "roadmap") == []


def test_asks_as_many_questions_for_much_as_for_little(owner: User) -> None:
    profiles.profile(owner)
    fill(owner, "pricing")
    few = queries_in(lambda: search.search(owner, query="pricing ana"))
    for number in range(10):
        fill(owner, f"pricing {number}")
    JournalEntry.objects.create(owner=owner, kind="win", on=DAY, text="pricing")
    assert queries_in(lambda: search.search(owner, query="pricing ana", limit=500)) == few
