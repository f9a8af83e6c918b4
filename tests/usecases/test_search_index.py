"""The index of search follows whatever changes, whoever changes it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorpanel.domain.names import fold
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.search_records import KINDS
from mentorpanel.storage import models as m
from mentorpanel.storage import search_index
from mentorpanel.storage.models import SearchEntry, SearchMark, User
from mentorpanel.storage.search_sources import SOURCES
from mentorpanel.storage.search_triggers import watched
from mentorpanel.usecases import (
    advice,
    decision_parts,
    decisions,
    goals,
    introductions,
    journal,
    matches,
    parking,
    people,
    profiles,
    search,
    touchpoints,
)
from mentorpanel.worker import steps
from tests.makers import NOON, make_person, make_session
from tests.web.conftest import make_things

DAY = date(2026, 3, 2)


def kinds(owner: User, query: str, **how: object) -> list[str]:
    return [hit.kind for hit in search.search(owner, query=query, **how).results]  # type: ignore[arg-type]


def titles(owner: User, query: str, **how: object) -> list[str]:
    return [hit.title for hit in search.search(owner, query=query, **how).results]  # type: ignore[arg-type]


def test_every_kind_has_a_source_and_its_triggers(db: None) -> None:
    assert {source.kind for source in SOURCES} == set(KINDS)
    assert len({source.number for source in SOURCES}) == len(SOURCES)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' GROUP BY tbl_name"
            )
            each = 3
        else:
            cursor.execute(
                "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE NOT tgisinternal GROUP BY c.relname"
            )
            each = 1
        there = dict(cursor.fetchall())
    wanted = [table for table, _, _ in watched()]
    assert {table: there.get(table, 0) for table in wanted} == {
        table: each * wanted.count(table) for table in wanted
    }


def test_one_of_everything_is_found(owner: User) -> None:
    make_things(owner, "zebra crossing")
    m.YearLetter.objects.create(owner=owner, year=2026, text="zebra")
    m.FocusArea.objects.create(owner=owner, text="zebra")
    m.Want.objects.create(owner=owner, kind="offer", text="a zebra", since=DAY)
    person = make_person(owner, "Jo")
    for direction in ("given", "received", "offered"):
        m.Favour.objects.create(owner=owner, person_id=person, direction=direction, text="zebra", on=DAY)
    held = make_session(owner, person)
    m.Session.objects.filter(pk=held).update(notes="zebra")
    found = search.search(owner, query="zebra", limit=200)
    missing = set(KINDS) - {hit.kind for hit in found.results}
    assert missing == set(), missing
    assert all(hit.title.strip() and "None" not in hit.title for hit in found.results)
    assert search.differences(owner) == 0


def test_a_new_name_is_found_at_once_and_the_old_one_no_longer(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    advice.note_advice(owner, person_id=ana, text="Price by seat", on=DAY)
    assert kinds(owner, "ruiz seat") == ["advice"]
    people.change_person(owner, person_id=ana, name="Ana Delgado")
    assert kinds(owner, "delgado") == ["person", "advice"]
    assert kinds(owner, "ruiz", kinds=("advice",)) == []
    assert titles(owner, "seat") == ["Advice from Ana Delgado"]


def test_whoever_is_in_the_trash_is_not_found_until_they_are_back(owner: User) -> None:
    ana, ben = make_person(owner, "Ana Ruiz"), make_person(owner, "Ben Kim")
    advice.note_advice(owner, person_id=ana, text="Price by seat", on=DAY)
    parking.park_item(owner, text="How do I price?", person_id=ana)
    introductions.begin_request(owner, bridge_id=ana, target_id=ben, why="pricing people", is_new=True)
    before = kinds(owner, "pric")
    assert sorted(before) == ["advice", "introduction", "parked"]
    people.trash_person(owner, person_id=ana)
    assert kinds(owner, "ana") == []
    assert kinds(owner, "pric") == ["parked"]
    assert titles(owner, "pric") == ["Question"]
    people.restore_person(owner, person_id=ana)
    assert kinds(owner, "pric") == before
    people.trash_person(owner, person_id=ben)
    assert "introduction" not in kinds(owner, "pric")


def test_two_made_one_and_parted_again(owner: User) -> None:
    ana, anna = make_person(owner, "Ana Ruiz"), make_person(owner, "Anna Lopez")
    advice.note_advice(owner, person_id=anna, text="Price by seat", on=DAY)
    assert kinds(owner, "lopez seat") == ["advice"]
    merge = matches.merge_people(owner, kept_id=ana, merged_id=anna)
    assert titles(owner, "seat") == ["Advice from Ana Ruiz"]
    assert kinds(owner, "lopez seat") == []
    matches.undo_merge(owner, merge_id=merge)
    assert titles(owner, "lopez") == ["Anna Lopez", "Advice from Anna Lopez"]
    assert search.differences(owner) == 0


def test_what_belongs_to_a_thing_is_found_with_it(owner: User) -> None:
    choice = decisions.begin_decision(owner, question="Stay or go?").decision
    option = decision_parts.add_option(owner, decision_id=choice.id, text="Lead the platform").decision
    goal = goals.set_goal(owner, statement="Lead a team", due_on=date(2027, 6, 1), starts_on=date(2026, 6, 1))
    milestone = goals.add_milestone(owner, goal_id=goal.id, text="Interview five directors").milestones[0]
    assert titles(owner, "platform") == ["Stay or go?"]
    assert titles(owner, "directors") == ["Lead a team"]
    decision_parts.remove_option(owner, option_id=option.options[-1].id)
    goals.remove_milestone(owner, milestone_id=milestone.id)
    assert titles(owner, "platform") == []
    assert titles(owner, "directors") == []


def test_a_changed_time_zone_moves_days(owner: User) -> None:
    parking.park_item(owner, text="pricing", at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert search.search(owner, query="pricing").results[0].on == date(2026, 3, 1)
    profiles.change_profile(owner, time_zone="Asia/Tokyo")
    assert search.search(owner, query="pricing").results[0].on == date(2026, 3, 2)
    assert search.differences(owner) == 0


def test_a_slip_in_a_name_is_forgiven(owner: User) -> None:
    priya = make_person(owner, "Priya Raman")
    make_person(owner, "José Ruiz")
    advice.note_advice(owner, person_id=priya, text="Price by seat", on=DAY)
    found = search.search(owner, query="Pryia seat")
    assert ([hit.kind for hit in found.results], found.query) == (["advice"], "priya seat")
    assert titles(owner, "raaman")[0] == "Priya Raman"
    assert titles(owner, "josé ruis") == ["José Ruiz"]
    assert search.search(owner, query="Priya seat").query == "Priya seat"
    assert kinds(owner, "pryia elephants") == []
    journal.write_entry(owner, text="Pryia, as it is misspelt", on=DAY)
    assert search.search(owner, query="pryia").meant == ("priya",)


def test_pages_of_a_query_with_a_slip_go_on(owner: User) -> None:
    priya = make_person(owner, "Priya Raman")
    for number in range(5):
        advice.note_advice(owner, person_id=priya, text=f"Number {number}", on=DAY)
    first = search.search(owner, query="pryia", limit=4)
    second = search.search(owner, query="pryia", limit=4, after=first.next)
    assert [len(first.results), len(second.results), second.next] == [4, 2, ""]


def test_only_some_kinds(owner: User) -> None:
    make_things(owner, "zebra crossing")
    assert set(kinds(owner, "zebra", kinds=("goal", "journal"))) == {"goal", "journal"}
    assert kinds(owner, "zebra", kinds=("Year letter",)) == []
    with pytest.raises(Invalid):
        kinds(owner, "zebra", kinds=("nonsense",))


def test_the_best_first(owner: User) -> None:
    old = journal.write_entry(owner, text="pricing, pricing and pricing", on=date(2026, 2, 20)).id
    new = journal.write_entry(owner, text="a word on pricingpower", on=DAY).id
    someone = make_person(owner, "Pat Pricing")

    def order(how: str) -> list[int]:
        return [hit.id for hit in search.search(owner, query="pricing", order=how).results]

    assert order("newest") == [someone, new, old]
    assert order("best") == [someone, old, new]
    seen, after = [], ""
    for _ in range(3):
        page = search.search(owner, query="pricing", order="best", limit=1, after=after)
        seen += [hit.id for hit in page.results]
        after = page.next
    assert (seen, after) == ([someone, old, new], "")
    with pytest.raises(Invalid):
        search.search(owner, query="pricing", order="worst")
    with pytest.raises(Invalid):
        search.search(
            owner, query="pricing", order="best", after=search.search(owner, query="pricing", limit=1).next
        )


def test_scripts_without_blanks(owner: User) -> None:
    make_person(owner, "王小明")
    journal.write_entry(owner, text="明日は東京で会議があります", on=DAY)
    assert kinds(owner, "東京") == ["journal"]
    assert kinds(owner, "東京で会議") == ["journal"]
    assert kinds(owner, "京") == ["journal"]
    assert kinds(owner, "大阪") == []
    assert kinds(owner, "王小明") == ["person"]
    assert kinds(owner, "小明") == ["person"]
    assert search.search(owner, query="会議").results[0].snippet == "明日は東京で会議があります"


def test_nothing_of_an_owner_who_is_gone_stays(owner: User, other_owner: User) -> None:
    make_things(other_owner, "zebra")
    search.search(other_owner, query="zebra")
    journal.write_entry(owner, text="zebra", on=DAY)
    other_owner.delete()
    steps.index_changes()
    assert set(SearchEntry.objects.values_list("owner_id", flat=True)) == {owner.pk}
    assert not SearchMark.objects.exists()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM storage_search_fts WHERE storage_search_fts MATCH %s",
                [f'"{owner.pk + 1}·zebra"'],
            )
            assert cursor.fetchone() == (0,)


def test_the_worker_takes_in_what_changed(owner: User) -> None:
    journal.write_entry(owner, text="zebra", on=DAY)
    assert search.owners_behind() == [owner]
    assert steps.index_changes()
    assert search.owners_behind() == []
    assert not steps.index_changes()


def test_much_at_once_is_taken_in_by_and_by(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "A_TIME", 4)
    monkeypatch.setattr(search, "AT_ONCE", 8)
    for number in range(12):
        journal.write_entry(owner, text=f"zebra {number}", on=DAY)
    first = search.search(owner, query="zebra")
    assert (len(first.results), first.is_behind) == (8, True)
    assert len(search.search(owner, query="zebra").results) == 12
    assert not search.search(owner, query="zebra").is_behind


def test_an_index_gone_wrong_is_seen_and_made_anew(owner: User) -> None:
    make_things(owner, "zebra")
    search.search(owner, query="zebra")
    SearchEntry.objects.filter(owner=owner, kind="journal").delete()
    SearchEntry.objects.filter(owner=owner, kind="goal").update(words="horse")
    assert search.differences(owner) == 2
    search.rebuild(owner)
    assert search.differences(owner) == 0
    assert "journal" in kinds(owner, "zebra")


# ---- as a plain scan finds it -------------------------------------------------------------------

WORDS = ("alpha", "beta", "gamma", "Ömer", "O'Neil", "delta-wing")
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "person",
                "rename",
                "trash",
                "back",
                "advice",
                "rewrite",
                "unsay",
                "talk",
                "write",
                "bin",
                "park",
            )
        ),
        st.integers(0, 5),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    ),
    max_size=14,
)


def nth(rows: "list[Any]", which: int) -> int | None:
    """The id of the row at that place, counted around; none where there is none."""
    return rows[which % len(rows)].pk if rows else None


def change(owner: User, what: str, which: int, text: str) -> None:
    """One change by the product's own means, of the thing at that place where there is one."""
    rows = {
        "alive": m.Person.objects.filter(owner=owner, deleted_at=None),
        "gone": m.Person.objects.filter(owner=owner).exclude(deleted_at=None),
        "said": m.Advice.objects.filter(owner=owner, person__deleted_at=None),
        "noted": m.JournalEntry.objects.filter(owner=owner, deleted_at=None),
    }
    of: dict[str, tuple[str, Callable[[int], object]]] = {
        "bin": ("noted", lambda one: journal.trash_entry(owner, entry_id=one)),
        "back": ("gone", lambda one: people.restore_person(owner, person_id=one)),
        "rewrite": ("said", lambda one: advice.change_advice(owner, advice_id=one, text=text)),
        "unsay": ("said", lambda one: advice.delete_advice(owner, advice_id=one)),
        "rename": ("alive", lambda one: people.change_person(owner, person_id=one, name=text)),
        "trash": ("alive", lambda one: people.trash_person(owner, person_id=one)),
        "advice": ("alive", lambda one: advice.note_advice(owner, person_id=one, text=text, on=DAY)),
        "talk": ("alive", lambda one: touchpoints.log_touchpoint(owner, person_id=one, on=DAY, summary=text)),
        "park": ("alive", lambda one: parking.park_item(owner, text=text, person_id=one, at=NOON)),
    }
    if what == "person":
        people.add_person(owner, name=f"{text} {which}")
    elif what == "write":
        journal.write_entry(owner, text=text, on=DAY)
    elif (one := nth(list(rows[of[what][0]].order_by("pk")), which)) is not None:  # type: ignore[attr-defined]
        of[what][1](one)


