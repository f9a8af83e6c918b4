"""focus and goal: what I work on, and towards what."""

from typing import Any

import click

from mentorpanel import clock
from mentorpanel.cli.shell import Shell, command, day_option, listed, part_of
from mentorpanel.domain import documents, goal_examples


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
@click.option("--known-by", "how_known", default="", metavar="TEXT", help="How you will know.")
@click.option(
    "--skill", "skills", multiple=True, metavar="SKILL", help="A skill that it takes; may be repeated."
)
@click.option(
    "--example", default="", metavar="EXAMPLE", help="Begin from an example, with milestones and skills."
)
@click.option("--examples", is_flag=True, help="The examples, written out.")
@click.option("--check-in", "check_in", type=(int, str), metavar="ID TEXT", help="Note progress.")
@click.option("--milestone", type=(int, str), metavar="ID TEXT", help="Add a milestone; “, by DAY” dates it.")
@click.option("--tick", type=int, metavar="MILESTONE", help="A milestone is reached.")
@click.option("--untick", type=int, metavar="MILESTONE", help="It is not reached after all.")
@click.option(
    "--reword", type=(int, str), metavar="MILESTONE TEXT", help="Change a milestone’s words and day."
)
@click.option("--take-out", "take_out", type=int, metavar="MILESTONE", help="Take a milestone out.")
@click.option("--end", type=(int, str), metavar="ID HOW", help="End it: reached, changed or let-go.")
@click.option("--note", default="", help="With --end: a line for later.")
@click.option("--reopen", type=int, metavar="ID", help="An ended goal goes on.")
@click.option("--all", "show_all", is_flag=True, help="Those that have ended, too.")
@listed
def goal_command(
    shell: Shell,
    text: str,
    by_text: str,
    names: tuple[str, ...],
    why: str,
    reason: str,
    how_known: str,
    skills: tuple[str, ...],
    example: str,
    examples: bool,
    show_all: bool,
    limit: int,
    after: str,
    **changes: Any,
) -> None:
    """Set a goal, change one, or list the goals."""
    from mentorpanel.usecases import goals

    if examples:
        _answer_examples(shell)
        return
    if text or example:
        said = {"statement": text, "why": why, "how_known": how_known, "skills": skills}
        _set(shell, example, by_text, names, reason, {name: value for name, value in said.items() if value})
    _change(shell, changes)
    every = goals.goals(shell.owner, open_only=not show_all)
    found, following = part_of(every, limit=limit, after=after, key=lambda goal: goal.id)
    results = [documents.goal(goal) for goal in found]
    lines = [line for goal in found for line in _lines(goal)]
    shell.answer(
        {"results": results, "next": following},
        lines or "No goal yet: mentorpanel goal TEXT --by DATE --with NAME.",
    )


def _set(
    shell: Shell, slug: str, by_text: str, names: tuple[str, ...], reason: str, said: dict[str, Any]
) -> None:
    from mentorpanel.usecases import goals, people

    example = goal_examples.example_named(slug) if slug else None
    today = clock.today(shell.zone)
    due = day_option(shell, by_text) or (goal_examples.due_of(example, today) if example else None)
    if due is None:
        raise click.UsageError("Say by when: --by 2027-09-01.")
    helpers = [people.find_person(shell.owner, name=name).id for name in names]
    begun: dict[str, Any] = {}
    if example is not None:
        begun = {name: getattr(example, name) for name in ("statement", "why", "how_known", "skills")}
        begun["milestones"] = goal_examples.steps_of(example, today, due)
    goals.set_goal(shell.owner, due_on=due, person_ids=helpers, reason=reason, **{**begun, **said})


def _answer_examples(shell: Shell) -> None:
    today = clock.today(shell.zone)
    lines = []
    for one in goal_examples.EXAMPLES:
        steps = goal_examples.steps_of(one, today, goal_examples.due_of(one, today))
        lines += [f"{one.slug}: {one.statement}", f"  why: {one.why}", f"  known by: {one.how_known}"]
        lines += [
            f"  skills: {', '.join(one.skills)}",
            *(f"  {step.due_on}  {step.text}" for step in steps),
            "",
        ]
    shell.answer({"results": [documents.goal_example(one) for one in goal_examples.EXAMPLES]}, lines[:-1])


def _change(shell: Shell, changes: dict[str, Any]) -> None:
    from mentorpanel.usecases import goals

    if changes["check_in"]:
        goals.check_in(shell.owner, goal_id=changes["check_in"][0], text=changes["check_in"][1])
    if changes["milestone"]:
        step = _step(shell, changes["milestone"][1])
        goals.add_milestone(shell.owner, goal_id=changes["milestone"][0], text=step.text, due_on=step.due_on)
    if changes["tick"]:
        goals.tick_milestone(shell.owner, milestone_id=changes["tick"])
    if changes["untick"]:
        goals.tick_milestone(shell.owner, milestone_id=changes["untick"], done=False)
    if changes["reword"]:
        step = _step(shell, changes["reword"][1])
        goals.change_milestone(
            shell.owner, milestone_id=changes["reword"][0], text=step.text, due_on=step.due_on
        )
    if changes["take_out"]:
        goals.remove_milestone(shell.owner, milestone_id=changes["take_out"])
    if changes["end"]:
        ending = changes["end"][1]
        goals.end_goal(shell.owner, goal_id=changes["end"][0], ending=ending, closing_note=changes["note"])
    if changes["reopen"]:
        goals.reopen_goal(shell.owner, goal_id=changes["reopen"])


def _step(shell: Shell, text: str) -> goal_examples.Step:
    """A milestone in one line; an empty one is refused where it is stored."""
    steps = goal_examples.steps_in(" ".join(text.split()), clock.today(shell.zone))
    return steps[0] if steps else goal_examples.Step("")


def _lines(goal: Any) -> list[str]:
    helpers = f", with {', '.join(one.name for one in goal.mentors)}" if goal.mentors else ""
    steps = [
        f"    {'✓' if one.done_on else '○'} #{one.id} {one.text}{f', by {one.due_on}' if one.due_on else ''}"
        for one in goal.milestones
    ]
    ended = f" ({goal.ending} on {goal.ended_on})" if goal.ended_on else ""
    return [f"#{goal.id}  {goal.statement}, by {goal.due_on}{helpers}{ended}", *steps]


def _readers(area: Any) -> str:
    return ", ".join(one.name for one in area.named) if area.readers == "named" else area.readers
