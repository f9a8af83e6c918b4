"""Following Today: what happened in the world as Mentorpanel's own facts, its own cards, and each card's deed.

No rule is copied: the cards are ``mentorpanel.domain.today``'s, chosen by its ``pick``, over facts that are built from
the diary alone. Each kind of card becomes the deed of the world that its action names; a kind that this world
knows nothing of is counted in ``unknown`` and costs nothing.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bench.year.diary import Item, Meeting, Page
from bench.year.policies import heeds
from bench.year.world import World
from mentorpanel.domain import session_clock, today
from mentorpanel.domain.advice_records import OpenLoop
from mentorpanel.domain.commitments import CommitmentFacts
from mentorpanel.domain.facts import (
    AdviceStatus,
    Card,
    ClockPlan,
    Direction,
    SessionStatus,
    Stage,
    Tie,
    Touch,
    TouchpointKind,
    WorkingHours,
)
from mentorpanel.domain.favour_records import WantKind
from mentorpanel.domain.reciprocity import AskedFacts, WantFacts
from mentorpanel.domain.records import Named
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.standing import standing_of
from mentorpanel.domain.today_facts import HelpFacts, SessionFacts, TieState, TodayFacts
from mentorpanel.domain.trace_records import TraceRecord
from mentorpanel.domain.warmth import half_life, summarise

FIRST_DAY = date(2026, 1, 5)
"""A Monday."""
ZONE = ZoneInfo("Europe/Berlin")
LOOKS_AT = time(8)
MEETS_AT = time(16)
LENGTH = 45
SINCE = FIRST_DAY - timedelta(days=400)
SETTINGS = RuleSettings()
OFFER = "reading a pricing page"
MOST_LOOKS = 2
"""Once more after the first cards are done: written notes are followed by thanks."""
_UPDATES = {"update"}
_NO_ANSWER_WANTED = {"note", "brief", "thanks", "loop", "help", "kept"}


class Today:
    """The page is opened each working morning, and what it shows is done in its order while the week has minutes."""

    def __init__(self) -> None:
        self.traces: list[TraceRecord] = []
        self.facts = Facts()
        self.unknown: Counter[str] = Counter()

    def look(self, world: World) -> None:
        """Look, do what is shown, and look once more where that changed anything."""
        for _ in range(MOST_LOOKS):
            has_time = world.diary.budget - world.diary.spent >= world.parameters.minutes_note
            if not has_time or not self._go_through(world):
                break

    def _go_through(self, world: World) -> bool:
        day = date_of(world.day)
        now = datetime.combine(day, LOOKS_AT, tzinfo=ZONE).astimezone(UTC)
        cards = today.cards_for(self.facts.of(world), now, ZONE, SETTINGS)
        diary = world.diary
        spent = self._minutes_with_cards(day)
        picked = today.pick(cards, self.traces, diary.budget, spent, today=day, settings=SETTINGS)
        shown = {card.id for card in today.shown_cards(picked)}
        has_done = False
        for card in cards:
            if card.id not in shown:
                continue
            if heeds(world, card.kind, card.person_id or 0) and self._do(world, card):
                self._remember(world, card, now)
                has_done = True
        return has_done

    def _minutes_with_cards(self, day: date) -> int:
        """What the product knows of the week's minutes: those of cards that were done, and no others."""
        monday = day - timedelta(days=day.weekday())
        return sum(one.minutes for one in self.traces if one.on >= monday)

    def _do(self, world: World, card: Card) -> bool:
        deed = DEEDS.get(card.kind) or _by_letter(card)
        if deed is None:
            self.unknown[f"{card.kind} {card.state}".strip()] += 1
            return False
        return deed(world, card)

    def _remember(self, world: World, card: Card, now: datetime) -> None:
        number = len(self.traces) + 1
        day = date_of(world.day)
        self.traces = [one for one in self.traces if (day - one.on).days < 30]
        minutes = card.effort_minutes
        self.traces.append(TraceRecord(number, card.id, "done", card.facts_key, None, "", minutes, now, day))


# --- a card's deed