def scanned(owner: User, word: str) -> set[tuple[str, int]]:
    """What a reading of every row finds."""

    def holds(*texts: str) -> bool:
        return any(one.startswith(fold(word)) for text in texts for one in fold(text).split())

    alive = {one.pk: one.name for one in m.Person.objects.filter(owner=owner, deleted_at=None)}
    found = {("person", pk) for pk, name in alive.items() if holds(name)}
    for kind, model, column in (("advice", m.Advice, "text"), ("touchpoint", m.Touchpoint, "summary")):
        for row in model._default_manager.filter(owner=owner, person_id__in=alive):  # type: ignore[attr-defined]
            if getattr(row, column) and holds(getattr(row, column), alive[row.person_id]):
                found.add((kind, row.pk))
    for item in m.ParkedItem.objects.filter(owner=owner):
        if holds(item.text, alive.get(item.person_id or 0, "")):
            found.add(("parked", item.pk))
    for entry in m.JournalEntry.objects.filter(owner=owner, deleted_at=None):
        if holds(entry.text):
            found.add(("journal", entry.pk))
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(CHANGES, min_size=1, max_size=3))
def test_finds_what_a_plain_scan_finds(
    owner: User, other_owner: User, rounds: list[list[tuple[str, int, str]]]
) -> None:
    with transaction.atomic():
        for changes in rounds:
            for what, which, text in changes:
                change(owner, what, which, text)
                change(other_owner, what, which, text)
            for word in ("alpha", "beta", "gam", "omer", "oneil", "delta"):
                found = search.search(owner, query=word, limit=500)
                wanted = scanned(owner, word)
                if wanted or found.query == word:
                    assert {(hit.kind, hit.id) for hit in found.results} == wanted
        assert search.differences(owner) == 0
        transaction.set_rollback(True)
