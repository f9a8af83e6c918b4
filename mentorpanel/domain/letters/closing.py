"""The closing: thanks, what was reached, a lighter rhythm, and an offer that stands. Nobody ends in silence."""

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks, prose
from mentorpanel.domain.letters.letter import GREETING, SIGN_OFF, LetterContext, Slot, Slots, said
from mentorpanel.domain.letters.templates import templated

THANKS = Slot(
    "thanks",
    "Your thanks",
    "What their time has meant, in a sentence or two.",
    True,
    True,
    ends=".",
    check="never-silent",
)
REACHED = Slot("reached", "What you reached together", "One a line.", multiline=True, is_list=True)
CADENCE = Slot(
    "cadence",
    "A lighter rhythm",
    "How you will stay in touch: “a line from me twice a year”.",
    multiline=True,
    ends=".",
)
STANDING_OFFER = Slot(
    "standing_offer", "An offer that stands", "What they can always ask of you.", True, True, ends="."
)
SLOTS = (GREETING, THANKS, REACHED, CADENCE, STANDING_OFFER, SIGN_OFF)
_LEAST_WORDS = 10
_LEAST_IN_THE_SLOT = 2

TEMPLATE = """
{greeting}

{thanks}

What I take with me from our time:
{reached}

{cadence}

{standing_offer}

{sign_off}
"""


def subject(slots: Slots) -> str:
    """Thanks, before anything else."""
    return "Thank you for this time"


def check(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of a closing; an empty one cannot go."""
    text = checks.text_of(KIND, slots, context)
    return [
        checks.named_and_signed(slots),
        _never_silent(slots, text, context),
        checks.told(slots, THANKS, "Thanks come first; they are what is remembered.", context),
        checks.told(slots, REACHED, "Name what you reached; it shows them what their time became.", context),
        checks.told(
            slots, CADENCE, "Say how you will stay in touch; an end in silence feels like a door.", context
        ),
        checks.told(
            slots, STANDING_OFFER, "Let them keep a claim on you; that is what makes it mutual.", context
        ),
        *checks.shared_checks(
            text, context, asks_allowed=0, no_ask="A farewell that carries a request is not quite one."
        ),
    ]


def _never_silent(slots: Slots, text: str, context: LetterContext) -> Check:
    spoken = text if context.text else said(slots, "thanks")
    least = _LEAST_WORDS if context.text else _LEAST_IN_THE_SLOT
    if prose.words_said(spoken) >= least:
        return Check("never-silent", True, "Nobody is left in silence.")
    return Check(
        "never-silent", False, "Say at least your thanks; nobody who gave you time should end in silence."
    )


KIND = templated("closing", "Closing", SLOTS, subject, TEMPLATE, check, must=("never-silent", "placeholders"))
