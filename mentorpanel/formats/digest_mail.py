"""A mail to the owner as text and as HTML: everything in it is escaped, nothing is loaded from anywhere."""

from dataclasses import dataclass
from html import escape
from typing import Final

from mentorpanel.domain.card_links import Press
from mentorpanel.domain.digest import Item, Step
from mentorpanel.domain.reminder_mails import MailWords, Section
from mentorpanel.formats.mail_html import document_of

WHY_YOU: Final = "You get this because you switched it on."
_MARKS: Final = {"done": "done", "now": "next", "later": ""}
_CSS: Final = """
.headline { font-size: 21px; line-height: 1.35; margin: 0 0 22px 0; }
h2 { font-size: 16px; margin: 26px 0 8px 0; padding: 0 0 6px 0; border-bottom: 1px solid #d9d3c6; }
.item { margin: 0 0 12px 0; }
.why { color: #5c625f; font-size: 15px; }
.presses { font-size: 15px; }
.steps { border-collapse: collapse; margin: 0 0 12px 0; font-size: 16px; }
.steps td { padding: 2px 18px 2px 0; vertical-align: top; }
.done td { color: #5c625f; }
.now td { font-weight: bold; }
.foot { margin: 30px 0 0 0; padding: 12px 0 0 0; border-top: 1px solid #d9d3c6; font-size: 14px; color: #5c625f; }
"""
_DARK_CSS: Final = """
@media (prefers-color-scheme: dark) {
  .why, .done td, .foot { color: #a9a598 !important; }
  h2, .foot { border-color: #3a3d3f !important; }
}
"""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the links of a mail lead: ``base`` before every path, and the page that stops these mails."""

    base: str
    stop: str


def text_of(words: MailWords, addresses: Addresses) -> str:
    """The mail as plain text."""
    lines = [words.headline, "", *([words.lede, ""] if words.lede else [])]
    lines += [f"{one.label}: {addresses.base}{one.path}" for one in words.presses]
    lines += [""] if words.presses else []
    for section in words.sections:
        lines += [section.title.upper() if not section.steps else section.title, ""]
        lines += [_step_text(step) for step in section.steps]
        if section.path:
            lines += [f"  {addresses.base}{section.path}"]
        if section.steps or section.path:
            lines += [""]
        for item in section.items:
            lines += _item_text(item, addresses.base)
    if words.note:
        lines += [words.note, ""]
    lines += [f"Today: {addresses.base}/", "", "-- ", WHY_YOU]
    lines += [f"When and what: {addresses.base}/settings/reminders/", f"Stop these mails: {addresses.stop}"]
    return "\n".join(lines) + "\n"


def html_of(words: MailWords, addresses: Addresses) -> str:
    """The mail as a whole HTML document."""
    return document_of(body_of(words, addresses), words.subject, _CSS, _DARK_CSS)


def body_of(words: MailWords, addresses: Addresses) -> str:
    """The mail's HTML without styles and head: what a preview on a page shows."""
    parts = [f'<p class="headline">{escape(words.headline)}</p>']
    if words.lede:
        parts.append(f"<p>{escape(words.lede)}</p>")
    if words.presses:
        parts.append(f'<p class="item">{_presses_html(words.presses, addresses.base)}</p>')
    parts += [_section_html(section, addresses.base) for section in words.sections]
    if words.note:
        parts.append(f"<p>{escape(words.note)}</p>")
    parts.append(f"<p>{_link(addresses.base, '/', 'Open Today')}</p>")
    settings = _link(addresses.base, "/settings/reminders/", "When and what")
    stop = f'<a href="{escape(addresses.stop)}">Stop these mails</a>'
    parts.append(f'<p class="foot">{WHY_YOU} {settings} · {stop}</p>')
    return "".join(parts)


def _section_html(section: Section, base: str) -> str:
    title = _link(base, section.path, section.title) if section.path else escape(section.title)
    rows = "".join(
        f'<tr class="{step.state}"><td>{escape(step.name)}</td><td>{escape(step.when)}</td>'
        f"<td>{_MARKS[step.state]}</td></tr>"
        for step in section.steps
    )
    steps = f'<table role="presentation" class="steps">{rows}</table>' if rows else ""
    return f"<h2>{title}</h2>{steps}{''.join(_item_html(item, base) for item in section.items)}"


def _item_html(item: Item, base: str) -> str:
    why = f'<br><span class="why">{escape(item.why)}</span>' if item.why else ""
    line = f"<br>{_presses_html(item.presses, base)}" if item.presses else ""
    return f'<p class="item">{_link(base, item.path, item.text)}{why}{line}</p>'


def _presses_html(presses: tuple[Press, ...], base: str) -> str:
    links = " · ".join(_link(base, one.path, one.label) for one in presses)
    return f'<span class="presses">{links}</span>'


def _item_text(item: Item, base: str) -> list[str]:
    presses = [f"  {one.label}: {base}{one.path}" for one in item.presses]
    return [f"- {item.text}", *([f"  {item.why}"] if item.why else []), f"  {base}{item.path}", *presses, ""]


def _step_text(step: Step) -> str:
    mark = f"  ({_MARKS[step.state]})" if _MARKS[step.state] else ""
    return f"  {step.name:<9}{step.when}{mark}"


def _link(base: str, path: str, text: str) -> str:
    return f'<a href="{escape(base + path)}">{escape(text)}</a>'
