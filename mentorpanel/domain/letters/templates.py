"""Templates: a kind's wording as plain text with ``{slot}`` marks, filled so that nothing empty shows."""

import re
from collections.abc import Callable, Sequence
from functools import partial

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters.letter import (
    LetterContext,
    LetterKind,
    Slot,
    Slots,
    as_they_are,
    lines_of,
    paragraphs,
    said,
)
from mentorpanel.domain.letters.prose import GAP
from mentorpanel.domain.problems import Invalid

LONGEST = 10_000
_MARK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_LOOSE_MARK = re.compile(r"\{\s*([A-Za-z][A-Za-z0-9_ -]*?)\s*\}")
_SPACED_MARK = re.compile(r"( ?)\{([a-z][a-z0-9_]*)\}([.,;:!?]?)")
_BREAK = re.compile(r"\n[ \t]*\n\s*")
_ENDED = re.compile(r"[.!?…:;,][\"”’)]*$")
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?…][\"”’)]*)$")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]*(?:\s|$)")
_ASKS_AT_THE_END = re.compile(
    r"(?:^|[.!?…]\s+)(?:could|would|can|will|may|might|do|are|have) (?:you|i|we)\b[^.!?…]*$", re.IGNORECASE
)
_SMALL_WORDS = frozenset(
    [
        "a", "an", "at", "for", "from", "how", "in", "on", "our", "that", "the", "their", "these",
        "this", "those", "to", "what", "when", "where", "which", "who", "with", "your",
    ]
)  # fmt: skip


def templated(
    slug: str,
    name: str,
    slots: tuple[Slot, ...],
    subject: Callable[[Slots], str],
    template: str,
    checks: Callable[[Slots, LetterContext], list[Check]],
    must: tuple[str, ...] = (),
    prepare: Callable[[Slots], Slots] = as_they_are,
) -> LetterKind:
    """A kind whose text is its template, filled."""
    wording = template.strip() + "\n"
    compose = partial(_filled_from, slots, wording, prepare)
    return LetterKind(slug, name, slots, subject, compose, checks, wording, must, prepare)


def composed(kind: LetterKind, slots: Slots, template: str = "") -> str:
    """The letter's text from the owner's wording; empty means the default, as does a kind without a template."""
    if not kind.template or not template.strip():
        return kind.compose(slots)
    return fill(template, kind.slots, kind.prepare(slots))


def fill(template: str, known: Sequence[Slot], slots: Slots) -> str:
    """The template with its marks filled from the slots.

    A paragraph or a line that has marks and none of them filled is left out; within a sentence, what it
    needs and does not have yet is "…". A sentence gets its capital and its full stop, a list its dashes.
    What stands in a slot is taken as text: a mark in it stays as it is.
    """
    by_name = {slot.name: slot for slot in known}
    parts = _BREAK.split(template.replace("\r\n", "\n").strip())
    return paragraphs(*(_paragraph(part, by_name, slots) for part in parts))


def in_a_sentence(value: str) -> str:
    """A little word that began a sentence elsewhere is small within one; names stay."""
    first = next(iter(value.split(maxsplit=1)), "")
    return value[:1].lower() + value[1:] if first.lower() in _SMALL_WORDS else value


def checked_template(kind: LetterKind, text: str) -> str:
    """The owner's wording, tidied; empty goes back to the default.

    ``Invalid`` (field ``template``) names an unknown slot and its line, a brace without its other, a slot
    that the letter cannot do without, and a kind that has no template.
    """
    tidy = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not tidy:
        return ""
    if not kind.template:
        raise _refused(
            f"The {_called(kind)} is put together from lists, so it has no wording of its own to change."
        )
    if len(tidy) > LONGEST:
        raise _refused(f"A template has {LONGEST:,} characters at most; this one has {len(tidy):,}.")
    tidy = _LOOSE_MARK.sub(lambda match: "{" + _slug(match.group(1)) + "}", tidy)
    _must_be_known(kind, tidy)
    marked = set(_MARK.findall(tidy))
    missing = [slot for slot in kind.slots if slot.required and not slot.is_note and slot.name not in marked]
    if missing:
        slot = missing[0]
        raise _refused(
            f"The template leaves out {{{slot.name}}} (“{slot.label}”), which the {_called(kind)} lives on."
        )
    return tidy + "\n"


