"""Whom to ask: people for a question, with the facts that speak for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mentorpanel import clock
from mentorpanel.domain.asking import FIRST, Asking
from mentorpanel.domain.asking_documents import BY_MEANING, BY_WORDS
from mentorpanel.domain.asking_facts import Askable, Asked, Piece
from mentorpanel.domain.coverage import Member
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import ParkedRecord
from mentorpanel.domain.wording import one_line, topics_of
from mentorpanel.storage import asking as stored
from mentorpanel.storage import panel_facts, parking
from mentorpanel.storage.ownership import User
from mentorpanel.storage.panel_facts import PersonTraits
from mentorpanel.usecases import meanings, panel_members, profiles
from mentorpanel.usecases.panel_members import MemberState

OTHERS_MOST: Final = 300
LONGEST_QUESTION: Final = 2_000


@dataclass(frozen=True, slots=True)
class Answer:
    """Who to ask: ``asked`` with the people, ``used`` how they were matched; ``item`` is the parked item it is about.

    ``has_people``: there is somebody who could be asked at all.
    """

    question: str
    asked: Asked
    item: ParkedRecord | None = None
    used: str = BY_WORDS
    has_people: bool = True


def ask(
    owner: User,
    *,
    question: str = "",
    item_id: int | None = None,
    topics: Iterable[str] = (),
    big: bool | None = None,
    limit: int = FIRST,
) -> Answer:
    """The people for a question that is typed, or that is parked, best first, for the owner's eyes.

    ``big`` asks for two who differ; None leaves it to the question's words. ``Invalid`` for no question.
    """
    item = parking.item(owner, item_id=item_id) if item_id is not None else None
    text = one_line(question, at_most=LONGEST_QUESTION) or (item.text if item else "")
    if not text:
        raise Invalid("Type the question first.", field="question")
    known = topics_of([*topics, *(item.topics if item else ())])
    pieces = said_so_far(owner)
    asking = asking_of(owner, pieces)
    meant = meanings.meant(owner, question=text, pieces=pieces) if asking.has_people else None
    found = asking.ask(text, known, most=max(1, min(limit, 50)), big=big, meant=meant)
    used = BY_WORDS if meant is None else BY_MEANING
    return Answer(text, found, item, used, has_people=asking.has_people)


def said_so_far(owner: User) -> list[Piece]:
    """All that people said to the owner, as asking reads it."""
    return stored.pieces(owner)


def asking_of(owner: User, pieces: Sequence[Piece]) -> Asking:
    """What was said to the owner, ready to be asked. The queries do not grow with it."""
    profile = profiles.profile(owner)
    settings = profiles.settings_of(profile)
    today = clock.today(ZoneInfo(profile.time_zone))
    since = clock.now() - timedelta(days=settings.ask_window_days)
    asked, waits = stored.loads(owner, since=since)
    people = [_askable(state, asked, waits) for state in panel_members.everybody(owner, profile, today)]
    people += [_other(traits) for traits in panel_facts.traits_of_others(owner, most=OTHERS_MOST)]
    return Asking(people, pieces, today, settings)


def members(owner: User) -> Iterator[MemberState]:
    """Everybody with a stage that is not closed, as asking sees them."""
    profile = profiles.profile(owner)
    return panel_members.everybody(owner, profile, clock.today(ZoneInfo(profile.time_zone)))


def _askable(state: MemberState, asked: Mapping[int, int], waits: frozenset[int]) -> Askable:
    person_id = state.member.person_id
    return Askable(
        state.member,
        expertise=state.expertise,
        asked_lately=asked.get(person_id, 0),
        waits_for_answer=person_id in waits,
        last_on=state.tie.summary.last_two_way_on,
        is_do_not_contact=state.is_do_not_contact,
    )


def _other(traits: PersonTraits) -> Askable:
    """Somebody of the address book: known for what they know, and not on the panel."""
    member = Member(
        traits.id, traits.name, None, organisation=traits.organisation, function=traits.function,
        distance=traits.distance,
    )  # fmt: skip
    return Askable(
        member, traits.expertise, last_on=traits.last_two_way_on, is_do_not_contact=traits.do_not_contact
    )
