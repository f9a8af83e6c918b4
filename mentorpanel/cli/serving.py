"""serve, web, worker and link: starting the program, and a way in."""

import os
import sys

import click

from mentorpanel.cli.shell import Shell, command

PASSED_ON = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


def _become(module: str, *arguments: str) -> None:
    """Replace this process, so that signals reach the server itself."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-P", "-m", module, *arguments])


def _said_before(ctx: click.Context) -> list[str]:
    """The options for all commands that stand before the command's name."""
    above = ctx.find_object(dict) or {}
    user = above.get("user", "")
    return ["--json"] * bool(above.get("json")) + ([f"--user={user}"] if user else [])


@click.command("serve", context_settings=PASSED_ON, short_help="Pages and worker in one process.")
@click.pass_context
def serve_command(ctx: click.Context) -> None:
    """Pages and worker in one process; prints a sign-in link and opens it."""
    _become("mentorpanel.config.serve", *_said_before(ctx), *ctx.args)


@click.command("web", context_settings=PASSED_ON, short_help="The pages alone, for more machines.")
@click.pass_context
def web_command(ctx: click.Context) -> None:
    """The pages alone, against a database that others share."""
    _become("mentorpanel.config.serve", "--no-worker", "--no-browser", *_said_before(ctx), *ctx.args)


@click.command("worker", short_help="The worker alone, as many as wanted.")
@click.option("--once", is_flag=True, help="Deliver the mail that is due, and end.")
@click.option("--json", is_flag=True, hidden=True)
@click.option("--user", hidden=True)
def worker_command(once: bool, **_: object) -> None:
    """Take in captures, deliver mail and run imports until told to stop. It serves every owner and prints nothing."""
    _become("mentorpanel.worker", *["--once"] * once)


@command("link", short_help="Another sign-in link for the local owner.")
def link_command(shell: Shell) -> None:
    """Print a sign-in link: good once, for ten minutes."""
    from mentorpanel.usecases import addresses, sign_in

    address = f"{addresses.base_address()}/link/{sign_in.make_link(shell.owner)}/"
    shell.answer({"url": address, "valid_minutes": 10}, address)
