"""Topics: the words in use, and one word for another wherever it stands."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import F, Value

from mentorpanel import clock
from mentorpanel.storage.models import Advice, JournalEntry, ParkedItem, Touchpoint, User
from mentorpanel.storage.people_lists import HoldsTag

WHERE: Final[Mapping[str, Any]] = {
    "advice": Advice,
    "parked": ParkedItem,
    "touchpoints": Touchpoint,
    "journal": JournalEntry,
}
SUGGESTS_FROM: Final = ("advice", "parked")
LOOKS_THROUGH: Final = 2_000
"""How many of the newest rows of a table words are suggested from; our judgement."""


def used(owner: User) -> Counter[str]:
    """How often each topic stands at advice and parked items; two queries."""
    found: Counter[str] = Counter()
    for name in SUGGESTS_FROM:
        rows = WHERE[name].objects.filter(owner=owner).exclude(topics=[]).order_by("-pk")
        for topics in rows.values_list("topics", flat=True)[:LOOKS_THROUGH]:
            found.update(topics)
    return found


def rename(owner: User, *, was: str, becomes: str) -> dict[str, dict[int, list[str]]]:
    """Write one topic for another everywhere, each once; what stood there before, by table and row."""
    before: dict[str, dict[int, list[str]]] = {}
    for name, model in WHERE.items():
        rows = model.objects.filter(HoldsTag(F("topics"), Value(was)), owner=owner).exclude(topics=[])
        kept = {pk: list(topics) for pk, topics in rows.values_list("pk", "topics")}
        now = {
            pk: list(dict.fromkeys(becomes if topic == was else topic for topic in topics))
            for pk, topics in kept.items()
        }
        _write(owner, model, now)
        if kept:
            before[name] = kept
    return before


def put_back(owner: User, *, before: Mapping[str, Mapping[int, list[str]]]) -> None:
    """Write the topics that stood at these rows."""
    for name, kept in before.items():
        _write(owner, WHERE[name], kept)


def _write(owner: User, model: Any, topics: Mapping[int, list[str]]) -> None:
    rows = list(model.objects.filter(owner=owner, pk__in=list(topics)).only("pk", "topics"))
    for row in rows:
        row.topics, row.updated_at = topics[row.pk], clock.now()
    model.objects.bulk_update(rows, ["topics", "updated_at"], batch_size=500)
