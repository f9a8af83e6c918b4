"""The tables of docs/rules/candidates.md, and that thousands of people are no trouble."""

from datetime import date, timedelta
from time import process_time

import pytest

from mentorpanel.domain.candidates import CandidateFacts, candidates_by_need, candidates_for
from mentorpanel.domain.coverage import coverage_of_all
from mentorpanel.domain.facts import Role, Stage
from mentorpanel.domain.needs import need_called, needs_of
from mentorpanel.domain.rule_settings import RuleSettings
from tests.domain.panels import ROLES, STAGES, WARMTH, panel
from tests.rule_tables import rows

TODAY = date(2026, 11, 23)
DEFAULTS = RuleSettings()
FLAGS = {"admired": "is_admired", "was-mentor": "was_mentor", "do-not-contact": "is_do_not_contact"}


def people_of(text, need):
    parts = filter(None, (part.strip() for part in text.split(";")))
    return [one(part.split(), person_id, need) for person_id, part in enumerate(parts, start=1)]


def one(words, person_id, need):
    facts = {}
    for word in words[1:]:
        key, has_value, value = word.partition("=")
        if has_value:
            facts.update(valued(key, value.replace("_", " "), need))
        elif word in STAGES:
            facts["stage"] = Stage(word)
        elif word in ROLES:
            facts["roles"] = frozenset((Role(word),))
        elif word in WARMTH:
            facts["warmth"] = word
        else:
            facts[FLAGS[word]] = True
    return CandidateFacts(person_id, words[0], **facts)


def valued(key, value, need):
    return {
        "knows": lambda: {"expertise": (value,)}, "talked": lambda: {"topics": (value,)},
        "title": lambda: {"title": value}, "fn": lambda: {"function": value},
        "rungs": lambda: {"rungs_above": int(value)}, "times": lambda: {"two_way_ever": int(value)},
        "last": lambda: {"last_two_way_on": TODAY - timedelta(days=int(value))},
        "via": lambda: {"bridge": value}, "said": lambda: {"levels": {need: int(value)}},
        "out": lambda: {"is_outside_organisation": value == "yes"},
    }[key]()  # fmt: skip


def found(row):
    people = people_of(row["people"], row["need"])
    return candidates_for(need_called(row["need"]), people, row["phase"], TODAY, DEFAULTS)


@pytest.mark.parametrize("row", rows("candidates", "Who comes first"), ids=str)
def test_who_comes_first(row):
    ranked = found(row)
    assert ", ".join(candidate.name for candidate in ranked) == row["candidates"], ranked
    assert all(candidate.reasons for candidate in ranked)


@pytest.mark.parametrize("row", rows("candidates", "What is said"), ids=str)
def test_what_is_said(row):
    assert " ".join(found(row)[0].reasons) == row["reasons"]


def test_who_covers_a_need_is_no_candidate_for_it():
    gaps = coverage_of_all(needs_of("progressing"), panel("Ana helps=strategy:1"), DEFAULTS)
    people = people_of("Ana knows=pricing; Marek knows=pricing; Priya knows=negotiation", "strategy")
    ranked = candidates_by_need(gaps, people, "progressing", TODAY, DEFAULTS)
    assert [candidate.name for candidate in ranked["strategy"]] == ["Marek"]
    assert [candidate.name for candidate in ranked["influence"]] == ["Priya"]
    assert ranked["sponsor"] == ()


def test_out_of_reach_may_be_a_candidate():
    (gap,) = coverage_of_all([need_called("strategy")], panel("Ana distant helps=strategy:3"), DEFAULTS)
    ranked = candidates_by_need([gap], people_of("Ana knows=pricing", "strategy"), "", TODAY, DEFAULTS)
    assert [candidate.name for candidate in ranked["strategy"]] == ["Ana"]


def crowd(size):
    topics = ("pricing", "negotiation", "user research", "career change", "cooking", "payments")
    return [
        CandidateFacts(
            number, f"Person {number % 997}", expertise=(topics[number % 6], topics[number % 5]),
            title="Senior Product Manager", two_way_ever=number % 12, rungs_above=number % 4,
            last_two_way_on=TODAY - timedelta(days=number % 2000), is_outside_organisation=number % 2 == 0,
        )
        for number in range(size)
    ]  # fmt: skip


def test_the_order_people_come_in_does_not_matter():
    gaps = coverage_of_all(needs_of("transition"), (), DEFAULTS)
    people = crowd(400)
    forth = candidates_by_need(gaps, people, "transition", TODAY, DEFAULTS)
    assert forth == candidates_by_need(gaps, iter(people[::-1]), "transition", TODAY, DEFAULTS)


def test_ten_times_the_people_take_about_ten_times_as_long():
    gaps = coverage_of_all(needs_of("transition"), (), DEFAULTS)
    few, many = crowd(1_000), crowd(10_000)

    def seconds(people):
        started = process_time()
        candidates_by_need(gaps, people, "transition", TODAY, DEFAULTS)
        return process_time() - started

    seconds(few)
    assert seconds(many) < 30 * min(seconds(few) for _ in range(3)) + 0.05
