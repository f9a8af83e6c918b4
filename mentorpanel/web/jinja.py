"""The Jinja2 environment of the pages: helpers for addresses, dates and safe text."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import get_script_prefix, reverse
from django_htmx.jinja import htmx_script
from jinja2 import Environment, pass_context, pass_eval_context
from jinja2.filters import do_xmlattr
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup, escape

from mentorpanel import clock
from mentorpanel.domain import words
from mentorpanel.domain.needs import PHASES
from mentorpanel.domain.search_text import parts_of
from mentorpanel.formats.markdown import to_html
from mentorpanel.web.kept import kept, menu_place
from mentorpanel.web.page_text import PageEnvironment


def _zone(context: Context) -> ZoneInfo:
    return context.get("zone") or ZoneInfo("UTC")


def _time_element(machine: str, exact: str, shown: str) -> Markup:
    # A plain string of escaped pieces: Markup.format takes ten times as long, and a page shows many dates.
    return Markup(f'<time datetime="{escape(machine)}" title="{escape(exact)}">{escape(shown)}</time>')  # noqa: S704


@pass_context
def day(context: Context, value: date | None) -> str | Markup:
    """A date in near words, exact on hover."""
    if value is None:
        return ""
    today = clock.today(_zone(context))
    return _time_element(value.isoformat(), exact_day(value), words.day_in_words(value, today))


@pass_context
def on_date(context: Context, value: date | None) -> str | Markup:
    """A date by itself, for behind "by": "1 December", with its year where that is another one."""
    if value is None:
        return ""
    year = "" if value.year == clock.today(_zone(context)).year else f" {value.year}"
    return _time_element(value.isoformat(), exact_day(value), f"{value.day} {words.month_name(value)}{year}")


@pass_context
def due(context: Context, value: date) -> Markup:
    """When something is due: "due Wednesday" ahead, "due since 16 November" behind."""
    today = clock.today(_zone(context))
    if value < today:
        return Markup("due since ") + on_date(context, value)
    return Markup("due ") + day(context, value)


@pass_context
def moment(context: Context, value: datetime | None) -> str | Markup:
    """A moment in near words in the owner's zone, exact on hover."""
    if value is None:
        return ""
    zone = _zone(context)
    local = value.astimezone(zone)
    shown = words.moment_in_words(value, clock.now(), zone)
    return _time_element(
        local.isoformat(timespec="minutes"), f"{exact_day(local)}, {local.hour:02}:{local.minute:02}", shown
    )


@pass_context
def ago(context: Context, value: date | None) -> str:
    """How long ago, in words."""
    if value is None:
        return ""
    return words.ago(value, clock.today(_zone(context)))


@pass_context
def clock_time(context: Context, value: datetime | None) -> str:
    """The time of day in the owner's zone."""
    return f"{value.astimezone(_zone(context)):%H:%M}" if value else ""


def exact_day(value: date) -> str:
    """A date in full: "Thursday 26 November 2026"."""
    return f"{words.weekday_name(value)} {value.day} {words.month_name(value)} {value.year}"


def markdown(text: str) -> Markup:
    """Markdown made safe: no raw HTML passes."""
    return Markup(to_html(text or ""))  # noqa: S704 (sanitised by formats.markdown)


def lines(text: str) -> Markup:
    """Plain text with its line breaks."""
    return Markup("<br>").join(escape(line) for line in (text or "").splitlines())


@pass_eval_context
def attributes(evaluated: EvalContext, values: Mapping[str, object]) -> str:
    """Attributes of an element as macros take them: ``aria_label="…"`` is written ``aria-label``."""
    return do_xmlattr(evaluated, {name.replace("_", "-"): value for name, value in values.items()})


def address(name: str, *arguments: object, **named: object) -> str:
    """The address of a page."""
    return addresses(get_script_prefix())(name, *arguments, **named)


@lru_cache(maxsize=16)
def addresses(_prefix: str) -> Callable[..., str]:
    """``address`` under the prefix of the running request, which Django looks up slowly: for a page of many links.

    Those asked for lately are known, since a page of cards asks for many twice.
    """

    @lru_cache(maxsize=4096)
    def known(name: str, *arguments: object, **named: object) -> str:
        return reverse(name, args=arguments, kwargs=named)

    return known


def environment(**options: Any) -> Environment:
    """Django's Jinja2 backend calls this once."""
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    made = PageEnvironment(**options, extensions=["jinja2.ext.do"])
    made.globals.update(
        url=address,
        static=lru_cache(maxsize=256)(staticfiles_storage.url),
        htmx_script=htmx_script,
        kept=kept,
        menu_place=menu_place,
        phase_choices=tuple((phase.slug, phase.name) for phase in PHASES),
    )
    made.filters.update(xmlattr=attributes)
    made.filters.update(
        parts=parts_of,
        day=day,
        date=on_date,
        due=due,
        moment=moment,
        ago=ago,
        clock_time=clock_time,
        md=markdown,
        lines=lines,
    )
    return made
