"""The documents are true: links lead somewhere, and commands, settings, files and rules they name are there."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from mentorpanel.cli.main import CAPTURES, COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SETTING = re.compile(r"MENTORPANEL_[A-Z_]*[A-Z]")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:^|[\s`/\"“])mentorpanel ([a-z][a-z-]*)", re.MULTILINE)
PLACE = re.compile(r"`((?:mentorpanel|tests|docs|bench|requirements)/[\w./-]+)`")


def code_of(text: str) -> str:
    """What stands in code: indented lines, fenced blocks and spans, one a line."""
    indented = re.findall(r"^(?: {4}|\t).*$", text, re.MULTILINE)
    return "\n".join([*indented, *re.findall(r"```.*?```", text, re.DOTALL), *re.findall(r"`[^`\n]+`", text)])


def anchors_of(text: str) -> set[str]:
    """The anchors that the headings of a page make."""
    headings = re.findall(r"^#+ +(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page: Path, text: str) -> list[str]:
    """The relative links of a page that lead nowhere."""
    broken = []
    for link in LINK.findall(text):
        if re.match(r"[a-z][a-z+.-]*:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / unquote(name)).resolve() if name else page
        is_there = target.exists() and target.is_relative_to(ROOT)
        if is_there and anchor and target.suffix == ".md":
            is_there = anchor in anchors_of(target.read_text(encoding="utf-8"))
        if not is_there:
            broken.append(link)
    return broken


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    assert broken_links(document, document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_that_are_named_exist(document: Path) -> None:
    named = set(COMMAND.findall(code_of(document.read_text(encoding="utf-8"))))
    assert named - {*COMMANDS, *CAPTURES} == set()


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_that_are_named_exist(document: Path) -> None:
    named = PLACE.findall(document.read_text(encoding="utf-8"))
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_settings_are_named_on_both_sides() -> None:
    in_docs = {name for page in PAGES for name in SETTING.findall(page.read_text(encoding="utf-8"))}
    sources = (ROOT / "mentorpanel").rglob("*.py")
    in_code = {name for source in sources for name in SETTING.findall(source.read_text(encoding="utf-8"))}
    assert in_docs == in_code


def test_every_page_is_on_the_index() -> None:
    index = ROOT / "docs" / "index.md"
    linked = {
        (index.parent / link.partition("#")[0]).resolve()
        for link in LINK.findall(index.read_text(encoding="utf-8"))
    }
    assert [
        page for page in PAGES if page.is_relative_to(index.parent) and page != index and page not in linked
    ] == []
    assert all(rule in linked for rule in (ROOT / "docs" / "rules").glob("*.md"))


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 150


def test_the_search_sees_what_it_looks_for() -> None:
    page = ROOT / "docs" / "index.md"
    assert broken_links(
        page, "[a](nowhere.md) [b](../README.md#nothing) [c](https://example.org/) [d](../README.md)"
    ) == [
        "nowhere.md",
        "../README.md#nothing",
    ]
    code = code_of("    $ mentorpanel one\nmentorpanel two\n`mentorpanel three x` “mentorpanel four”\n")
    assert COMMAND.findall(code) == ["one", "three"]
