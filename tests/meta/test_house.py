"""The house rules that a program can check: sizes, names, addresses, what pages may hold."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400
# Written by Django from the models, and read by nobody.
GENERATED = re.compile(r"storage/migrations/\d{4}_")
VAGUE_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
# In pieces, so that this file does not name them itself.
REGISTRIES = [
    *(
        "py" + "pi.org",
        "python" + "hosted.org",
        "npm" + "js.",
        "yarn" + "pkg.com",
        "crates" + ".io",
        "ruby" + "gems.org",
    ),
    *(
        "jsdel" + "ivr",
        "un" + "pkg.com",
        "cdn" + "js.",
        "esm" + ".sh",
        "proxy." + "golang.org",
        "conda" + ".anaconda.org",
    ),
]
THIS_MACHINE = re.compile(r"(?<![\w.])/(?:wo" + r"rk/(?:main|shared)|ro" + r"ot/\.)")


def files() -> list[Path]:
    """What is in the repository, or would be: tracked, and new but not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    paths = sorted({ROOT / name for name in listed.split("\0") if name})
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): text_of(path) for path in files()}


def pick(texts: dict[str, str], *endings: str, under: str = "") -> dict[str, str]:
    return {name: text for name, text in texts.items() if name.endswith(endings) and name.startswith(under)}


def test_no_file_is_too_long(texts: dict[str, str]) -> None:
    code = pick(texts, ".py", ".js", ".css", ".html", ".sh", ".md", "run", "test")
    lengths = {name: text.count("\n") for name, text in code.items() if not GENERATED.search(name)}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_registry_and_no_place_of_one_machine_is_named(texts: dict[str, str]) -> None:
    found = [
        f"{name}: {pattern}"
        for name, text in texts.items()
        for pattern in REGISTRIES
        if pattern in text.lower() or pattern in name.lower()
    ]
    found += [f"{name}: {hit[0]}" for name, text in texts.items() if (hit := THIS_MACHINE.search(text))]
    assert found == []


def test_no_module_has_a_vague_name(texts: dict[str, str]) -> None:
    assert [name for name in texts if VAGUE_NAMES & set(re.split(r"[/._]", name))] == []


def test_every_module_says_what_it_is_for(texts: dict[str, str]) -> None:
    modules = pick(texts, ".py", under="mentorpanel/")
    silent = [name for name, text in modules.items() if text.strip() and not text.lstrip().startswith('"""')]
    assert [name for name in silent if not GENERATED.search(name)] == []


def test_nothing_is_left_half_done(texts: dict[str, str]) -> None:
    marks = re.compile(
        r"(?:#|//|/\*|<!--|\{#).*\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|(?i:coming so" + r"on)"
    )
    assert [name for name, text in texts.items() if not name.endswith(".lock") and marks.search(text)] == []


FROM_ELSEWHERE = [
    re.compile(
        r"<(?:script|link|img|iframe|source|video|audio|use|image|object|embed)\b"
        r"[^>]*?\s(?:src|href|data)(?:set)?\s*=\s*[\"']?(?:https?:)?//",
        re.I,
    ),
    re.compile(r"url\(\s*[\"']?(?:https?:)?//", re.I),
    re.compile(r"@import\s+(?:url\()?[\"']?(?:https?:)?//", re.I),
    re.compile(
        r"\b(?:fetch|import|importScripts|EventSource|WebSocket|sendBeacon)\s*\(\s*[\"'`](?:https?|wss?)?:?//",
        re.I,
    ),
    re.compile(r"\bfrom\s+[\"']https?://", re.I),
]
INLINE = {
    "an inline script": re.compile(
        r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*[\"']application/json)", re.I
    ),
    "an inline style": re.compile(r"<style\b|<[a-z][^>{}]*\sstyle\s*=", re.I),
    "an inline handler": re.compile(r"<[a-z][^>{}]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
}


def test_pages_load_nothing_from_another_site(texts: dict[str, str]) -> None:
    shown = pick(
        texts, ".html", ".jinja", ".css", ".js", ".svg", ".webmanifest", ".txt", under="mentorpanel/"
    )
    found = [
        f"{name}: {hit[0]}"
        for name, text in shown.items()
        for rule in FROM_ELSEWHERE
        if (hit := rule.search(text))
    ]
    assert found == []


def test_pages_hold_no_inline_script_or_style(texts: dict[str, str]) -> None:
    """The content security policy would refuse them. Mail is no page: mail programs need styles in place."""
    pages = pick(texts, ".html", ".jinja", ".svg", under="mentorpanel/")
    found = [
        f"{name}: {what}: {hit[0]}"
        for name, text in pages.items()
        if "/mail/" not in name
        for what, rule in INLINE.items()
        if (hit := rule.search(re.sub(r"\{#.*?#\}", "", text, flags=re.S)))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ('<script src="https://x.example/a.js"></script>', True),
        ('<link rel="stylesheet" href="//x.example/a.css">', True),
        ("background: url(https://x.example/a.png)", True),
        ("fetch('https://x.example/')", True),
        ('<a href="https://x.example/">a link is no asset</a>', False),
        ('<svg xmlns="http://www.w3.org/2000/svg">', False),
        ("<script src=\"{{ static('a.js') }}\" defer></script>", False),
    ],
)
def test_the_search_for_outside_assets_sees_them(line: str, is_found: bool) -> None:
    assert any(rule.search(line) for rule in FROM_ELSEWHERE) is is_found


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("<script>alert(1)</script>", True),
        ('<p style="color: red">', True),
        ('<button onclick="x()">', True),
        ("<style>p {}</style>", True),
        ('<script src="a.js" nonce="x"></script>', False),
        ('<script type="application/json" id="data">{}</script>', False),
        ('<p class="style" data-on="x">', False),
    ],
)
def test_the_search_for_inline_code_sees_it(line: str, is_found: bool) -> None:
    assert any(rule.search(line) for rule in INLINE.values()) is is_found
