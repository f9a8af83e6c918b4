"""focus and goal: what I work on, and towards what."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, command, day_option, listed, part_of
from mentorpanel.domain import documents


@command("focus", short_help="What I focus on now, and who may read it.")
@click.argument("texts", nargs=-1)
@click.option(
    "--readers", default="", metavar="NAMES|everyone|nobody", help="Names between commas, or everyone."
)
@click.option("--worth-telling", is_flag=True, help="A change that mentors should hear of.")
@listed
def focus_command(
    shell: Shell, texts: tuple[str, ...], readers: str, worth_telling: bool, limit: int, after: str
) -> None:
    """Show the focus areas, or set them: up to five, each a text."""
    from mentorpanel.usecases import focus, people

    if texts:
        named: Any = readers.strip().lower()
        if named not in ("", "everyone", "nobody"):
            named = [
                people.find_person(shell.owner, name=name.strip()).id
                for name in readers.split(",")
                if name.strip()
            ]
        given = {"readers": named} if named else {}
        focus.set_focus(shell.owner, texts=list(texts), worth_telling=worth_telling, **given)
    areas, following = part_of(
        focus.focus_areas(shell.owner), limit=limit, after=after, key=lambda area: area.id
    )
    results = [documents.focus_area(area) for area in areas]
    lines = [f"#{area.id}  {area.text}  (read by {_readers(area)})" for area in areas]
    shell.answer(
        {"results": results, "next": following},
        lines or "No focus area yet: mentorpanel focus 'What I work on'.",
    )


@command("goal", short_help="A goal, with its date.")
@click.argument("text", default="")
@click.option("--by", "by_text", default="", metavar="DATE", help="By when.")
@click.option("--with", "names", multiple=True, metavar="NAME", help="Who helps.")
@click.option("--why", default="", help="Why you want it.")
@click.option("--reason", default="", help="For a horizon outside 6 to 18 months.")
@click.option("--check-in", "check_in", type=(int, str), metavar="ID TEXT", help="Note progress.")
@click.option("--milestone", type=(int, str), metavar="ID TEXT", help="Add a milestone.")
@click.option("--tick", type=int, metavar="MILESTONE", help="A milestone is reached.")
@click.option("--end", type=(int, str), metavar="ID HOW", help="End it: reached, changed or dropped.")
@listed
def goal_command(
    shell: Shell,
    text: str,
    by_text: str,
    names: tuple[str, ...],
    why: str,
    reason: str,
    limit: int,
    after: str,
    **changes: Any,
) -> None:
    """Set a goal, change one, or list the goals."""
    from mentorpanel.usecases import goals, people

    if text:
        due = day_option(shell, by_text)
        if due is None:
            raise click.UsageError("Say by when: --by 2027-09-01.")
        helpers = [people.find_person(shell.owner, name=name).id for name in names]
        goals.set_goal(shell.owner, statement=text, due_on=due, why=why, person_ids=helpers, reason=reason)
    _change(shell, changes)
    found, following = part_of(goals.goals(shell.owner), limit=limit, after=after, key=lambda goal: goal.id)
    results = [documents.goal(goal) for goal in found]
    lines = [line for goal in found for line in _lines(goal)]
    shell.answer(
        {"results": results, "next": following},
        lines or "No goal yet: mentorpanel goal TEXT --by DATE --with NAME.",
    )


def _change(shell: Shell, changes: dict[str, Any]) -> None:
    from mentorpanel.usecases import goals

    if changes["check_in"]:
        goals.check_in(shell.owner, goal_id=changes["check_in"][0], text=changes["check_in"][1])
    if changes["milestone"]:
        goals.add_milestone(shell.owner, goal_id=changes["milestone"][0], text=changes["milestone"][1])
    if changes["tick"]:
        goals.tick_milestone(shell.owner, milestone_id=changes["tick"])
    if changes["end"]:
        goals.end_goal(shell.owner, goal_id=changes["end"][0], ending=changes["end"][1], closing_note="")


def _lines(goal: Any) -> list[str]:
    helpers = f", with {', '.join(one.name for one in goal.mentors)}" if goal.mentors else ""
    steps = [f"    {'✓' if one.done_on else '○'} #{one.id} {one.text}" for one in goal.milestones]
    return [f"#{goal.id}  {goal.statement}, by {goal.due_on}{helpers}", *steps]


def _readers(area: Any) -> str:
    return ", ".join(one.name for one in area.named) if area.readers == "named" else area.readers
