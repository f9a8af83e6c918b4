"""The tables of docs/rules/decisions.md, and what holds for every comparison."""

import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorpanel.domain.deciding_facts import DecidingFacts, DecisionFacts, RoleFacts, WaitingFacts
from mentorpanel.domain.decision_words import Names, flip_sentence, words_of
from mentorpanel.domain.decisions import (
    MOST_WEIGHT,
    PRESENT,
    STEP,
    Criterion,
    Mark,
    Matrix,
    Option,
    judging_of,
    leaders_of,
    result_of,
    sums_of,
    with_mark,
    with_weight,
)
from mentorpanel.domain.problems import NeedsReason
from mentorpanel.domain.role_review import Answer, Wanted, review_of
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_decisions import decision_cards
from tests.rule_tables import rows

SIGNS = {"+": Mark.BETTER, "=": Mark.SAME, "-": Mark.WORSE}
TIMES = {"once": 1, "twice": 2, "thrice": 3}


def matrix_in(row):
    """The comparison that a row of the tables writes: "A ++, B +-" with weights "1 2"."""
    written = [part.strip().partition(" ") for part in row["options"].split(",")]
    weights = [int(one) for one in row["weights"].split()]
    numbers = {name: place for place, (name, _, _) in enumerate(written, 1)}
    marks = {
        (numbers[name], place): SIGNS[sign]
        for name, _, signs in written
        for place, sign in enumerate(signs.strip(), 1)
        if sign in SIGNS
    }
    reference = numbers.get(row.get("against", "now"), PRESENT)
    return Matrix(
        tuple(Option(number, name) for name, number in numbers.items()),
        tuple(Criterion(place, f"c{place}", weight) for place, weight in enumerate(weights, 1)),
        marks,
        reference,
    ), {**{number: name for name, number in numbers.items()}, PRESENT: "now"}


def said(numbers, names):
    return " ".join(sorted((names[one] for one in numbers), key=lambda name: (name == "now", name)))


@pytest.mark.parametrize("row", rows("decisions", "Who is ahead"), ids=str)
def test_who_is_ahead(row):
    matrix, names = matrix_in(row)
    result = result_of(matrix)
    assert (result.state, said(result.leaders, names)) == (row["state"], row["ahead"])


@pytest.mark.parametrize("row", rows("decisions", "What would flip it"), ids=str)
def test_what_would_flip_it(row):
    matrix, names = matrix_in(row)
    result = result_of(matrix)
    signs = {mark: sign for sign, mark in SIGNS.items()}

    def outcome(leaders, written):
        return "level" if "level" in written and len(leaders) > 1 else said(leaders, names)

    judged = [
        f"{names[one.option]}{one.criterion} {signs[one.to]} {outcome(one.leaders, row['judgements'])}"
        for one in result.mark_flips
    ]
    assert judged == [one.strip() for one in row["judgements"].split(",") if one.strip()]
    weights = [
        f"{one.criterion} {['', 'once', 'twice', 'thrice'][one.to]} {said(one.leaders, names)}"
        for one in result.weight_flips
    ]
    assert weights == [one.strip() for one in row["weights that do"].split(",") if one.strip()]
    left = [f"{one.criterion} {outcome(one.leaders, row['left out'])}" for one in result.left_out]
    assert left == [one.strip() for one in row["left out"].split(",") if one.strip()]
    assert result.least == int(row["at least"])


@pytest.mark.parametrize("row", rows("decisions", "What else is to be seen"), ids=str)
def test_what_else_is_to_be_seen(row):
    matrix, names = matrix_in(row)
    result = result_of(matrix)
    by = {}
    for option, other in result.dominated:
        by.setdefault(option, []).append(other)
    assert (
        ", ".join(f"{names[one]} by {said(others, names)}" for one, others in by.items()) == row["dominated"]
    )
    assert " ".join(map(str, result.alike)) == row["alike"]


@pytest.mark.parametrize("row", rows("decisions", "Judging before two are asked"), ids=str)
def test_judging_before_two_are_asked(row):
    def answer():
        return judging_of(int(row["asked"]), int(row["answered"]), row["reason"]).verdict

    if row["answer"] == "asks for a reason":
        with pytest.raises(NeedsReason, match="two mentors are asked first"):
            answer()
    else:
        assert answer() == row["answer"]


@pytest.mark.parametrize("row", rows("decisions", "A look at a role"), ids=str)
def test_a_look_at_a_role(row):
    answers = {slug: Answer(row[slug]) for slug in ("scope", "learning", "support", "energy") if row[slug]}
    text, _, so = row["wanted"].rpartition(": ")
    verdict = review_of(answers, [Wanted(text, Answer(so))] if text else [])
    assert verdict.verdict == row["answer"]
    assert not text or so == "yes" or text in verdict.reason


@pytest.mark.parametrize("row", rows("decisions", "On Today"), ids=str)
def test_on_today(row):
    day = date.fromisoformat
    waiting = (WaitingFacts(7, "Ana", day(row["waiting since"])),) if row["waiting since"] else ()
    by = day(row["answer by"]) if row["answer by"] else None
    facts = DecidingFacts((DecisionFacts(4, "Where next?", by, int(row["asked"]), waiting),))
    cards = list(decision_cards(facts, date(2026, 11, 23), RuleSettings()))
    assert [(one.id, one.title, one.why) for one in cards] == (
        [] if row["card"] == "none" else [(row["card"], row["title"], row["why"])]
    )


def test_a_role_is_on_today_from_its_day():
    facts = DecidingFacts(roles=(RoleFacts(9, 3, "Platform role", date(2026, 11, 23)),))
    assert not list(decision_cards(facts, date(2026, 11, 22), RuleSettings()))
    (card,) = decision_cards(facts, date(2026, 11, 23), RuleSettings())
    assert (card.id, card.title) == ("role-review-9", "Look at your role after three months")


