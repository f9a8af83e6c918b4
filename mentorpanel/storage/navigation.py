"""The counts beside the menu, each bounded."""

from typing import Any

from django.db.models import QuerySet

from mentorpanel.domain.parking import OPEN
from mentorpanel.storage.models import DoubtfulMatch, ParkedItem
from mentorpanel.storage.together import OWNER, Read

MOST = 100


def _numbers(rows: "QuerySet[Any]") -> "QuerySet[Any, int]":
    return rows.order_by().values_list("pk", flat=True)[:MOST]


OPEN_PARKED = Read(lambda: _numbers(ParkedItem.objects.filter(owner=OWNER, status__in=OPEN)), len)
"""Open parked items, counted up to 100."""
DOUBTFUL = Read(lambda: _numbers(DoubtfulMatch.objects.filter(owner=OWNER, decision="")), len)
"""Doubtful matches, counted up to 100."""
