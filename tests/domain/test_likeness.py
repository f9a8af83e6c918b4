"""The tables of docs/rules/likeness.md, and that thousands of notes are no trouble."""

from time import process_time

import pytest

from mentorpanel.domain.likeness import Likeness, terms_of
from tests.rule_tables import rows


@pytest.mark.parametrize("row", rows("likeness", "What counts as a word"), ids=lambda row: row["text"])
def test_terms_are_what_a_text_is_about(row):
    assert " ".join(terms_of(row["text"])) == row["terms"]


@pytest.mark.parametrize("row", rows("likeness", "What is like what"), ids=lambda row: row["text"])
def test_texts_that_share_words_are_like(row):
    found = Likeness([text.strip() for text in row["documents"].split("/")]).like(row["text"])
    assert ", ".join(str(each.place + 1) for each in found) == row["like"]
    assert ", ".join(found[0].words if found else ()) == row["words"]


def test_the_same_words_are_wholly_alike_and_a_floor_keeps_the_weak_out():
    index = Likeness(
        ["Price by seat first", "Price the roadmap, the narrative, the hiring plan and the offsite"]
    )
    (best, weak) = index.like("seat price first")
    assert best.score == pytest.approx(1.0) and 0 < weak.score < 0.5
    assert [each.place for each in index.like("seat price first", at_least=0.5)] == [0]
    assert [each.place for each in index.like("price", most=1)] == [0]


def test_nothing_is_like_nothing():
    assert Likeness([]).like("pricing") == [] and Likeness([""]).like("pricing") == []


def test_two_thousand_notes_are_read_at_once():
    words = [
        f"{first}{second}{number}ing" for first in "abcdefgh" for second in "aeiou" for number in range(60)
    ]
    notes = [
        " ".join(words[(place * 7 + step * 31) % len(words)] for step in range(20)) for place in range(2000)
    ]
    started = process_time()
    assert Likeness(notes).like(notes[7])[0].place == 7
    assert process_time() - started < 0.4, "a tenth of this is usual"
