"""The letters that are steps of introductions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from mentorpanel.domain.records import DraftRecord
from mentorpanel.storage.drafts import COLUMNS, record_of_columns
from mentorpanel.storage.models import Draft, IntroductionLetter, User
from mentorpanel.storage.owned import PERSON
from mentorpanel.storage.together import OWNER, Read


def link_letter(owner: User, *, introduction_id: int, draft_id: int, step: str) -> None:
    """A letter is a step of an introduction."""
    IntroductionLetter.objects.update_or_create(
        owner=owner, draft_id=draft_id, defaults={"introduction_id": introduction_id, "step": step}
    )


def letters_of(owner: User, *, introduction_ids: Iterable[int]) -> dict[int, list[tuple[str, DraftRecord]]]:
    """The letters of some introductions with their steps, the oldest first, in one query."""
    return _by_introduction(_columns(owner).filter(introduction_id__in=list(introduction_ids)))


def _columns(owner: User) -> "QuerySet[IntroductionLetter, tuple[Any, ...]]":
    rows = IntroductionLetter.objects.filter(owner=owner).order_by("draft_id")
    return rows.values_list("introduction_id", "step", *(f"draft__{name}" for name in COLUMNS))


def _of_person() -> "QuerySet[IntroductionLetter, tuple[Any, ...]]":
    whose = (
        Q(introduction__requester_id=PERSON)
        | Q(introduction__bridge_id=PERSON)
        | Q(introduction__target_id=PERSON)
    )
    return _columns(OWNER).filter(whose)


def _by_introduction(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[str, DraftRecord]]]:
    found: dict[int, list[tuple[str, DraftRecord]]] = {}
    for introduction_id, step, *letter in rows:
        found.setdefault(introduction_id, []).append((step, record_of_columns(letter)))
    return found


OF_PERSON = Read(_of_person, _by_introduction)
"""As ``letters_of``, of the introductions that a person has a part in."""


def step_of(owner: User, *, draft_id: int) -> tuple[int, str] | None:
    """The number of the introduction that a letter is a step of, and which step; None for any other letter."""
    links = IntroductionLetter.objects.filter(owner=owner, draft_id=draft_id)
    return links.values_list("introduction_id", "step").first()


def why_of_letter(owner: User, *, draft_id: int) -> str:
    """What the introduction is for that a letter is a step of; empty for any other letter."""
    links = IntroductionLetter.objects.filter(owner=owner, draft_id=draft_id)
    return links.values_list("introduction__why", flat=True).first() or ""


def has_gone(owner: User, *, draft_id: int | None) -> bool:
    """Whether that letter has gone, or is on its way."""
    if draft_id is None:
        return False
    return Draft.objects.filter(owner=owner, pk=draft_id, state__in=("sent", "queued")).exists()
