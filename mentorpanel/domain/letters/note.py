"""The short note: an answer to what they asked, a word before a talk with a mentee, a line about somebody of theirs."""

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks, prose
from mentorpanel.domain.letters.letter import GREETING, SIGN_OFF, LetterContext, Slot, Slots, said
from mentorpanel.domain.letters.templates import templated

ABOUT = Slot("about", "What it is about", "Why you write, in a sentence.", multiline=True, ends=".")
MESSAGE = Slot(
    "message", "What you want to say", "Two or three sentences are plenty.", True, True, ends=".",
    check="says-something",
)  # fmt: skip
QUESTION = Slot("question", "One question", "Only if you want an answer.", ends="?")
SLOTS = (GREETING, ABOUT, MESSAGE, QUESTION, SIGN_OFF)
MOST_WORDS = 120
"""As for an appreciation: read in half a minute; our judgement."""

TEMPLATE = """
{greeting}

{about} {message}

{question}

{sign_off}
"""


def subject(slots: Slots) -> str:
    """ "A line from Priya"."""
    name = " ".join(said(slots, "sign_off").split())
    return f"A line from {name}" if name else "A short note"


def check(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of a note: it says something, and it is short."""
    text = checks.text_of(KIND, slots, context)
    return [
        checks.named_and_signed(slots),
        checks.says_something(slots, ("message",), "Say it in a sentence.", context),
        checks.within_words(
            prose.count_words(text), MOST_WORDS, f"up to {MOST_WORDS} keep it a note, and not a letter."
        ),
        *checks.shared_checks(text, context, asks_allowed=1),
    ]


KIND = templated("note", "Note", SLOTS, subject, TEMPLATE, check, must=("says-something", "placeholders"))
