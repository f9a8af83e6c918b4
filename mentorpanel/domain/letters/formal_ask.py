"""The formal ask: what came of their advice, one goal with its date, how often, and an easy way out."""

from datetime import date

from mentorpanel.domain.days import add_months, parse_day
from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks
from mentorpanel.domain.letters.letter import GREETING, SIGN_OFF, LetterContext, Slot, Slots, said
from mentorpanel.domain.letters.templates import templated
from mentorpanel.domain.problems import Invalid

ADVICE = Slot("advice", "Their advice", "One thing they told you, as they said it.", multiline=True)
DID = Slot("did", "What you did", "What you did with it.", multiline=True, ends=".")
RESULT = Slot("result", "What came of it", "The result, good or bad.", multiline=True, ends=".")
GOAL = Slot("goal", "The goal", "After “one goal”: “lead the pricing team”.", True, True)
GOAL_DATE = Slot("goal_date", "The goal's date", "6 to 18 months ahead: “30 September 2027”.", True)
WHY_YOU = Slot("why_you", "Why them", "What they see or can do that others cannot.", True, True, ends=".")
RHYTHM = Slot("rhythm", "How often", "“once a month”", True)
LENGTH = Slot("length", "How long each time", "“45 minutes”", True)
REVIEW = Slot("review", "When you both look whether to go on", "A day: “1 June”.")
PREPARE = Slot(
    "prepare", "What you will prepare", "What you send before and after.", multiline=True, ends="."
)
NEED_NOT = Slot("need_not", "What they need not do", "What they are spared.", multiline=True, ends=".")
MY_OFFER = Slot("my_offer", "What you offer", "What you can do for them.", multiline=True, ends=".")
EASY_OUT = Slot("easy_out", "The way out", "That a no is fine, and changes nothing.", True, True, ends=".")
REASON = Slot(
    "reason",
    "Why ask all the same",
    "For you alone, never in the letter: why you ask although not everything speaks for it yet.",
    multiline=True,
    is_note=True,
    check="readiness",
)
SLOTS = (
    GREETING, ADVICE, DID, RESULT, GOAL, GOAL_DATE, WHY_YOU, RHYTHM, LENGTH, REVIEW, PREPARE, NEED_NOT, MY_OFFER,
    EASY_OUT, REASON, SIGN_OFF,
)  # fmt: skip

TEMPLATE = """
{greeting}

You once told me: “{advice}”.

{did} {result}

For the time ahead I have one goal: {goal}, by {goal_date}. {why_you}

Would you be my mentor on the way there, {rhythm} and {length} at a time?

On {review} we would both look at whether to go on.

{prepare} {need_not}

{my_offer}

{easy_out}

{sign_off}
"""
_NOT_READY = {
    "not-yet": "Something is still missing for a formal mentor.",
    "no-time": "They care and know you, and have no time now; as an informal mentor they give you more.",
    "": "It is not known yet whether they are senior enough, care, know you and have time.",
}


def prepared(slots: Slots) -> Slots:
    """The slots with their advice as it stands between quotation marks."""
    return {**slots, "advice": said(slots, "advice").strip('“”"').rstrip(".")}


def subject(slots: Slots) -> str:
    """Says that a question is coming."""
    return "My goal, and a question to you"


def check(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of a formal ask."""
    return [
        checks.named_and_signed(slots),
        _readiness(slots, context),
        checks.told(
            slots, ADVICE, "What came of their advice is the best reason to give more of it.", context
        ),
        checks.told(
            slots, RESULT, "Say what came of it; they will want to know before they say yes.", context
        ),
        checks.told(slots, GOAL, "Without a goal, a formal mentor has nothing to help with.", context),
        _horizon(slots, context),
        checks.told(slots, WHY_YOU, "Say why you ask them and nobody else.", context),
        checks.told(slots, RHYTHM, "They decide by what it costs them; say how often.", context),
        checks.told(slots, LENGTH, "They decide by what it costs them; say how long each time.", context),
        checks.told(
            slots, REVIEW, "A day to look at it again makes a yes easier: it is not for ever.", context
        ),
        checks.told(
            slots, PREPARE, "Say what you prepare, so that they see how little is left to them.", context
        ),
        checks.told(slots, NEED_NOT, "Say what they need not do; they may fear the worst.", context),
        checks.told(slots, MY_OFFER, "Offer something of yours, however small.", context),
        checks.told(slots, EASY_OUT, "Without a way out, a yes may only be politeness.", context),
        *checks.shared_checks(checks.text_of(KIND, slots, context), context, asks_allowed=1, asks_needed=1),
    ]


def _readiness(slots: Slots, context: LetterContext) -> Check:
    if context.readiness == "ready":
        return Check("readiness", True, "They are senior, care, know you and have time.")
    if said(slots, "reason"):
        return Check(
            "readiness", True, "Not everything speaks for it yet; you noted why you ask all the same."
        )
    known = context.readiness_why.strip() or _NOT_READY.get(context.readiness, _NOT_READY[""])
    return Check("readiness", False, f"{known.rstrip('.')}. Wait a little, or note why you ask all the same.")


def _horizon(slots: Slots, context: LetterContext) -> Check:
    least, most = context.limits.goal_least_months, context.limits.goal_most_months
    due = context.goal_due_on or _day_said(slots, context)
    starts = context.goal_starts_on or (context.now.date() if context.now else None)
    if not said(slots, "goal_date") and not context.text:
        why = f"The goal has no date. {least} to {most} months ahead is far enough to matter, near enough to see."
        return Check("goal-date", False, why)
    if due is None or starts is None:
        return Check("goal-date", True, "The goal has its date.")
    if due < add_months(starts, least):
        return Check(
            "goal-date", False, f"The goal takes under {least} months; for that, one good talk may do."
        )
    if due > add_months(starts, most):
        return Check(
            "goal-date", False, f"The goal takes over {most} months; name the part that comes first."
        )
    return Check("goal-date", True, f"The goal lies {least} to {most} months ahead.")


def _day_said(slots: Slots, context: LetterContext) -> date | None:
    if context.now is None:
        return None
    try:
        return parse_day(said(slots, "goal_date"), context.now.date())
    except Invalid:
        return None


KIND = templated(
    "formal-ask",
    "Formal ask",
    SLOTS,
    subject,
    TEMPLATE,
    check,
    must=("readiness", "goal", "easy-out", "asks", "placeholders"),
    prepare=prepared,
)
