"""Give back: who needs what, who offers what, who could help whom, what was asked and promised, both ways so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.favour_records import (
    FavourDirection,
    FavourKind,
    FavourRecord,
    FavourStatus,
    WantKind,
    WantRecord,
    WantSource,
)
from mentorpanel.domain.giving_history import Between, history_of
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.reciprocity import Match, cut, matches_of, openings_of
from mentorpanel.domain.records import AdviceRecord, DraftRecord, ProfileRecord
from mentorpanel.storage import favours, introductions, wants
from mentorpanel.storage.ownership import User
from mentorpanel.storage.together import Found
from mentorpanel.usecases import letters, people, profiles
from mentorpanel.usecases.letters import Letter

READS_OF_PERSON = (favours.OF_PERSON, wants.OF_PERSON)
YEAR = timedelta(days=366)
"""How far back both ways are shown on the page; our judgement."""


@dataclass(frozen=True, slots=True)
class AskedOfMe:
    """What somebody asked of me, with those whose offers fit it."""

    favour: FavourRecord
    who_may_know: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class GivingPage:
    """Everything of the page. ``ideas`` are the ids of needs that are an opening now."""

    on: date
    asked: tuple[AskedOfMe, ...]
    needs: tuple[WantRecord, ...]
    offers: tuple[WantRecord, ...]
    mine: tuple[WantRecord, ...]
    matches: tuple[Match, ...]
    ideas: dict[int, str]
    promised: tuple[FavourRecord, ...]
    mentees: tuple[FavourRecord, ...]
    history: tuple[Between, ...]


def giving_page(owner: User, *, profile: ProfileRecord | None = None) -> GivingPage:
    """Gather the page, in a constant number of queries."""
    profile = profile or profiles.profile(owner)
    settings = profiles.settings_of(profile)
    today = clock.today(profiles.zone(owner))
    facts, waiting = favours.facts(owner)
    asked = favours.waiting(owner)
    found = matches_of([*facts, *(one.as_want() for one in waiting)], settings, today)
    held, paired = wants.open_wants(owner), introductions.pairs_thought_of(owner)
    return GivingPage(
        on=today,
        asked=tuple(
            AskedOfMe(one, tuple(match for match in found if match.need.id == -one.id)) for one in asked
        ),
        needs=tuple(one for one in held if one.person and not one.is_offer),
        offers=tuple(one for one in held if one.person and one.is_offer),
        mine=tuple(one for one in held if one.person is None),
        matches=tuple(match for match in found if match.need.id > 0 and match.pair not in paired),
        ideas={one.fact.id: one.idea for one in openings_of(facts, today, settings, paired)},
        promised=tuple(one for one in favours.promised(owner) if not _is_mentoring(one)),
        mentees=favours.mentees(owner),
        history=history(owner, since=today - YEAR),
    )


def history(owner: User, *, since: date | None = None, person_id: int | None = None) -> tuple[Between, ...]:
    """What went both ways, by person; without ``since`` all that there is."""
    first = since or date(1900, 1, 1)
    moment = datetime.combine(first, time.min, tzinfo=UTC)
    return history_of(
        [
            one
            for one in favours.history(owner, since=first, person_id=person_id)
            if person_id is None or one.person.id == person_id
        ],
        favours.letters_sent(owner, since=moment, person_id=person_id),
        favours.advice_heard(owner, since=first, person_id=person_id),
        favours.loops_closed(owner, since=first, person_id=person_id),
    )


@dataclass(frozen=True, slots=True)
class PersonGiving:
    """Needs, offers and favours of one person: what holds first, and what went both ways."""

    wants: tuple[WantRecord, ...]
    waiting: tuple[FavourRecord, ...]
    promised: tuple[FavourRecord, ...]
    between: Between | None
    asked_by: FavourRecord | None


def giving_from(
    found: Found,
    person_id: int,
    zone: ZoneInfo,
    letters_sent: Iterable[DraftRecord],
    said: Iterable[AdviceRecord],
) -> PersonGiving:
    """What a person's page shows of giving, where ``READS_OF_PERSON`` were read with others, letters and advice too."""
    known = found[favours.OF_PERSON]
    mine = [one for one in known if one.person.id == person_id]
    sent = [
        (one.person, one.kind, one.sent_at.astimezone(zone).date())
        for one in letters_sent
        if one.sent_at and one.state == "sent"
    ]
    between = history_of(
        [one for one in mine if one.told_on],
        sent,
        [(one.person, one.text, one.on) for one in said],
        [(one.person, one.text, one.loop_closed_on) for one in said if one.loop_closed_on],
    )
    is_open = [
        one for one in mine if one.status == FavourStatus.OPEN and one.told_on and not _is_mentoring(one)
    ]
    return PersonGiving(
        wants=found[wants.OF_PERSON],
        waiting=tuple(one for one in mine if one.waits_for_me),
        promised=tuple(one for one in is_open if one.direction != FavourDirection.RECEIVED),
        between=between[0] if between else None,
        asked_by=next(
            (
                one
                for one in known
                if one.other
                and one.other.id == person_id
                and one.kind == FavourKind.MENTOR_SOMEONE
                and one.status == FavourStatus.OPEN
            ),
            None,
        ),
    )


def begin_offer(owner: User, *, want_id: int, offer_id: int | None = None) -> Letter:
    """A letter that offers to help with what somebody needs; ``offer_id`` is an offer of my own.

    What I noted of them stays mine: only their own words stand in the letter by themselves. It counts as offered
    when it has gone, and is never chased.
    """
    with transaction.atomic():
        want = wants.want(owner, want_id=want_id)
        if want.person is None or want.is_offer:
            raise Invalid("Choose something that somebody else needs.", field="want_id")
        if people.person(owner, person_id=want.person.id).do_not_contact:
            raise Conflict(f"{want.person.name} is not to be contacted.")
        offer = wants.want(owner, want_id=offer_id) if offer_id is not None else None
        if offer is not None and (offer.person is not None or not offer.is_offer):
            raise Invalid("Choose an offer of your own; another’s is theirs to make.", field="offer_id")
        slots = {"offer": cut(offer.text)} if offer else {}
        if want.source == WantSource.REPLY:
            slots["need"] = cut(want.text)
        made = letters.draft_letter(owner, kind="offer", person_id=want.person.id, slots=slots)
        favours.add_favour(
            owner,
            person_id=want.person.id,
            direction=FavourDirection.OFFERED,
            kind=_kind_of(want.kind),
            text=cut(offer.text) if offer else f"Help with: {cut(want.text)}",
            status=FavourStatus.OPEN,
            on=clock.today(profiles.zone(owner)),
            want_id=want_id,
            draft_id=made.draft.id,
        )
        return made


def hide(owner: User, *, hidden: bool) -> None:
    """No openings on Today and no entry in the menu, or both again. What somebody asked of me stays."""
    profiles.change_profile(owner, hides_giving=hidden)


def _is_mentoring(one: FavourRecord) -> bool:
    """Mentoring somebody of theirs goes on until I let go; it is nothing to tick off."""
    return one.kind == FavourKind.MENTOR_SOMEONE and one.other is not None


def _kind_of(want_kind: str) -> FavourKind:
    return {
        WantKind.LAUNCH: FavourKind.EVANGELISE,
        WantKind.HIRE: FavourKind.MENTOR_SOMEONE,
        WantKind.QUESTION: FavourKind.OUTSIDE_PERSPECTIVE,
    }.get(WantKind(want_kind), FavourKind.OFFER_TO_HELP)
