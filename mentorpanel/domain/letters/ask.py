"""The ask: one question to somebody who may know, with what was considered, what is wanted and by when."""

from typing import Final

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks, prose
from mentorpanel.domain.letters.brief import WANTS
from mentorpanel.domain.letters.letter import GREETING, SIGN_OFF, LetterContext, Slot, Slots, said
from mentorpanel.domain.letters.templates import templated

CONTEXT = Slot("context", "Context", "What they have to know, in two lines.", multiline=True, ends=".")
CONSIDERED = Slot(
    "considered",
    "What you have considered",
    "The ways you see, and which one you lean to.",
    multiline=True,
    ends=".",
)
WANT = Slot("want", "What you want", "Decide, advise, introduce or just listen.", choices=WANTS)
QUESTION = Slot("question", "Your one question", "The one sentence that they should answer.", True, ends="?")
BY_WHEN = Slot("by_when", "By when", "A day that they can keep: “Friday 4 December”.")
EASY_OUT = Slot(
    "easy_out", "An easy way to say no", "In your words: a no is fine, and so is no answer.", ends="."
)
SLOTS = (GREETING, CONTEXT, CONSIDERED, WANT, QUESTION, BY_WHEN, EASY_OUT, SIGN_OFF)

TEMPLATE = """
{greeting}

{context}

{considered}

{want} {question}

A few lines by {by_when} would be plenty.
{easy_out}

{sign_off}
"""
_WANTED: Final = {
    "decide": "Could you help me decide:",
    "advise": "Could you advise me on this:",
    "introduce": "Could you introduce me to somebody for this:",
    "listen": "Would you listen while I think aloud about this:",
}
_MOST_QUESTIONS: Final = 1


def subject(slots: Slots) -> str:
    """ "One question: how should I price the pilot?"."""
    question = " ".join(said(slots, "question").split())
    if not question:
        return "One question"
    return f"One question: {question if question.endswith('?') else question.rstrip('.') + '?'}"[:150]


def asked(slots: Slots) -> Slots:
    """What is wanted, as the words that lead to the question; nothing leads to a question that is not there."""
    want = said(slots, "want") or WANTS[1]
    return {**slots, "want": _WANTED.get(want, f"{want}:") if said(slots, "question") else ""}


def check(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of an ask."""
    text = checks.text_of(KIND, slots, context)
    return [
        checks.named_and_signed(slots),
        checks.told(slots, CONTEXT, "Two lines save them from guessing what it is about.", context),
        checks.told(
            slots, CONSIDERED, "Show how far you have come, and they begin there and not at zero.", context
        ),
        checks.told(
            slots, WANT, "Say whether they should decide with you, advise, introduce or listen.", context
        ),
        _question(slots, text, context),
        _by_when(slots, text, context),
        checks.told(
            slots, EASY_OUT, "An answer is worth more from somebody who was free to say no.", context
        ),
        checks.within_words(
            prose.count_words(text),
            context.limits.ask_words,
            f"more than {context.limits.ask_words} wait for a quiet hour, and so does the answer.",
        ),
        *checks.shared_checks(text, context, asks_allowed=1, asks_needed=1),
    ]


def _question(slots: Slots, text: str, context: LetterContext) -> Check:
    count = sum(prose.has_question(sentence) for sentence in prose.sentences_in(text))
    count = count or prose.has_question(text)
    if not count or not (context.text or said(slots, "question")):
        return Check("question", False, "There is no question in it yet; one is what they can answer.")
    if count > _MOST_QUESTIONS:
        why = f"It has {count} questions. Keep the one that matters most; the others can wait their turn."
        return Check("question", False, why)
    return Check("question", True, "It has one question, which gets one answer.")


def _by_when(slots: Slots, text: str, context: LetterContext) -> Check:
    if said(slots, "by_when") or (context.text and prose.has_date(text)):
        return Check("by-when", True, "It says by when.")
    return Check("by-when", False, "Say by when; without a day it waits, for you as well as for them.")


KIND = templated(
    "ask",
    "Ask",
    SLOTS,
    subject,
    TEMPLATE,
    check,
    must=("question", "asks", "placeholders"),
    prepare=asked,
)
