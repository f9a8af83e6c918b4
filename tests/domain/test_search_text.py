"""The tables of docs/rules/search.md, and what they leave open."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.search_rank import Fit, rank_of
from mentorpanel.domain.search_records import KINDS, known_kinds
from mentorpanel.domain.search_text import (
    SNIPPET,
    nearest_words,
    parts_of,
    slips_of,
    snippet_of,
    words_asked,
    words_in,
)
from tests.rule_tables import rows


@pytest.mark.parametrize("row", rows("search", "The words of a text"), ids=str)
def test_words_of_a_text(row: dict[str, str]) -> None:
    assert words_in(row["text"]) == row["words"].split()


@pytest.mark.parametrize("row", rows("search", "The words that are asked for"), ids=str)
def test_words_that_are_asked_for(row: dict[str, str]) -> None:
    assert words_asked(row["query"]) == tuple(row["asked"].split())


@pytest.mark.parametrize("row", rows("search", "Where it stands"), ids=str)
def test_where_it_stands(row: dict[str, str]) -> None:
    text = row["text"].replace("`", "").replace(" / ", "\n")
    shown = snippet_of(text, words_asked(row["query"]))
    marked = "".join(f"[{part}]" if is_asked else part for part, is_asked in parts_of(shown, row["query"]))
    assert marked == row["shown"]


@pytest.mark.parametrize("row", rows("search", "A slip in a name"), ids=str)
def test_a_slip_in_a_name(row: dict[str, str]) -> None:
    names = [
        name
        for name in row["names"].split(" / ")
        if any(slips_of(row["typed"]) & slips_of(word) for word in name.split())
    ]
    assert nearest_words(row["typed"], names) == tuple(row["meant"].split())


def rank(said: str) -> int:
    """The rank of a thing as the table describes it."""
    found = dict.fromkeys(("times", "characters", "ago", "in"), 0)
    for name, pattern in {"times": r"times (\d+)", "characters": r"(\d+) characters", "ago": r"(\d+) days ago",
                          "in": r"in (\d+) days"}.items():  # fmt: skip
        if match := re.search(pattern, said):
            found[name] = int(match.group(1))
    in_name = 0 if "name" not in said else 2 if "name whole" in said else 1
    fit = Fit(in_name, found["times"], "whole" in said and not in_name)
    return rank_of([fit], length=found["characters"], days=found["ago"] - found["in"])


@pytest.mark.parametrize("row", rows("search", "What comes first"), ids=str)
def test_what_comes_first(row: dict[str, str]) -> None:
    if "in 30 days" in row["ahead"]:
        assert rank("times 1, in 30 days") == rank("times 1, today")
    assert rank(row["ahead"]) > rank(row["behind"])


@given(st.text(), st.text(max_size=40))
def test_pieces_are_the_text_and_snippets_are_short(text: str, query: str) -> None:
    assert "".join(part for part, _ in parts_of(text, query)) == text
    shown = snippet_of(text, words_asked(query))
    assert len(shown) <= SNIPPET + 2
    assert "\n" not in shown


@given(st.text(alphabet="abcdefgh", min_size=5, max_size=12), st.integers(0, 11), st.sampled_from("aiz"))
def test_every_slip_shares_a_key(word: str, at: int, letter: str) -> None:
    at %= len(word)
    swapped = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at else word
    for slip in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        swapped,
    ):
        assert slips_of(word) & slips_of(slip)


def test_a_word_far_into_a_line_without_blanks_is_shown() -> None:
    shown = snippet_of("あ" * 500 + "東京" + "い" * 500, ("東京",))
    assert "東京" in shown
    assert shown.startswith("…")


def test_kinds_are_known_or_refused() -> None:
    assert known_kinds(["Person", "year letter", "person", ""]) == ("person", "year-letter")
    with pytest.raises(Invalid, match="touchpoint"):
        known_kinds(["nonsense"])
    assert len(KINDS) == len(set(KINDS.values()))
