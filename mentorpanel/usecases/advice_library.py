"""Everything that the page of advice shows, and the page of one piece, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorpanel.domain.advice import (
    AdviceGroup,
    AdviceKey,
    answers_of_several,
    by_person,
    by_topic,
    headline,
    loop_of,
)
from mentorpanel.domain.advice_records import ContrastRecord
from mentorpanel.domain.facts import AdviceStatus, Verdict
from mentorpanel.domain.records import AdviceRecord, DraftRecord, Named, Page, ParkedRecord, SessionRecord
from mentorpanel.storage import advice, drafts, parking, sessions
from mentorpanel.storage import contrasts as beside
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import advice as pieces
from mentorpanel.usecases import advice_loops, resurfacing
from mentorpanel.usecases.advice_loops import LoopToClose
from mentorpanel.usecases.resurfacing import Remembered

LOOKS_THROUGH = 3_000
"""How much of the newest advice is sorted into groups; our judgement."""
SHOWN_IN_GROUP = 3
MOST_GROUPS = 40
OFFERED = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the library is looked at. ``by``: topic or person; ``topic`` empty stands for none, None for any."""

    by: str = "topic"
    query: str = ""
    status: str = ""
    topic: str | None = None
    person_id: int | None = None
    after: str = ""

    @property
    def is_one_list(self) -> bool:
        """Whether it is one list of its own, rather than groups of it."""
        return self.topic is not None or self.person_id is not None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A group with its newest pieces."""

    group: AdviceGroup
    advice: tuple[AdviceRecord, ...]
    is_by_several: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A parked question that two or more people have answered."""

    item_id: int
    question: str
    people: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """The page: loops first, then what is tried, side by side, and the choice as groups or as one list."""

    headline: str
    total: int
    loops: tuple[LoopToClose, ...]
    trying: tuple[AdviceRecord, ...]
    contrasts: tuple[ContrastRecord, ...]
    offered: tuple[Offer, ...]
    shelves: tuple[Shelf, ...]
    page: Page | None
    topics: tuple[AdviceGroup, ...]
    people: tuple[AdviceGroup, ...]
    found: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of advice with where it was said, whether they have heard, what is like it and beside it."""

    advice: AdviceRecord
    loop: Verdict
    session: SessionRecord | None
    item: ParkedRecord | None
    similar: tuple[Remembered, ...]
    contrasts: tuple[ContrastRecord, ...]
    thanks: tuple[DraftRecord, ...]


def library(owner: User, *, choice: Choice) -> Library:
    """Gather the page of advice."""
    every = advice.keys(owner, person_id=None, query="", status="", topic=None, most=LOOKS_THROUGH)
    found = _found(owner, choice, every)
    loops = advice_loops.to_close(owner)
    trying = [key.id for key in every if key.status == AdviceStatus.TRYING][:OFFERED]
    groups = [] if choice.is_one_list else (by_person if choice.by == "person" else by_topic)(found)
    groups = groups[:MOST_GROUPS]
    shown = [number for group in groups for number in group.ids[:SHOWN_IN_GROUP]]
    records = advice.records(owner, advice_ids={*trying, *shown})
    page = _page(owner, choice) if choice.is_one_list else None
    return Library(
        headline=headline(
            waiting=[one.loop.person.name for one in loops],
            trying=sum(key.status == AdviceStatus.TRYING for key in every),
            total=len(every),
        ),
        total=len(every),
        loops=loops,
        trying=tuple(records[number] for number in trying if number in records),
        contrasts=beside.contrasts(owner),
        offered=_offered(owner, every),
        shelves=tuple(
            Shelf(
                group,
                tuple(records[number] for number in group.ids[:SHOWN_IN_GROUP] if number in records),
                choice.by != "person" and bool(group.name) and len(group.people) > 1,
            )
            for group in groups
        ),
        page=page,
        topics=tuple(group for group in by_topic(every) if group.name),
        people=tuple(by_person(every)),
        found=len(found),
    )


def piece(owner: User, *, advice_id: int) -> Piece:
    """Gather the page of one piece of advice."""
    found = advice.advice(owner, advice_id=advice_id)
    to_them = drafts.letters_to(owner, person_id=found.person.id)
    return Piece(
        advice=found,
        loop=loop_of(found.status, loop_closed_on=found.loop_closed_on),
        session=sessions.session(owner, session_id=found.session_id) if found.session_id else None,
        item=parking.item(owner, item_id=found.item_id) if found.item_id else None,
        similar=tuple(resurfacing.similar_to(owner, found=found)),
        contrasts=beside.contrasts(owner, advice_id=advice_id),
        thanks=tuple(one for one in to_them if advice_loops.tells_of(one, found)),
    )


def _found(owner: User, choice: Choice, every: Sequence[AdviceKey]) -> Sequence[AdviceKey]:
    if not choice.query and not choice.status and not choice.is_one_list:
        return every
    return advice.keys(
        owner,
        person_id=choice.person_id,
        query=choice.query,
        status=choice.status,
        topic=choice.topic,
        most=LOOKS_THROUGH,
    )


def _page(owner: User, choice: Choice) -> Page:
    return pieces.advice_list(
        owner,
        person_id=choice.person_id,
        query=choice.query,
        status=choice.status,
        topic=choice.topic,
        after=choice.after,
    )


def _offered(owner: User, every: Sequence[AdviceKey]) -> tuple[Offer, ...]:
    """What two or more people answered and nobody has put side by side yet."""
    answered = answers_of_several(every)
    if not answered:
        return ()
    kept = beside.items_with_one(owner)
    wanted = [item_id for item_id in answered if item_id not in kept][:OFFERED]
    texts = advice.item_texts(owner, item_ids=wanted)
    people = {key.id: key.person for key in every}
    return tuple(
        Offer(
            item_id,
            texts[item_id],
            tuple({people[one].id: people[one] for one in answered[item_id]}.values()),
        )
        for item_id in wanted
        if item_id in texts
    )
