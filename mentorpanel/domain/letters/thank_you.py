"""The thank-you: their advice, what I did with it and what came of it; it closes the loop and asks nothing."""

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks, prose
from mentorpanel.domain.letters.letter import (
    GREETING,
    SIGN_OFF,
    LetterContext,
    Slot,
    Slots,
    said,
)
from mentorpanel.domain.letters.templates import templated

SLOTS = (
    GREETING,
    Slot("advice", "Their advice", "The one thing they told you, as they said it.", True, True),
    Slot("did", "What you did", "What you did with it.", True, True, ends="."),
    Slot(
        "result",
        "What came of it",
        "The result; or why it did not work, or why you chose otherwise.",
        True,
        True,
        ends=".",
    ),
    Slot(
        "appreciation",
        "What you appreciate",
        "Something about them as a person, in a sentence.",
        True,
        True,
        ends=".",
    ),
    SIGN_OFF,
)

TEMPLATE = """
{greeting}

You once told me: “{advice}”. Thank you for that.

{did} {result}

{appreciation}

{sign_off}
"""


def subject(slots: Slots) -> str:
    """Says that something came of their advice."""
    return "What came of your advice" if said(slots, "advice") else "Thank you"


def prepared(slots: Slots) -> Slots:
    """The slots with their advice as it stands between quotation marks; without any, the thanks comes later."""
    advice, closing = said(slots, "advice").strip('“”"').rstrip("."), said(slots, "appreciation")
    thanks = closing if advice or not closing else f"Thank you. {closing}"
    return {**slots, "advice": advice, "appreciation": thanks}


def check(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of a thank-you; it may ask for nothing at all."""
    by_name = {slot.name: slot for slot in SLOTS}
    return [
        checks.named_and_signed(slots),
        checks.says_something(
            slots,
            ("advice", "did", "result", "appreciation"),
            "One line on what they told you and what came of it is worth more than a thank-you card.",
            context,
        ),
        _specific_advice(slots),
        checks.filled(slots, by_name["did"], "They gave their thought; they like to see it in use."),
        checks.filled(
            slots, by_name["result"], "Also when it did not work, or you chose otherwise: say why."
        ),
        checks.filled(
            slots, by_name["appreciation"], "Thanks for an answer is polite; thanks to a person is warm."
        ),
        *checks.shared_checks(checks.text_of(KIND, slots, context), context, asks_allowed=0),
    ]


def _specific_advice(slots: Slots) -> Check:
    if prose.count_words(said(slots, "advice")) >= 3:
        return Check("advice", True, "It names what they said.")
    return Check(
        "advice", False, "It does not say what they told you; thanks for something certain lasts longer."
    )


KIND = templated(
    "thank-you",
    "Thank-you",
    SLOTS,
    subject,
    TEMPLATE,
    check,
    must=("says-something", "placeholders"),
    prepare=prepared,
)
