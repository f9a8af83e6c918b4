"""Every command as people and programs call it: words, JSON, exit codes, and names that fit several people."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from mentorpanel import clock
from mentorpanel.cli.main import cli, command_names
from tests.programs import Program, begun

COMMANDS = [
    *(
        "serve",
        "link",
        "web",
        "worker",
        "today",
        "done",
        "snooze",
        "dismiss",
        "park",
        "log",
        "met",
        "people",
        "person",
    ),
    *(
        "add",
        "stage",
        "focus",
        "goal",
        "schedule",
        "hold",
        "sessions",
        "prep",
        "brief",
        "draft",
        "import",
        "search",
    ),
    *("backup", "restore", "doctor", "user"),
]
DOCS = Path(__file__).resolve().parents[2] / "docs" / "commands.md"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return begun(tmp_path / "data")


@pytest.fixture
def panel(tmp_path: Path) -> Program:
    """Ana, a formal mentor, and two people called Kim."""
    ana = ("add", "Ana Ruiz", "--email", "ana@x.example", "--stage", "formal-mentor", "--since", "2026-01-05")
    kims = (("add", "Kim Berg", "--org", "Alder"), ("add", "Kim Dorn", "--org", "Brook"))
    return begun(tmp_path / "data", after=(ana, *kims))


def test_every_command_explains_itself() -> None:
    assert set(COMMANDS) <= set(command_names())
    context = click.Context(cli)
    for name in command_names():
        found = cli.get_command(context, name)
        assert found is not None
        assert found.get_short_help_str(), name
        options = [one for one in found.params if isinstance(one, click.Option) and not one.hidden]
        assert [one.name for one in options if not one.help] == [], name


def test_every_command_is_described() -> None:
    described = set(re.findall(r"^#+ .*?`([a-z-]+)", DOCS.read_text(encoding="utf-8"), re.M))
    assert set(command_names()) - described == set()


def test_help_names_every_command(program: Program) -> None:
    said = program.run("--help")
    assert said.returncode == 0
    assert all(f"\n  {name} " in said.stdout for name in command_names())
    assert program.run("park", "--help").stdout.startswith("Usage: mentorpanel park")


LISTS = [
    ("people",),
    ("sessions",),
    ("sessions", "--past"),
    ("focus",),
    ("goal",),
    ("parking",),
    ("journal",),
    ("advice",),
    ("commitments",),
    ("search", "ana"),
    ("user", "list"),
    ("undo-import",),
    ("matches",),
    ("notice",),
]


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_a_list_is_results_and_next(panel: Program, words: tuple[str, ...]) -> None:
    answer = panel.json(*words)
    assert set(answer) == {"results", "next"}
    assert isinstance(answer["results"], list)


def pages(program: Program, *words: str) -> list[Any]:
    """Every result of a list, asked for one at a time."""
    found: list[Any] = []
    after: tuple[str, ...] = ()
    while True:
        page = program.json(*words, "--limit", "1", *after)
        assert len(page["results"]) <= 1
        found += page["results"]
        if page["next"] is None:
            return found
        after = ("--after", page["next"])


def test_lists_are_walked_page_by_page(panel: Program) -> None:
    assert [one["name"] for one in pages(panel, "people")] == ["Ana Ruiz", "Kim Berg", "Kim Dorn"]
    panel.json("focus", "One thing", "Another", "--readers", "everyone")
    assert len(pages(panel, "focus")) == 2
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()
    panel.json("schedule", "Ana", "--rrule", "FREQ=WEEKLY;COUNT=3", "--at", "16", "--from", tomorrow)
    assert len({one["id"] for one in pages(panel, "sessions")}) == 3
    assert panel.run("sessions", "--after", "nothing").returncode == 2


WRONG = [
    ("today", "--on", "someday"),
    ("stage", "Ana", "bogus"),
    ("stage", "Ana"),
    ("met", "Ana", "--kind", "seance"),
    ("met", "Ana", "--on", "the 40th"),
    ("schedule", "Ana", "--at", "25:00"),
    ("schedule", "Ana"),
    ("person", "Ana", "--set", "nonsense=1"),
    ("person", "Ana", "--set", "nothing"),
    ("goal", "Lead a team"),
    ("hold", "Ana", "--missed", "nobody"),
    ("people", "--limit", "0"),
    ("park",),
    ("log", "x", "--on", "someday"),
    ("park", "x", "--kind", "poem"),
    ("nonsense",),
    ("--nonsense",),
    ("backup",),
    ("profile", "--day", "late"),
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage_is_two(panel: Program, words: tuple[str, ...]) -> None:
    done = panel.run(*words)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


PROBLEMS = [
    (("person", "Nobody Atall"), "not-found"),
    (("met", "Kim"), "ambiguous"),
    (("stage", "Kim", "mentor"), "ambiguous"),
    (("person", "#99999"), "not-found"),
    (("brief",), "not-found"),
    (("hold", "12345"), "not-found"),
    (("done", "cadence-12345"), "not-found"),
    (("schedule", "Ana", "--rrule", "FREQ=SECONDLY", "--at", "9:00"), "invalid"),
    (("schedule", "Ana", "--rrule", "FREQ=WEEKLY", "--at", "9:00", "--zone", "Mars/Base"), "invalid"),
    (("goal", "Lead", "--by", "next month", "--with", "Ana"), "needs-reason"),
    (("profile", "--zone", "Europe/Lissabon"), "invalid"),
    (("import", "missing.vcf"), "invalid"),
    (("restore", "missing.sqlite3"), None),
    (("draft", "sonnet", "Ana"), None),
    (("people", "--user", "nobody@x.example"), "not-found"),
]


@pytest.mark.parametrize(
    ("words", "code"), PROBLEMS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_a_problem_is_one_line_and_exit_one(panel: Program, words: tuple[str, ...], code: str | None) -> None:
    done = panel.run(*words, "--json")
    assert done.returncode == 1, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    assert answer["message"]
    assert code is None or answer["error"] == code
    first = done.stderr.splitlines()[0]
    assert answer["message"] in first
    assert "Traceback" not in done.stderr


def test_an_ambiguous_name_lists_who_it_could_be_and_changes_nothing(panel: Program) -> None:
    answer = panel.json("stage", "Kim", "mentor", code=1)
    assert [one["name"] for one in answer["candidates"]] == ["Kim Berg (Alder)", "Kim Dorn (Brook)"]
    said = panel.run("stage", "Kim", "mentor").stderr.splitlines()
    assert [line.strip() for line in said[1:3]] == ["#2  Kim Berg (Alder)", "#3  Kim Dorn (Brook)"]
    assert [one["stage"] for one in panel.json("people")["results"]] == ["formal-mentor", None, None]


def test_a_person_has_the_keys_that_programs_rely_on(panel: Program) -> None:
    panel.json("met", "Ana", "--kind", "coffee", "--on", "last week", "--note", "Pricing")
    person = panel.json("person", "ana")
    assert {
        "id", "name", "organisation", "title", "level", "stage", "standing", "warmth", "cadence", "informed",
        "assessment", "readiness", "timeline", "parked", "commitments", "advice",
    } <= set(person)  # fmt: skip
    assert person["stage"] == "formal-mentor"
    assert person["standing"] in ("current", "slipping", "lapsed")
    assert person["warmth"] in ("close", "warm", "quiet", "distant")
    assert {"days", "state", "since"} <= set(person["cadence"])
    assert person["cadence"]["state"] in ("in-touch", "due", "drifting", "cold", "waiting", "paused")
    assert [one["summary"] for one in person["timeline"]] == ["Pricing"]
    book = panel.json("person", "Kim Berg")
    assert (book["stage"], book["standing"], book["warmth"], book["cadence"], book["timeline"]) == (
        None,
    ) * 4 + ([],)


def test_a_stage_is_given_and_taken_in_any_spelling(panel: Program) -> None:
    assert panel.json("stage", "Kim Berg", "Reached Out", "--since", "yesterday")["stage"] == "reached-out"
    assert panel.json("stage", "Kim Berg", "address book")["stage"] is None
    assert panel.json("person", "Kim Berg")["stage"] is None
    assert panel.json("stage", "Kim Berg", "address-book")["stage"] is None, "said twice"


def test_a_person_is_changed_field_by_field(panel: Program) -> None:
    changed = panel.json(
        "person", "Ana", "--set", "title=VP Product", "--set", "tags=a, b", "--email", "ana@new.example"
    )
    assert (changed["title"], changed["emails"][0]) == ("VP Product", "ana@new.example")
    assert "ana@x.example" not in panel.json("person", "Ana", "--forget", "ANA@x.example")["emails"]
    assert panel.json("person", "Ana", "--cadence", "14")["cadence"]["days"] == 14
    assert panel.json("person", "Ana", "--pause", "in 3 weeks")["cadence"]["state"] == "paused"
    assert panel.json("person", "Ana", "--pause", "no", "--cadence", "stage")["cadence"]["days"] != 14
    assert panel.json("person", "Ana", "--roles", "sponsor, peer")["roles"] == ["peer", "sponsor"]
    assert panel.json("person", "Kim Berg", "--trash")["trashed"] is True
    assert [one["name"] for one in panel.json("people", "--trash")["results"]] == ["Kim Berg"]
    assert panel.json("person", "#2", "--restore")["name"] == "Kim Berg"


def test_cards_are_done_snoozed_and_dismissed(program: Program) -> None:
    assert program.run("park", "Whom do I ask?").returncode == 0
    (card,) = program.json("today")["blind_spots"]
    assert {"id", "kind", "person", "title", "why", "due", "effort_minutes", "action"} <= set(card)
    assert set(card["action"]) == {"label", "url", "command"}
    assert program.json("done", card["id"])["verdict"] == "done"
    assert program.json("today")["blind_spots"] == []
    assert program.json("done", card["id"], "--undo")["undone"] is True
    until = (clock.now() + timedelta(days=3)).date().isoformat()
    assert program.json("snooze", card["id"], "--until", until)["until"] == until
    assert program.json("today", "--on", until)["blind_spots"][0]["id"] == card["id"]
    program.json("done", card["id"], "--undo")
    assert program.json("dismiss", card["id"], "--reason", "answered it myself")["verdict"] == "dismissed"
    said = program.run("today", "--all").stdout
    assert "answered it myself" in said


def test_captures_come_in_once_and_in_order(program: Program) -> None:
    for number in range(4):
        assert program.run("park", f"thought {number}", "--topic", "order").returncode == 0
    assert program.run("log", "Shipped", "--kind", "win").returncode == 0
    for _ in range(2):
        items = program.json("parking")["results"]
        assert [one["text"] for one in reversed(items)] == [f"thought {number}" for number in range(4)]
    assert [one["text"] for one in program.json("journal")["results"]] == ["Shipped"]
    assert list((program.data / "spool").glob("*.json")) == []


def test_found_again_by_a_word(panel: Program) -> None:
    panel.json("met", "Ana", "--note", "She explained elasticity")
    hits = panel.json("search", "elasticity")["results"]
    assert hits
    assert set(hits[0]) == {"kind", "id", "title", "snippet", "person", "on"}
    assert [hit["kind"] for hit in panel.json("search", "ana", "--kind", "touchpoint")["results"]] == [
        "touchpoint"
    ]
    assert panel.json("search", "ana elas", "--ranked")["results"] == hits
    slip = panel.run("search", "Riuz", "--json")
    assert (json.loads(slip.stdout)["results"][0]["title"], "“ruiz”" in slip.stderr) == ("Ana Ruiz", True)
    assert panel.json("search", "--rebuild")["indexed"] > 0
    assert panel.json("search", "elasticity", "--rebuild")["results"] == hits
    assert panel.run("search").returncode == 2
    assert panel.run("search", "ana", "--kind", "nonsense").returncode == 1


def test_copied_while_open_and_put_back(panel: Program, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert Path(panel.json("backup", str(copy))["path"]) == copy
    panel.json("add", "Too Late")
    panel.json("restore", str(copy))
    assert [one["name"] for one in panel.json("people")["results"]] == ["Ana Ruiz", "Kim Berg", "Kim Dorn"]


def test_words_are_for_people(panel: Program) -> None:
    for words in (
        ("today",),
        ("people",),
        ("person", "Ana"),
        ("sessions",),
        ("profile",),
        ("focus",),
        ("goal",),
    ):
        done = panel.run(*words)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.strip()
        assert not done.stdout.lstrip().startswith("{")
