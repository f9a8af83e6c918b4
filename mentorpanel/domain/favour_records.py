"""Needs, offers and favours as frozen records, with the words that they are stored as."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from mentorpanel.domain.records import Named


class WantKind(StrEnum):
    """What somebody mentioned: a need, a question, a launch, a hire; or what they can give."""

    NEED = "need"
    QUESTION = "question"
    LAUNCH = "launch"
    HIRE = "hire"
    OFFER = "offer"


class WantSource(StrEnum):
    """Where it was learnt."""

    BY_HAND = "by-hand"
    TALK = "talk"
    SESSION = "session"
    REPLY = "reply"
    PROFILE = "profile"


class FavourDirection(StrEnum):
    """Who does it for whom: done by me, done for me, said that I would, or asked of me."""

    GIVEN = "given"
    RECEIVED = "received"
    OFFERED = "offered"
    ASKED = "asked"


class FavourKind(StrEnum):
    """What kind of help it is; the seed's list."""

    MENTOR_SOMEONE = "mentor-someone"
    OUTSIDE_PERSPECTIVE = "outside-perspective"
    EVANGELISE = "evangelise"
    CONNECT = "connect"
    OFFER_TO_HELP = "offer-to-help"
    OTHER = "other"


class FavourStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Answer(StrEnum):
    """The three kind answers to somebody who asked me, and none yet."""

    NONE = ""
    YES = "yes"
    KNOW = "know"
    SORRY = "sorry"


KIND_WORDS: Final = {
    "mentor-someone": "mentor someone of theirs",
    "outside-perspective": "an outside perspective",
    "evangelise": "tell others of it",
    "connect": "connect the dots",
    "offer-to-help": "an offer to help",
    "other": "something else",
}


@dataclass(frozen=True, slots=True)
class WantRecord:
    """A dated fact: what somebody needs, asks, launches, hires for or offers. Nobody is ``person``: me.

    ``where`` says in a word or two where it was learnt: "coffee", "in a session", "their profile".
    """

    id: int
    person: Named | None
    kind: str
    text: str
    topics: tuple[str, ...]
    since: date
    source: str
    where: str
    touchpoint_id: int | None
    session_id: int | None
    met_on: date | None
    withdrawn_on: date | None

    @property
    def is_open(self) -> bool:
        """Neither met nor taken back."""
        return self.met_on is None and self.withdrawn_on is None

    @property
    def is_offer(self) -> bool:
        """Something to give, not something to want."""
        return self.kind == WantKind.OFFER


@dataclass(frozen=True, slots=True)
class FavourRecord:
    """Something done, asked or offered between me and a person.

    ``other`` is for whom or with whom besides. ``answer`` is mine to what was asked of me; ``told_on`` the day
    on which the other side heard of it: of my answer, of my offer, of the deed.
    """

    id: int
    person: Named
    direction: str
    kind: str
    text: str
    status: str
    on: date
    due_on: date | None
    settled_on: date | None
    answer: str
    told_on: date | None
    other: Named | None
    want_id: int | None
    commitment_id: int | None
    draft_id: int | None

    @property
    def waits_for_me(self) -> bool:
        """They asked me and have not heard my answer yet."""
        return (
            self.direction == FavourDirection.ASKED
            and self.told_on is None
            and self.status != FavourStatus.WITHDRAWN
        )
