"""feed: the calendar address with sessions, preparation and due dates, and the same as a file."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mentorpanel.cli.shell import Shell, Slug, command
from mentorpanel.domain.problems import Invalid

if TYPE_CHECKING:
    from mentorpanel.domain.calendar_feed import FeedOptions, FeedRecord

MADE = "Keep it like a password: whoever has it can read the calendar. It is shown this once."
LOCAL = (
    "Only calendar programs on this machine can reach it. For Google or Outlook on the web set MENTORPANEL_URL, "
    "or import a file: mentorpanel feed --write FILE"
)


class Minutes(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on only
    """Minutes up to a day, or off."""

    name = "minutes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The number as text, or ``off``; anything else is wrong usage."""
        said = str(value).strip().lower()
        is_number = said.isascii() and said.isdecimal() and len(said) <= 4 and int(said) <= 1440
        if said != "off" and not is_number:
            self.fail(f"“{said[:20]}” is neither minutes from 0 to 1440 nor off.", param, ctx)
        return said


@command("feed", short_help="A private calendar address; or the calendar as a file.")
@click.option("--new", is_flag=True, help="Make an address; one there was is good no longer.")
@click.option("--revoke", is_flag=True, help="The address is good no longer.")
@click.option("--restore", is_flag=True, help="Take a revocation back.")
@click.option("--names", type=Slug("yes", "no"), help="Whether events say with whom, where and what is due.")
@click.option("--due-dates", type=Slug("yes", "no"), help="Whether briefs, promises and goals are in it.")
@click.option("--alarm", type=Minutes(), metavar="MIN|off", help="Remind so long before.")
@click.option(
    "--write", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the calendar."
)
def feed_command(
    shell: Shell, new: bool, revoke: bool, restore: bool, write: Path | None, **said: str | None
) -> None:
    """Show the calendar feed; options change it. The address itself is shown only when it is made."""
    from mentorpanel.usecases import addresses, feeds, setting_documents

    if new + revoke + restore > 1:
        raise click.UsageError("--new, --revoke and --restore are one at a time.")
    options = _changed(feeds.feed(shell.owner).options, said)
    feeds.change_options(shell.owner, options=options)
    base, address = addresses.base_address(), None
    if new:
        _, token = feeds.make_address(shell.owner)
        address = feeds.address_of(token, base_address=base)
    elif revoke:
        feeds.revoke_address(shell.owner)
    elif restore:
        feeds.restore_address(shell.owner)
    if write is not None:
        _write(write, feeds.calendar(shell.owner, base_address=base))
        shell.say(f"Written: {write}")
    if address and not shell.as_json:
        shell.say(MADE)
    is_local = feeds.is_this_machine_only(base)
    record = feeds.feed(shell.owner)
    document = setting_documents.feed(record, address=address, is_local=is_local)
    document["written"] = str(write) if write else None
    shell.answer(document, _words(shell, record, address=address, is_local=is_local))


def _changed(options: "FeedOptions", said: dict[str, str | None]) -> "FeedOptions":
    changes: dict[str, Any] = {}
    if said["names"]:
        changes["shows_names"] = said["names"] == "yes"
    if said["due_dates"]:
        changes["has_due_dates"] = said["due_dates"] == "yes"
    if said["alarm"] is not None:
        changes["alarm_minutes"] = None if said["alarm"] == "off" else int(said["alarm"])
    return replace(options, **changes)


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {error.strerror}.", field="write") from error


def _words(shell: Shell, record: "FeedRecord", *, address: str | None, is_local: bool) -> list[str]:
    options = record.options
    known = {
        "none": "No calendar address yet. “mentorpanel feed --new” makes one.",
        "good": f"Calendar address: made {shell.when(record.made_at)}, {_fetched(record)}.",
        "revoked": "Calendar address: revoked. “mentorpanel feed --new” makes another.",
    }
    alarm = (
        "no reminders" if options.alarm_minutes is None else f"reminders {options.alarm_minutes} min before"
    )
    names, dues = (
        "with names" if options.shows_names else "without names",
        "with due dates" if options.has_due_dates else "without due dates",
    )
    lines = [address] if address else [known[record.state]]
    lines.append(f"It shows sessions and preparation {names}, {dues}, {alarm}.")
    return [*lines, LOCAL] if is_local and record.state == "good" else lines


def _fetched(record: "FeedRecord") -> str:
    return f"last fetched {record.last_fetched_on:%d %b %Y}" if record.last_fetched_on else "not fetched yet"
