"""Looking back on what is stored: months, weeks, years, phases, and the letter to oneself."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from mentorpanel.domain.facts import Stage
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.storage.models import (
    Advice,
    Draft,
    Favour,
    Goal,
    Introduction,
    ParkedItem,
    Person,
    Session,
    StageChange,
    Touchpoint,
    User,
    YearLetter,
)
from mentorpanel.usecases import coverage, look_back, matches, panel, phases, profiles, today
from tests.makers import make_person, queries_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def talk(owner: User, person: int, on: date, *, kind: str = "call", direction: str = "both") -> None:
    Touchpoint.objects.create(
        owner=owner,
        person_id=person,
        kind=kind,
        direction=direction,
        on=on,
        at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
        source="manual",
    )


def values(series: look_back.Series) -> dict[str, dict[str, int]]:
    """What is not nothing, by line and month."""
    return {
        line.key: {
            f"{month:%Y-%m}": value for month, value in zip(series.months, line.values, strict=True) if value
        }
        for line in series.lines
        if any(line.values)
    }


def mentor(owner: User, name: str, since: date) -> int:
    person = make_person(owner, name)
    panel.move_stage(owner, person_id=person, stage="mentor", since=since, is_setting_up=True)
    return person


def test_talks_are_days_on_which_both_talked(owner: User, other_owner: User) -> None:
    ana, ben = mentor(owner, "Ana", date(2026, 9, 1)), make_person(owner, "Ben")
    talk(owner, ana, date(2026, 9, 7))
    talk(owner, ana, date(2026, 9, 7), kind="session")
    talk(owner, ana, date(2026, 9, 13), direction="from-them")
    talk(owner, ana, date(2026, 10, 1), direction="from-me")
    talk(owner, ana, date(2026, 10, 2), kind="event")
    talk(owner, ben, date(2026, 9, 7))
    talk(other_owner, make_person(other_owner, "Zoe"), date(2026, 9, 8))
    gone = make_person(owner, "Gone")
    talk(owner, gone, date(2026, 9, 9))
    Person.objects.filter(pk=gone).update(deleted_at=NOW)
    found = look_back.look_back(owner)
    assert values(found.talks) == {"sessions": {"2026-09": 1}, "other": {"2026-09": 2}}
    assert values(found.panel) == {"mentor": {"2026-09": 1, "2026-10": 1, "2026-11": 1}}
    assert [(one.name, one.weeks) for one in found.weeks.people] == [("Ana", (date(2026, 9, 7),))]
    assert found.headline == "One person has been on your panel since September 2026, and is there still."
    assert look_back.look_back(other_owner).panel.is_empty


def test_both_ways_by_kind_and_month(owner: User) -> None:
    ana, ben = make_person(owner, "Ana"), make_person(owner, "Ben")
    day, mine = date(2026, 8, 3), {"owner": owner, "person_id": ana}
    Favour.objects.create(**mine, direction="given", text="a", on=day, told_on=day, status="done")
    Favour.objects.create(**mine, direction="received", text="b", on=day, told_on=day)
    Favour.objects.create(**mine, direction="offered", text="not heard of", on=day)
    Favour.objects.create(**mine, direction="given", text="no", on=day, told_on=day, status="withdrawn")
    Advice.objects.create(**mine, text="c", on=day, loop_closed_on=date(2026, 9, 1), status="worked")
    late = datetime(2026, 7, 31, 23, 30, tzinfo=UTC)
    for kind in ("update", "thank-you", "recap", "brief"):
        Draft.objects.create(**mine, kind=kind, state="sent", sent_at=late)
    Draft.objects.create(**mine, kind="update", state="draft")
    met = {"introduced_on": day, "first_said": "yes", "second_said": "yes"}
    Introduction.objects.create(owner=owner, requester_id=ana, target_id=ben, **met)
    Introduction.objects.create(owner=owner, bridge_id=ana, target_name="Kim", introduced_on=day)
    profiles.change_profile(owner, time_zone="Europe/Berlin")
    found = look_back.look_back(owner)
    assert values(found.given) == {
        "favours": {"2026-08": 1},
        "updates": {"2026-08": 1},
        "thanks": {"2026-08": 2},
        "closed-loops": {"2026-09": 1},
        "introductions": {"2026-08": 1},
    }
    assert values(found.received) == {
        "advice": {"2026-08": 1},
        "favours-received": {"2026-08": 1},
        "introductions-received": {"2026-08": 1},
    }


def test_a_phase_gone_by_is_told_by_who_was_there(owner: User) -> None:
    with time_machine.travel(datetime(2026, 1, 10, tzinfo=UTC)):
        profiles.begin_phase(owner, phase="progressing")
    ana, ben = mentor(owner, "Ana", date(2026, 1, 1)), mentor(owner, "Ben", date(2026, 9, 1))
    talk(owner, ana, date(2026, 5, 1))
    talk(owner, ben, date(2026, 9, 2))
    for person in (ana, ben):
        coverage.set_levels(owner, person_id=person, levels={"strategy": 2})
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC)):
        phases.change_phase(owner, phase="transition")
    then, now = look_back.look_back(owner).phases
    (strategy,) = [one for one in then.needs if one.need.slug == "strategy"]
    assert (then.until, strategy.state) == (date(2026, 6, 1), "thin")
    assert [cover.name for cover in strategy.people] == ["Ana"]
    assert (now.phase, now.until) == ("transition", None) and now.counted("open")


def a_year(owner: User) -> int:
    """One of everything in 2025, and some of 2026."""
    ana = mentor(owner, "Ana", date(2025, 2, 1))
    panel.move_stage(owner, person_id=ana, stage="resting", since=date(2025, 12, 1), reason="x")
    for on in (datetime(2024, 12, 31, 23, 30, tzinfo=UTC), datetime(2026, 1, 1, 12, tzinfo=UTC)):
        Session.objects.create(owner=owner, person_id=ana, starts_at=on, status="held", uid=f"{on}")
    mine = {"owner": owner, "person_id": ana}
    Advice.objects.create(
        **mine, text="Say it first", on=date(2025, 3, 1), status="worked", outcome="Agreed."
    )
    Advice.objects.create(**mine, text="Later", on=date(2026, 3, 1), status="worked")
    Advice.objects.create(
        **mine, text="Old", on=date(2024, 3, 1), status="did-not", outcome_on=date(2025, 4, 1)
    )
    Favour.objects.create(
        **mine, direction="given", text="read it", on=date(2025, 5, 1), told_on=date(2025, 5, 1)
    )
    ParkedItem.objects.create(
        **mine, text="When?", kind="question", status="answered", answer="now", closed_on=date(2025, 6, 1),
        parked_at=NOW,
    )  # fmt: skip
    Goal.objects.create(
        owner=owner,
        statement="Lead",
        starts_on=date(2025, 1, 1),
        due_on=date(2025, 9, 1),
        ended_on=date(2025, 9, 1),
        ending="reached",
    )
    return ana


def test_a_year_is_what_happened_in_it(owner: User) -> None:
    profiles.change_profile(owner, time_zone="Europe/Berlin")
    a_year(owner)
    found = look_back.look_at_year(owner, year=2025)
    book = found.book
    assert [one.name for one in book.panel] == ["Ana"]
    assert [(one.stage, one.on) for one in book.joined] == [(Stage.MENTOR, date(2025, 2, 1))]
    assert [(one.stage, one.on) for one in book.rested] == [(Stage.RESTING, date(2025, 12, 1))]
    assert [one.on for one in book.sessions] == [date(2025, 1, 1)]
    assert [one.text for one in book.worked] == ["Say it first"]
    assert [one.text for one in book.did_not] == ["Old"]
    assert [one.line.text for one in book.gave] == ["read it"]
    assert [one.answer for one in book.answered] == ["now"]
    assert [one.statement for one in book.goals] == ["Lead"]
    assert len(found.talks.months) == 12 and found.years == (2026, 2025)
    assert "It worked: Agreed." in found.letter.text and found.letter.is_draft
    assert look_back.look_at_year(owner, year=1999).book.is_empty
    assert look_back.look_at_year(owner, year=2100).talks.months == ()
    with pytest.raises(Invalid):
        look_back.look_at_year(owner, year=9999)


def test_the_letter_is_kept_and_taken_back(owner: User, other_owner: User) -> None:
    a_year(owner)
    draft = look_back.look_at_year(owner, year=2025).letter
    assert not draft.can_undo
    with pytest.raises(Conflict):
        look_back.undo_letter(owner, year=2025)
    look_back.keep_letter(owner, year=2025, text="Dear me\r\n")
    look_back.keep_letter(owner, year=2025, text="Dear me, again")
    kept = look_back.look_at_year(owner, year=2025).letter
    assert (kept.text, kept.is_draft, kept.can_undo) == ("Dear me, again", False, True)
    for expected in ("Dear me", "Dear me, again"):
        look_back.undo_letter(owner, year=2025)
        assert look_back.look_at_year(owner, year=2025).letter.text == expected
    look_back.keep_letter(owner, year=2025, text="")
    assert look_back.look_at_year(owner, year=2025).letter.text == draft.text
    look_back.undo_letter(owner, year=2025)
    assert look_back.look_at_year(owner, year=2025).letter.text == "Dear me, again"
    assert YearLetter.objects.count() == 1
    assert look_back.look_at_year(other_owner, year=2025).letter.text != "Dear me, again"


def test_merged_people_are_looked_back_on_as_one(owner: User) -> None:
    ana, double = mentor(owner, "Ana", date(2026, 9, 1)), make_person(owner, "Ana R")
    talk(owner, ana, date(2026, 10, 5))
    talk(owner, double, date(2026, 10, 5))
    Advice.objects.create(owner=owner, person_id=double, text="x", on=date(2026, 10, 5), status="worked")
    matches.merge_people(owner, kept_id=ana, merged_id=double, reason="same")
    found = look_back.look_at_year(owner, year=2026)
    assert values(found.talks) == {"other": {"2026-10": 1}}
    assert [one.person.name for one in found.book.worked] == ["Ana"]


def test_it_costs_the_same_with_much_history(owner: User) -> None:
    people = [mentor(owner, f"Pat {number}", date(2024, 1, 1)) for number in range(3)]

    def both() -> None:
        look_back.look_back(owner)
        look_back.look_at_year(owner, year=2026)

    def more(times: int) -> None:
        for number in range(times):
            talk(owner, people[number % 3], date(2026, 1 + number % 11, 1 + number % 28))
            StageChange.objects.create(
                owner=owner, person_id=people[0], to_stage="rapport", on=date(2025, 1, 1 + number % 28)
            )

    more(5)
    few = queries_in(both)
    more(60)
    assert queries_in(both) == few


def test_in_december_today_offers_the_letter_until_it_is_kept(owner: User) -> None:
    def offered(on: date) -> list[str]:
        picked = today.today_page(owner, on=on).picked
        shown = (*picked.blind_spots, *picked.coming_up, *picked.openings)
        cards = (*shown, *(one.card for one in picked.not_shown))
        return [card.id for card in cards if card.kind == "year-letter"]

    assert offered(date(2026, 12, 10)) == []
    mentor(owner, "Ana", date(2026, 3, 1))
    assert (offered(date(2026, 11, 30)), offered(date(2026, 12, 10))) == ([], ["year-letter-2026"])
    look_back.keep_letter(owner, year=2026, text="Dear me")
    assert offered(date(2026, 12, 10)) == []
