"""The offer to help: what I noticed they need, one concrete thing that I can do, no strings."""

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks, phrases, prose
from mentorpanel.domain.letters.letter import GREETING, SIGN_OFF, LetterContext, Slot, Slots, lines_of, said
from mentorpanel.domain.letters.templates import templated

NEED = Slot(
    "need",
    "What you noticed they need",
    "A fact: what they said, launched or look for.",
    True,
    True,
    ends=".",
)
OFFER = Slot(
    "offer",
    "One concrete offer",
    "“send you my notes on it by Friday”: one thing, and when.",
    True,
    True,
    ends=".",
    check="says-something",
)
NO_STRINGS = Slot("no_strings", "No strings", "That nothing is expected, not even an answer.", ends=".")
SLOTS = (GREETING, NEED, OFFER, NO_STRINGS, SIGN_OFF)

TEMPLATE = """
{greeting}

Something of yours has stayed on my mind: {need}

Here is what I can do, if it is of use to you: {offer}

{no_strings}

{sign_off}
"""


def subject(slots: Slots) -> str:
    """Says that it is a gift."""
    return "Something that may be of use to you"


def check(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of an offer; it may ask for nothing at all."""
    text = checks.text_of(KIND, slots, context)
    return [
        checks.named_and_signed(slots),
        checks.says_something(slots, ("offer",), "Name the one thing that you will do for them.", context),
        checks.told(slots, NEED, "An offer begins with something you saw; else it is a pitch.", context),
        _one_offer(slots, context),
        _no_strings(text),
        *checks.shared_checks(
            text,
            context,
            asks_allowed=0,
            no_ask="An offer that carries a request is a trade; keep it for another day.",
        ),
    ]


def _one_offer(slots: Slots, context: LetterContext) -> Check:
    offer = said(slots, "offer")
    vague = phrases.first_of(phrases.VAGUE_OFFER, offer or context.text)
    if vague:
        why = f"“{vague}” leaves the work to them; name one thing that you will do."
        return Check("offer", False, why)
    if len(lines_of(slots, "offer")) > 1:
        return Check("offer", False, "It offers several things; one is easier to take.")
    if offer and prose.count_words(offer) < 3:
        return Check("offer", False, "The offer is very short; say in a few words what you will do.")
    return checks.told(
        slots, OFFER, "Name one thing that you will do; it should cost them no thought.", context
    )


def _no_strings(text: str) -> Check:
    found = phrases.first_of(phrases.STRINGS, text)
    if found:
        return Check("no-strings", False, f"“{found}” ties a string to it; a gift is lighter without.")
    return Check("no-strings", True, "Nothing is expected in return.")


KIND = templated(
    "offer", "Offer to help", SLOTS, subject, TEMPLATE, check, must=("says-something", "placeholders")
)
