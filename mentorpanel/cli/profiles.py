"""profile: who I am, my phase, my day and my week."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, command, time_option
from mentorpanel.domain.needs import PHASE_SLUGS

TEXTS = {
    "name": "name",
    "title": "title",
    "level": "level",
    "organisation": "organisation",
    "zone": "time_zone",
    "mail": "mail_address",
}


@command("profile", short_help="Who you are, your phase, your day and your week.")
@click.option("--name", help="Your name, as letters sign it.")
@click.option("--title", help="What you are; suggests a level while you have said none.")
@click.option("--level", help="Your rung on the ladder, such as senior-pm.")
@click.option("--org", "organisation", help="Where you work.")
@click.option("--zone", help="Your time zone, such as Europe/Lisbon.")
@click.option("--mail", help="The address that letters come from.")
@click.option("--phase", help=f"{', '.join(PHASE_SLUGS)}, or one of your own.")
@click.option("--own", is_flag=True, help="With --phase: begin a phase of your own under that name.")
@click.option("--situation", help="Your situation in this phase, in a sentence.")
@click.option(
    "--rest", "rests", multiple=True, metavar="NAME", help="With --phase: who may rest. Once or more."
)
@click.option(
    "--tell",
    default="nobody",
    metavar="NAMES|everyone|nobody",
    help="With --phase: who may know your focus now.",
)
@click.option(
    "--undo-phase", is_flag=True, help="Take the last change of phase back; who rested is back, too."
)
@click.option("--weekly-minutes", type=click.IntRange(0, 2400), help="Minutes a week for your network.")
@click.option("--day", "hours", metavar="HH:MM-HH:MM", help="When your work starts and ends.")
@click.option("--prepare-at", metavar="HH:MM", help="The hour kept for preparing, on the working day before.")
@click.option("--prepare-ahead", metavar="HOURS|day-before", help="Or so many hours ahead of a session.")
def profile_command(
    shell: Shell,
    phase: str | None,
    own: bool,
    situation: str | None,
    rests: tuple[str, ...],
    tell: str,
    undo_phase: bool,
    **said: Any,
) -> None:
    """Show your profile; options change it."""
    from mentorpanel.usecases import phases, profiles

    current = profiles.phase(shell.owner)
    if undo_phase and current is not None:
        phases.undo_phase(shell.owner, change=phases.PhaseChange(current.id, current.phase))
    changes: dict[str, Any] = {
        field: said[option] for option, field in TEXTS.items() if said[option] is not None
    }
    if said["weekly_minutes"] is not None:
        changes["weekly_minutes"] = said["weekly_minutes"]
    if said["hours"]:
        starts, _, ends = said["hours"].partition("-")
        changes |= {"work_starts": time_option(starts.strip()), "work_ends": time_option(ends.strip())}
    if said["prepare_at"]:
        changes["prepares"] = time_option(said["prepare_at"])
    if said["prepare_ahead"]:
        changes["prep_hours_before"] = _hours_ahead(said["prepare_ahead"])
    if phase or situation is not None:
        _change_phase(shell, phase, situation or "", rests, tell, is_own=own)
    if changes:
        profiles.change_profile(shell.owner, **changes)
    document = _document(shell)
    labels = {name: value for name, value in document.items() if value not in (None, "") and name != "id"}
    shell.answer(
        document, [f"{name.replace('_', ' ').capitalize():16} {value}" for name, value in labels.items()]
    )


def _change_phase(
    shell: Shell, phase: str | None, situation: str, rests: tuple[str, ...], tell: str, *, is_own: bool
) -> None:
    from mentorpanel.domain.needs import phase_slug
    from mentorpanel.domain.problems import Invalid
    from mentorpanel.usecases import people, phases, profiles

    current = profiles.phase(shell.owner)
    slug = phase or (current.phase if current else "")
    if not slug:
        raise click.UsageError("Say --phase with --situation; there is no phase yet.")
    if current is not None and phase_slug(slug) == current.phase:
        profiles.begin_phase(shell.owner, phase=slug, note=situation)
        return
    readers: Any = tell.strip().lower()
    if readers not in ("everyone", "nobody"):
        readers = [people.find_person(shell.owner, name=name).id for name in tell.split(",") if name.strip()]
    resting = [people.find_person(shell.owner, name=name).id for name in rests]
    try:
        phases.change_phase(
            shell.owner,
            phase=slug,
            note=situation,
            readers_for_focus=readers,
            resting_ids=resting,
            is_own=is_own,
        )
    except Invalid as problem:
        if problem.code != "unknown-phase":
            raise
        raise Invalid(f"{problem.message.removesuffix('.')}: --own.", field="phase") from problem


def _hours_ahead(said: str) -> int | None:
    if said == "day-before":
        return None
    if not said.isascii() or not said.isdecimal() or len(said) > 3:
        raise click.UsageError("--prepare-ahead takes a number of hours, or day-before.")
    return int(said)


def _document(shell: Shell) -> dict[str, Any]:
    from mentorpanel.usecases import profiles, setting_documents

    known, phase = profiles.profile(shell.owner), profiles.phase(shell.owner)
    return {
        **setting_documents.profile(known),
        "phase": phase.phase if phase else None,
        "situation": phase.note if phase else None,
        "since": phase.started_on if phase else None,
    }