def _item(world: World, kind: str, fits: Callable[[Item], bool]) -> bool:
    for item in list(world.diary.open_items(world.day)):
        if item.kind == kind and fits(item):
            return world.do(item)
    return False


def _number(card: Card) -> int:
    return int(card.id.rpartition("-")[2])


def _of_meeting(kind: str) -> Callable[[World, Card], bool]:
    def deed(world: World, card: Card) -> bool:
        return _item(
            world, kind, lambda item: item.meeting is not None and item.meeting.number == _number(card)
        )

    return deed


def _of_item(kind: str) -> Callable[[World, Card], bool]:
    return lambda world, card: _item(world, kind, lambda item: item.number == _number(card))


def _loop(world: World, card: Card) -> bool:
    return _item(world, "loop", lambda item: item.mentor == card.person_id)


def _word(world: World, card: Card) -> bool:
    """An update; one line where the card asks for no more after a message without an answer."""
    if card.person_id is None:
        return False
    is_line = card.state == "waiting" and not card.action.command.startswith("mentorpanel draft update")
    return world.line(card.person_id) if is_line else world.update(card.person_id)


def _book(world: World, card: Card) -> bool:
    return card.person_id is not None and world.book(card.person_id)


def _inform(world: World, card: Card) -> bool:
    """An update to each whom the card is for; they stand in its facts as number and version."""
    told = [int(number) for number in re.findall(r"(?:^|\.)(\d+)v", card.facts_key)]
    return sum(world.update(number) for number in told) > 0


def _nothing(world: World, card: Card) -> bool:
    """Only to be looked at: the meeting itself is in the calendar."""
    return False


DEEDS: dict[str, Callable[[World, Card], bool]] = {
    "asked": _of_item("request"),
    "brief": _of_meeting("brief"),
    "notes": _of_meeting("notes"),
    "thank": _of_meeting("thanks"),
    "session": _nothing,
    "answered": _of_item("thanks"),
    "commitment": _of_item("promise"),
    "cadence": _word,
    "inform": _inform,
    "propose": _book,
    "loop": _loop,
    "opening": _of_item("want"),
}


def _by_letter(card: Card) -> Callable[[World, Card], bool] | None:
    """The deed of a kind that is not in the table, by the letter that its action writes."""
    words = card.action.command.split()
    if card.person_id is None or words[:2] != ["mentorpanel", "draft"]:
        return None
    return {"update": _word, "revive": _word, "thank-you": _loop}.get(words[2])


# --- what happened, as Mentorpanel's facts


def date_of(day: int) -> date:
    """The date of a day of the simulated year; negative days are before it."""
    return FIRST_DAY + timedelta(days=day)


