"""mail: what came in by mail, why it means what it does, and taking it back; reading the mailbox or files now."""

import os
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from mentorpanel.cli.shell import Shell, command, listed
from mentorpanel.delivery import imap
from mentorpanel.delivery.channels import DeliveryFailure, PermanentFailure
from mentorpanel.domain.incoming_records import received_document
from mentorpanel.domain.mailbox import MOST_BYTES
from mentorpanel.domain.problems import Conflict, Invalid


@command("mail", short_help="What came in by mail, and why; read the mailbox, or mail files.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--fetch", is_flag=True, help="Read the mailbox that is set, now.")
@click.option(
    "--days", type=click.IntRange(1, 3660), metavar="DAYS", help="With --fetch: the last DAYS once more."
)
@click.option("--undo", type=int, metavar="ID", help="That was not so: take back what this mail did.")
@listed
def mail_command(
    shell: Shell,
    files: tuple[Path, ...],
    fetch: bool,
    days: int | None,
    undo: int | None,
    limit: int,
    after: str,
) -> None:
    """List what came in, newest first. FILES are mails (.eml) to be taken in by hand."""
    if bool(files) + fetch + (undo is not None) > 1:
        raise click.UsageError("Files, --fetch and --undo are one at a time.")
    if days is not None and not fetch:
        raise click.UsageError("--days goes with --fetch.")
    if files:
        _take_files(shell, files)
    elif undo is not None:
        _take_back(shell, undo)
    elif fetch:
        _fetch(shell, days)
    else:
        _list(shell, limit, after)


def _take_files(shell: Shell, files: tuple[Path, ...]) -> None:
    from mentorpanel.usecases import incoming_mail

    found = []
    for path in files:
        try:
            with path.open("rb") as handle:
                content = handle.read(MOST_BYTES + 1)
        except OSError as error:
            raise Invalid(f"{path} cannot be read: {error.strerror}.", field="files") from error
        taken = incoming_mail.take_file(shell.owner, content)
        found.append((path, taken))
    rows = [
        {
            "file": str(path),
            "id": taken.id,
            "outcome": taken.outcome,
            "reason": taken.reason,
            "new": taken.is_new,
        }
        for path, taken in found
    ]
    words = [
        f"{path}: {taken.outcome}. {taken.reason}{'' if taken.is_new else ' (known already)'}"
        for path, taken in found
    ]
    shell.answer({"mails": rows}, words)


def _take_back(shell: Shell, mail_id: int) -> None:
    from mentorpanel.usecases import incoming

    back = incoming.take_back(shell.owner, mail_id=mail_id)
    shell.answer(received_document(back), f"Taken back: {back.reason}")


def _fetch(shell: Shell, days: int | None) -> None:
    """Read the mailbox now, even while it rests after a failure; with ``days`` also what was looked at before."""
    from mentorpanel.usecases import incoming_mail

    if not settings.IMAP_URL:
        raise Conflict(
            "No mailbox is set. MENTORPANEL_IMAP_URL names one; files can be taken in by their names."
        )
    shell.owner  # noqa: B018 (opens the database)
    box, holder = imap.ImapSettings.of_url(settings.IMAP_URL), f"shell-{os.getpid()}"
    if days is not None:
        incoming_mail.look_again(box.fingerprint, days=days)
    record = incoming_mail.claim(box.fingerprint, holder=holder, days=box.days, is_eager=True)
    if record is None:
        raise Conflict("The mailbox is being read at this moment; look again in a minute.")
    try:
        with imap.open_mailbox(box) as opened:
            fetched = incoming_mail.fetch(opened, record, holder=holder)
    except DeliveryFailure as failure:
        is_lasting = isinstance(failure, PermanentFailure)
        incoming_mail.failed(box.fingerprint, holder=holder, reason=failure.reason, is_lasting=is_lasting)
        raise Conflict(failure.reason) from failure
    incoming_mail.well_read(box.fingerprint, holder=holder)
    document = {"looked_at": fetched.looked_at, "taken": fetched.taken, "left": fetched.left}
    shell.answer(document, f"Looked at {fetched.looked_at:,}, new of them {fetched.taken:,}.")


def _list(shell: Shell, limit: int, after: str) -> None:
    from mentorpanel.usecases import incoming

    page = incoming.received_mails(shell.owner, limit=limit, after=after)
    words = [_line(shell, one) for one in page.results] or [
        "No mail has come in yet. “mentorpanel mail FILE” takes one in; docs/incoming-mail.md says how a mailbox is set."
    ]
    document = {"mails": [received_document(one) for one in page.results], "next": page.next or None}
    shell.answer(document, words)


def _line(shell: Shell, one: Any) -> str:
    back = " (taken back)" if one.undone_at else ""
    return f"#{one.id}  {shell.when(one.sent_at)}  {one.outcome}: {one.reason}{back}"
