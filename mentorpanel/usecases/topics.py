"""Topics: words used before are offered again, and one can be renamed or joined to another everywhere."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from mentorpanel.domain.names import fold
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.domain.wording import one_line, topics_of
from mentorpanel.storage import topics as stored
from mentorpanel.storage.ownership import User

LONGEST = 120
SUGGESTED = 60


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


def rename(owner: User, *, was: str, becomes: str) -> dict[str, dict[int, list[str]]]:
    """One word for another at all advice, parked items, touchpoints and journal entries: renames a topic, or joins it to another.

    Returns what ``put_back`` undoes it with. A topic that stands nowhere is ``NotFound``.
    """
    old, new = one_line(was, at_most=LONGEST), one_line(becomes, at_most=LONGEST)
    if not old or not new:
        raise Invalid("Say which topic, and how it is called from now on.", field="topic")
    with transaction.atomic():
        before = stored.rename(owner, was=old, becomes=new)
        if not before:
            raise NotFound(f"Nothing has the topic “{old}”.")
        return before


def put_back(owner: User, *, before: Mapping[str, Mapping[str | int, list[str]]]) -> None:
    """Undo ``rename``."""
    kept = {name: {int(pk): list(topics) for pk, topics in rows.items()} for name, rows in before.items()}
    with transaction.atomic():
        stored.put_back(owner, before=kept)
