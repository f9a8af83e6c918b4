"""The sample panel's give and take: offers, needs with their day, something asked, a mentee of somebody's."""

from datetime import date, time, timedelta
from typing import Final

from mentorpanel.domain.favour_records import WantKind
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import asked, favours, mentees, sessions, wants

OFFERS: Final = (
    ("", "A second pair of eyes on a pricing page, in an evening", ("pricing",), 40),
    ("", "Half an hour on pricing an API, and what I got wrong", ("api",), 26),
    ("Marek Holm", "Introductions to researchers who are between two jobs", ("research",), 52),
    ("Tom Okafor", "An hour on platform roles, for anybody who weighs one", ("platform",), 19),
)
NEEDS: Final = (
    ("Omar Haddad", WantKind.LAUNCH, "The partner programme, open to everyone now", ("partners",), 6),
    ("Sam Teo", WantKind.QUESTION, "How do others grade team projects fairly?", ("teaching",), 33),
)
MINE: Final = (("Somebody who has hired their first product manager", ("hiring",), 11),)
GIVEN: Final = (
    ("Ana Ruiz", "given", "outside-perspective", "Read her team’s charter and marked what was unclear", 47),
    ("Priya Nair", "received", "connect", "Put in a word with the platform lead", 20),
    ("Sam Teo", "offered", "other", "To speak in his course for an hour", 64),
)


def fill(owner: User, ids: dict[str, int], today: date) -> None:
    """Give and take with the people of the sample, so that the page shows what it is for."""
    for name, text, topics, days in OFFERS:
        wants.note_want(
            owner,
            person_id=ids.get(name),
            kind=WantKind.OFFER,
            text=text,
            topics=topics,
            since=_ago(today, days),
        )
    for name, what, text, topics, days in NEEDS:
        wants.note_want(
            owner, person_id=ids[name], kind=what, text=text, topics=topics, since=_ago(today, days)
        )
    for text, topics, days in MINE:
        wants.note_want(owner, text=text, topics=topics, since=_ago(today, days))
    _their_day(owner, ids, today)
    for name, direction, kind, text, days in GIVEN:
        favours.note_favour(
            owner, person_id=ids[name], direction=direction, kind=kind, text=text, on=_ago(today, days)
        )
    asked.note_asked(
        owner,
        person_id=ids["Lena Brandt"],
        text="Could you tell my new product manager how you ran the pilot?",
        on=_ago(today, 2),
    )
    mentees.take_on(owner, person_id=ids["Kai Lind"], asked_by_id=ids["Ana Ruiz"])
    day = today + timedelta(days=18)
    while day.weekday() > 4:
        day += timedelta(days=1)
    sessions.schedule_once(owner, person_id=ids["Kai Lind"], on=day, at=time(9, 30), length_minutes=30)


def _their_day(owner: User, ids: dict[str, int], today: date) -> None:
    """What stands with the people of the sample was mentioned some weeks ago, and not today."""
    for place, number in enumerate(sorted(ids.values())):
        for one in wants.wants_of(owner, person_id=number):
            if one.since == today and one.kind == WantKind.NEED:
                wants.change_want(owner, want_id=one.id, since=_ago(today, 9 + 7 * place))


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)
