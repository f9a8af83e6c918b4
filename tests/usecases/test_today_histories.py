"""Whatever happened: no duty is missing, nothing contradicts, putting away hides no duty, and a day is always the same."""

import random
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from mentorpanel import clock
from mentorpanel.domain.problems import Problem
from mentorpanel.domain.today_facts import DONE
from mentorpanel.usecases import (
    commitments,
    focus,
    goals,
    journal,
    panel,
    parking,
    people,
    profiles,
    sessions,
    today,
    today_facts,
    touchpoints,
)

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STAGES = ("noticed", "reached-out", "connected", "rapport", "mentor", "formal-mentor", "resting")
WRITES = ("cadence", "propose", "inform", "closing", "formal", "revive", "raise")


def something(owner: Any, chance: random.Random, known: list[int]) -> None:
    """One command, as somebody might give it that day."""
    day, who = clock.today(profiles.zone(owner)), chance.choice(known)
    past, ahead = day - timedelta(days=chance.randint(0, 200)), day + timedelta(days=chance.randint(0, 20))
    {
        "add": lambda: known.append(people.add_person(owner, name=f"Person {len(known)}", title="VP Product").id),
        "stage": lambda: panel.move_stage(owner, person_id=who, stage=chance.choice(STAGES), reason="It is so."),
        "talk": lambda: touchpoints.log_touchpoint(
            owner, person_id=who, kind=chance.choice(["meeting", "email"]), direction=chance.choice(["both", "from-me"]),
            on=past, topics=["pricing"],
        ),
        "plan": lambda: sessions.schedule_once(owner, person_id=who, on=ahead, at=time(chance.randint(8, 17))),
        "hold": lambda: sessions.hold_session(owner, session_id=sessions.unfinished_sessions(owner)[0].id),
        "promise": lambda: commitments.promise(owner, person_id=who, text="A page", due_on=ahead, is_mine=True),
        "park": lambda: parking.park_item(owner, text="A question", person_id=chance.choice([who, None])),
        "goal": lambda: goals.set_goal(owner, statement="Lead", due_on=day + timedelta(days=200), reason="x"),
        "phase": lambda: profiles.begin_phase(owner, phase=chance.choice(["progressing", "transition"])),
        "focus": lambda: focus.set_focus(owner, texts=[f"Focus {day}"], readers="everyone", worth_telling=True),
        "win": lambda: journal.write_entry(owner, text="It went live", kind="win"),
        "pause": lambda: panel.pause(owner, person_id=who, until=ahead + timedelta(days=1)),
    }[chance.choice(["add", "stage", "stage", "talk", "talk", "plan", "hold", "promise", "park", "goal", "phase",
                     "focus", "win", "pause"])]()  # fmt: skip


def check(owner: Any) -> None:
    page = today.today_page(owner)
    shown = (*page.picked.blind_spots, *page.picked.coming_up, *page.picked.openings)
    every = [*shown, *(one.card for one in page.picked.not_shown)]
    gathered = today_facts.gather(owner, profiles.profile(owner), clock.now()).cards
    assert sorted(card.id for card in every) == sorted(card.id for card in gathered)
    assert len({card.id for card in every}) == len(every)
    hidden = [one for one in page.picked.not_shown if one.card.is_duty]
    assert all(one.can_return and "Snoozed" in one.reason for one in hidden)
    away = {one.card.id for one in page.picked.not_shown if one.can_return and one.reason != DONE}
    standing = [card for card in every if card.id not in away]
    writing = [card.person_id for card in standing if card.kind in WRITES and card.person_id is not None]
    assert len(writing) == len(set(writing))
    assert today.today_page(owner).picked == page.picked
    later = page.on + timedelta(days=30)
    assert today.today_page(owner, on=later).picked == today.today_page(owner, on=later).picked


@pytest.mark.parametrize("seed", range(4))
def test_a_random_history(owner: Any, seed: int) -> None:
    chance = random.Random(seed)
    known = [people.add_person(owner, name="Ana Ruiz", title="Director of Product").id]
    panel.move_stage(owner, person_id=known[0], stage="mentor", is_setting_up=True)
    for step in range(30):
        with time_machine.travel(MONDAY + timedelta(days=2 * step), tick=False):
            try:
                something(owner, chance, known)
            except (Problem, IndexError):
                continue
            if step % 3 == 0:
                check(owner)
                put_away(owner, chance)
                check(owner)


def put_away(owner: Any, chance: random.Random) -> None:
    """A card is dismissed or snoozed; a duty refuses to be dismissed."""
    picked = today.today_page(owner).picked
    for card in chance.sample([*picked.blind_spots, *picked.coming_up], k=1) if picked.coming_up else ():
        if card.is_duty:
            with pytest.raises(Problem):
                today.dismiss_card(owner, card_id=card.id, reason="no")
            today.snooze_card(owner, card_id=card.id)
        else:
            today.dismiss_card(owner, card_id=card.id, reason="no")
