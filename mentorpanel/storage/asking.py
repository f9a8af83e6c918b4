"""What people said, and what waits with them: the facts that asking goes by, in a handful of queries."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Q

from mentorpanel.domain.asking_facts import Piece, PieceKind
from mentorpanel.domain.facts import AdviceStatus, ParkedStatus
from mentorpanel.domain.parking import OPEN
from mentorpanel.storage.models import Advice, Draft, ParkedItem, Touchpoint, User

MOST: Final = 1_500
"""Pieces of each kind that are read at most, the newest first; our judgement, and what 50 ms allow."""
ASKING_LETTERS: Final = ("ask", "feedback-ask", "wider-input-ask", "introduction-request")


def pieces(owner: User) -> list[Piece]:
    """Advice, answers to parked items, and talks with words or topics, of people who are not in the trash."""
    return [*_advice(owner), *_answers(owner), *_talks(owner)]


def _advice(owner: User) -> Iterator[Piece]:
    rows = Advice.objects.filter(owner=owner, person__deleted_at=None).order_by("-on", "-pk")
    fields = ("person_id", "text", "topics", "on", "status", "item__text")
    for person_id, text, topics, on, status, question in rows.values_list(*fields)[:MOST]:
        yield Piece(
            person_id, PieceKind.ADVICE, text, on, question or "", tuple(topics), AdviceStatus(status)
        )


def _answers(owner: User) -> Iterator[Piece]:
    """Parked items that somebody answered; an answer that is kept as advice counts once, as advice."""
    rows = ParkedItem.objects.filter(
        owner=owner, person__deleted_at=None, status=ParkedStatus.ANSWERED, advice=None
    )
    rows = rows.exclude(person=None).exclude(closed_on=None).order_by("-closed_on", "-pk")
    fields = ("person_id", "text", "topics", "closed_on", "answer")
    for person_id, text, topics, on, answer in rows.values_list(*fields)[:MOST]:
        if on is not None:
            yield Piece(person_id, PieceKind.ANSWER, answer, on, text, tuple(topics))


def _talks(owner: User) -> Iterator[Piece]:
    """What was noted of talks; a mail of mine alone, whose words are its subject, says nothing of what they know."""
    rows = Touchpoint.objects.filter(owner=owner, person__deleted_at=None, person__relationship__isnull=False)
    rows = rows.exclude(Q(summary="") & Q(topics=[])).exclude(source="mail", direction="from-me")
    fields = ("person_id", "summary", "topics", "on")
    for person_id, summary, topics, on in rows.order_by("-on", "-pk").values_list(*fields)[:MOST]:
        yield Piece(person_id, PieceKind.TALK, summary, on, "", tuple(topics))


def loads(owner: User, *, since: datetime) -> tuple[Counter[int], frozenset[int]]:
    """How many things are with whom: letters that asked since then, and open parked items; and whose answer is awaited."""
    asked: Counter[int] = Counter()
    waits: set[int] = set()
    letters = Draft.objects.filter(
        owner=owner, kind__in=ASKING_LETTERS, state__in=("sent", "queued"), sent_at__gte=since
    )
    for person_id, answered_on in letters.values_list("person_id", "answered_on")[:MOST]:
        asked[person_id] += 1
        if answered_on is None:
            waits.add(person_id)
    parked = ParkedItem.objects.filter(owner=owner, status__in=OPEN, person__isnull=False)
    asked.update(person_id for person_id in parked.values_list("person_id", flat=True)[:MOST] if person_id)
    return asked, frozenset(waits)
