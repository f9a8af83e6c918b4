"""Reviving: a memory of the two of us, the gap named once, why now, and one small question or a gift."""

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks, phrases, prose
from mentorpanel.domain.letters.letter import GREETING, SIGN_OFF, LetterContext, Slot, Slots, said
from mentorpanel.domain.letters.templates import templated

MEMORY = Slot("memory", "A memory you share", "A moment that only the two of you have.", True, True, ends=".")
GAP = Slot("gap", "The gap, once", "One plain line: “That is almost a year ago.”", ends=".")
WHY_NOW = Slot("why_now", "Why now", "What made you think of them today.", True, True, ends=".")
QUESTION = Slot("question", "One small question", "Easy to answer in a line.", ends="?")
GIFT = Slot(
    "gift", "Or a gift", "Something for them: a piece to read, a word of news.", multiline=True, ends="."
)
NO_HURRY = Slot("easy_out", "No hurry", "That they need not answer soon, or at all.", ends=".")
SLOTS = (GREETING, MEMORY, GAP, WHY_NOW, QUESTION, GIFT, NO_HURRY, SIGN_OFF)

TEMPLATE = """
{greeting}

{memory} {gap}

{why_now}

{gift} {question}

{easy_out}

{sign_off}
"""


def subject(slots: Slots) -> str:
    """Light, without a claim on them."""
    return "I thought of you"


def check(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of a letter that revives a tie."""
    text = checks.text_of(KIND, slots, context)
    return [
        checks.named_and_signed(slots),
        checks.says_something(
            slots,
            ("memory", "why_now", "question", "gift"),
            "Begin with a moment that only the two of you have, or with why you write today.",
            context,
        ),
        checks.told(slots, MEMORY, "A shared memory says that they are more to you than a contact.", context),
        _gap_once(slots, text, context),
        checks.told(slots, WHY_NOW, "Without a reason for today they look for a hidden one.", context),
        _small_thing(slots, text, context),
        _no_grovelling(text),
        _no_guilt(text),
        *checks.shared_checks(text, context, asks_allowed=1),
    ]


def _gap_once(slots: Slots, text: str, context: LetterContext) -> Check:
    gap = "" if context.text else said(slots, "gap")
    named = sum(bool(phrases.first_of(phrases.GAP, one)) for one in prose.sentences_in(_without(text, gap)))
    count = named + bool(gap)
    if count == 1:
        return Check("gap", True, "The gap is named once, and that is enough.")
    if count == 0:
        return Check(
            "gap", False, "The gap is not named. One plain line, and neither of you has to step round it."
        )
    return Check("gap", False, f"The gap is named {count} times; once is honest, more becomes a reproach.")


def _without(text: str, part: str) -> str:
    """The text without a slot's words, whatever capital they were given."""
    place = text.lower().find(part.lower()) if part else -1
    return text if place < 0 else f"{text[:place]} {text[place + len(part) :]}"


def _small_thing(slots: Slots, text: str, context: LetterContext) -> Check:
    has_question = bool(said(slots, "question")) or prose.has_question(text)
    if has_question or said(slots, "gift") or context.text:
        return Check("question", True, "It brings one small question or a gift.")
    return Check("question", False, "Bring one small question or a gift; it gives them something to answer.")


def _no_grovelling(text: str) -> Check:
    found = phrases.first_of(phrases.GROVELLING, text)
    if found:
        return Check(
            "no-grovelling", False, f"“{found}”: no need to bow so low; silence happens to everybody."
        )
    return Check("no-grovelling", True, "It stands upright.")


def _no_guilt(text: str) -> Check:
    found = phrases.first_of(phrases.GUILT, text)
    if found:
        return Check(
            "no-guilt", False, f"“{found}” may sound like a reproach; they come back for the warmth."
        )
    return Check("no-guilt", True, "Nobody is blamed for the silence.")


KIND = templated("revive", "Revive", SLOTS, subject, TEMPLATE, check, must=("says-something", "placeholders"))
