"""Decisions as programs read them: figures never without their words."""

from typing import Any

from mentorpanel.domain.decision_records import AskRecord, CriterionRecord, DecisionRecord, ReviewRecord
from mentorpanel.domain.decision_words import (
    Names,
    difference_of,
    flip_sentence,
    weight_sentence,
    words_of,
)
from mentorpanel.domain.decisions import PRESENT, Matrix, Result, result_of
from mentorpanel.domain.documents import Document, named
from mentorpanel.domain.role_review import review_of


def decision(one: DecisionRecord) -> Document:
    """A decision with its options, criteria, judgements and what they say."""
    matrix = one.matrix
    result = result_of(matrix)
    return {
        "id": one.id,
        "question": one.question,
        "note": one.note,
        "answer_by": one.answer_by,
        "about_role": one.is_role,
        "readers": [named(person) for person in one.readers],
        "reference_id": one.reference,
        "options": [
            {"id": option.id, "text": option.text, "note": option.note, **_figures(matrix, result, option.id)}
            for option in one.options
        ],
        "criteria": [_criterion(each) for each in one.criteria],
        "judgements": [
            {"option_id": option, "criterion_id": criterion, "mark": mark.value}
            for (option, criterion), mark in sorted(one.marks.items())
        ],
        "asks": [_ask(each) for each in one.asks],
        "contrasts": [{"id": each.id, "question": each.question} for each in one.contrasts],
        "early_reason": one.early_reason,
        "result": _result(matrix, result),
        "choice_id": one.choice,
        "choice": one.chosen,
        "chosen_on": one.chosen_on,
        "why": one.why,
        "reviews": [_review(one, each) for each in one.reviews],
    }


def _figures(matrix: Matrix, result: Result, option: int) -> Document:
    said = difference_of(Names(matrix), matrix, option)
    is_reference = option == matrix.reference
    return {
        "sum": result.sums.get(option, 0),
        "words": "what the others are held against" if is_reference else said or "not judged yet",
    }


def _criterion(one: CriterionRecord) -> Document:
    return {
        "id": one.id,
        "text": one.text,
        "weight": one.weight,
        "given_by": named(one.given_by),
        "given_on": one.given_on,
    }


def _ask(one: AskRecord) -> Document:
    return {
        "person": named(one.person),
        "state": one.state,
        "how": one.how,
        "asked_on": one.asked_on,
        "answered_on": one.answered_on,
        "draft_id": one.draft_id,
        "advice_id": one.advice_id,
        "told_on": one.told_on,
    }


def _result(matrix: Matrix, result: Result) -> Document:
    words, names = words_of(matrix, result), Names(matrix)
    judgements: list[dict[str, Any]] = [
        {
            "option_id": flip.option,
            "criterion_id": flip.criterion,
            "mark": flip.to.value,
            "weight": None,
            "ahead": sorted(flip.leaders),
            "words": flip_sentence(names, flip),
        }
        for flip in result.mark_flips
    ]
    weights: list[dict[str, Any]] = [
        {
            "option_id": None,
            "criterion_id": flip.criterion,
            "mark": None,
            "weight": flip.to,
            "ahead": sorted(flip.leaders),
            "words": weight_sentence(names, flip),
        }
        for flip in (*result.weight_flips, *result.left_out)
    ]
    return {
        "state": result.state,
        "ahead": sorted(result.leaders),
        "present_is_ahead": PRESENT in result.leaders,
        "missing": result.missing,
        "words": words.headline,
        "because": words.because,
        "flips": [*judgements, *weights],
        "least": result.least,
        "firmness": words.firmness,
        "dominated": sorted({option for option, _ in result.dominated}),
        "alike": list(result.alike),
        "notes": list(words.notes),
    }


def _review(one: DecisionRecord, review: ReviewRecord) -> Document:
    answers = {slug: said.answer for slug, said in review.by_question.items() if said.answer}
    verdict = review_of(answers, one.wanted(review))
    return {
        "id": review.id,
        "months": review.months,
        "due_on": review.due_on,
        "done_on": review.done_on,
        "not_before": review.snoozed_until,
        "verdict": verdict.verdict,
        "words": verdict.reason,
        "note": review.note,
        "answers": [
            {
                "question": said.question or None,
                "criterion_id": said.criterion_id,
                "answer": said.answer.value if said.answer else None,
                "note": said.note,
                "shared": said.is_shared,
            }
            for said in review.answers
        ],
    }
