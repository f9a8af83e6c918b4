"""A letter's text as the HTML of a mail: serif, quiet, styles inlined, readable in light and dark."""

import html
import re

import css_inline

from mentorpanel.formats.markdown import to_html

_HEADING_LINE = re.compile(r"^(?![-*>#\d\s])([^\n:]{2,70}):$", re.MULTILINE)
_LETTER_CSS = """
body { margin: 0; padding: 0; background: #fbf9f5; color: #1f2328; }
.letter { max-width: 36em; margin: 0 auto; padding: 24px 16px;
  font-family: Charter, 'Iowan Old Style', Georgia, Cambria, 'Times New Roman', serif;
  font-size: 17px; line-height: 1.55; color: #1f2328; }
p { margin: 0 0 14px 0; }
ul, ol { margin: 0 0 18px 0; padding: 0 0 0 22px; }
li { margin: 0 0 6px 0; }
li p { margin: 0 0 4px 0; }
h2, h3, h4 { font-size: 19px; font-weight: bold; line-height: 1.3; margin: 20px 0 8px 0; }
a { color: #0f6b66; }
blockquote { margin: 0 0 14px 0; padding: 0 0 0 14px; border-left: 2px solid #d9d3c6; }
"""
_DARK_CSS = """
@media (prefers-color-scheme: dark) {
  body, .letter { background: #1b1d1f !important; color: #e8e4da !important; }
  a { color: #7cc7c1 !important; }
}
"""
_OUTLOOK_CSS = """
div { font-family: Georgia, 'Times New Roman', serif; font-size: 12pt; }
p { margin: 0 0 10pt 0; }
ul, ol { margin: 0 0 10pt 0; padding: 0 0 0 20pt; }
li { margin: 0 0 4pt 0; }
h2, h3, h4 { font-size: 13pt; font-weight: bold; margin: 14pt 0 4pt 0; }
a { color: #0f6b66; }
"""
_INLINER = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)


def html_of(text: str, title: str = "") -> str:
    """A whole HTML document of the letter; nothing in it is loaded from anywhere."""
    return document_of(letter_html(text), title)


def document_of(body: str, title: str, css: str = "", dark_css: str = "") -> str:
    """A whole HTML document around HTML that is safe already, with styles of its own beside the letter's."""
    document = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<style>{_LETTER_CSS}{css}{_DARK_CSS}{dark_css}</style></head>"
        f'<body><div class="letter">{body}</div></body></html>'
    )
    return _INLINER.inline(document)


def outlook_html(text: str) -> str:
    """A fragment for the clipboard that Word, which draws Outlook's mails, keeps as it is: point sizes, every
    style on its element, no classes and no colours of its own background."""
    return _INLINER.inline_fragment(f"<div>{letter_html(text)}</div>", _OUTLOOK_CSS)


def letter_html(text: str) -> str:
    """The letter's safe HTML without styles: what a preview on a page shows. Lines such as "Since last
    time:" come out strong."""
    return to_html(_HEADING_LINE.sub(r"**\1:**", text.replace("\r\n", "\n")))
