"""Parts of the page around every page, rendered once for each of the few plain values that they differ by.

A template asks for one with ``{{ kept("components/nav.html", theme=theme) }}``. In it stand, besides these values, only
``nonce``, ``csrf_input`` and ``path``, which are the request's own: they are put into their places at each request.
"""

import secrets
from collections.abc import Hashable
from functools import lru_cache

from django.urls import get_script_prefix
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

# Words that nobody outside this process knows, so that no text of a page can hold one.
_PLACES = {name: f"{name}-{secrets.token_hex(12)}" for name in ("nonce", "csrf_input", "path")}


@pass_context
def kept(context: Context, template: str, **values: Hashable) -> Markup:
    """The rendered part, with what is this request's own."""
    text = _rendered(context.environment, get_script_prefix(), template, tuple(values.items()))
    for name, place in _PLACES.items():
        if place in text:
            text = text.replace(place, escape(context.get(name, "")))
    return Markup(text)  # noqa: S704 (rendered with autoescape, and what was put in is escaped)


@lru_cache(maxsize=512)
def _rendered(
    environment: Environment, _prefix: str, template: str, values: tuple[tuple[str, Hashable], ...]
) -> str:
    places = {name: Markup(place) for name, place in _PLACES.items()}  # noqa: S704 (letters and figures)
    return environment.get_template(template).render({**places, **dict(values)})


@pass_context
def menu_place(context: Context) -> str:
    """Which address of the menu the page is under: the first part of its path; Today's is the prefix alone."""
    prefix, path = get_script_prefix(), context.get("path") or "/"
    first, slash, _ = path.removeprefix(prefix).partition("/")
    return f"{prefix}{first}{slash}"
