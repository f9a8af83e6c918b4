"""calendar: the owner's calendar on a server, its state, connecting, choosing, syncing now, disconnecting."""

import os
import sys
from typing import TYPE_CHECKING

import click

from mentorpanel.cli.shell import Shell, command
from mentorpanel.domain.problems import Conflict, Invalid

if TYPE_CHECKING:
    from mentorpanel.domain.calendar_records import AccountRecord
    from mentorpanel.usecases.calendars import ConnectedCalendar

NONE = "No calendar is connected. “mentorpanel calendar --connect ADDRESS --login USER” connects one."
STATES = {
    "good": "in step",
    "failing": "trying again",
    "stopped": "stopped; mend it, then: mentorpanel calendar --sync",
    "leaving": "being disconnected",
}


@command("calendar", short_help="Your calendar on a server: connect, choose, sync.")
@click.option(
    "--connect", metavar="ADDRESS", default="", help="Connect a CalDAV server; the password is asked for."
)
@click.option("--login", metavar="USER", default="", help="With --connect: the user name there.")
@click.option(
    "--write", metavar="CALENDAR|none", default="", help="Write sessions and preparation to this one."
)
@click.option(
    "--read", "reads", metavar="CALENDAR|none", multiple=True, help="Keep preparation off what is busy in it."
)
@click.option("--anew", is_flag=True, help="Write anew what was changed or taken out by hand.")
@click.option("--sync", is_flag=True, help="Look now.")
@click.option(
    "--work", metavar="ADDRESS|none", default="", help="Send copies as invitations to your address at work."
)
@click.option("--disconnect", is_flag=True, help="Take out what was written, and forget the login.")
@click.option("--keep", is_flag=True, help="With --disconnect: leave what was written.")
def calendar_command(
    shell: Shell, connect: str, login: str, write: str, reads: tuple[str, ...], anew: bool, sync: bool, work: str,
    disconnect: bool, keep: bool,
) -> None:  # fmt: skip
    """Show how the connected calendar stands; options change it."""
    from mentorpanel.usecases import calendars, own_copies, setting_documents

    _check(connect, login, disconnect, keep)
    if connect:
        _connect(shell, connect, login)
    if write or reads:
        _choose(shell, write, reads)
    if anew:
        calendars.write_anew(shell.owner)
    if work:
        _copy_to(shell, "" if work.strip().lower() == "none" else work)
    if disconnect:
        sync = calendars.disconnect(shell.owner, keeps_entries=keep)
    if sync or anew:
        _sync(shell)
    shown = calendars.connected(shell.owner)
    work_address = own_copies.work_address(shell.owner)
    copies = [f"Copies go to {work_address}."] if work_address else []
    document = setting_documents.calendar(shown, work_address=work_address)
    shell.answer(document, [*_words(shell, shown), *copies])


def _check(connect: str, login: str, disconnect: bool, keep: bool) -> None:
    if bool(connect) != bool(login):
        raise click.UsageError("--connect ADDRESS and --login USER go together.")
    if connect and disconnect:
        raise click.UsageError("--connect and --disconnect are one at a time.")
    if keep and not disconnect:
        raise click.UsageError("--keep goes with --disconnect.")


def _connect(shell: Shell, said: str, login: str) -> None:
    from django.conf import settings

    from mentorpanel.delivery.caldav import calendars_at
    from mentorpanel.delivery.channels import DeliveryFailure
    from mentorpanel.usecases import calendars

    address, user, password = calendars.checked_login(
        address=said, user=login, password=_password(user=login)
    )
    try:
        whole, found = calendars_at(address, user, password, allow_private=settings.ALLOW_PRIVATE_ADDRESSES)
    except DeliveryFailure as failure:
        raise Invalid(failure.reason, field="connect") from failure
    calendars.connect(shell.owner, address=whole, user=user, password=password, found=found)


def _password(*, user: str) -> str:
    """Asked for where somebody can type; else the first line of standard input. Never an argument: others see those."""
    if sys.stdin.isatty():
        asked: str = click.prompt(f"Password of {user}", hide_input=True, err=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")


def _choose(shell: Shell, write: str, reads: tuple[str, ...]) -> None:
    from mentorpanel.usecases import calendars

    shown = calendars.connected(shell.owner)
    if shown is None:
        raise Conflict(NONE)
    account = shown.account
    is_none = [one.strip().lower() for one in reads] == ["none"]
    read = [] if is_none else [_named(account, one) for one in reads] or [one.id for one in account.reads]
    kept = account.writes.id if account.writes else None
    target = None if write.strip().lower() == "none" else _named(account, write) if write else kept
    calendars.choose(shell.owner, write_id=target, read_ids=read)


def _copy_to(shell: Shell, address: str) -> None:
    """Messages to the address at work, or with none those that take out what is there, on their way at once."""
    from mentorpanel.cli.letters import deliver_what_is_due
    from mentorpanel.usecases import own_copies

    if own_copies.set_work_address(shell.owner, address=address):
        deliver_what_is_due()


def _named(account: "AccountRecord", name: str) -> int:
    """The calendar of that name or number; else a problem that lists what there is."""
    wanted = name.strip().casefold()
    found = [
        one.id for one in account.calendars if wanted in (one.name.casefold(), f"#{one.id}", str(one.id))
    ]
    if len(found) != 1:
        known = ", ".join(f"#{one.id} {one.name}" for one in account.calendars)
        raise Invalid(f"“{name[:60]}” is not one of your calendars: {known}.", field="write")
    return found[0]


def _sync(shell: Shell) -> None:
    """One round, here and now; a worker that is at it is not disturbed."""
    from django.conf import settings

    from mentorpanel.delivery.calendar_rounds import run_round
    from mentorpanel.usecases import calendar_rounds, calendars

    if calendars.connected(shell.owner) is None:
        raise Conflict(NONE)
    calendars.sync_soon(shell.owner)
    claimed = calendar_rounds.begin(holder=f"shell-{os.getpid()}", owner=shell.owner)
    if claimed is None:
        shell.say("A worker is at it this moment.")
        return
    report = run_round(claimed.job, allow_private=settings.ALLOW_PRIVATE_ADDRESSES)
    calendar_rounds.finish(claimed, report)


def _words(shell: Shell, shown: "ConnectedCalendar | None") -> list[str]:
    if shown is None:
        return [NONE]
    account = shown.account
    state = STATES[account.state] if account.state != "good" or account.synced_at else "not looked at yet"
    if not shown.is_chosen and account.state == "good":
        state = "nothing chosen yet; --write CALENDAR and --read CALENDAR choose"
    lines = [f"{account.user} at {account.address}: {state}"]
    if account.last_error:
        lines.append(account.last_error)
    if account.synced_at:
        lines.append(
            f"Last in step {shell.when(account.synced_at)}; {shown.written} entries to come are in place."
        )
    for one in account.calendars:
        marks = [
            *(["written"] if one.address == account.write_to else []),
            *(["read"] if one.is_read else []),
        ]
        lines.append(f"  #{one.id}  {one.name}" + (f"  [{', '.join(marks)}]" if marks else ""))
    for left in shown.left_alone:
        who = f", {left.person}" if left.person else ""
        lines.append(f"  {left.entry.kind}{who}, {shell.when(left.entry.starts_at)}: {left.entry.note}")
    return lines