class Facts:
    """Builds facts from the diary; what cannot have changed is kept."""

    def __init__(self) -> None:
        self._clocks: dict[int, ClockPlan] = {}
        self._ties: dict[int, tuple[object, Tie]] = {}
        self._touches: dict[int, list[Touch]] = {}

    def of(self, world: World) -> TodayFacts:
        """Everything that Today looks at that morning."""
        day, diary = world.day, world.diary
        items = list(diary.open_items(day))
        return TodayFacts(
            sessions=tuple(self._session(one) for one in diary.meetings if self._is_near(one, day)),
            ties=tuple(TieState(self.tie(world, page)) for page in diary.pages),
            commitments=tuple(
                CommitmentFacts(
                    item.number, item.mentor, name_of(item.mentor), is_mine=True, text="What I promised",
                    due_on=date_of(item.due), made_on=date_of(item.since),
                ) for item in items if item.kind == "promise"
            ),
            loops=tuple(
                OpenLoop(
                    item.number, Named(item.mentor, name_of(item.mentor)), "What they advised", AdviceStatus.WORKED,
                    "It worked", date_of(item.since),
                ) for item in items if item.kind == "loop"
            ),
            asked=tuple(
                AskedFacts(item.number, item.mentor, name_of(item.mentor), "a favour", date_of(item.since))
                for item in items if item.kind == "request"
            ),
            helps=tuple(
                HelpFacts(
                    "answered", item.number, item.mentor, name_of(item.mentor), "a question", date_of(item.since)
                ) for item in items if item.kind == "thanks" and item.meeting is None
            ),
            wants=(*_offers(), *(_want(item) for item in items if item.kind == "want")),
        )  # fmt: skip

    def tie(self, world: World, page: Page) -> Tie:
        """A mentor's tie; made anew only when something passed, was booked, or my situation changed."""
        diary, booked = world.diary, page.booked
        key = (len(page.exchanges), booked and booked.day, diary.version)
        known = self._ties.get(page.number)
        if known is not None and known[0] == key:
            return known[1]
        stage = Stage.FORMAL_MENTOR if page.is_regular else Stage.MENTOR
        touches = self._touches.setdefault(page.number, [])
        touches += [_touch(one.day, one.what, one.sender) for one in page.exchanges[len(touches) :]]
        notes = [one.day for one in page.exchanges if one.what == "note"]
        tie = Tie(
            person_id=page.number,
            name=name_of(page.number),
            stage=stage,
            entered_stage_on=SINCE,
            summary=summarise(touches, date_of(world.day), half_life(stage, SETTINGS)),
            last_update_on=None if page.last_update is None else date_of(page.last_update),
            informed_on=date_of(page.told_on),
            told_version=page.told_version,
            reader_version=diary.version,
            reader_version_on=date_of(diary.changed_on),
            next_session_on=date_of(booked.day) if booked else None,
            last_follow_up_on=date_of(notes[-1]) if notes else None,
        )
        self._ties[page.number] = (key, tie)
        return tie

    def is_current(self, world: World, page: Page) -> bool:
        """Whether the standing with a mentor is *current* by Mentorpanel's rule; a measure for every policy."""
        standing = standing_of(self.tie(world, page), date_of(world.day), SETTINGS)
        return standing is not None and standing.verdict == "current"

    def _is_near(self, meeting: Meeting, day: int) -> bool:
        is_open = meeting.thanked_on is None and not meeting.is_past_thanks
        return meeting.state == "booked" or (meeting.state == "held" and (is_open or meeting.day >= day - 31))

    def _session(self, meeting: Meeting) -> SessionFacts:
        clock = self._clocks.get(meeting.number)
        if clock is None:
            starts = datetime.combine(date_of(meeting.day), MEETS_AT, tzinfo=ZONE).astimezone(UTC)
            clock = session_clock.plan(starts, LENGTH, "Europe/Berlin", WorkingHours())
            self._clocks[meeting.number] = clock
        status = SessionStatus.PLANNED if meeting.brief_on is None else SessionStatus.BRIEF_SENT
        if meeting.state == "held" and (meeting.notes_on is not None or meeting.is_past_thanks):
            status = SessionStatus.HELD
        has_thanked = meeting.thanked_on is not None or meeting.is_past_thanks
        name = name_of(meeting.mentor)
        return SessionFacts(meeting.number, meeting.mentor, name, status, clock, has_thanked=has_thanked)


def name_of(number: int) -> str:
    return f"Mentor {number}"


def _touch(day: int, what: str, sender: str) -> Touch:
    kind = TouchpointKind.SESSION if what == "talk" else TouchpointKind.EMAIL
    direction = {"me": Direction.FROM_ME, "them": Direction.FROM_THEM, "both": Direction.BOTH}[sender]
    return Touch(
        date_of(day),
        kind,
        direction,
        is_personal_update=what in _UPDATES,
        told_focus=what in ("update", "brief", "talk"),
        awaits_answer=what not in _NO_ANSWER_WANTED,
    )


def _offers() -> tuple[WantFacts, ...]:
    return (WantFacts(0, None, "", WantKind.OFFER, OFFER, SINCE, topics=("pricing",)),)


def _want(item: Item) -> WantFacts:
    kind = WantKind.LAUNCH if item.is_news else WantKind.NEED
    text = "something new" if item.is_news else OFFER
    return WantFacts(
        item.number, item.mentor, name_of(item.mentor), kind, text, date_of(item.since), topics=("pricing",)
    )
