"""week: which words fit this week's minutes, each on its day."""

from typing import TYPE_CHECKING

import click

from mentorpanel.cli.shell import Shell, Slug, command, day_option
from mentorpanel.domain.words import count

if TYPE_CHECKING:
    from mentorpanel.usecases.weeks import Week


@command("week", short_help="The week's plan: who is due a word, within your minutes.")
@click.option("--on", "on_text", default="", metavar="DATE", help="The week with that day instead.")
@click.option("--calendar", type=Slug("yes", "no"), help="Whether the plan stands in your calendar feed.")
def week_command(shell: Shell, on_text: str, calendar: str | None) -> None:
    """Duties first, then words with people, a day each; and whether anybody would go cold."""
    from mentorpanel.domain.week_words import week_document
    from mentorpanel.usecases import weeks

    if calendar is not None:
        weeks.put_in_calendar(shell.owner, is_on=calendar == "yes")
    found = weeks.week(shell.owner, on=day_option(shell, on_text))
    document = week_document(found.plan, today=found.today, in_calendar=found.in_calendar)
    shell.answer(document, _words(found, document["headline"], document["lede"]))


def _words(found: "Week", headline: str, lede: str) -> list[str]:
    plan = found.plan
    lines = [headline, *([lede] if lede else [])]
    items = [
        *((one.on, 0, f"{one.title}  ({one.minutes} min, somebody counts on it){_ticked(one.is_done)}") for one in plan.duties),
        *((one.on, 1, f"{one.title}  ({one.minutes} min){_ticked(one.done_on is not None)}") for one in plan.touches),
    ]  # fmt: skip
    for day in sorted({on for on, _, _ in items}):
        lines += ["", f"{day:%A} {day}", *(f"  {words}" for on, _, words in sorted(items) if on == day)]
    lines += ["", f"Of your {plan.weekly_minutes} minutes a week:"]
    lines += [
        f"  from {one.monday}: {one.duty_minutes + one.touch_minutes} min, {count(one.people, 'person', 'people')}"
        for one in plan.weeks
    ]
    return [*lines, "It stands in your calendar feed."] if found.in_calendar else lines


def _ticked(is_done: bool) -> str:
    return "  done" if is_done else ""
