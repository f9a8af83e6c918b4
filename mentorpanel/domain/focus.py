"""Focus areas, who reads them, and which version somebody is meant to know. Examples: docs/rules/focus.md."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.rule_settings import RuleSettings

READERS = ("nobody", "named", "everyone")
NOBODY = 0
"""No person has this number."""


@dataclass(frozen=True, slots=True)
class FocusArea:
    """One of the things worked on now. ``readers`` is nobody, named (then ``named`` holds ids) or everyone."""

    id: int
    text: str
    readers: str = "everyone"
    named: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FocusVersion:
    """The areas after a change that was marked worth telling; numbers begin at 1 and grow."""

    number: int
    on: date
    areas: tuple[FocusArea, ...]


def reads(area: FocusArea, person_id: int) -> bool:
    """Whether that person is meant to know the area."""
    return area.readers == "everyone" or (area.readers == "named" and person_id in area.named)


def check_areas(areas: Sequence[FocusArea], settings: RuleSettings) -> None:
    """At most five at a time, each with words and known readers; else ``Invalid``. Five is our judgement."""
    if len(areas) > settings.focus_areas_most:
        raise Invalid(
            f"At most {settings.focus_areas_most} focus areas at a time; let one go before you add another.",
            field="text",
        )
    for area in areas:
        if not area.text.strip():
            raise Invalid("A focus area needs a few words.", field="text")
        if area.readers not in READERS:
            raise Invalid(f"Readers are one of {', '.join(READERS)}.", field="readers")
        if area.readers == "named" and not area.named:
            raise Invalid("Name at least one reader, or choose nobody.", field="readers")


def version_to_know(versions: Iterable[FocusVersion], person_id: int) -> FocusVersion | None:
    """The latest version that this person is meant to be told of; None for a reader of nothing.

    A version counts for somebody when an area they read is new to them, has other words, or was let go in it.
    Somebody who reads none of the newest version's areas is a reader of nothing.
    """
    found: FocusVersion | None = None
    before: tuple[FocusArea, ...] = ()
    for version in sorted(versions, key=lambda each: each.number):
        if _differs(before, version.areas, person_id):
            found = version
        before = version.areas
    return found if any(reads(area, person_id) for area in before) else None


def version_for_each(versions: Sequence[FocusVersion]) -> Callable[[int], FocusVersion | None]:
    """``version_to_know`` for many people: whoever no area names has the same one as all the others."""
    named = {id for version in versions for area in version.areas for id in area.named}
    of_others = version_to_know(versions, NOBODY)
    return lambda person_id: version_to_know(versions, person_id) if person_id in named else of_others


def readable_areas(areas: Iterable[FocusArea], person_id: int) -> tuple[FocusArea, ...]:
    """The areas that may be told to that person, in their order."""
    return tuple(area for area in areas if reads(area, person_id))


def _differs(before: tuple[FocusArea, ...], after: tuple[FocusArea, ...], person_id: int) -> bool:
    known = {area.id: area.text for area in readable_areas(before, person_id)}
    now = {area.id: area.text for area in readable_areas(after, person_id)}
    kept = {area.id for area in after}
    return any(known.get(id) != text for id, text in now.items()) or any(id not in kept for id in known)
