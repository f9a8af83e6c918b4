"""Asks one of two people, alone, whether they would like to meet the other; nothing goes to both before."""

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks
from mentorpanel.domain.letters.letter import GREETING, SIGN_OFF, LetterContext, Slot, Slots, said
from mentorpanel.domain.letters.templates import templated

OTHER = Slot("other", "Whom they would meet", "Their name, and what may be known of them.", True)
ABOUT = Slot("about", "Who that is", "A sentence that makes them glad to be described.", True, True, ends=".")
WHY = Slot("why", "Why the two", "What each has that the other looks for.", True, True, ends=".")
SIZE = Slot("size", "What it would take", "“Twenty minutes would be plenty for a start.”", ends=".")
EASY_OUT = Slot("easy_out", "An easy way to say no", "A no stays between the two of you.", ends=".")
SLOTS = (GREETING, OTHER, ABOUT, WHY, SIZE, EASY_OUT, SIGN_OFF)

TEMPLATE = """
{greeting}

Would you like to meet {other}? {about}

{why} {size}

{easy_out}

{sign_off}
"""


def subject(slots: Slots) -> str:
    """ "Would you like to meet Jo Kim?"."""
    other = " ".join(said(slots, "other").rstrip(".?").split())
    return f"Would you like to meet {other}?" if other else "Somebody you may like to meet"


def check(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of asking for consent: one question, the reason, and a no that costs nothing."""
    return [
        checks.named_and_signed(slots),
        checks.told(slots, OTHER, "Say whom they would meet.", context),
        checks.told(slots, ABOUT, "Say who it is, so that they need not look them up.", context),
        checks.told(slots, WHY, "Say what is in it for each; a yes needs a reason.", context),
        checks.told(slots, EASY_OUT, "A yes is worth something where a no was easy.", context),
        *checks.shared_checks(checks.text_of(KIND, slots, context), context, asks_allowed=1, asks_needed=1),
    ]


KIND = templated(
    "introduction-consent",
    "Asking whether they would like to meet",
    SLOTS,
    subject,
    TEMPLATE,
    check,
    must=("asks", "other", "why", "placeholders"),
)
