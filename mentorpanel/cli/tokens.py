"""token: what programs use the API with."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, Slug, command, listed, part_of
from mentorpanel.domain.token_records import TokenRecord


@click.group("token", short_help="API tokens: create, list, revoke.")
def token_command() -> None:
    """Tokens with which programs use the API as you."""


@command("create", short_help="A new token, shown once.")
@click.argument("name")
@click.option(
    "--scope", type=Slug("read", "write"), default="read", show_default=True, help="write includes read."
)
@click.option("--days", type=click.IntRange(1, 3660), help="Until it expires (never).")
def token_create(shell: Shell, name: str, scope: str, days: int | None) -> None:
    """Make a token for the program NAME. It is shown this once; only its hash is kept."""
    from mentorpanel.usecases import tokens

    made, token = tokens.make_token(shell.owner, name=name, scope=scope, days=days)
    if not shell.as_json:
        shell.say(
            f"Token #{made.id} for {made.name} ({made.scope}). It is shown this once; keep it like a password."
        )
    shell.answer({**_document(made), "token": token}, token)


@command("list", short_help="Every token, without the token itself.")
@listed
def token_list(shell: Shell, limit: int, after: str) -> None:
    """List the tokens, newest first."""
    from mentorpanel.usecases import tokens

    found, following = part_of(
        tokens.all_tokens(shell.owner), limit=limit, after=after, key=lambda one: one.id
    )
    lines = [_line(shell, one) for one in found]
    shell.answer(
        {"results": [_document(one) for one in found], "next": following},
        lines or "No token yet. “mentorpanel token create NAME” makes one.",
    )


@command("revoke", short_help="A token is good no longer.")
@click.argument("token_id", metavar="ID", type=int)
def token_revoke(shell: Shell, token_id: int) -> None:
    """Revoke the token with the number ID, from “mentorpanel token list”."""
    from mentorpanel.usecases import tokens

    gone = tokens.revoke_token(shell.owner, token_id=token_id)
    shell.answer(_document(gone), f"Revoked: {gone.name}. Whoever uses it is refused from now on.")


for subcommand in (token_create, token_list, token_revoke):
    token_command.add_command(subcommand)


def _document(one: TokenRecord) -> dict[str, Any]:
    from mentorpanel import clock

    return {
        "id": one.id,
        "name": one.name,
        "start": one.start,
        "scope": one.scope,
        "state": one.state_at(clock.now()),
        "created_at": one.created_at,
        "expires_at": one.expires_at,
        "last_used_at": one.last_used_at,
    }


def _line(shell: Shell, one: TokenRecord) -> str:
    said = _document(one)
    used = f"last used {shell.when(one.last_used_at)}" if one.last_used_at else "never used"
    ends = f", until {shell.when(one.expires_at)}" if one.expires_at and said["state"] == "good" else ""
    return f"#{one.id}  {one.name}  {one.start}…  {one.scope}  [{said['state']}{ends}]  {used}"
