"""Cards of Today for goals: over, a milestone, a check-in, nobody beside me. Examples: docs/rules/today-panel.md."""

from collections.abc import Iterator
from datetime import date, timedelta

from mentorpanel.domain.facts import Action, Card, Lane
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_cards import make_card, quoted, shortened
from mentorpanel.domain.today_panel_facts import GoalFacts
from mentorpanel.domain.words import ago, by_day, date_in_words, day_in_words


def goal_cards(goals: tuple[GoalFacts, ...], today: date, settings: RuleSettings) -> Iterator[Card]:
    """At most one card a goal, the first that matches; none before it starts."""
    for goal in goals:
        if goal.starts_on > today:
            continue
        card = (
            _over(goal, today)
            or _milestone(goal, today, settings)
            or _alone(goal, today, settings)
            or _check_in(goal, today, settings)
        )
        if card is not None:
            yield card


def _over(goal: GoalFacts, today: date) -> Card | None:
    if goal.due_on >= today:
        return None
    meant = f"It was meant for {date_in_words(goal.due_on, today)}."
    why = f"{meant} Reached, changed or let go: each is a fine ending; another day is, too."
    return _card(goal, "over", f"What became of it: {shortened(goal.statement)}", why, "Say how it ended",
                 f"mentorpanel goal --end {goal.id} reached", due=goal.due_on, facts=(goal.due_on,))  # fmt: skip


def _milestone(goal: GoalFacts, today: date, settings: RuleSettings) -> Card | None:
    on, ahead = goal.milestone_on, timedelta(days=settings.milestone_ahead_days)
    if on is None or goal.milestone_id is None or on > today + ahead:
        return None
    is_late = on < today
    why = (
        f"A step to “{shortened(goal.statement)}”, meant for {date_in_words(on, today)}; move its day if it takes longer."
        if is_late
        else f"A step to “{shortened(goal.statement)}”, {by_day(on, today)}."
    )
    return _card(goal, "milestone", shortened(goal.milestone), why, "Look at the step",
                 f"mentorpanel goal --tick {goal.milestone_id}", due=on, facts=(goal.milestone_id, on))  # fmt: skip


def _alone(goal: GoalFacts, today: date, settings: RuleSettings) -> Card | None:
    if goal.helpers or (today - goal.starts_on).days < settings.goal_alone_days:
        return None
    why = "Nobody helps with it yet. Somebody who has been there saves you a detour."
    return _card(goal, "alone", f"Who could help with this: {shortened(goal.statement)}", why, "Choose somebody",
                 f"mentorpanel ask {quoted(goal.statement)}", lane=Lane.BLIND_SPOTS, facts=(0,))  # fmt: skip


def _check_in(goal: GoalFacts, today: date, settings: RuleSettings) -> Card | None:
    last = goal.checked_on or goal.starts_on
    rounds = (today - last).days // settings.goal_check_in_days
    if rounds < 1:
        return None
    said = f"You last noted it {ago(last, today)}" if goal.checked_on else f"It began {ago(last, today)}"
    why = f"{said}. A line is enough, and the next brief has something to tell."
    if (goal.due_on - today).days <= settings.goal_near_days:
        why = f"It is due {day_in_words(goal.due_on, today)}. {why}"
    return _card(goal, "check-in", f"How does it stand: {shortened(goal.statement)}", why, "Note it",
                 f"mentorpanel goal --check-in {goal.id} TEXT", facts=(last, rounds))  # fmt: skip


def _card(
    goal: GoalFacts,
    state: str,
    title: str,
    why: str,
    label: str,
    command: str,
    *,
    lane: Lane = Lane.COMING_UP,
    due: date | None = None,
    facts: tuple[object, ...] = (),
) -> Card:
    where = "check" if state == "check-in" else "goal"  # a link into a fold opens it
    return make_card(
        "goal", goal.id, title=title, why=why, state=state, lane=lane, due=due, facts=(state, *facts),
        action=Action(label, f"/goals/#{where}-{goal.id}", command),
    )  # fmt: skip
