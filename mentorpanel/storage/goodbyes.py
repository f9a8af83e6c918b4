"""Who has moved to resting, alumni or closed out of a living relationship, and the last letter of farewell."""

from datetime import date, datetime
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery

from mentorpanel.domain.facts import Stage
from mentorpanel.domain.stages import ENDINGS
from mentorpanel.storage.models import Draft, Relationship, StageChange
from mentorpanel.storage.together import OWNER, Read

LIVING = (Stage.CONNECTED, Stage.RAPPORT, Stage.MENTOR, Stage.FORMAL_MENTOR)


def _ended() -> "QuerySet[Relationship, Any]":
    moves = StageChange.objects.filter(
        owner=OWNER,
        person=OuterRef("person"),
        from_stage__in=LIVING,
        to_stage__in=ENDINGS,
        is_declared=False,
    ).order_by("-on", "-pk")
    rows = Relationship.objects.filter(
        owner=OWNER,
        stage__in=ENDINGS,
        person__deleted_at=None,
        person__do_not_contact=False,
        person__summary__last_two_way_on__isnull=False,
    ).annotate(ended=Subquery(moves.values("on")[:1]))
    found = rows.filter(ended__isnull=False).order_by("person_id")
    return found.values_list("person_id", "person__name", "stage", "ended")


def _closings() -> "QuerySet[Draft, Any]":
    rows = Draft.objects.filter(owner=OWNER, kind="closing", sent_at__isnull=False).order_by()
    return rows.exclude(state="failed").values_list("person_id").annotate(last=Max("sent_at"))


ENDED: Read[list[tuple[int, str, str, date]]] = Read(_ended)
"""Person, name, stage and the day it ended, of those with whom it was two-way and who may be written to.

Who was never more than noticed or written to has nothing to be taken leave of.
"""
CLOSINGS: Read[dict[int, datetime]] = Read(_closings, dict)
"""By person, when the last closing letter went."""
