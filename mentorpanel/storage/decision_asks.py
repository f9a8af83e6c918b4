"""Who was asked for criteria of a decision, how, and who has heard of the choice."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from mentorpanel.domain.decision_records import AskRecord
from mentorpanel.domain.facts import ParkedStatus
from mentorpanel.domain.records import Named
from mentorpanel.storage.models import DecisionAsk, User
from mentorpanel.storage.owned import change_row, named_person

TALKED_ABOUT = (ParkedStatus.RAISED, ParkedStatus.ANSWERED, ParkedStatus.CLOSED)
GONE = ("sent", "queued")


def put_ask(owner: User, *, decision_id: int, person_id: int, **changes: Any) -> tuple[int, list[Any]]:
    """Write how a person helps with a decision, one row for each; its id, and what undoes it."""
    named_person(owner, person_id)
    row, _ = DecisionAsk.objects.get_or_create(owner=owner, decision_id=decision_id, person_id=person_id)
    before = ["ask", row.pk, {name: getattr(row, name) for name in changes}]
    change_row(row, **changes)
    return row.pk, before


def answered(owner: User, *, decision_id: int, person_id: int, on: date) -> list[Any]:
    """Somebody has said what they would look at, and so was asked by then; what undoes that."""
    row = DecisionAsk.objects.filter(owner=owner, decision_id=decision_id, person_id=person_id).first()
    is_asked = row is not None and asked_day(row) is not None
    changes = {"answered_on": on} if is_asked else {"answered_on": on, "asked_on": on}
    return put_ask(owner, decision_id=decision_id, person_id=person_id, **changes)[1]


def asks_rows(owner: User) -> "QuerySet[DecisionAsk]":
    """Rows with what a record needs, without people in the trash."""
    rows = DecisionAsk.objects.filter(owner=owner, person__deleted_at=None)
    return rows.select_related("person", "draft", "item", "advice", "thanks").order_by("pk")


def ask_record(row: DecisionAsk) -> AskRecord | None:
    """A row as a record; None where nothing of it stands any more."""
    asked_on = asked_day(row)
    is_planned = row.draft is not None or row.item is not None
    answered_on = answered_day(row)
    if asked_on is None and answered_on is None and not is_planned:
        return None
    state = "answered" if answered_on else "asked" if asked_on else "planned"
    thanks = row.thanks if row.thanks is not None and row.thanks.state in GONE else None
    told_on = row.told_on or (thanks.sent_at.date() if thanks is not None and thanks.sent_at else None)
    return AskRecord(
        id=row.pk,
        person=Named(row.person_id, row.person.name),
        state=state,
        how="letter" if row.draft is not None else "agenda" if row.item is not None else "talk",
        asked_on=asked_on,
        answered_on=answered_on,
        draft_id=row.draft_id,
        item_id=row.item_id,
        advice_id=row.advice_id,
        advice=row.advice.text if row.advice is not None else "",
        thanks_id=row.thanks_id,
        told_on=told_on,
    )


def asked_day(row: DecisionAsk) -> date | None:
    """The day on which they were asked: said so, by a letter that has gone, or on an agenda that was talked over."""
    if row.asked_on is not None:
        return row.asked_on
    if row.draft is not None and row.draft.state in GONE and row.draft.sent_at is not None:
        return row.draft.sent_at.date()
    if row.item is not None and row.item.status in TALKED_ABOUT:
        return row.item.updated_at.date()
    return None


def answered_day(row: DecisionAsk) -> date | None:
    """The day on which they answered: noted with the decision, or as the answer to the letter that asked them."""
    if row.answered_on is not None or row.draft is None:
        return row.answered_on
    return row.draft.answered_on


def link_answer(owner: User, *, draft_id: int, advice_id: int) -> None:
    """What they answered to the letter of an ask is their advice on it, unless some was noted with the decision."""
    DecisionAsk.objects.filter(owner=owner, draft_id=draft_id, advice=None).update(advice_id=advice_id)
