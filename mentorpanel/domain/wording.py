"""Text as people type or paste it, made safe to store."""

import re

from mentorpanel.domain.problems import Invalid

LONGEST_TEXT = 1_000_000
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff]"
)
"""Controls, and marks that turn the direction of what follows. The joiners and the blank without width (U+200B to U+200D)
are none of them: Persian, Khmer, Indic scripts and emoji are written with them."""


def plain_text(text: str) -> str:
    """The text without what no database keeps: NUL, lone surrogates and mixed line ends; ends trimmed."""
    kept = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return kept.encode("utf-8", "replace").decode("utf-8").strip()


def required_text(text: str, *, field: str, what: str) -> str:
    """``plain_text`` that is not empty and at most 1,000,000 characters, what a capture can hold; else ``Invalid``."""
    kept = plain_text(text)
    if not kept:
        raise Invalid(f"Write {what} first; it is empty.", field=field)
    if len(kept) > LONGEST_TEXT:
        raise Invalid(f"That is {len(kept):,} characters; at most {LONGEST_TEXT:,} fit here.", field=field)
    return kept


def line_of(text: str) -> str:
    """The text on one line, without anything unseen that would turn or hide what stands beside it, as in a name."""
    if not text.isprintable():
        text = plain_text(_UNSEEN.sub("", text))
    return " ".join(text.split())


def one_line(text: str, *, at_most: int) -> str:
    """``line_of``, cut to ``at_most`` characters."""
    return line_of(text)[:at_most].rstrip()


def topics_of(topics: object) -> list[str]:
    """Topics as stored: one line each, no empty ones, no repeats, in the order given; at most 30."""
    given = [topics] if isinstance(topics, str) else list(topics)  # type: ignore[call-overload]
    cleaned = (one_line(str(topic), at_most=120) for topic in given)
    return list(dict.fromkeys(topic for topic in cleaned if topic))[:30]


def one_of(value: str, known: type[str], *, field: str, what: str) -> str:
    """The slug of a known value; words with spaces or underscores and capitals are taken too, else ``Invalid``."""
    slug = "-".join(value.strip().lower().replace("_", " ").replace("-", " ").split())
    names = [str(member.value) for member in known]  # type: ignore[attr-defined]
    if slug not in names:
        raise Invalid(
            f"“{one_line(value, at_most=40)}” is no {what}; it is one of {', '.join(names)}.", field=field
        )
    return slug
