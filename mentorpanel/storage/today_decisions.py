"""What Today asks of decisions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from mentorpanel.domain.deciding_facts import DecidingFacts, DecisionFacts, RoleFacts, WaitingFacts
from mentorpanel.domain.facts import ParkedStatus
from mentorpanel.storage.decision_asks import GONE, TALKED_ABOUT
from mentorpanel.storage.models import Decision
from mentorpanel.storage.together import OWNER, TODAY, Read

MOST = 400
_COLUMNS = (
    "id", "question", "answer_by", "chosen_on", "choice__text",
    "asks__person", "asks__person__name", "asks__person__deleted_at", "asks__asked_on", "asks__answered_on",
    "asks__draft__state", "asks__draft__sent_at", "asks__draft__answered_on",
    "asks__item__status", "asks__item__updated_at",
    "reviews__id", "reviews__months", "reviews__due_on", "reviews__snoozed_until",
)  # fmt: skip


def _rows() -> "QuerySet[Decision, Any]":
    is_due = Q(chosen_on__isnull=False, reviews__done_on=None, reviews__due_on__lte=TODAY)
    rows: QuerySet[Decision] = Decision.objects.filter(
        Q(chosen_on=None) | is_due, owner=OWNER, removed_at=None
    )
    found: QuerySet[Decision, Any] = rows.order_by(F("answer_by").asc(nulls_last=True), "pk").values(
        *_COLUMNS
    )
    return found[:MOST]


def _facts(found: list[dict[str, Any]]) -> DecidingFacts:
    by_id: dict[int, list[dict[str, Any]]] = {}
    for row in found:
        by_id.setdefault(row["id"], []).append(row)
    return DecidingFacts(
        tuple(_decision(lines) for lines in by_id.values() if lines[0]["chosen_on"] is None),
        tuple(one for lines in by_id.values() if lines[0]["chosen_on"] for one in _roles(lines)),
    )


DECIDING = Read(_rows, _facts)
"""The open decisions with who was asked, and the roles that are to be looked at by today."""


def _decision(lines: list[dict[str, Any]]) -> DecisionFacts:
    first = lines[0]
    asked = {
        line["asks__person"]: line
        for line in lines
        if line["asks__person"] and not line["asks__person__deleted_at"] and _asked_on(line)
    }
    waiting = tuple(
        WaitingFacts(person_id, line["asks__person__name"], _asked_on(line) or date.min)
        for person_id, line in sorted(asked.items())
        if line["asks__answered_on"] is None and line["asks__draft__answered_on"] is None
    )
    return DecisionFacts(first["id"], first["question"], first["answer_by"], len(asked), waiting)


def _asked_on(line: dict[str, Any]) -> date | None:
    """As ``decision_asks.asked_day``, from the columns of one query."""
    known: date | None = line["asks__asked_on"] or line["asks__answered_on"]
    if known is not None:
        return known
    if line["asks__draft__state"] in GONE and line["asks__draft__sent_at"]:
        sent: date = line["asks__draft__sent_at"].date()
        return sent
    if line["asks__item__status"] in {ParkedStatus(one).value for one in TALKED_ABOUT}:
        raised: date = line["asks__item__updated_at"].date()
        return raised
    return None


def _roles(lines: list[dict[str, Any]]) -> Iterable[RoleFacts]:
    """The latest review that is due: of two that are, the first would ask the same."""
    due = {line["reviews__id"]: line for line in lines if line["reviews__id"]}
    if due:
        last = max(due.values(), key=lambda line: line["reviews__months"])
        day = max(last["reviews__due_on"], last["reviews__snoozed_until"] or last["reviews__due_on"])
        choice = last["choice__text"] or "Stay as it is"
        yield RoleFacts(last["reviews__id"], last["reviews__months"], choice, day)
