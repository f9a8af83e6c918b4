"""Help that came outside a session and that nothing of the owner's has followed: answered letters, favours."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from mentorpanel.domain.facts import Direction
from mentorpanel.domain.favour_records import FavourDirection, FavourStatus
from mentorpanel.domain.today_facts import HelpFacts
from mentorpanel.storage.models import Draft, Favour, Touchpoint
from mentorpanel.storage.together import OWNER, TODAY, Read

ASKS: Final = ("ask", "feedback-ask", "wider-input-ask")
"""Letters whose answer is help; steps of an outreach or of an introduction have cards of their own."""
SINCE: Final = timedelta(days=60)
"""Nothing older is looked at, whatever the owner's numbers say."""
MOST: Final = 50


def _followed(day: str) -> "QuerySet[Touchpoint]":
    """Words of mine to them, or a talk, from that day on."""
    return Touchpoint.objects.filter(
        owner=OWNER, person_id=OuterRef("person_id"), on__gte=OuterRef(day)
    ).exclude(direction=Direction.FROM_THEM)


def _answered() -> "QuerySet[Draft, tuple[Any, ...]]":
    own = Concat(Value("letter-"), Cast(OuterRef("pk"), CharField()))
    rows = Draft.objects.filter(
        ~Exists(_followed("answered_on").exclude(source_key=own)),
        owner=OWNER,
        kind__in=ASKS,
        notice__isnull=True,
        answered_on__gte=TODAY - SINCE,
        person__deleted_at=None,
    )
    columns = ("pk", "person_id", "person__name", "subject", "answered_on", "person__do_not_contact")
    return rows.order_by("-answered_on", "-pk").values_list(*columns)[:MOST]


def _favours() -> "QuerySet[Favour, tuple[Any, ...]]":
    rows = Favour.objects.filter(
        ~Exists(_followed("on")),
        owner=OWNER,
        direction=FavourDirection.RECEIVED,
        on__gte=TODAY - SINCE,
        person__deleted_at=None,
    ).exclude(status=FavourStatus.WITHDRAWN)
    columns = ("pk", "person_id", "person__name", "text", F("on"), "person__do_not_contact")
    return rows.order_by("-on", "-pk").values_list(*columns)[:MOST]


ANSWERED = Read(_answered, lambda rows: tuple(HelpFacts("answered", *row) for row in rows))
"""Asks that were answered, and nothing of mine went to them since."""
FAVOURS = Read(_favours, lambda rows: tuple(HelpFacts("favour", *row) for row in rows))
"""What somebody did for the owner, and nothing of mine went to them since."""
