"""``park`` and ``log``: a fsynced file in the spool, with nothing but the cheapest standard library.

No Django, no click, no database: it starts in milliseconds, waits for no lock, and works while
everything else is down. Whatever opens the database next takes the files in (storage/spool.py).
The time is read here and not from ``mentorpanel.clock``, whose imports cost more than the capture.
"""

import os
import sys
import time

from mentorpanel.cli.paths import SPOOL, data_folder

KINDS = {
    "park": ("question", "idea", "insight"),
    "log": ("win", "challenge", "change", "learning"),
}
DONE, FAILED, WRONG_USAGE, STOPPED = 0, 1, 2, 130
ESCAPES = {code: f"\\u{code:04x}" for code in (*range(32), 0x7F)} | {ord('"'): '\\"', ord("\\"): "\\\\"}
# Our judgement: a thought is not a book; the reader refuses more.
MOST_BYTES = 1_000_000

USAGE = {
    "park": """\
Usage: mentorpanel park TEXT [--kind question|idea|insight] [--for NAME] [--topic T ...] [--user EMAIL] [--json]

  Park a question, an idea or an insight for a mentor. It is kept at once, also while
  nothing else runs. TEXT of “-” reads standard input.
""",
    "log": """\
Usage: mentorpanel log TEXT [--kind win|challenge|change|learning] [--on DATE] [--topic T ...] [--user EMAIL] [--json]

  Write in the journal. DATE is like 2026-03-31, or today, or yesterday. It is kept at
  once, also while nothing else runs. TEXT of “-” reads standard input.
""",
}
OPTIONS = {
    "park": ("--kind", "--for", "--topic", "--user"),
    "log": ("--kind", "--on", "--topic", "--user"),
}


class WrongUsage(Exception):
    """The words after the command cannot be understood; says which and why."""


Record = dict[str, str | list[str]]


def run(command: str, arguments: list[str]) -> int:
    """Capture what ``arguments`` say for ``command`` (“park” or “log”). Returns the exit code.

    0: kept for good, and said so. 1: not kept, with a one-line reason. 2: wrong usage.
    """
    try:
        options, words = _read(command, arguments)
        if "--help" in options:
            _say(USAGE[command])
            return DONE
        record = _record(command, options, words)
        keep(str(record["id"]), _as_json(record))
    except WrongUsage as wrong:
        _complain(f"{USAGE[command].partition(chr(10))[0]}\nmentorpanel {command}: {wrong}\n")
        return WRONG_USAGE
    except OSError as error:
        reason = error.strerror or type(error).__name__
        _complain(
            f"mentorpanel: this could not be kept: {reason} (in {data_folder()}). Nothing was written.\n"
        )
        return FAILED
    except KeyboardInterrupt:
        return STOPPED
    if "--json" in options:
        _say(_as_json({"id": record["id"], "captured": record["text"], "at": record["at"]}))
    else:
        _say("Parked.\n" if command == "park" else "Logged.\n")
    return DONE


def keep(name: str, content: str) -> None:
    """Write ``content`` as ``<data>/spool/<name>.json``, whole or not at all. On return it survives a power cut.

    Raises OSError when it cannot be kept; then no file of that name exists.
    """
    folder = _spool_folder()
    half, whole = f"{folder}/.{name}.tmp", f"{folder}/{name}.json"
    try:
        _write_synced(half, content.encode("utf-8"))
        os.rename(half, whole)
        _sync_folder(folder)
    except BaseException:
        _remove(half)
        _remove(whole)
        raise


def _write_synced(path: str, left: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return


def _spool_folder() -> str:
    data = data_folder()
    folder = f"{data}/{SPOOL}"
    if not os.path.isdir(folder):
        os.makedirs(data, mode=0o700, exist_ok=True)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        _sync_folder(data)
    return folder


def _sync_folder(folder: str) -> None:
    if os.name == "nt":  # There a folder cannot be opened, and renames are written through.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(command: str, arguments: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Options by name, each with its values, and the remaining words. ``--`` ends the options."""
    options: dict[str, list[str]] = {}
    words: list[str] = []
    left = iter(arguments)
    for argument in left:
        name, equals, value = argument.partition("=")
        if argument == "--":
            words.extend(left)
        elif argument in ("--help", "-h"):
            options["--help"] = []
        elif argument == "--json":
            options["--json"] = []
        elif name in OPTIONS[command]:
            if not equals:
                value = next(left, "")
            if not value.strip():
                raise WrongUsage(f"{name} needs a value.")
            options.setdefault(name, []).append(value)
        elif argument.startswith("--") and " " not in name:
            raise WrongUsage(
                f"there is no option {_plain(name)}. If it is part of the text, write -- before the text."
            )
        else:
            words.append(argument)
    return options, words


def _record(command: str, options: dict[str, list[str]], words: list[str]) -> Record:
    moment = time.time_ns()
    kind = options.get("--kind", [KINDS[command][0] if command == "park" else ""])[-1].strip().lower()
    if kind and kind not in KINDS[command]:
        raise WrongUsage(f"--kind is one of {', '.join(KINDS[command])}, not “{_plain(kind)}”.")
    text = _plain(_text(words)).strip()
    if not text:
        raise WrongUsage("there is no text. Write what you want to keep, in quotes.")
    if len(text.encode()) > MOST_BYTES:
        raise WrongUsage("the text is longer than 1 MB. Keep the point and link the rest.")
    seconds, rest = divmod(moment, 1_000_000_000)
    return {
        "id": f"{moment:020d}-{os.getpid():07d}-{os.urandom(4).hex()}",
        "at": f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(seconds))}.{rest // 1000:06d}Z",
        "command": command,
        "text": text,
        "kind": kind,
        "for": _last(options, "--for"),
        "topics": [_plain(topic).strip() for topic in options.get("--topic", ())],
        "on": _day(_last(options, "--on")),
        "user": _last(options, "--user"),
    }


def _last(options: dict[str, list[str]], name: str) -> str:
    values = options.get(name)
    return " ".join(_plain(values[-1]).split()) if values else ""


def _text(words: list[str]) -> str:
    if words != ["-"]:
        return " ".join(words)
    return sys.stdin.buffer.read(MOST_BYTES + 1).decode("utf-8", "replace")


def _day(said: str) -> str:
    """An ISO date for what was said; today and yesterday by this machine's calendar."""
    if not said:
        return ""
    from datetime import date, timedelta

    days_ago = {"today": 0, "yesterday": 1}.get(said.lower())
    if days_ago is not None:
        return (date.today() - timedelta(days=days_ago)).isoformat()
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        raise WrongUsage(f"--on is a date like 2026-03-31, or today, or yesterday, not “{said}”.") from None


def _plain(text: str) -> str:
    """Text that every file and database can hold: bytes that are no text, and NUL, are replaced."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def _as_json(record: Record) -> str:
    """A JSON object of strings and lists of strings, by hand: the json module costs more than the fsync."""
    return "{" + ", ".join(f'"{key}": {_json_value(value)}' for key, value in record.items()) + "}\n"


def _json_value(value: str | list[str]) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_json_value(one) for one in value) + "]"
    return '"' + value.translate(ESCAPES) + '"'


def _say(text: str) -> None:
    """To standard output. A closed pipe is no failure: what was captured is kept."""
    _write(1, text)


def _complain(text: str) -> None:
    _write(2, text)


def _write(descriptor: int, text: str) -> None:
    try:
        os.write(descriptor, text.encode("utf-8", "replace"))
    except OSError:
        return
