"""What to do in the owner's calendar: what we want there, what we wrote, and what is there. Decided before anything is done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from mentorpanel.domain.words import count

FEW: Final = 3
"""From so many entries on, all of them gone at once is taken for a fault; our judgement."""
EMPTY_THERE: Final = (
    "The calendar has none of the {entries} that Mentorpanel wrote. It may have been emptied or exchanged, "
    "so nothing was changed. Write them again, or choose another calendar."
)
EMPTY_HERE: Final = (
    "Mentorpanel no longer knows the sessions of {entries} in the calendar and would delete them all. "
    "Was an older backup restored? Nothing was changed. Disconnect and connect again to begin anew."
)


class Do(StrEnum):
    """One step of a sync. The first four are done on the server; the others only noted here."""

    ADOPT = "adopt"
    REPLACE = "replace"
    CREATE = "create"
    DELETE = "delete"
    LEAVE = "leave"
    CHANGED_THERE = "changed-there"
    REMOVED_THERE = "removed-there"
    FORGET = "forget"


ORDER: Final = tuple(Do)
"""Nothing is deleted before what replaces it is there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry that should be in the calendar. ``says`` is a fingerprint of what a reader of it sees (times, words,
    place), ``content`` one of all that we write; ``data`` is the iCalendar file."""

    href: str
    uid: str
    says: str
    content: str
    starts_at: datetime
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as we wrote it last. ``meant`` is what was under way when a write was begun and its end not noted.

    ``etag`` is empty until a write was confirmed. ``was_left``: found changed or removed there, and left alone since.
    ``is_explained``: we know why it is no longer wanted (called off, over, another calendar was chosen).
    ``is_forced``: the owner's word to write it anew.
    """

    href: str
    uid: str
    etag: str
    says: str
    content: str
    meant: str = ""
    was_left: bool = False
    is_explained: bool = True
    is_forced: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What is there under one of our addresses. ``says`` is empty where the etag alone told enough."""

    etag: str
    uid: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step with its reason. ``etag`` is what the server has now; a change is made only while it still has it."""

    do: Do
    href: str
    etag: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """All steps in their order; with ``refusal`` none are to be done."""

    steps: tuple[Step, ...]
    refusal: str = ""


def must_look_at(written: Iterable[Written], etags: Mapping[str, str]) -> tuple[str, ...]:
    """The addresses whose content has to be read before deciding: there, and not as we left them."""
    known = {one.href: one.etag for one in written}
    return tuple(href for href, etag in etags.items() if not known.get(href) or known[href] != etag)


def decide(
    wanted: Sequence[Wanted],
    written: Sequence[Written],
    seen: Mapping[str, Seen],
    *,
    is_leaving: bool = False,
) -> Decided:
    """The steps that make the calendar hold what is wanted, touching only what we wrote and nobody changed.

    ``seen`` holds what is there under the addresses of both. ``is_leaving``: the owner takes everything of
    ours out. Refused whole where all of three or more entries vanished at once on either side.
    """
    ours, want = {one.href: one for one in written}, {one.href: one for one in wanted}
    refusal = "" if is_leaving else _refusal(want, written, seen)
    if refusal:
        return Decided((), refusal)
    hrefs = [one.href for one in sorted(wanted, key=lambda one: (one.starts_at, one.href))]
    hrefs += [one.href for one in written if one.href not in want]
    steps = [_step(want.get(href), ours.get(href), seen.get(href), href) for href in hrefs]
    return Decided(tuple(sorted(steps, key=lambda step: ORDER.index(step.do))))


def _refusal(want: Mapping[str, Wanted], written: Sequence[Written], seen: Mapping[str, Seen]) -> str:
    known = [one for one in written if one.etag and not one.was_left]
    if len(known) < FEW:
        return ""
    entries = count(len(known), "entry", "entries")
    is_forced = any(one.is_forced for one in known)
    if not is_forced and not any(one.href in seen for one in known):
        return EMPTY_THERE.format(entries=entries)
    if not any(one.href in want or one.is_explained for one in known):
        return EMPTY_HERE.format(entries=entries)
    return ""


def _step(want: Wanted | None, ours: Written | None, there: Seen | None, href: str) -> Step:
    if there is None:
        return _nothing_there(want, ours, href)
    if ours is not None and ours.is_forced and want is not None:
        return Step(Do.REPLACE, href, there.etag, "you asked for it")
    if not _is_ours(want, ours, there):
        return Step(Do.CHANGED_THERE, href, there.etag, "it was changed in the calendar; yours stays")
    if want is None:
        return Step(Do.DELETE, href, there.etag, "it is no longer planned")
    if ours is not None and ours.content == want.content and not ours.meant:
        is_same = ours.etag == there.etag
        return Step(Do.LEAVE if is_same else Do.ADOPT, href, there.etag, "it is as it should be")
    return Step(Do.REPLACE, href, there.etag, "it has changed here")


def _nothing_there(want: Wanted | None, ours: Written | None, href: str) -> Step:
    if want is None:
        return Step(Do.FORGET, href, "", "it is no longer planned, and not there")
    if ours is None or ours.is_forced or not (ours.etag or ours.was_left):
        return Step(Do.CREATE, href, "", "it is not there yet")
    return Step(Do.REMOVED_THERE, href, "", "it was taken out of the calendar; it stays out")


def _is_ours(want: Wanted | None, ours: Written | None, there: Seen) -> bool:
    """Whether what is there says what we wrote, or were about to write: a program may add to it, not reword it."""
    if ours is not None and ours.etag and ours.etag == there.etag:
        return not ours.was_left
    mine = {one for one in (want and want.says, ours and ours.says, ours and ours.meant) if one}
    uid = want.uid if want is not None else ours.uid if ours is not None else ""
    return there.uid == uid and there.says in mine
