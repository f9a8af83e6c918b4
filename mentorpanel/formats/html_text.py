"""Reduces the HTML of a mail to plain text: lines, list dashes, what is quoted behind “>”. One pass, any bytes."""

import html
import re

# More of one mail's HTML is not read. Our judgement.
MOST_CHARACTERS = 1_000_000
_DEEPEST_QUOTE = 5

_TAG = re.compile(
    r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+>|<[/!?a-zA-Z][^<>]*>"
)
_UNREAD = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "title", "template")}
_PARAGRAPHS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "hr", "blockquote")
)
_LINES = frozenset(
    ("div", "li", "tr", "dt", "dd", "section", "article", "header", "footer", "center", "body")
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HUGE_NUMBER = re.compile(r"&#\d{8,};?")


def text_of_html(source: str) -> str:
    """What somebody reads of the HTML. Never raises; what is quoted (blockquote) begins each line with “> ”."""
    source = source[:MOST_CHARACTERS]
    page = _Page()
    missing: set[str] = set()
    at = 0
    while found := _TAG.search(source, at):
        page.write(source[at : found.start()])
        at = found.end()
        name = (found[2] or "").lower()
        if found[0] == "<!--":
            end = source.find("-->", at) if "-->" not in missing else -1
            at = end + 3 if end >= 0 else at
            missing |= {"-->"} if end < 0 else set()
        elif name in _UNREAD and not found[1] and name not in missing:
            closing = _UNREAD[name].search(source, at)
            at = closing.start() if closing else at
            missing |= set() if closing else {name}
        elif name:
            page.take(name, is_end=bool(found[1]))
    page.write(source[at:])
    return page.text()


class _Page:
    """The lines so far, and where we are in the page."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._is_pre = False

    def write(self, text: str) -> None:
        if not text:
            return
        text = html.unescape(_HUGE_NUMBER.sub("", text)) if "&" in text else text
        if self._is_pre:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self._line.append(first)
            for line in others:
                self._end_line(keeps_empty=True)
                self._line.append(line)
        else:
            self._line.append(_SPACE.sub(" ", text))

    def take(self, name: str, *, is_end: bool) -> None:
        if name == "br":
            self._end_line(keeps_empty=True)
        elif name in ("td", "th"):
            self._line.append(" ")
        elif name in _LINES or name in _PARAGRAPHS:
            self._end_line()
            if name in _PARAGRAPHS and self._lines and self._lines[-1].strip("> "):
                self._lines.append(self._mark().rstrip())
            if name == "li" and not is_end:
                self._line.append("- ")
        if name == "blockquote":
            self._quotes = max(0, self._quotes - 1) if is_end else self._quotes + 1
        elif name == "pre":
            self._is_pre = not is_end

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def _mark(self) -> str:
        return "> " * min(self._quotes, _DEEPEST_QUOTE)

    def _end_line(self, *, keeps_empty: bool = False) -> None:
        joined = "".join(self._line)
        line = joined.rstrip() if self._is_pre else _SPACE.sub(" ", joined).strip()
        if line or keeps_empty:
            self._lines.append((self._mark() + line).rstrip())
        self._line = []
