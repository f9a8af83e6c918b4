"""Title to level: the tables of docs/rules/titles.md, ladders of one's own, odd titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpanel.domain.facts import Rung
from mentorpanel.domain.titles import DEFAULT_LADDER, level_of, rungs_above
from tests.rule_tables import rows

LADDER = (
    Rung("one", "Maker", ("product manager", "engineer")),
    Rung("two", "Lead", ("tech lead", "lead")),
    Rung("three", "Boss", ("big cheese",)),
)


@pytest.mark.parametrize(
    "row", rows("titles", "On the default ladder"), ids=lambda row: row["title"] or "empty"
)
def test_a_title_suggests_a_level(row):
    assert level_of(row["title"]).verdict == row["level"]


@pytest.mark.parametrize(
    "row", rows("titles", "How far above"), ids=lambda row: f"{row['mine']}-{row['theirs']}"
)
def test_how_many_rungs_above(row):
    assert rungs_above(row["mine"], row["theirs"]) == (int(row["rungs"]) if row["rungs"] else None)


def test_the_reason_names_the_words_and_the_rung():
    assert (
        level_of("Senior Product Manager").reason
        == "“senior product manager” in the title suggests Senior PM."
    )
    assert level_of("Juggler").reason == "No word in the title tells a level."
    assert level_of(" ").reason == "There is no title."


def test_the_ladders_own_patterns_decide():
    assert level_of("Big Cheese, Sales", LADDER).verdict == "three"
    assert level_of("Tech Lead", LADDER).verdict == "two"
    assert level_of("Engineer", LADDER).verdict == "one"
    assert level_of("CEO", LADDER).verdict == ""


def test_a_ladder_without_a_rung_takes_the_nearest_below():
    short = tuple(rung for rung in DEFAULT_LADDER if rung.key in ("pm", "director", "vp"))
    assert level_of("CEO", short).verdict == "vp"
    assert level_of("Senior Director of Sales", short).verdict == "director"
    assert level_of("Intern", short).verdict == ""


def test_an_empty_ladder_has_no_levels():
    assert level_of("CEO", ()).verdict == ""
    assert rungs_above("pm", "vp", ()) is None


@given(st.text(max_size=400))
def test_any_text_is_a_title(text):
    assert level_of(text).verdict in {"", *(rung.key for rung in DEFAULT_LADDER)}


def test_a_very_long_title_is_read_in_no_time():
    assert level_of("assistent " * 5_000).verdict == "apm"
    assert level_of("a" * 100_000).verdict == ""
