"""What is done with a whole series from the shell: prepared otherwise, moved or cancelled from a session on."""

from typing import Any

import click

from mentorpanel.cli.invitations import say_who_still_expects
from mentorpanel.cli.shell import Shell, day_option, time_option


def prepared_otherwise(shell: Shell, series_id: int, minutes: str, lead: str) -> None:
    """Say how a series is prepared, and how that is taken back."""
    from mentorpanel.usecases import series

    if minutes != "usual" and not (minutes.isascii() and minutes.isdecimal() and len(minutes) < 4):
        raise click.UsageError(
            "--prepare takes SERIES, minutes or usual, and hours ahead, day-before or usual."
        )
    was = series.series(shell.owner, series_id=series_id)
    long = None if minutes == "usual" else int(minutes)
    series.prepare_otherwise(shell.owner, series_id=series_id, minutes=long, lead=lead)
    before = f"{'usual' if was.prep_minutes is None else was.prep_minutes} {was.prep_lead or 'usual'}"
    shell.say(
        f"Kept for its sessions. “mentorpanel sessions --prepare {series_id} {before}” takes that back."
    )


def moved(shell: Shell, move: tuple[str, str, str], is_rest: bool, rrule: str, reason: str) -> Any:
    """The session that was moved, by itself or with all later ones."""
    from mentorpanel.usecases import series_moves, sessions

    on = day_option(shell, move[1])
    if on is None:
        raise click.UsageError("Say to which day: --move SESSION DATE HH:MM.")
    found, at = sessions.find_session(shell.owner, reference=move[0]), time_option(move[2])
    if not is_rest:
        return sessions.move_session(shell.owner, session_id=found.id, on=on, at=at, reason=reason)
    done = series_moves.move_rest(shell.owner, session_id=found.id, on=on, at=at, rrule=rrule, reason=reason)
    gone = f"; {done.cancelled} behind its end are off" if done.cancelled else ""
    shell.say(f"From then on {done.in_words}: {done.moved} moved, with what was planned{gone}.")
    return done.first


def cancelled_rest(shell: Shell, found: Any, reason: str, who: str) -> Any:
    """The session that was cancelled, with all later ones of its series."""
    from mentorpanel.usecases import series, sessions

    if found.series_id is None:
        raise click.UsageError("This session is of no series; leave --rest out.")
    off = series.end_series(
        shell.owner, series_id=found.series_id, from_session_id=found.id, reason=reason, who=who
    )
    shell.say(f"{off} off; the series ends before. “--resume-series {found.series_id}” takes that back.")
    say_who_still_expects(shell, found.series_id)
    return sessions.session(shell.owner, session_id=found.id)
