"""Turns Markdown, as people type it, into safe HTML: no raw HTML, no scripts, only plain links."""

import re
from collections.abc import Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LONGEST_TEXT = 200_000
_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "s", "strong", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_BARE_LINK = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]'’]", re.IGNORECASE)


def _link_bare_addresses(state: StateCore) -> None:
    """Web addresses standing in the text become links; those already in one are left alone."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = list(_with_links(block.children))


def _with_links(tokens: list[Token]) -> Iterator[Token]:
    inside = 0
    for token in tokens:
        inside += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type == "text" and not inside:
            yield from _split(token.content)
        else:
            yield token


def _split(text: str) -> Iterator[Token]:
    done = 0
    for match in _BARE_LINK.finditer(text):
        if match.start() > done:
            yield Token("text", "", 0, content=text[done : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": match.group(0)})
        yield Token("text", "", 0, content=match.group(0))
        yield Token("link_close", "a", -1)
        done = match.end()
    if done < len(text):
        yield Token("text", "", 0, content=text[done:])


def _demote_headings(state: StateCore) -> None:
    """A page has one first-level heading of its own: those in a text start at the second."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(max(int(token.tag[1]), 2), 4)}"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")
    parser.core.ruler.push("demote_headings", _demote_headings)
    parser.core.ruler.push("link_bare_addresses", _link_bare_addresses)
    return parser.disable("image")


_PARSER = _parser()


def to_html(text: str) -> str:
    """Safe HTML of a Markdown text; at most 200,000 characters are rendered (our judgement).

    Line breaks stay, raw HTML is shown as it was typed, pictures are not loaded, links go to the web,
    mail or telephone only.
    """
    rendered = _PARSER.render(text[:LONGEST_TEXT].replace("\0", ""))
    return nh3.clean(
        rendered, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer"
    )
