"""Reads the tables of examples in docs/rules, so that tests can run them."""

import re
from pathlib import Path

RULES = Path(__file__).resolve().parents[1] / "docs" / "rules"

_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
_RULE_LINE = re.compile(r"\|?[\s:|-]+\|?$")
_CELL_END = re.compile(r"(?<!\\)\|")


def rows(path: str | Path, section: str | None = None) -> list[dict[str, str]]:
    """Every row of the Markdown tables in ``path``, as a dict by column name.

    ``path`` is a file, or a rule's name ("warmth" is docs/rules/warmth.md). ``section`` keeps only the
    tables between the heading of that text and the next heading. Cells are stripped and lose their
    backticks; ``\\|`` is a bar. A missing file, a section without a row and a row of the wrong width
    raise, so that a table never goes unread in silence.
    """
    file = Path(path) if str(path).endswith(".md") else RULES / f"{path}.md"
    found: list[dict[str, str]] = []
    columns: list[str] = []
    is_inside = section is None
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        heading = _HEADING.match(line)
        if heading:
            is_inside = section is None or heading.group(1) == section
        text = line.strip()
        if not text.startswith("|"):
            columns = []
        elif not is_inside or (columns and _RULE_LINE.fullmatch(text)):
            continue
        elif not columns:
            columns = _cells(text)
        else:
            found.append(_row(columns, _cells(text), f"{file}:{number}"))
    if not found:
        raise LookupError(f"{file} has no table rows" + (f" under “{section}”" if section else ""))
    return found


def _cells(line: str) -> list[str]:
    inner = line.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.replace("\\|", "|").replace("`", "").strip() for cell in _CELL_END.split(inner)]


def _row(columns: list[str], cells: list[str], where: str) -> dict[str, str]:
    if len(cells) != len(columns):
        raise ValueError(f"{where}: {len(cells)} cells under {len(columns)} columns")
    return dict(zip(columns, cells, strict=True))
