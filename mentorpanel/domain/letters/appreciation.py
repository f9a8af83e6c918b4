"""The appreciation: the one thing that struck me in what they did, and what it changed. It asks nothing."""

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks, prose
from mentorpanel.domain.letters.letter import GREETING, SIGN_OFF, LetterContext, Slot, Slots, said
from mentorpanel.domain.letters.templates import in_a_sentence, templated

SEEN_WHERE = Slot(
    "seen_where", "Where you saw them", "“your talk at the product offsite”, “our pricing review”.", True
)
IMPRESSED = Slot(
    "impressed",
    "What exactly struck you",
    "One idea or one thing they did, so that nobody else could be meant.",
    True,
    True,
    ends=".",
)
EFFECT = Slot(
    "effect",
    "What it did for you",
    "What you saw, changed or tried since, in a sentence.",
    multiline=True,
    ends=".",
)
SLOTS = (GREETING, SEEN_WHERE, IMPRESSED, EFFECT, SIGN_OFF)

TEMPLATE = """
{greeting}

Thank you for {seen_where}. What has stayed with me: {impressed}

{effect}

You need not answer this; I only wanted you to know.

{sign_off}
"""


def subject(slots: Slots) -> str:
    """ "Thank you for your talk at the product offsite"."""
    where = " ".join(said(slots, "seen_where").rstrip(".").split())
    return f"Thank you for {in_a_sentence(where)}" if where else "Thank you"


def check(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of an appreciation; it may ask for nothing at all."""
    text = checks.text_of(KIND, slots, context)
    most = context.limits.appreciation_words
    return [
        checks.named_and_signed(slots),
        checks.told(slots, SEEN_WHERE, "They speak often; say which time you mean.", context),
        checks.specific(slots, IMPRESSED, context),
        checks.told(slots, EFFECT, "Hearing what it led to is what makes them glad they did it.", context),
        checks.within_words(
            prose.count_words(text), most, f"up to {most} keep it a gift, and not something to read."
        ),
        checks.of_you_more_than_me(text),
        *checks.shared_checks(text, context, asks_allowed=0),
    ]


KIND = templated(
    "appreciation", "Appreciation", SLOTS, subject, TEMPLATE, check, must=("impressed", "placeholders")
)
