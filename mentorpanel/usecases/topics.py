"""Topics: words used before are offered again, and one can be renamed or joined to another everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core import signing
from django.db import transaction

from mentorpanel.domain.names import fold
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.domain.wording import one_line, topics_of
from mentorpanel.storage import topics as stored
from mentorpanel.storage.ownership import User

LONGEST = 120
SUGGESTED = 60
RENAMED: Final = "topic-renamed"
"""Salt of the word that takes a renaming back."""


def suggested(owner: User) -> tuple[str, ...]:
    """The topics in use, most used first."""
    found = stored.used(owner)
    return tuple(sorted(found, key=lambda topic: (-found[topic], fold(topic))))[:SUGGESTED]


def as_known(owner: User, given: Iterable[str]) -> list[str]:
    """Topics as stored; one that was written before with other capitals or accents keeps that spelling."""
    wanted = topics_of(given)
    if not wanted:
        return []
    found = stored.used(owner)
    known: dict[str, str] = {}
    for topic in sorted(found, key=lambda one: (-found[one], one)):
        known.setdefault(fold(topic), topic)
    return list(dict.fromkeys(known.get(fold(topic), topic) for topic in wanted))


@dataclass(frozen=True, slots=True)
class Renamed:
    """At how many places a topic has another word now, and the word that ``put_back`` undoes it with."""

    changed: int
    undo: str


def rename(owner: User, *, was: str, becomes: str) -> Renamed:
    """One word for another at all advice, parked items, touchpoints and journal entries: renames a topic, or joins it to another.

    A topic that stands nowhere is ``NotFound``.
    """
    old, new = one_line(was, at_most=LONGEST), one_line(becomes, at_most=LONGEST)
    if not old or not new:
        raise Invalid("Say which topic, and how it is called from now on.", field="topic")
    with transaction.atomic():
        before = stored.rename(owner, was=old, becomes=new)
        if not before:
            raise NotFound(f"Nothing has the topic “{old}”.")
        word = signing.dumps({"owner": owner.pk, "before": before}, salt=RENAMED, compress=True)
        return Renamed(sum(map(len, before.values())), word)


def put_back(owner: User, *, undo: str) -> int:
    """Undo ``rename`` by its word, at how many places; ``NotFound`` for any other word."""
    try:
        kept = signing.loads(undo, salt=RENAMED)
    except signing.BadSignature as problem:
        raise NotFound("There is nothing to take back.") from problem
    if kept["owner"] != owner.pk:
        raise NotFound("There is nothing to take back.")
    before = {name: {int(pk): topics for pk, topics in rows.items()} for name, rows in kept["before"].items()}
    with transaction.atomic():
        stored.put_back(owner, before=before)
    return sum(map(len, before.values()))