def _must_be_known(kind: LetterKind, text: str) -> None:
    allowed = [slot.name for slot in kind.slots if not slot.is_note]
    notes = [slot.name for slot in kind.slots if slot.is_note]
    for number, line in enumerate(text.splitlines(), start=1):
        for name in _MARK.findall(line):
            if name in notes:
                raise _refused(f"Line {number}: {{{name}}} is for you alone and cannot stand in a letter.")
            if name not in allowed:
                known = ", ".join(allowed)
                raise _refused(f"Line {number}: the {_called(kind)} has no slot {{{name}}}; it has {known}.")
        if "{" in _MARK.sub("", line) or "}" in _MARK.sub("", line):
            raise _refused(f"Line {number} has a brace without its other; a slot is written {{like_this}}.")


def _refused(why: str) -> Invalid:
    return Invalid(why, field="template")


def _called(kind: LetterKind) -> str:
    return kind.name.lower()


def _slug(name: str) -> str:
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())


def _filled_from(
    known: tuple[Slot, ...], template: str, prepare: Callable[[Slots], Slots], slots: Slots
) -> str:
    return fill(template, known, prepare(slots))


def _paragraph(part: str, by_name: dict[str, Slot], slots: Slots) -> str:
    if _is_all_empty(part, by_name, slots):
        return ""
    lines = [line for line in part.splitlines() if not _is_all_empty(line, by_name, slots)]
    return "\n".join(_line(line.strip(), by_name, slots) for line in lines)


def _is_all_empty(part: str, by_name: dict[str, Slot], slots: Slots) -> bool:
    names = [name for name in _MARK.findall(part) if name in by_name]
    return bool(names) and not any(said(slots, name) for name in names)


def _line(line: str, by_name: dict[str, Slot], slots: Slots) -> str:
    alone = _MARK.fullmatch(line)
    if alone and alone.group(1) in by_name and by_name[alone.group(1)].is_list:
        return "\n".join(f"- {one}" for one in lines_of(slots, alone.group(1)))

    told, after = "", 0
    for match in _SPACED_MARK.finditer(line):
        space, name, following = match.groups()
        told += line[after : match.start()]
        after = match.end()
        value = _value(by_name[name], slots) if name in by_name else match.group(0).strip()
        if name in by_name and not value and by_name[name].required and _is_within(line, match):
            told += f"{space}{GAP}{following}"
            continue
        if name not in by_name or not value:
            told += f"{space}{value}" if value else following
            continue
        told += space + _fitted(value, by_name[name], told.rstrip(), following, is_alone=alone is not None)
    return (told + line[after:]).strip()


def _is_within(line: str, match: re.Match[str]) -> bool:
    """Whether a mark stands inside a sentence that says something of its own, so that it would miss it."""
    before = _SENTENCE_END.split(line[: match.start()])[-1]
    return bool(_MARK.sub("", before).strip(" ,.;:"))


def _value(slot: Slot, slots: Slots) -> str:
    return "; ".join(lines_of(slots, slot.name)) if slot.is_list else said(slots, slot.name)


def _fitted(value: str, slot: Slot, before: str, following: str, *, is_alone: bool) -> str:
    """The value with the capital and the mark at its end that its place in the sentence asks for."""
    begins = bool(_SENTENCE_BEFORE.search(before))
    if slot.ends or (begins and not is_alone):
        value = _capital(value) if begins else in_a_sentence(value)
    elif not begins:
        value = in_a_sentence(value)
    if following:
        return value.rstrip(".") + following if not value.endswith(("!", "?")) or following != "." else value
    if not slot.ends or _ENDED.search(value):
        return value
    return value + ("?" if _ASKS_AT_THE_END.search(value) else slot.ends)


def _capital(value: str) -> str:
    """A first letter as a capital, unless the word has its own: "iPhone" stays."""
    return value if value[1:2].isupper() else value[:1].upper() + value[1:]
