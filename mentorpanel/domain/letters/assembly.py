"""Fills the slots of a letter from what its reader may read, and from nothing else."""

from mentorpanel.domain.facts import AdviceStatus, JournalKind, ParkedKind
from mentorpanel.domain.letters.brief import FOCUS_AREAS
from mentorpanel.domain.mentor_view import (
    MentorView,
    RecapView,
    SharedAdvice,
    SharedDecision,
    SharedGoal,
    SharedPromise,
    ThanksView,
)
from mentorpanel.domain.recurrence import zone_of
from mentorpanel.domain.session_clock import when_in_words, written_day
from mentorpanel.domain.words import clock_time

_MOST_LINES = 4
_CAME_OF_IT = {
    AdviceStatus.TRYING: "I am trying it",
    AdviceStatus.WORKED: "it worked",
    AdviceStatus.DID_NOT: "it did not work",
    AdviceStatus.SET_ASIDE: "I set it aside",
}
DID = {
    AdviceStatus.TRYING: "I am trying it.",
    AdviceStatus.WORKED: "I did it.",
    AdviceStatus.DID_NOT: "I tried it.",
    AdviceStatus.SET_ASIDE: "I thought about it and chose another way.",
}


def greeting_for(name: str) -> str:
    """How a letter to that person begins, until the owner writes it their way."""
    first = name.split()[:1]
    return f"Hi {first[0]}," if first else "Hi,"


def assemble_brief(view: MentorView, short: bool = False) -> dict[str, str]:
    """The slots filled from what this mentor may read; ``short`` gives the three-line form.

    Context, options and the question of a focus area stay empty: only the owner knows them.
    """
    day = written_day(view.starts_at.astimezone(zone_of(view.zone)).date())
    slots = {
        "greeting": greeting_for(view.person_name),
        "day": day,
        "when": when_in_words(view.starts_at, view.ends_at, view.zone, view.their_zone),
        "place": view.place,
        "sign_off": view.my_name,
    }
    return {**slots, **(_short_slots(view) if short else _whole_slots(view))}


def _whole_slots(view: MentorView) -> dict[str, str]:
    slots = {
        "goal": "\n".join(_goal_line(goal) for goal in view.goals),
        "loop": "\n".join(_loop_lines(view.advice)),
        "since": "\n".join(_since_lines(view)),
        "promises": "\n".join(
            [*_promise_lines(view.mine, "I promised"), *_promise_lines(view.theirs, "You offered")]
        ),
        "parked": "\n".join(item.text for item in view.parked),
    }
    newest_first = sorted(view.focus, key=lambda area: not area.is_new)
    for number, area in enumerate(newest_first[:FOCUS_AREAS], start=1):
        slots[f"focus_{number}"] = area.text
        slots[f"focus_{number}_want"] = "advise"
    return slots


def _short_slots(view: MentorView) -> dict[str, str]:
    newest_first = sorted(view.journal, key=lambda entry: entry.on, reverse=True)
    changed = [entry.text for entry in newest_first]
    changed += [f"My focus is now {area.text}" for area in view.focus if area.is_new]
    questions = [item.text for item in view.parked if item.kind is ParkedKind.QUESTION]
    return {
        "short_changed": changed[0] if changed else "",
        "short_want": f"Your advice: {view.focus[0].text}" if view.focus else "",
        "short_question": questions[0] if questions else "",
    }


def _goal_line(goal: SharedGoal) -> str:
    line = goal.statement.rstrip(".")
    if goal.due_on:
        line += f", by {goal.due_on.day} {goal.due_on:%B %Y}"
    if goal.milestones:
        line += f". {len(goal.done)} of {goal.milestones} steps done"
        line += f"; the latest: {goal.done[-1].rstrip('.')}" if goal.done else ""
    if goal.next_step:
        line += f". Next: {goal.next_step.rstrip('.')}"
    return line + "."


def _loop_lines(advice: tuple[SharedAdvice, ...]) -> list[str]:
    lines = []
    for one in [one for one in advice if one.status in _CAME_OF_IT][:_MOST_LINES]:
        outcome = f": {one.outcome}" if one.outcome else ""
        lines.append(f"You said “{one.text.rstrip('.')}”; {_CAME_OF_IT[one.status]}{outcome}")
    return lines


def _since_lines(view: MentorView) -> list[str]:
    order = {JournalKind.CHANGE: 0, JournalKind.WIN: 1, JournalKind.CHALLENGE: 2, JournalKind.LEARNING: 3}
    newest = sorted(view.journal, key=lambda entry: entry.on, reverse=True)[:_MOST_LINES]
    lines = [
        f"{entry.kind.value.capitalize()}: {entry.text}"
        for entry in sorted(newest, key=lambda one: order[one.kind])
    ]
    return [*lines, *view.role[:_MOST_LINES], *map(_decision_line, view.decisions[:_MOST_LINES])]


def _decision_line(decision: SharedDecision) -> str:
    day = decision.answer_by
    return f"I have to decide{f' by {day.day} {day:%B}' if day else ''}: {decision.question}"


def _promise_lines(promises: tuple[SharedPromise, ...], who: str) -> list[str]:
    lines = []
    for promise in sorted(promises, key=lambda one: not one.is_done)[: 2 * _MOST_LINES]:
        due = f", by {promise.due_on.day} {promise.due_on:%B}" if promise.due_on else ""
        lines.append(f"{who}: {promise.text.rstrip('.')} ({'done' if promise.is_done else 'open' + due})")
    return lines


def assemble_recap(view: RecapView) -> dict[str, str]:
    """The slots filled from a session that was held; why it helped is the owner's to say."""
    zone = zone_of(view.zone)
    following = view.next_starts_at.astimezone(zone) if view.next_starts_at else None
    return {
        "greeting": greeting_for(view.person_name),
        "day": written_day(view.starts_at.astimezone(zone).date()),
        "they_said": view.advice[0] if view.advice else "",
        "understood": "\n".join([*view.advice[1:], *filter(None, view.shared_notes.splitlines())]),
        "my_commitments": "\n".join(_promise(promise) for promise in view.mine if not promise.is_done),
        "their_commitments": "\n".join(_promise(promise) for promise in view.theirs if not promise.is_done),
        "next_date": f"{written_day(following.date())}, {clock_time(following, zone)}" if following else "",
        "sign_off": view.my_name,
    }


def _promise(promise: SharedPromise) -> str:
    due = f", by {promise.due_on.day} {promise.due_on:%B}" if promise.due_on else ""
    return promise.text.rstrip(".") + due


def assemble_thank_you(view: ThanksView) -> dict[str, str]:
    """The slots filled from one piece of their advice; the appreciation is the owner's to say."""
    return {
        "greeting": greeting_for(view.person_name),
        "advice": view.advice,
        "did": DID.get(view.status, ""),
        "result": view.outcome,
        "appreciation": "",
        "sign_off": view.my_name,
    }
