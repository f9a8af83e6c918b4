"""The update: how things stand, with a line for this reader alone, and at most one small ask."""

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks, prose
from mentorpanel.domain.letters.letter import GREETING, SIGN_OFF, LetterContext, Slot, Slots, said
from mentorpanel.domain.letters.templates import templated
from mentorpanel.domain.withheld import named_in

NO_ASK = "no ask"
PERSONAL = Slot(
    "personal", "A line for them alone", "Something that only they would get from you.", True, True, ends="."
)
VERDICT = Slot("verdict", "In a line", "How it goes, also when it goes badly.", True, ends=".")
WINS = Slot("wins", "What went well", "One a line.", multiline=True, is_list=True)
TRIED = Slot(
    "tried",
    "What you tried of theirs",
    "Their advice and what came of it; one a line.",
    multiline=True,
    is_list=True,
)
STRUGGLES = Slot("struggles", "What is hard", "One a line.", multiline=True, is_list=True)
NEXT = Slot("next", "What is next", "Your focus areas; one a line.", multiline=True, is_list=True)
ASK = Slot("ask", "One small ask", "One small thing, or “no ask”.", True, True, ends=".")
SLOTS = (GREETING, PERSONAL, VERDICT, WINS, TRIED, STRUGGLES, NEXT, ASK, SIGN_OFF)

TEMPLATE = """
{greeting}

{personal}

Where things stand, in a line: {verdict}

What went well:
{wins}

What I tried of yours:
{tried}

What is hard:
{struggles}

What comes next:
{next}

{ask}

{sign_off}
"""


def prepared(slots: Slots) -> Slots:
    """The slots with "no ask" said as one says it in a letter."""
    if said(slots, "ask").lower().rstrip(".") in (NO_ASK, "no-ask", "none", "nothing"):
        return {**slots, "ask": "There is nothing you need to do or answer."}
    return slots


def subject(slots: Slots) -> str:
    """ "How things stand: the page is live"."""
    verdict = " ".join(said(slots, "verdict").rstrip(".").split())
    return f"How things stand: {verdict}"[:150] if verdict else "How things stand"


def check(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of an update to one reader."""
    text = checks.text_of(KIND, slots, context)
    most = context.limits.update_words
    return [
        checks.named_and_signed(slots),
        checks.says_something(
            slots,
            ("verdict", "wins", "tried", "struggles", "next"),
            "One line on how it goes is an update.",
            context,
        ),
        checks.told(slots, PERSONAL, "A line for them alone turns a circular into a letter.", context),
        checks.told(
            slots, VERDICT, "One line on how it goes, also when it goes badly, lets them stop there.", context
        ),
        checks.told(slots, NEXT, "What you turn to next is what they can help with.", context),
        checks.told(slots, ASK, "Ask one small thing, or write “no ask”; else they wonder.", context),
        checks.within_words(
            prose.count_words(text), most, f"up to {most} get read at once, the rest is put off."
        ),
        *checks.shared_checks(text, context, asks_allowed=1),
        theirs_to_read(text, context.withheld),
    ]


def theirs_to_read(text: str, withheld: tuple[str, ...]) -> Check:
    """It tells of no focus area and no journal entry that is meant for others."""
    told = named_in(text, withheld)
    if not told:
        return Check("shared", True, "It tells of nothing that is meant for others.")
    shown = " ".join(told[0].split())
    shown = shown if len(shown) <= 80 else f"{shown[:80].rsplit(' ', 1)[0]} …"
    why = (
        f"It tells of “{shown}”, which is not shared with them. Say it differently for them, or leave it out."
    )
    return Check("shared", False, why)


KIND = templated(
    "update",
    "Update",
    SLOTS,
    subject,
    TEMPLATE,
    check,
    must=("shared", "personal", "says-something", "placeholders"),
    prepare=prepared,
)
