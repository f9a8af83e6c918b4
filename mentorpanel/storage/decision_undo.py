"""Puts rows of a decision back as they were before a change."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import models

from mentorpanel.domain.problems import NotFound
from mentorpanel.storage import decision_contrasts, decisions
from mentorpanel.storage.models import (
    Advice,
    Contrast,
    Decision,
    DecisionAsk,
    DecisionCriterion,
    DecisionMark,
    DecisionOption,
    Person,
    ReviewAnswer,
    RoleReview,
    User,
)
from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.owned import change_row, owned_row

TABLES: Final[dict[str, type[Owned]]] = {
    "decision": Decision,
    "option": DecisionOption,
    "criterion": DecisionCriterion,
    "mark": DecisionMark,
    "ask": DecisionAsk,
    "review": RoleReview,
    "answer": ReviewAnswer,
}


def put_back(owner: User, *, decision_id: int, changes: Sequence[Sequence[Any]]) -> None:
    """Write every row's fields as they were, the last change first; a decision of somebody else is not found."""
    owned_row(Decision, owner, decision_id, what="decision", is_for_change=True)
    for table, row_id, before in reversed(changes):
        if table == "readers":
            known = Person.objects.filter(owner=owner, pk__in=before, deleted_at=None)
            decisions.set_readers(
                owner, decision_id=row_id, person_ids=list(known.values_list("pk", flat=True))
            )
        elif table == "contrasts":
            there = Contrast.objects.filter(owner=owner, pk__in=before).values_list("pk", flat=True)
            decision_contrasts.set_contrasts(owner, decision_id=row_id, contrast_ids=list(there))
        elif table == "advice":
            Advice.objects.filter(owner=owner, pk=row_id).delete()
        elif table == "loop":
            for told in Advice.objects.filter(owner=owner, pk=row_id).exclude(loop_closed_on=None):
                change_row(told, **before)
        else:
            row = owned_row(TABLES[table], owner, row_id, what=table, is_for_change=True)
            change_row(row, **{name: _value(row, name, value) for name, value in before.items()})


def _value(row: Owned, name: str, value: Any) -> Any:
    """A value as the column holds it; what it pointed at must still be there."""
    field = row._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise NotFound("There is nothing to take back.")
    if name.endswith("_id") and isinstance(field, models.ForeignKey) and value is not None:
        target = field.related_model
        if isinstance(target, type) and not target._default_manager.filter(pk=value).exists():
            return None
        return value
    return field.to_python(value)
