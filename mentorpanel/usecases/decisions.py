"""Decisions: a question with options and criteria, judged, each change with the word that undoes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core import signing
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.decision_records import DecisionRecord
from mentorpanel.domain.decision_words import ResultWords, words_of
from mentorpanel.domain.decisions import PRESENT, Mark, Result, judging_of, result_of
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.wording import one_line, one_of, plain_text
from mentorpanel.storage import decision_undo, role_reviews
from mentorpanel.storage import decisions as stored
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles, role_review_days

LONGEST_LINE: Final = 300
LONGEST_NOTE: Final = 10_000
CHANGED: Final = "decision-changed"
UNCHANGED: Final = "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """A decision after a change, and the word with which ``undo`` takes it back."""

    decision: DecisionRecord
    undo: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What the judgements of a decision say, as figures and in words."""

    result: Result
    words: ResultWords


def begin_decision(
    owner: User,
    *,
    question: str,
    options: Iterable[str] = (),
    criteria: Iterable[str] = (),
    answer_by: date | None = None,
    is_role: bool = False,
    note: str = "",
    reader_ids: Iterable[int] = (),
    is_against_first: bool = False,
) -> Change:
    """Ask oneself a question, with the options seen so far and what counts for oneself.

    Nobody may know of it but ``reader_ids``. Options are held against how it is now, or with
    ``is_against_first`` against the first of them: for where staying is none of the options.
    """
    with transaction.atomic():
        decision_id = stored.add_decision(
            owner,
            question=said_line(question, "question", "what is to be decided"),
            answer_by=answer_by,
            is_role=is_role,
            note=plain_text(note)[:LONGEST_NOTE],
            reader_ids=tuple(dict.fromkeys(reader_ids)),
        )
        today = clock.today(profiles.zone(owner))
        made = [
            stored.add_option(owner, decision_id=decision_id, text=text)[0]
            for text in _lines(options, "options", "an option")
        ]
        for text in _lines(criteria, "criteria", "a criterion"):
            stored.add_criterion(
                owner, decision_id=decision_id, text=text, weight=1, given_by=None, given_on=today
            )
        if is_against_first and made:
            stored.change_decision(owner, decision_id=decision_id, reference_id=made[0])
        return changed(owner, decision_id, ["decision", decision_id, {"removed_at": clock.now()}])


def decision(owner: User, *, decision_id: int) -> DecisionRecord:
    """One decision."""
    return stored.decision(owner, decision_id=decision_id)


def decisions(
    owner: User, *, open_only: bool = False, person_id: int | None = None
) -> tuple[DecisionRecord, ...]:
    """Decisions, the open ones first by their day; with ``person_id`` only those that they help with."""
    return stored.decisions(owner, open_only=open_only, person_id=person_id)


def compared(found: DecisionRecord) -> Compared:
    """What the judgements say, and what would flip it."""
    result = result_of(found.matrix)
    return Compared(result, words_of(found.matrix, result))


def change_decision(
    owner: User,
    *,
    decision_id: int,
    question: str | None = None,
    note: str | None = None,
    answer_by: date | str | None = UNCHANGED,
    is_role: bool | None = None,
) -> Change:
    """Change what is said of a decision; None, and ``unchanged`` for its day, leave a field as it is."""
    changes: dict[str, Any] = {}
    if question is not None:
        changes["question"] = said_line(question, "question", "what is to be decided")
    if note is not None:
        changes["note"] = plain_text(note)[:LONGEST_NOTE]
    if answer_by != UNCHANGED:
        changes["answer_by"] = answer_by
    if is_role is not None:
        changes["is_role"] = is_role
    with transaction.atomic():
        before = stored.change_decision(owner, decision_id=decision_id, **changes)
        role_review_days.settle(owner, decision_id=decision_id)
        return changed(owner, decision_id, before)


def name_readers(owner: User, *, decision_id: int, person_ids: Iterable[int]) -> Change:
    """Say exactly who may know of it; nobody else ever reads of it in a letter."""
    with transaction.atomic():
        stored.touch(owner, decision_id=decision_id)
        before = stored.set_readers(
            owner, decision_id=decision_id, person_ids=tuple(dict.fromkeys(person_ids))
        )
        return changed(owner, decision_id, before)


def remove_decision(owner: User, *, decision_id: int) -> str:
    """Take a decision away; the word that brings it back."""
    with transaction.atomic():
        before = stored.change_decision(owner, decision_id=decision_id, removed_at=clock.now())
        return _word(decision_id, [before])


