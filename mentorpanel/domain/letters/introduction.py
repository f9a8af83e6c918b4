"""Introductions: the request to somebody who could make one, and the one I make once both have said yes."""

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks
from mentorpanel.domain.letters.letter import GREETING, SIGN_OFF, LetterContext, Slot, Slots, said
from mentorpanel.domain.letters.templates import templated

TARGET = Slot("target", "Whom you would like to meet", "Their name, and what they do if it helps.", True)
WHY = Slot("why", "Why them", "What makes them the one to talk to, in a sentence.", True, True, ends=".")
SIZE = Slot(
    "size", "How much you would ask of them", "“20 minutes on how they price pilots”.", True, ends="."
)
BLURB = Slot(
    "blurb",
    "Lines to forward",
    "Who you are, why them and how little it takes, ready to be sent on.",
    True,
    True,
)
EASY_OUT = Slot("easy_out", "An easy way to say no", "They lend you their name; let them keep it.", ends=".")
REQUEST_SLOTS = (GREETING, TARGET, WHY, SIZE, EASY_OUT, BLURB, SIGN_OFF)

REQUEST_TEMPLATE = """
{greeting}

Would you be willing to introduce me to {target}? {why}

What I would ask of them is small: {size} {easy_out}

So that it is no work for you, here are lines that you can send on as they are:

{blurb}

{sign_off}
"""

FIRST = Slot("first", "The one", "The name of the one.", True)
SECOND = Slot("second", "The other", "The name of the other.", True)
ABOUT_FIRST = Slot(
    "about_first", "Who the one is", "A sentence that makes them glad to be described.", True, True, ends="."
)
ABOUT_SECOND = Slot(
    "about_second", "Who the other is", "A sentence as kind as the first.", True, True, ends="."
)
WHY_BOTH = Slot("why", "Why the two", "What each has that the other looks for.", True, True, ends=".")
SMALL_START = Slot("size", "A small beginning", "“Twenty minutes would be plenty for a start.”", ends=".")
NEXT_STEP = Slot("next_step", "Who writes next", "“Jo will write first.”", ends=".")
FIRST_AGREED = Slot(
    "first_agreed",
    "Has the one said yes?",
    "For you alone: ask each of them before you write to both.",
    choices=("yes",),
    is_note=True,
    check="consent",
)
SECOND_AGREED = Slot(
    "second_agreed",
    "Has the other said yes?",
    "For you alone: ask each of them before you write to both.",
    choices=("yes",),
    is_note=True,
)
INTRODUCTION_SLOTS = (
    GREETING, FIRST, SECOND, ABOUT_FIRST, ABOUT_SECOND, WHY_BOTH, SMALL_START, NEXT_STEP, FIRST_AGREED,
    SECOND_AGREED, SIGN_OFF,
)  # fmt: skip

INTRODUCTION_TEMPLATE = """
{greeting}

You have both said that you would like to meet, so here you are: {first} and {second}.

{about_first}

{about_second}

{why} {size}

{next_step} From here I leave it to the two of you.

{sign_off}
"""


def subject_of_request(slots: Slots) -> str:
    """ "An introduction to Jo Kim?"."""
    target = " ".join(said(slots, "target").rstrip(".").split())
    return f"An introduction to {target}?" if target else "An introduction?"


def subject_of_introduction(slots: Slots) -> str:
    """ "Ana, meet Jo"."""
    first, second = said(slots, "first"), said(slots, "second")
    return f"{first}, meet {second}" if first and second else "An introduction"


def check_request(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of a request for an introduction; what the forwarded lines ask is not asked of the reader."""
    text = checks.text_of(REQUEST, slots, context)
    blurb = said(slots, "blurb")
    theirs = text.replace(blurb, " ") if blurb else text
    whole = f"{context.subject}\n{text}"
    return [
        checks.named_and_signed(slots),
        checks.told(slots, TARGET, "Say whom you would like to meet.", context),
        checks.told(slots, WHY, "They put in a word for you; give them the reason to use.", context),
        checks.told(slots, SIZE, "Say how little you would ask, so that they can promise it.", context),
        checks.told(slots, BLURB, "With lines to forward, a yes takes them ten seconds.", context),
        checks.told(slots, EASY_OUT, "They lend you their name; let it be easy to keep.", context),
        checks.placeholders(whole),
        checks.asks(theirs, 1, needed=1),
        checks.confidential(whole, context),
        checks.asks_lately(theirs, context),
    ]


def check_introduction(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of an introduction; it does not go before both have said yes."""
    return [
        checks.named_and_signed(slots),
        _consent(slots, context),
        checks.says_something(
            slots,
            ("about_first", "about_second", "why"),
            "Say in a line who each is, and why the two should meet.",
            context,
        ),
        checks.told(slots, FIRST, "Name the one.", context),
        checks.told(slots, SECOND, "Name the other.", context),
        checks.told(slots, ABOUT_FIRST, "A line on each, and neither has to introduce themselves.", context),
        checks.told(slots, ABOUT_SECOND, "A line on each, and neither has to introduce themselves.", context),
        checks.told(slots, WHY_BOTH, "Without the reason they meet, and wonder what for.", context),
        checks.told(slots, NEXT_STEP, "Say who writes next, or both wait for the other.", context),
        *checks.shared_checks(checks.text_of(INTRODUCTION, slots, context), context, asks_allowed=1),
    ]


def _consent(slots: Slots, context: LetterContext) -> Check:
    has_first, has_second = (said(slots, name).lower() == "yes" for name in ("first_agreed", "second_agreed"))
    if context.both_agreed or (has_first and has_second):
        return Check("consent", True, "Both have said that they would like to meet.")
    if not has_first and not has_second:
        return Check(
            "consent", False, "Ask each of them first; a mail to both leaves neither free to say no."
        )
    other = said(slots, "second" if has_first else "first") or "the other"
    return Check("consent", False, f"Only one has said yes so far; ask {other} before you write to both.")


REQUEST = templated(
    "introduction-request",
    "Introduction request",
    REQUEST_SLOTS,
    subject_of_request,
    REQUEST_TEMPLATE,
    check_request,
    must=("asks", "why", "placeholders"),
)
INTRODUCTION = templated(
    "introduction",
    "Introduction",
    INTRODUCTION_SLOTS,
    subject_of_introduction,
    INTRODUCTION_TEMPLATE,
    check_introduction,
    must=("consent", "says-something", "placeholders"),
)
