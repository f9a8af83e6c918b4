"""After a meeting that I led: the feedback ask for one piece of advice, then the ask for wider input."""

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks, phrases
from mentorpanel.domain.letters.letter import GREETING, SIGN_OFF, LetterContext, LetterKind, Slot, Slots, said
from mentorpanel.domain.letters.templates import in_a_sentence, templated

MEETING = Slot("meeting", "The meeting", "As they would call it: “the pricing review on Tuesday”.", True)
NOTICED = Slot(
    "noticed",
    "What you noticed in how they took part",
    "What they asked, said or did that showed they cared.",
    True,
    True,
    ends=".",
)
QUESTION = Slot(
    "question",
    "The one thing you want advice on",
    "One question, small enough for two lines.",
    True,
    ends="?",
    check="asks",
)
EASY_OUT = Slot(
    "easy_out", "An easy way to say no", "In your words: a no is fine, and so is no answer.", ends="."
)
FEEDBACK_SLOTS = (GREETING, MEETING, NOTICED, QUESTION, EASY_OUT, SIGN_OFF)

CAME_OF_IT = Slot(
    "came_of_it",
    "What came of their first advice",
    "What you did with it, in a sentence.",
    multiline=True,
    ends=".",
)
WIDER = Slot(
    "question",
    "The one thing you want advice on",
    "Wider than the first, and still one thing.",
    True,
    ends="?",
    check="asks",
)
EFFORT = Slot(
    "effort", "What it would take", "“Half an hour with a draft of two pages would be plenty.”", ends="."
)
WIDER_SLOTS = (GREETING, MEETING, CAME_OF_IT, NOTICED, WIDER, EFFORT, EASY_OUT, SIGN_OFF)

FEEDBACK_TEMPLATE = """
{greeting}

Thank you for the way you took part in {meeting}. I noticed this in particular: {noticed}

Could I ask your advice on one thing: {question} Two lines from you would be plenty.

{easy_out}

{sign_off}
"""
WIDER_TEMPLATE = """
{greeting}

Your advice after {meeting} has stayed with me. {came_of_it}

What I saw in you then is why I turn to you again: {noticed}

Would you be willing to give me your advice on something wider: {question} {effort}

{easy_out}

{sign_off}
"""


def subject_of_feedback(slots: Slots) -> str:
    """ "Your advice after the pricing review"."""
    meeting = " ".join(said(slots, "meeting").rstrip(".").split())
    return f"Your advice after {in_a_sentence(meeting)}" if meeting else "Your advice on one thing"


def subject_of_wider(slots: Slots) -> str:
    """Says that it is wider, and that it is advice."""
    return "Your advice on something wider"


def check_feedback(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of a feedback ask."""
    return _checks(FEEDBACK, slots, context)


def check_wider(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of an ask for wider input."""
    came = checks.told(slots, CAME_OF_IT, "They gave you two lines; tell them what those led to.", context)
    effort = checks.told(
        slots, EFFORT, "Wider input takes time; say how much, and they can weigh it.", context
    )
    return [*_checks(WIDER_INPUT, slots, context), came, effort]


def _checks(kind: LetterKind, slots: Slots, context: LetterContext) -> list[Check]:
    text = checks.text_of(kind, slots, context)
    return [
        checks.named_and_signed(slots),
        checks.told(slots, MEETING, "Say which meeting, so that they need not search their memory.", context),
        checks.told(slots, NOTICED, "They gave their attention; show that you saw it.", context),
        checks.told(slots, QUESTION, "Ask about one thing; “any thoughts?” is work to answer.", context),
        _advice(text),
        checks.told(slots, EASY_OUT, "Advice is worth more from somebody who was free to say no.", context),
        checks.of_you_more_than_me(text),
        *checks.shared_checks(text, context, asks_allowed=1, asks_needed=1),
    ]


def _advice(text: str) -> Check:
    found = phrases.first_of(phrases.FEEDBACK_ON_ME, text)
    if found:
        why = f"“{found}” makes them judge you; asked for advice on the thing, people tell you more."
        return Check("advice", False, why)
    if not phrases.first_of(phrases.ADVICE, text):
        return Check(
            "advice", False, "It does not say “advice”; that word gets you ideas where others get marks."
        )
    return Check("advice", True, "It asks for advice, which people like to give.")


FEEDBACK = templated(
    "feedback-ask",
    "Ask for feedback",
    FEEDBACK_SLOTS,
    subject_of_feedback,
    FEEDBACK_TEMPLATE,
    check_feedback,
    must=("noticed", "asks", "placeholders"),
)
WIDER_INPUT = templated(
    "wider-input-ask",
    "Ask for wider input",
    WIDER_SLOTS,
    subject_of_wider,
    WIDER_TEMPLATE,
    check_wider,
    must=("noticed", "asks", "placeholders"),
)
