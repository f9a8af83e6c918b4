"""Promises, from their table of examples."""

import time
from datetime import date

import pytest

from mentorpanel.domain.promises import read_promise
from tests.rule_tables import rows


@pytest.mark.parametrize("row", rows("promises"), ids=lambda row: row["said"])
def test_a_promise_is_read_as_it_is_said(row: dict[str, str]) -> None:
    found = read_promise(row["said"], today=date.fromisoformat(row["on"]))
    due = None if row["due"] == "-" else date.fromisoformat(row["due"])
    assert (found.text, found.due_on) == (row["text"], due)


@pytest.mark.parametrize("text", ["by " * 20_000, "( " * 20_000, "x on " * 10_000 + "3", " by\n" * 5_000])
def test_hostile_text_is_read_at_once(text: str) -> None:
    started = time.perf_counter()
    assert read_promise(text, today=date(2026, 3, 2)).text
    assert time.perf_counter() - started < 2