def judge(
    owner: User,
    *,
    option_id: int,
    criterion_id: int,
    mark: str | None,
    reason: str = "",
    decision_id: int | None = None,
) -> Change:
    """Say how an option compares on a criterion: better, same or worse; None takes it back.

    Before two mentors were asked for criteria it takes a ``reason``, once: ``NeedsReason``. With ``decision_id``
    an option of another decision is not found.
    """
    slug = one_of(mark, Mark, field="mark", what="judgement") if mark else ""
    with transaction.atomic():
        of = stored.part_row(owner, part="option", part_id=option_id).decision_id
        if decision_id not in (None, of):
            raise NotFound(f"There is no option with the number {option_id}.")
        found = open_decision(owner, of)
        if option_id == found.reference:
            raise Invalid("The others are compared with this one; it is like itself.", field="option")
        before = []
        if slug and not found.early_reason:
            verdict = judging_of(found.asked, found.answered, plain_text(reason))
            if verdict.verdict == "early":
                kept = one_line(reason, at_most=LONGEST_LINE)
                before.append(stored.change_decision(owner, decision_id=of, early_reason=kept))
        _, judged = stored.judge(owner, option_id=option_id, criterion_id=criterion_id, mark=slug)
        return changed(owner, of, *before, judged)


def judge_early(owner: User, *, decision_id: int, reason: str) -> Change:
    """Say why judging begins before two mentors were asked for criteria; an empty reason takes it back."""
    with transaction.atomic():
        open_decision(owner, decision_id)
        kept = one_line(reason, at_most=LONGEST_LINE)
        return changed(
            owner, decision_id, stored.change_decision(owner, decision_id=decision_id, early_reason=kept)
        )


def compare_with(owner: User, *, decision_id: int, option_id: int) -> Change:
    """Hold the options against another one, or against how it is now (0). What was judged is taken back."""
    with transaction.atomic():
        found = open_decision(owner, decision_id)
        if option_id != PRESENT and option_id not in {one.id for one in found.options}:
            raise NotFound(f"There is no option with the number {option_id}.")
        if option_id == found.reference:
            return Change(found, _word(decision_id, []))
        cleared = stored.clear_marks(owner, decision_id=decision_id)
        before = stored.change_decision(owner, decision_id=decision_id, reference_id=option_id or None)
        return changed(owner, decision_id, *cleared, before)


def undo(owner: User, *, word: str) -> DecisionRecord | None:
    """Take a change back; the decision as it is then, or None where it is gone by that."""
    try:
        kept = signing.loads(word, salt=CHANGED)
    except signing.BadSignature as problem:
        raise NotFound("There is nothing to take back.") from problem
    with transaction.atomic():
        decision_undo.put_back(owner, changes=kept["changes"], decision_id=kept["decision"])
        try:
            role_review_days.settle(owner, decision_id=kept["decision"])
            return stored.decision(owner, decision_id=kept["decision"])
        except NotFound:
            return None


def open_decision(owner: User, decision_id: int) -> DecisionRecord:
    """A decision that is not made yet, held until the transaction ends; else ``Conflict``."""
    stored.touch(owner, decision_id=decision_id)
    found = stored.decision(owner, decision_id=decision_id)
    if found.chosen_on is not None:
        raise Conflict("This is decided; open it again first.")
    return found


def changed(owner: User, decision_id: int, *before: Sequence[Any]) -> Change:
    """A decision after a change, with the word that takes the change back."""
    stored.touch(owner, decision_id=decision_id)
    return Change(stored.decision(owner, decision_id=decision_id), _word(decision_id, before))


def reviews_due(owner: User, *, today: date) -> tuple[tuple[DecisionRecord, int], ...]:
    """The decisions whose role is to be looked at now, each with its review's number."""
    return tuple(
        (found, review.id)
        for found in stored.decisions(owner, open_only=False)
        for review in found.reviews
        if found.chosen_on is not None and review.done_on is None and review.shows_on() <= today
    )


def shared_answers(owner: User, *, person_id: int, since: date) -> tuple[tuple[int, str, str, str, str], ...]:
    """What the owner ticked of reviews done since a day, for somebody who may know of them."""
    return role_reviews.shared_answers(owner, person_id=person_id, since=since)


def shared_questions(owner: User, *, person_id: int) -> tuple[tuple[str, date | None], ...]:
    """The open questions that somebody may know of."""
    return stored.shared_with(owner, person_id=person_id)


def _word(decision_id: int, changes: Iterable[Sequence[Any]]) -> str:
    plain = [
        [table, row_id, {name: _plain(value) for name, value in before.items()}]
        if isinstance(before, dict)
        else [table, row_id, before]
        for table, row_id, before in changes
    ]
    return signing.dumps({"decision": decision_id, "changes": plain}, salt=CHANGED, compress=True)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def said_line(text: str, field: str, what: str) -> str:
    """Words on one line, not empty and not too long; else ``Invalid``."""
    said = one_line(text, at_most=LONGEST_LINE + 1)
    if not said:
        raise Invalid(f"Write {what} first; it is empty.", field=field)
    if len(said) > LONGEST_LINE:
        raise Invalid(f"At most {LONGEST_LINE} characters; say it shorter.", field=field)
    return said


def _lines(texts: Iterable[str], field: str, what: str) -> list[str]:
    return [said_line(text, field, what) for text in dict.fromkeys(texts) if text.strip()]
