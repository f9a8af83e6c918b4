"""What every command shares: an owner, an open database, answers as words or JSON, problems as one line."""

import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar

import click
import django
from django.db import DatabaseError

from mentorpanel.domain.problems import Ambiguous, Invalid, Problem

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorpanel.config.settings")

Row = TypeVar("Row")


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
    """A command: ``--json`` and ``--user`` may also stand behind its name; a ``Problem`` is one line and exit 1.

    So is a database that does not answer. What cannot be read as asked for is wrong usage, exit 2.
    """

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
            except click.UsageError as wrong:
                wrong.ctx = wrong.ctx or ctx
                raise
            except DatabaseError as error:
                said = str(error).strip().partition("\n")[0][:200]
                words = f"The database did not do it: {said}. “mentorpanel doctor” looks at it."
                _end_with(shell, Problem(words, code="database"))

        made: click.Command = run
        return made

    return wrap


def _list_candidates(shell: Shell, problem: Ambiguous) -> None:
    if shell.as_json:
        found = [{"id": person_id, "name": name} for person_id, name in problem.candidates]
        print(
            json.dumps(
                {"error": problem.code, "message": problem.message, "candidates": found}, ensure_ascii=False
            )
        )
    shell.say(problem.message)
    for person_id, name in problem.candidates:
        shell.say(f"  #{person_id}  {name}")
    sys.exit(1)


def _end_with(shell: Shell, problem: Problem) -> None:
    if shell.as_json:
        print(json.dumps({"error": problem.code, "message": problem.message}, ensure_ascii=False))
    shell.say(f"mentorpanel: {problem.message}")
    sys.exit(1)


class Slug(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on only
    """One of some words; capitals do not matter, and a space is as good as a hyphen."""

    name = "word"

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The slug of what was written; wrong usage lists what there is."""
        slug = "-".join(str(value).lower().replace("_", " ").replace("-", " ").split())
        if slug not in self.choices:
            self.fail(f"“{str(value)[:40]}” is not one of {', '.join(self.choices)}.", param, ctx)
        return slug

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """The words themselves, so that --help lists them."""
        return "|".join(self.choices)


def day_option(shell: Shell, text: str, *, looks_back: bool = False) -> date | None:
    """A day as people write it ("tuesday", "26 nov", ISO); None when nothing was given. Else it is wrong usage."""
    from mentorpanel import clock
    from mentorpanel.domain.days import parse_day

    if not text:
        return None
    try:
        return parse_day(text, clock.today(shell.zone), looks_back=looks_back)
    except Invalid as problem:
        raise click.UsageError(problem.message) from problem


def time_option(text: str) -> time:
    """A time of day as HH:MM; anything else is wrong usage."""
    hours, _, minutes = text.strip().partition(":")
    try:
        return time(int(hours), int(minutes or "0"))
    except ValueError as error:
        words = f"“{text[:20]}” is no time of day; write it as HH:MM, such as 16:00."
        raise click.UsageError(words) from error


def pairs(given: Iterable[str], what: str) -> dict[str, str]:
    """What ``--set name=text`` said, given once or more; without an = it is wrong usage."""
    found = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name.strip():
            raise click.UsageError(f"“{one[:40]}” has no =; {what} is written as --set name=text.")
        found[name.strip()] = value
    return found


def part_of(
    rows: Sequence[Row], *, limit: int, after: str, key: Callable[[Row], object]
) -> tuple[list[Row], str | None]:
    """One page of a short list: up to ``limit`` rows behind the one whose key is ``after``, and where to go on."""
    keys = [str(key(row)) for row in rows]
    if after and after not in keys:
        raise click.UsageError(f"There is no “{after[:40]}” in this list to go on from.")
    start = keys.index(after) + 1 if after else 0
    end = start + max(1, limit)
    return list(rows[start:end]), keys[end - 1] if end < len(rows) else None


def listed(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--limit`` and ``--after``, which every list has."""
    limit = click.option(
        "--limit", type=click.IntRange(1, 500), default=50, show_default=True, help="How many."
    )
    after = click.option(
        "--after", default="", metavar="CURSOR", help="Go on where the last page ended (its “next”)."
    )
    return limit(after(function))


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
