"""How templates write a value into a page: as text, escaped unless it is markup already.

Jinja2 makes a new ``Markup`` of whatever it escapes; a page writes four hundred values and joins them at once, so that
plain text does, and most of it has nothing to escape: a third of the time.
"""

import re
from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup, escape

_to_escape = re.compile("[&<>'\"]").search


def page_text(value: Any) -> str:
    """What stands in the page for a value: as ``markupsafe.escape``, but plain text where that says the same."""
    kind = type(value)
    if kind is str:
        text: str = escape(value) if _to_escape(value) else value
        return text
    if kind is Markup:
        written: Markup = value
        return written
    return str(value) if kind is int else escape(value)


class _Code(CodeGenerator):
    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.page_text(")


class PageEnvironment(Environment):
    """Jinja2's, with values written by ``page_text``."""

    code_generator_class = _Code
    page_text = staticmethod(page_text)
