"""Looking back, by the tables of docs/rules/look-back.md."""

from datetime import date, timedelta

import pytest

from mentorpanel.domain import look_back, look_back_year
from mentorpanel.domain.giving_history import Line
from mentorpanel.domain.look_back import Counted, Talked
from mentorpanel.domain.look_back_phases import warmth_then
from mentorpanel.domain.look_back_year import Answered, Gave, Said, YearBook
from mentorpanel.domain.panel_history import Move, spans_of
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import Named
from tests.rule_tables import rows

TODAY = date(2026, 11, 23)
ANA, BEN = Named(1, "Ana"), Named(2, "Ben")


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("row", rows("look-back", "How far back"), ids=str)
def test_months(row):
    months = look_back.shown_months(TODAY, day(row["first known"]))
    assert (f"{months[0]:%Y-%m}", str(len(months)), months[-1]) == (
        row["from"],
        row["months"],
        date(2026, 11, 1),
    )


@pytest.mark.parametrize("row", rows("look-back", "The panel by stage"), ids=str)
def test_panel_by_stage(row):
    told = [one.split() for one in row["moves"].split(",") if one.strip()]
    moves = [Move(ord(name[0]), name, stage, date.fromisoformat(on)) for name, stage, on in told]
    months = look_back.months_between(date(2025, 12, 1), date(2026, 3, 1))
    found = look_back.panel_by_stage(spans_of(moves), months, date(2026, 3, 10))
    said = {line.name: " ".join(str(value) for value in line.values) for line in found.lines}
    assert said == {name: row[name] for name in ("formal mentors", "mentors", "in rapport")}


@pytest.mark.parametrize("row", rows("look-back", "Coverage at the end of a phase"), ids=str)
def test_warmth_of_a_day_gone_by(row):
    since = row["days since"]
    last = None if since == "never" else TODAY - timedelta(days=int(since))
    assert warmth_then(last, TODAY) == row["tie"]


@pytest.mark.parametrize("row", rows("look-back", "A year"), ids=str)
def test_who_was_there_in_a_year(row):
    told = [one.split() for one in row["moves"].split(",") if one.strip()]
    moves = [(1, "Ana", stage, date.fromisoformat(on)) for stage, on in told]
    people = spans_of(Move(*one) for one in moves)
    left = [one for one in moves if one[2] in look_back_year.OFF and one[3].year == 2026]
    came = [f"{one.stage} {one.on}" for one in look_back_year.joined_in(people, 2026)]
    rests = [f"{one.stage} {one.on}" for one in look_back_year.rested_in(people, left)]
    was = "yes" if look_back_year.on_the_panel_in(people, 2026) else "no"
    assert (was, ", ".join(came), ", ".join(rests)) == (row["on the panel"], row["came"], row["rests"])


def test_weeks_begin_on_monday_and_the_panel_stands_first():
    weeks = look_back.weeks_between(date(2026, 11, 4), date(2026, 11, 15))
    assert weeks == (date(2026, 11, 2), date(2026, 11, 9))
    talked = [Talked(2, "Ben", weeks[1]), Talked(3, "Ada", weeks[0]), Talked(1, "Zoe", date(2020, 1, 6))]
    found = look_back.week_calendar(talked, weeks, [(1, "Zoe")])
    assert [(one.name, one.weeks) for one in found.people] == [
        ("Zoe", ()), ("Ada", (weeks[0],)), ("Ben", (weeks[1],))
    ]  # fmt: skip
    many = [Talked(number, f"Pat {number}", weeks[0]) for number in range(30)]
    assert look_back.week_calendar(many, weeks, []).others == 6


def test_series_keep_what_is_theirs():
    months = look_back.months_between(date(2026, 1, 1), date(2026, 3, 1))
    counts = [
        Counted("favours", months[0], 2),
        Counted("advice", months[2], 1),
        Counted("updates", date(2020, 1, 1), 9),
    ]
    given, received = look_back.given_by_month(counts, months), look_back.received_by_month(counts, months)
    assert {line.key: line.values for line in given.lines if any(line.values)} == {"favours": (2, 0, 0)}
    assert {line.key: line.values for line in received.lines if any(line.values)} == {"advice": (0, 0, 1)}
    assert given.summary == "From me: favours and offers."
    assert (
        look_back.talks_by_month([], months).summary
        == "At most no talks in a month; three months without one."
    )


def test_the_letter_says_what_became_of_their_advice():
    book = YearBook(
        year=2026,
        panel=(ANA, BEN),
        joined=(),
        rested=(),
        sessions=(),
        advice=(
            Said(1, ANA, "Say it first.", "worked", "They agreed.", TODAY),
            Said(2, BEN, "Vote first", "did-not", "", TODAY),
            Said(3, BEN, "Stay with seats", "trying", "", TODAY),
            Said(4, BEN, "Unheard", "new", "", TODAY),
        ),
        gave=(Gave(ANA, Line(TODAY, "offered: an hour")),),
        answered=(Answered(1, "When do I tell her?", "before the round", "Ana", TODAY),),
        goals=(),
    )
    letter = look_back_year.draft_letter(book)
    assert "Beside me were Ana and Ben." in letter
    assert "- Ana said “Say it first”. It worked: They agreed." in letter
    assert "- Ben said “Vote first”. I tried, and it was not for me." in letter
    assert "- Ben said “Stay with seats”." in letter and "Unheard" not in letter
    assert "“When do I tell her?”, with Ana. Before the round." in letter
    assert "What I would like 2027 to be:" in letter
    assert (
        look_back_year.headline(book, TODAY)
        == "Two people beside you in 2026, and one piece of advice that worked."
    )


def test_what_no_year_and_no_letter_can_be():
    for year in (0, 1899, 2201):
        with pytest.raises(Invalid):
            look_back_year.year_of(year)
    with pytest.raises(Invalid):
        look_back_year.letter_text("x" * 20_001)
    assert look_back_year.letter_text("  a \r\nb\0 \n\n") == "a\nb"
