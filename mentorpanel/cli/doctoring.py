"""What ``doctor`` looks at: each finding says what is so, and how to mend it where that is needed."""

import os
import shutil
import stat
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError, connection

from mentorpanel import clock
from mentorpanel.cli.shell import Shell
from mentorpanel.delivery import imap, smtp
from mentorpanel.domain.problems import Problem

LEAST_FREE = 200 * 1024 * 1024
SINCE_RELEASE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and what to do if not."""

    what: str
    is_ok: bool
    says: str


def findings(shell: Shell) -> list[Finding]:
    """Every check, in the order in which one would mend them."""
    found = [_folder(), _space(), _database(shell)]
    if found[-1].is_ok:
        found += [_captures(), _outbox(shell), _own_mail(shell), _calendar(shell), _asking(), _search(shell)]
    return [*found, _mail(), _mailbox(), _clock()]


def _folder() -> Finding:
    folder = settings.DATA_FOLDER
    if not os.access(folder, os.W_OK):
        return Finding(
            "data folder", False, f"{folder} cannot be written; give yourself the right: chmod u+rwx {folder}"
        )
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        return Finding("data folder", False, f"others can look into {folder}; mend it: chmod 700 {folder}")
    key = folder / "secret-key"
    if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        return Finding("data folder", False, f"others can read {key}; mend it: chmod 600 {key}")
    return Finding("data folder", True, f"{folder}, readable by you alone")


def _space() -> Finding:
    free = shutil.disk_usage(settings.DATA_FOLDER).free
    says = f"{free // 2**20:,} MiB free"
    return Finding(
        "disk", free > LEAST_FREE, says if free > LEAST_FREE else f"only {says}; make room before importing"
    )


def _database(shell: Shell) -> Finding:
    try:
        shell.owner  # noqa: B018 (opens the database)
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA quick_check")
                answer = cursor.fetchone()[0]
                if answer != "ok":
                    return Finding(
                        "database", False, f"damaged ({answer}); restore a copy: mentorpanel restore PATH"
                    )
            cursor.execute("SELECT count(*) FROM storage_person")
            count = cursor.fetchone()[0]
    except (DatabaseError, Problem) as error:
        return Finding("database", False, str(error).strip().splitlines()[0])
    kind = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    return Finding("database", True, f"{kind}, sound, {count:,} people")


def _captures() -> Finding:
    spool = settings.DATA_FOLDER / "spool"
    broken = len(list((spool / "broken").glob("*"))) if (spool / "broken").is_dir() else 0
    if broken:
        return Finding(
            "captures",
            False,
            f"{broken} could not be read and lie in {spool / 'broken'}; open and park them anew",
        )
    waiting = len(list(spool.glob("*.json"))) if spool.is_dir() else 0
    return Finding("captures", True, f"{waiting} waiting" if waiting else "all taken in")


def _outbox(shell: Shell) -> Finding:
    from mentorpanel.usecases import outbox

    waiting = outbox.waiting_mail(shell.owner)
    failed = [one for one in waiting if one.status == "failed"]
    if failed:
        says = f"{len(failed)} not delivered: {failed[0].last_error} Correct the address and send again"
        return Finding("outbox", False, says)
    retried = [one for one in waiting if one.attempts]
    if retried:
        says = f"{len(retried)} waiting to be tried again: {retried[0].last_error} Or now: mentorpanel worker --once"
        return Finding("outbox", False, says)
    return Finding("outbox", True, f"{len(waiting)} waiting" if waiting else "nothing waits")


def _calendar(shell: Shell) -> Finding:
    from mentorpanel.usecases import calendars

    shown = calendars.connected(shell.owner)
    if shown is None:
        return Finding("calendar", True, "none connected")
    if shown.account.last_error:
        says = f"{shown.account.last_error} Look at it: mentorpanel calendar"
        return Finding("calendar", False, says)
    return Finding("calendar", True, "in step" if shown.account.synced_at else "not looked at yet")


def _asking() -> Finding:
    from mentorpanel.usecases import ask_model

    found = ask_model.status()
    mend = {
        "damaged": " Install it again: mentorpanel ask-model install FILE",
        "no-numpy": " Install it, or remove the model: mentorpanel ask-model remove",
    }
    return Finding("asking", found.state in ("ready", "none"), found.says + mend.get(found.state, ""))


def _own_mail(shell: Shell) -> Finding:
    from mentorpanel.usecases import reminders

    failed, shown = reminders.last_failure(shell.owner, now=clock.now()), reminders.reminders_of(shell.owner)
    if not shown.options.is_on:
        return Finding("mails to you", True, "switched off")
    if shown.why_not:
        return Finding("mails to you", False, shown.why_not)
    if failed is not None:
        return Finding("mails to you", False, f"the last one did not arrive: {failed[1]}")
    return Finding("mails to you", True, "switched on")


def _search(shell: Shell) -> Finding:
    from mentorpanel.usecases import search

    wrong = search.differences(shell.owner)
    if wrong:
        says = f"the index has {wrong:,} things wrong; make it anew: mentorpanel search --rebuild"
        return Finding("search", False, says)
    return Finding("search", True, "its index is in step")


def _mail() -> Finding:
    if not settings.SMTP_URL:
        return Finding("mail", True, "no mail server set; letters are copied or opened in your mail program")
    try:
        verdict = smtp.probe(smtp.SmtpSettings.of_url(settings.SMTP_URL))
    except Problem as problem:
        return Finding("mail", False, f"MENTORPANEL_SMTP_URL: {problem.message}")
    return Finding("mail", verdict.verdict == "ok", verdict.reason)


def _mailbox() -> Finding:
    if not settings.IMAP_URL:
        return Finding("mailbox", True, "none set; mails are taken in as files: mentorpanel mail FILE")
    try:
        verdict = imap.probe(imap.ImapSettings.of_url(settings.IMAP_URL))
    except Problem as problem:
        return Finding("mailbox", False, f"MENTORPANEL_IMAP_URL: {problem.message}")
    return Finding("mailbox", verdict.verdict == "ok", verdict.reason)


def _clock() -> Finding:
    now = clock.now()
    is_ok = now > SINCE_RELEASE
    return Finding(
        "clock",
        is_ok,
        f"{now:%Y-%m-%d %H:%M} UTC" if is_ok else f"says {now:%Y-%m-%d}; set this machine's clock",
    )
