"""What every command shares: an owner, an open database, answers as words or JSON, problems as one line."""

import functools
import json
import os
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any

import click
import django

from mentorpanel.domain.problems import Ambiguous, Problem

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorpanel.config.settings")


class Shell:
    """One run of a command: whose data, and how to answer. ``owner`` opens the database when first asked for."""

    def __init__(self, as_json: bool, user: str) -> None:
        self.as_json = as_json
        self._user = user
        self._owner: Any = None

    @property
    def owner(self) -> Any:
        """The owner that the command is for; opening the database takes in what was captured."""
        if self._owner is None:
            from mentorpanel.usecases import sign_in, start

            local = start.open_database()
            self._owner = sign_in.owner_named(self._user) if self._user else local
        return self._owner

    @property
    def zone(self) -> Any:
        """The owner's time zone."""
        from mentorpanel.usecases import profiles

        return profiles.zone(self.owner)

    def answer(self, document: Any, words: str | Iterable[str]) -> None:
        """Print the document as JSON, or the words for people."""
        if self.as_json:
            print(json.dumps(document, ensure_ascii=False, default=_plain))
            return
        print(words if isinstance(words, str) else "\n".join(words))

    @staticmethod
    def say(message: str) -> None:
        """A message beside the answer: standard error."""
        print(message, file=sys.stderr)

    def when(self, moment: datetime | None) -> str:
        """A moment in the owner's zone, for people."""
        return f"{moment.astimezone(self.zone):%a %d %b %Y, %H:%M}" if moment else ""


def command(name: str, **settings: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """A command: ``--json`` and ``--user`` may also stand behind its name; a ``Problem`` is one line and exit 1."""

    def wrap(function: Callable[..., Any]) -> click.Command:
        @click.command(name, **settings)
        @click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
        @click.option("--user", default="", metavar="EMAIL", help="Whose panel.")
        @click.pass_context
        @functools.wraps(function)
        def run(ctx: click.Context, /, as_json: bool, user: str, **arguments: Any) -> None:
            above = ctx.find_object(dict) or {}
            django.setup()
            shell = Shell(as_json or above.get("json", False), user or above.get("user", ""))
            try:
                function(shell, **arguments)
            except Ambiguous as problem:
                _list_candidates(shell, problem)
            except Problem as problem:
                _end_with(shell, problem)

        return run

    return wrap


def _list_candidates(shell: Shell, problem: Ambiguous) -> None:
    if shell.as_json:
        found = [{"id": person_id, "name": name} for person_id, name in problem.candidates]
        print(json.dumps({"error": problem.code, "message": problem.message, "candidates": found}, ensure_ascii=False))
    shell.say(problem.message)
    for person_id, name in problem.candidates:
        shell.say(f"  #{person_id}  {name}")
    sys.exit(1)


def _end_with(shell: Shell, problem: Problem) -> None:
    if shell.as_json:
        print(json.dumps({"error": problem.code, "message": problem.message}, ensure_ascii=False))
    shell.say(f"mentorpanel: {problem.message}")
    sys.exit(1)


def day_option(shell: Shell, text: str, *, looks_back: bool = False) -> date | None:
    """A day as people write it ("tuesday", "26 nov", ISO); None when nothing was given."""
    from mentorpanel import clock
    from mentorpanel.domain.days import parse_day

    return parse_day(text, clock.today(shell.zone), looks_back=looks_back) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
