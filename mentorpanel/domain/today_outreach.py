"""Cards of Today for the paths that follow from noticing somebody. Examples: docs/rules/today.md."""

from collections.abc import Iterator

from mentorpanel.domain.facts import Action, Card
from mentorpanel.domain.outreach import LAST_FOLLOW_UP, PathKind, PathState
from mentorpanel.domain.today_cards import make_card, quoted
from mentorpanel.domain.today_facts import OutreachFacts

SHOWN = (PathState.WRITE, PathState.FOLLOW_UP, PathState.MEET, PathState.LET_GO)


def outreach_cards(paths: tuple[OutreachFacts, ...], busy: frozenset[int]) -> Iterator[Card]:
    """One card for each path with something to do; none while an answer is theirs to give.

    ``busy`` are people whose session or letter has a card already.
    """
    for path in paths:
        step = path.step
        if step.state not in SHOWN or path.do_not_contact or path.person_id in busy:
            continue
        title, label, command = _sentences(path)
        yield make_card(
            "outreach", path.id, title=title, why=step.reason, state=step.state.value,
            step=step.step if step.state == PathState.FOLLOW_UP else "",
            person=(path.person_id, path.person_name), due=step.due,
            facts=(step.state.value, step.letter, step.step, step.due),
            action=Action(label, f"/notice/{path.id}/", command),
        )  # fmt: skip


def _sentences(path: OutreachFacts) -> tuple[str, str, str]:
    """Title, the action's label, and the command that does it."""
    name, step = path.person_name, path.step
    if step.state == PathState.WRITE:
        command = f"mentorpanel draft {step.letter} {quoted(name)}"
        return f"{step.label} for {name}", "Write it", command
    if step.state == PathState.MEET:
        what = "coffee" if path.kind == PathKind.TALK else "meeting"
        return f"{step.label} with {name}", "Set a time", f"mentorpanel met {quoted(name)} --kind {what}"
    if step.state == PathState.LET_GO:
        return f"Let it rest with {name}, kindly", "Let it go", f"mentorpanel notice --let-go {path.id}"
    last = step.step == LAST_FOLLOW_UP
    title = f"A last reminder to {name}, then let it be" if last else f"Remind {name} once"
    return title, "Write a reminder", f"mentorpanel notice --followed-up {path.id}"
