"""Goals to begin from, with how and when to propose them, and milestones as one writes them. Examples: docs/rules/goals.md."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mentorpanel.domain.days import add_months, parse_day
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.wording import one_line

MOST_MILESTONES = 30
LONGEST_MILESTONE = 300
_BY = re.compile(r"(.*\S)\s*[,;–—-]?\s+by\s+(\S.{0,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone: what, and by when; None where it has no date."""

    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class GoalExample:
    """A goal as somebody wrote it before you. ``steps`` are with their share of the way, in per cent.

    The texts, the twelve months and the shares are our judgement; the seed names the move into management, how
    and when to propose it, and which skills it takes.
    """

    slug: str
    name: str
    statement: str
    why: str
    how_known: str
    skills: tuple[str, ...]
    steps: tuple[tuple[int, str], ...]
    months: int = 12


EXAMPLES = (
    GoalExample(
        slug="moving-into-management",
        name="Moving into management",
        statement="Move into managing product managers",
        why="I want to do my best work through other people, and to find out whether it suits me.",
        how_known="I have led somebody's work for a quarter and they would choose it again; my manager has "
        "agreed to the move, or told me what is missing.",
        skills=("coaching", "delegating", "hiring", "giving feedback", "setting direction"),
        steps=(
            (8, "Ask two people who made the move what they gave up and what surprised them"),
            (17, "Agree with my mentor on three skills to build, and what would show each"),
            (35, "Lead a piece of work through others: a new colleague, an intern, a working group"),
            (50, "Gather the evidence: what the people I led say went well, and what did not"),
            (
                60,
                "Propose it to my manager once there is room for it: the evidence, what I would hand over, and to whom",
            ),
            (80, "Try a part of the role: a hiring round, a planning round, one person's growth"),
            (100, "Decide with my manager: the move, a date for it, or what is missing"),
        ),
    ),
    GoalExample(
        slug="larger-scope",
        name="A larger scope",
        statement="Carry a product area instead of a feature",
        why="I want to choose the problems, and not only to solve them.",
        how_known="An area has my name on it, and its strategy is one that I wrote and others act on.",
        skills=("strategy", "influence", "saying no", "writing"),
        steps=(
            (10, "Learn from my mentor how scope is given here, and by whom"),
            (25, "Write the strategy for the area as if it were mine, and have two people take it apart"),
            (45, "Solve one problem of the area that nobody owns"),
            (60, "Propose the scope: what gets better, what I would stop doing, who takes that over"),
            (100, "Look back with my manager on the first quarter of it"),
        ),
    ),
    GoalExample(
        slug="new-field",
        name="A new field",
        statement="Be somebody whose judgement counts in a field that is new to me",
        why="The next product is in a field that I do not know yet.",
        how_known="People of the field ask what I think before they decide.",
        skills=("domain knowledge", "customer insight", "asking questions"),
        steps=(
            (10, "List what I do not know, and ask my mentor which three matter first"),
            (25, "Talk to ten customers, and write down what surprised me"),
            (45, "Shadow two people who are good at it"),
            (65, "Make one decision in it, with the reasons written down beforehand"),
            (100, "Check those reasons against what happened"),
        ),
    ),
)


def example_named(slug: str) -> GoalExample:
    """The example with this slug or name. ``Invalid`` lists those there are."""
    wanted = "-".join(slug.lower().replace("-", " ").split())
    for one in EXAMPLES:
        if wanted in (one.slug, "-".join(one.name.lower().split())):
            return one
    raise Invalid(
        f"There is no such example; there are {', '.join(one.slug for one in EXAMPLES)}.", field="example"
    )


def due_of(example: GoalExample, starts_on: date) -> date:
    """By when it is meant to be reached."""
    return add_months(starts_on, example.months)


def steps_of(example: GoalExample, starts_on: date, due_on: date) -> tuple[Step, ...]:
    """Its milestones, spread over the way from the start to ``due_on``."""
    days = max(0, (due_on - starts_on).days)
    return tuple(Step(text, starts_on + timedelta(days=days * share // 100)) for share, text in example.steps)


def steps_in(text: str, today: date) -> tuple[Step, ...]:
    """Milestones as one writes them: one a line, with a day behind "by" where there is one. ``Invalid`` beyond thirty.

    What follows the last "by" is a day only if it reads as one; else it belongs to the words.
    """
    lines = [line for line in (one_line(one, at_most=LONGEST_MILESTONE) for one in text.splitlines()) if line]
    if len(lines) > MOST_MILESTONES:
        raise Invalid(f"At most {MOST_MILESTONES} milestones; fewer are easier to reach.", field="milestones")
    return tuple(_step(line.lstrip("-*• ").strip() or line, today) for line in lines)


def written(steps: Sequence[Step]) -> str:
    """The text that ``steps_in`` reads as these milestones."""
    return "\n".join(f"{one.text}, by {one.due_on:%Y-%m-%d}" if one.due_on else one.text for one in steps)


def _step(line: str, today: date) -> Step:
    found = _BY.fullmatch(line)
    if found is None:
        return Step(line)
    try:
        return Step(found[1].rstrip(" ,;–—-"), parse_day(found[2], today))
    except Invalid:
        return Step(line)
