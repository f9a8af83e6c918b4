"""park and log as real programs: kept whole or not at all, in order, and never in anybody's way."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import platformdirs
import pytest

from mentorpanel.cli.paths import data_folder
from mentorpanel.config import environment
from mentorpanel.formats.captures import Capture, parse_capture
from mentorpanel.storage import spool

ROOT = Path(__file__).resolve().parents[2]
# The same way that the clone's own script starts: no site-packages, so nothing but the standard library.
START = [
    *(sys.executable, "-IS", "-c"),
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); from mentorpanel.cli.entry import main; sys.exit(main())",
]


def run(data: Path, *arguments: str | bytes, **options: object) -> subprocess.CompletedProcess[bytes]:
    environ = {**os.environ, "MENTORPANEL_DATA": str(data)}
    return subprocess.run([*START, *arguments], env=environ, capture_output=True, timeout=30, **options)


def captures(data: Path) -> list[Capture]:
    taken = [parse_capture(path.read_bytes()) for path in spool.list_spool(spool.spool_folder(data))]
    assert all(isinstance(one, Capture) for one in taken)
    return taken


def test_park_keeps_what_was_said(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "park",
        "How do I say no?",
        "--for",
        "Ana",
        "--topic",
        "focus",
        "--topic=time",
        "--kind",
        "idea",
    )
    assert (done.returncode, done.stdout) == (0, b"Parked.\n")
    (one,) = captures(tmp_path)
    assert (one.command, one.text, one.kind, one.for_name) == ("park", "How do I say no?", "idea", "Ana")
    assert one.topics == ("focus", "time")
    assert abs(datetime.now(tz=UTC) - one.at) < timedelta(seconds=30)


def test_log_keeps_kind_and_day(tmp_path: Path) -> None:
    assert run(tmp_path, "log", "Shipped it", "--kind", "win", "--on", "2026-02-28").returncode == 0
    assert run(tmp_path, "log", "Second", "--on", "yesterday", "--user", "b@example.org").returncode == 0
    first, second = captures(tmp_path)
    assert (first.command, first.kind, first.on, first.user) == ("log", "win", date(2026, 2, 28), "")
    assert (second.kind, second.on, second.user) == ("", date.today() - timedelta(days=1), "b@example.org")


def test_json_names_the_capture(tmp_path: Path) -> None:
    answer = json.loads(run(tmp_path, "park", 'A "quoted" \\ thought – ünïcode', "--json").stdout)
    (one,) = captures(tmp_path)
    assert (answer["id"], answer["captured"]) == (one.id, one.text)


def test_options_may_stand_before_the_command(tmp_path: Path) -> None:
    done = run(tmp_path, "--user", "park", "--json", "park", "text")
    assert json.loads(done.stdout)["captured"] == "text"
    assert captures(tmp_path)[0].user == "park"


def test_text_comes_from_standard_input_too(tmp_path: Path) -> None:
    assert run(tmp_path, "park", "-", input="two\nlines\0 \xff".encode("latin-1")).returncode == 0
    assert captures(tmp_path)[0].text == "two\nlines\ufffd \ufffd"


@pytest.mark.parametrize(
    "arguments",
    [
        ["park"],
        ["park", "   "],
        ["park", "x", "--kind", "win"],
        ["log", "x", "--kind", "idea"],
        ["log", "x", "--on", "2026-02-30"],
        ["log", "x", "--on", "soon"],
        ["log", "x", "--for", "Ana"],
        ["park", "x", "--for"],
        ["park", "x", "--nonsense"],
    ],
)
def test_wrong_usage_says_so_and_keeps_nothing(tmp_path: Path, arguments: list[str]) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(b"Usage: mentorpanel ") and b"Traceback" not in done.stderr
    assert captures(tmp_path) == []


def test_help_is_there(tmp_path: Path) -> None:
    assert b"--kind question|idea|insight" in run(tmp_path, "park", "--help").stdout
    assert b"--on DATE" in run(tmp_path, "log", "-h").stdout


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "\u202eright to left\u202c \u200f",
        "x" * 10_000,
        "../../etc/passwd",
        "'; DROP TABLE x; --",
        "line\nline\r\n\ttab \x1b[31m red \x07",
        "🦊 𝔘 é e\u0301",
    ],
)
def test_hostile_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    assert run(tmp_path, "park", "--for", text, "--", text).returncode == 0
    (one,) = captures(tmp_path)
    assert one.text == text.strip()
    assert one.for_name == " ".join(text.split())


def test_bytes_that_are_no_text_do_not_crash(tmp_path: Path) -> None:
    assert run(tmp_path, "park", b"caf\xe9 \xff").returncode == 0
    assert captures(tmp_path)[0].text.startswith("caf")


def test_only_the_owner_may_read(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    assert run(data, "park", "secret", umask=0).returncode == 0
    (path,) = spool.list_spool(spool.spool_folder(data))
    assert [f"{one.stat().st_mode & 0o777:o}" for one in (data, path.parent, path)] == ["700", "700", "600"]


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    done = run(blocked, "park", "x")
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1 and b"could not be kept" in done.stderr and done.stdout == b""


def test_a_full_disk_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    assert run(tmp_path, "park", "before").returncode == 0
    no_room = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))  # noqa: E731
    done = run(tmp_path, "park", "does not fit", preexec_fn=no_room)
    assert done.returncode == 1 and done.stderr.count(b"\n") == 1
    assert [one.text for one in captures(tmp_path)] == ["before"]
    assert len(list((tmp_path / "spool").iterdir())) == 1


def test_a_closed_pipe_is_no_failure(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environ = {**os.environ, "MENTORPANEL_DATA": str(tmp_path)}
    done = subprocess.run([*START, "park", "kept"], env=environ, stdout=writing, timeout=30)
    os.close(writing)
    assert done.returncode == 0 and len(captures(tmp_path)) == 1


def test_one_after_the_other_stays_in_order(tmp_path: Path) -> None:
    for number in range(8):
        run(tmp_path, "park", f"n{number}")
    assert [one.text for one in captures(tmp_path)] == [f"n{number}" for number in range(8)]


def test_many_at_once_are_all_there(tmp_path: Path) -> None:
    texts = [f"thought {number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        answers = [
            json.loads(done.stdout)
            for done in pool.map(lambda text: run(tmp_path, "park", text, "--json"), texts)
        ]
    kept = captures(tmp_path)
    assert sorted(one.text for one in kept) == sorted(texts)
    assert [one.id for one in kept] == sorted(answer["id"] for answer in answers)
    assert len({one.id for one in kept}) == len(texts)
    moments = [one.at for one in kept]
    assert moments == sorted(moments)


def test_killed_at_any_moment_leaves_whole_captures_only(tmp_path: Path) -> None:
    """200 times: what was said to be kept is there; what is there is whole; nothing is there twice."""
    moments = random.Random(7)
    environ = {**os.environ, "MENTORPANEL_DATA": str(tmp_path)}
    acknowledged = set()
    killed = 0
    started = time.perf_counter()
    run(tmp_path, "park", "how long it takes")
    takes = time.perf_counter() - started
    for number in range(200):
        child = subprocess.Popen(
            [*START, "park", f"n{number} " + "x" * 3000], env=environ, stdout=subprocess.PIPE
        )
        time.sleep(moments.uniform(0, takes))
        child.send_signal(signal.SIGKILL)
        said, _ = child.communicate(timeout=30)
        killed += child.returncode == -signal.SIGKILL
        if said:
            acknowledged.add(f"n{number}")
    kept = [one.text.split()[0] for one in captures(tmp_path)[1:]]
    assert len(kept) == len(set(kept))
    assert acknowledged <= set(kept)
    assert killed > 0, "the machine was too quick for this test to say anything"


DIE = "lambda *a, **k: os.kill(os.getpid(), 9)"
RENAME_AND_DIE = "lambda *a, real=os.rename: (real(*a), os.kill(os.getpid(), 9))"


@pytest.mark.parametrize(
    ("step", "instead", "is_kept"),
    [
        ("open", DIE, False),
        ("write", DIE, False),
        ("fsync", DIE, False),
        ("rename", DIE, False),
        ("rename", RENAME_AND_DIE, True),
    ],
)
def test_killed_at_each_step(tmp_path: Path, step: str, instead: str, is_kept: bool) -> None:
    dying = f"import os; os.{step} = {instead}; "
    run(tmp_path, "park", "first")
    environ = {**os.environ, "MENTORPANEL_DATA": str(tmp_path)}
    command = [*START[:3], dying + START[3], "park", "second"]
    subprocess.run(command, env=environ, capture_output=True, timeout=30)
    assert [one.text for one in captures(tmp_path)] == ["first", "second"][: 1 + is_kept]
    assert all(
        half.name.endswith(".tmp") for half in (tmp_path / "spool").iterdir() if half.suffix != ".json"
    )


def test_needs_no_library(tmp_path: Path) -> None:
    """The whole way of a capture imports a handful of modules; each one more would cost everybody time."""
    environ = {**os.environ, "MENTORPANEL_DATA": str(tmp_path)}
    command = [START[0], "-X", "importtime", *START[1:], "park", "quick", "--for", "Ana", "--topic", "t"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=30)
    imported = {
        line.rpartition("|")[2].strip()
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert not imported & {
        "re",
        "json",
        "datetime",
        "pathlib",
        "argparse",
        "click",
        "django",
        "site",
        "typing",
    }


@pytest.mark.parametrize("xdg", ["/tmp/some where", "relative", "", None])
@pytest.mark.parametrize("named", ["~/mine", "", None])
def test_every_way_leads_to_the_same_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, xdg: str | None, named: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, value in (("XDG_DATA_HOME", xdg), ("MENTORPANEL_DATA", named)):
        monkeypatch.setenv(name, value) if value is not None else monkeypatch.delenv(name, raising=False)
    if not named:
        assert data_folder() == platformdirs.user_data_dir("mentorpanel", appauthor=False)
    if xdg != "/tmp/some where":
        assert data_folder() == str(environment.data_folder())


def test_a_home_that_is_no_folder_is_not_taken_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MENTORPANEL_DATA")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", "nowhere")
    assert data_folder() == platformdirs.user_data_dir("mentorpanel", appauthor=False)
