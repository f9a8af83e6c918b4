"""What is in a day's mail to the owner, and whether it is worth one. Examples: docs/rules/reminders.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mentorpanel.domain.card_discretion import Discretion, told_of
from mentorpanel.domain.card_links import CardRef, Press, ref_of
from mentorpanel.domain.facts import Card, ClockPlan, Verdict, WorkingHours
from mentorpanel.domain.reminders import falls_on
from mentorpanel.domain.today_facts import Picked
from mentorpanel.domain.today_pick import in_order, shown_cards
from mentorpanel.domain.words import count, day_in_words, moment_in_words, number, start_sentence

MOST_CARDS: Final = 3
"""How many cards of the week a digest holds beside the duties; our judgement: a mail is read standing."""
MOST_CARDS_A_WEEK: Final = 7
"""And one of the week; our judgement: a card for each day."""
MOST_DUTIES: Final = 8
A_WEEK: Final = timedelta(days=7)
STEPS: Final = ("prepare", "brief", "meet", "thank")
NOT_SENT: Final = "not sent"
SESSION_KINDS: Final = ("brief", "session", "notes", "thank")
"""Cards whose number is a session's."""


@dataclass(frozen=True, slots=True)
class Coming:
    """The next session with its clock and the step it is at. ``lacks_brief``: its time came, and no brief had gone."""

    session_id: int
    person_name: str
    plan: ClockPlan
    step: str
    i_mentor: bool = False
    lacks_brief: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a session's clock: ``state`` is done, now or later."""

    name: str
    when: str
    state: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a mail: what, why (may be empty) and the path of the page where it is done.

    ``card`` is which one it is of, ``presses`` its links, once they are made.
    """

    text: str
    why: str
    path: str
    card: CardRef | None = None
    presses: tuple[Press, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """A day's mail: ``worth`` is ``mail`` or ``none`` with its reason. ``sessions`` are those it tells of,
    ``more`` how many cards it leaves out."""

    day: date
    worth: Verdict
    headline: str
    coming: str
    coming_path: str
    steps: tuple[Step, ...]
    duties: tuple[Item, ...]
    cards: tuple[Item, ...]
    more: int
    sessions: frozenset[int]
    coming_id: int | None = None


def digest_of(
    picked: Picked,
    coming: Coming | None,
    now: datetime,
    hours: WorkingHours,
    zone: ZoneInfo,
    *,
    ahead_days: int,
    discretion: Discretion,
    is_weekly: bool = False,
) -> Digest:
    """The digest of the present local date, from what Today shows; a weekly one has more cards.

    The next session's clock is in it from ``ahead_days`` before; what it says has no line besides.
    """
    most = MOST_CARDS_A_WEEK if is_weekly else MOST_CARDS
    day = now.astimezone(zone).date()
    near = coming if coming is not None and (coming.plan.starts_at - now).days < ahead_days else None
    shown = [card for card in in_order(shown_cards(picked)) if not _is_said_by(near, card)]
    duties = [card for card in shown if card.is_duty]
    rest = [card for card in shown if not card.is_duty and not _is_far(card, day)]
    kept = [*duties[:MOST_DUTIES], *rest[:most]]
    sessions = {_number(card) for card in kept if card.kind in SESSION_KINDS}
    return Digest(
        day=day,
        worth=worth_of(day, shown, near.plan if near else None, hours, zone, is_weekly=is_weekly),
        headline=_plain_headline(duties, rest, near) if discretion.hides_names else picked.headline,
        coming=_coming_line(near, now, zone, discretion) if near else "",
        coming_path=f"/sessions/{near.session_id}/" if near else "",
        steps=steps_of(near, now, zone) if near else (),
        duties=tuple(item_of(card, day, discretion) for card in duties[:MOST_DUTIES]),
        cards=tuple(item_of(card, day, discretion) for card in rest[:most]),
        more=len(shown) - len(kept),
        sessions=frozenset(sessions | ({near.session_id} if near else set())),
        coming_id=near.session_id if near else None,
    )


def worth_of(
    day: date,
    cards: Sequence[Card],
    plan: ClockPlan | None,
    hours: WorkingHours,
    zone: ZoneInfo,
    *,
    is_weekly: bool = False,
) -> Verdict:
    """``mail`` or ``none``, with the reason in words.

    One of the week is, where there is anything at all. On a working day: a duty, or anything that falls on the
    day; on the first one of the week, any card. On another day only what falls on that very day. Our judgement.
    """
    if is_weekly:
        has_any = bool(cards) or plan is not None
        return (
            Verdict("mail", "There is something to look at this week.")
            if has_any
            else Verdict("none", "The week has nothing, so no mail goes.")
        )
    falls_today = any(day in (card.due, card.session_on) for card in cards)
    if falls_today or (plan is not None and falls_on(day, (plan,), zone)):
        return Verdict("mail", "Something falls on this day.")
    if day.weekday() not in hours.weekdays:
        return Verdict("none", "It is no working day, and nothing falls on it, so no mail goes.")
    if any(card.is_duty for card in cards):
        return Verdict("mail", "Somebody counts on what is due.")
    if cards and day.weekday() == min(hours.weekdays):
        return Verdict("mail", "The week begins, and there is something to look at.")
    return Verdict("none", "Nothing is due, so no mail goes.")


def steps_of(coming: Coming, now: datetime, zone: ZoneInfo) -> tuple[Step, ...]:
    """The four steps of the clock with their moments and where each stands."""
    plan = coming.plan
    moments = (plan.prepare_at, plan.brief_due_at, plan.starts_at, plan.thanks_due_at)
    at = STEPS.index(coming.step) if coming.step in STEPS else len(STEPS)
    names, before = STEPS, ("", "due ", "", "by ")
    if coming.i_mentor:
        names, before = ("prepare", "a note", "meet", "write down"), ("", "if you like, by ", "", "by ")
    return tuple(
        Step(name.capitalize(), NOT_SENT, "later")
        if coming.lacks_brief and STEPS[place] == "brief" and place < at
        else Step(
            name.capitalize(),
            f"{before[place]}{moment_in_words(moments[place], now, zone)}",
            "done" if place < at else "now" if place == at else "later",
        )
        for place, name in enumerate(names)
    )


def item_of(card: Card, day: date, discretion: Discretion) -> Item:
    """A card as a line of a mail, in the words that it may have there."""
    due = f"Due {day_in_words(card.due, day)}." if card.due else ""
    text, why = told_of(card, due, discretion)
    return Item(text, why, card.action.url, ref_of(card))


def _coming_line(near: Coming, now: datetime, zone: ZoneInfo, discretion: Discretion) -> str:
    who = "Your next session" if discretion.hides_names else near.person_name
    return f"{who}, {moment_in_words(near.plan.starts_at, now, zone)}"


def _is_far(card: Card, day: date) -> bool:
    """A session beyond the week is nothing to do this week."""
    return card.kind == "session" and card.session_on is not None and card.session_on - day > A_WEEK


def _is_said_by(near: Coming | None, card: Card) -> bool:
    """The clock of the next session says it, but for a brief that is due."""
    is_about_it = card.kind == "session" or (card.kind == "brief" and not card.is_duty)
    return near is not None and is_about_it and _number(card) == near.session_id


def _plain_headline(duties: Sequence[Card], rest: Sequence[Card], near: Coming | None) -> str:
    if duties:
        more = f", and {number(len(rest))} more worth a look" if rest else ""
        return start_sentence(
            f"{count(len(duties), 'thing')} {'is' if len(duties) == 1 else 'are'} due{more}."
        )
    if rest:
        return start_sentence(
            f"{count(len(rest), 'thing')} {'is' if len(rest) == 1 else 'are'} worth a look."
        )
    return "A session is coming up." if near else "Nothing is waiting for you."


def _number(card: Card) -> int:
    tail = card.id.rpartition("-")[2]
    return int(tail) if tail.isdigit() else 0
