"""The letters that are steps of introductions."""

from collections.abc import Iterable

from mentorpanel.domain.records import DraftRecord
from mentorpanel.storage.drafts import record_of_row
from mentorpanel.storage.models import Draft, IntroductionLetter, User


def link_letter(owner: User, *, introduction_id: int, draft_id: int, step: str) -> None:
    """A letter is a step of an introduction."""
    IntroductionLetter.objects.update_or_create(
        owner=owner, draft_id=draft_id, defaults={"introduction_id": introduction_id, "step": step}
    )


def letters_of(owner: User, *, introduction_ids: Iterable[int]) -> dict[int, list[tuple[str, DraftRecord]]]:
    """The letters of some introductions with their steps, the oldest first, in one query."""
    rows = IntroductionLetter.objects.filter(owner=owner, introduction_id__in=list(introduction_ids))
    found: dict[int, list[tuple[str, DraftRecord]]] = {}
    for row in rows.select_related("draft__person").order_by("draft_id"):
        found.setdefault(row.introduction_id, []).append((row.step, record_of_row(row.draft)))
    return found


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