@st.composite
def matrices(draw):
    options = draw(st.integers(2, 4))
    criteria = draw(st.integers(1, 4))
    reference = draw(st.sampled_from([PRESENT, 1]))
    cells = [
        (option, criterion)
        for option in range(1, options + 1)
        for criterion in range(1, criteria + 1)
        if option != reference
    ]
    marks = draw(st.fixed_dictionaries({cell: st.sampled_from([None, *Mark]) for cell in cells}))
    return Matrix(
        tuple(Option(one, "ABCD"[one - 1]) for one in range(1, options + 1)),
        tuple(Criterion(one, f"c{one}", draw(st.integers(1, 3))) for one in range(1, criteria + 1)),
        {cell: mark for cell, mark in marks.items() if mark is not None},
        reference,
    )


EVERY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def ahead(matrix):
    return leaders_of(sums_of(matrix))


@EVERY
@given(matrices())
def test_flipping_what_it_says_flips_it_and_no_smaller_change_does(matrix):
    result = result_of(matrix)
    if result.state == "empty":
        assert not result.mark_flips and not matrix.marks
        return
    named = {(one.option, one.criterion, one.to): one for one in result.mark_flips}
    for option, criterion in matrix.cells:
        now = matrix.step(option, criterion)
        for side in (1, -1):
            first = None
            for mark in sorted(Mark, key=lambda one: abs(STEP[one] - now)):
                if (STEP[mark] - now) * side > 0:
                    after = ahead(with_mark(matrix, option, criterion, mark))
                    if after != result.leaders and first is None:
                        first = mark
                        assert named.pop((option, criterion, mark)).leaders == after
            if first is None:
                assert not [
                    one for one in named if one[:2] == (option, criterion) and (STEP[one[2]] - now) * side > 0
                ]
    assert not named, "nothing else is said to flip it"


@EVERY
@given(matrices())
def test_weights_and_criteria_left_out_are_exact(matrix):
    result = result_of(matrix)
    if result.state == "empty":
        return
    for one in matrix.criteria:
        changing = [
            weight
            for weight in range(1, MOST_WEIGHT + 1)
            if weight != one.weight and ahead(with_weight(matrix, one.id, weight)) != result.leaders
        ]
        said_to = [flip.to for flip in result.weight_flips if flip.criterion == one.id]
        up = [weight for weight in changing if weight > one.weight][:1]
        down = [weight for weight in changing if weight < one.weight][-1:]
        assert said_to == [*up, *down]
        is_left_out = ahead(with_weight(matrix, one.id, 0)) != result.leaders
        assert is_left_out == (one.id in {flip.criterion for flip in result.left_out})


@EVERY
@given(matrices())
def test_the_fewest_judgements_that_change_it_are_counted(matrix):
    result = result_of(matrix)
    if result.state == "empty":
        return
    assert (result.least == 1) == bool(result.mark_flips)
    if result.least == 2:
        pairs = (
            with_mark(with_mark(matrix, *one, mark), *other, second)
            for one in matrix.cells
            for other in matrix.cells
            for mark in Mark
            for second in Mark
        )
        assert any(ahead(changed) != result.leaders for changed in pairs)


@EVERY
@given(matrices(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(matrix, shuffler: random.Random):
    options, criteria, marks = list(matrix.options), list(matrix.criteria), list(matrix.marks.items())
    for one in (options, criteria, marks):
        shuffler.shuffle(one)
    other = Matrix(tuple(options), tuple(criteria), dict(marks), matrix.reference)
    assert result_of(other) == result_of(matrix)
    assert words_of(other, result_of(other)) == words_of(matrix, result_of(matrix))


@EVERY
@given(matrices())
def test_what_is_dominated_never_leads_alone(matrix):
    result = result_of(matrix)
    for option, _ in result.dominated:
        assert result.leaders != {option}


def test_words_name_options_criteria_and_what_would_be():
    matrix, _ = matrix_in({"options": "A ++, B +=", "weights": "2 1", "against": "now"})
    words = words_of(matrix, result_of(matrix))
    assert words.headline == "“A” is ahead."
    assert words.because == "Against how it is now it is better on “c1” (twice) and “c2”."
    assert "“B” is better on “c2”, not the same: then “A” and “B” are level." in words.flips
    assert "“c2” is left out: then “A” and “B” are level." in words.flips
    assert words.notes == (
        "“B” is nowhere better than “A”; it could go from the list.",
        "“c1” (twice) does not tell the options apart.",
    )


def test_what_is_still_to_come_is_said():
    matrix, _ = matrix_in({"options": "A +., B .=", "weights": "1 1", "against": "now"})
    result = result_of(matrix)
    words = words_of(matrix, result)
    assert words.headline == "“A” is ahead so far; two judgements still to come."
    flip = next(one for one in result.mark_flips if one.was is None and one.option == 2)
    assert "which is still to be judged" in flip_sentence(Names(matrix), flip)


def test_the_present_can_be_ahead_and_a_firm_result_says_how_firm():
    matrix, _ = matrix_in({"options": "A ---, B --=", "weights": "1 1 1", "against": "now"})
    words = words_of(matrix, result_of(matrix))
    assert words.headline == "Staying as it is is ahead."
    assert words.because == "The nearest to it is “B”: worse on “c1” and “c2”, the same on “c3”."
    matrix, _ = matrix_in({"options": "A +++, B ---", "weights": "1 1 1", "against": "now"})
    assert words_of(matrix, result_of(matrix)).firmness == (
        "No single judgement changes this; it would take at least two, and no weight does."
    )
