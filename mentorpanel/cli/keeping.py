"""backup, restore, doctor and user: keeping the data safe and the program well."""

import getpass
import os
import sys
from pathlib import Path

import click

from mentorpanel.cli.shell import Shell, command, listed, part_of
from mentorpanel.domain.problems import Invalid


@command("backup", short_help="A consistent copy while running.")
@click.argument("path", type=click.Path(path_type=Path))
def backup_command(shell: Shell, path: Path) -> None:
    """Copy the whole database to PATH; a folder gets a file named with the time."""
    from mentorpanel.usecases import backups

    shell.owner  # noqa: B018 (opens the database, so that captures are in the copy)
    made = backups.backup(path)
    document = {"path": str(made.path), "bytes": made.size_bytes, "taken_at": made.taken_at}
    shell.answer(document, f"Copied to {made.path} ({made.size_bytes:,} bytes).")


@command("restore", short_help="Put a copy in the database's place.")
@click.argument("path", type=click.Path(path_type=Path))
def restore_command(shell: Shell, path: Path) -> None:
    """Check the copy at PATH and put it in the database's place; what was there is kept beside it."""
    from mentorpanel.usecases import backups

    done = backups.restore(path)
    kept = f" What was there before is kept: {done.kept}." if done.kept else ""
    document = {"restored": str(done.path), "kept": str(done.kept) if done.kept else None}
    shell.answer(document, f"Restored from {done.path}.{kept}")


@command("doctor", short_help="Checks everything, and says how to mend it.")
def doctor_command(shell: Shell) -> None:
    """Check data folder, database, captures, mail, clock; exit 1 where something needs mending."""
    from mentorpanel.cli import doctoring

    findings = doctoring.findings(shell)
    lines = [f"{'ok' if one.is_ok else '! '}  {one.what}: {one.says}" for one in findings]
    document = {"checks": [{"check": one.what, "ok": one.is_ok, "says": one.says} for one in findings]}
    shell.answer(document, lines)
    if not all(one.is_ok for one in findings):
        sys.exit(1)


@click.group("user", short_help="Owners: add, list, password.")
def user_command() -> None:
    """The owners of panels on this installation."""


@command("add", short_help="A further owner, with a password.")
@click.argument("email")
@click.option("--name", default="", help="Their name.")
def user_add(shell: Shell, email: str, name: str) -> None:
    """Add an owner. The password comes from the terminal, from standard input, or MENTORPANEL_PASSWORD."""
    from mentorpanel.usecases import profiles, sign_in

    shell.owner  # noqa: B018 (opens the database)
    added = sign_in.add_owner(email=email, password=_password())
    if name:
        profiles.change_profile(added, name=name)
    shell.answer(
        {"id": added.pk, "email": added.email}, f"Added {added.email}. They sign in with their password."
    )


@command("list", short_help="Every owner.")
@listed
def user_list(shell: Shell, limit: int, after: str) -> None:
    """List the owners, the local one first."""
    from mentorpanel.usecases import sign_in

    shell.owner  # noqa: B018 (opens the database)
    owners, following = part_of(sign_in.all_owners(), limit=limit, after=after, key=lambda one: one.pk)
    found = [{"id": one.pk, "email": one.email, "password": one.has_usable_password()} for one in owners]
    lines = [f"#{one['id']}  {one['email']}  {'password' if one['password'] else 'by link'}" for one in found]
    shell.answer({"results": found, "next": following}, lines)


@command("password", short_help="Set an owner's password.")
@click.argument("email")
def user_password(shell: Shell, email: str) -> None:
    """Give the owner EMAIL a (new) password."""
    from mentorpanel.usecases import sign_in

    shell.owner  # noqa: B018 (opens the database)
    sign_in.set_password(sign_in.owner_named(email), password=_password())
    shell.answer({"email": email}, "The password is set; other sign-ins of theirs have ended.")


for subcommand in (user_add, user_list, user_password):
    user_command.add_command(subcommand)


def _password() -> str:
    given = os.environ.get("MENTORPANEL_PASSWORD")
    if given:
        return given
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password (12 characters or more): ")
    if first != getpass.getpass("Again: "):
        raise Invalid("The two passwords differ; nothing was changed.", field="password")
    return first
