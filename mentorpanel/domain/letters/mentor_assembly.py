"""Fills the slots of the formal ask, the update, the letter that revives and the closing."""

from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.domain.letter_views import ClosingView, FormalAskView, RevivalView, UpdateView
from mentorpanel.domain.letters.assembly import DID, greeting_for
from mentorpanel.domain.letters.update import NO_ASK
from mentorpanel.domain.mentor_view import SharedAdvice
from mentorpanel.domain.words import span

RHYTHM = "once a month"
LENGTH = "45 minutes"
PREPARE = "You would get a short brief from me the day before, and what I took from it the day after."
NEED_NOT = "There would be nothing for you to prepare or to write."
MY_OFFER = "And whenever there is something I can do for you or yours, I would like to do it."
WAY_OUT = "A no is as welcome as a yes, and changes nothing between us."
NO_HURRY = "There is no hurry, and no need to answer."
LIGHTER = "From here on you will hear from me less often, every half year or so, with news and no wishes."
STANDING_OFFER = "If there is ever something I can do for you, a line is enough."
_SILENCE_NAMED = 30
_MOST_LINES = 4
_CAME_OF_IT = {
    AdviceStatus.TRYING: "I am on it",
    AdviceStatus.WORKED: "it worked",
    AdviceStatus.DID_NOT: "it did not work",
    AdviceStatus.SET_ASIDE: "I chose another way",
}


def assemble_formal_ask(view: FormalAskView) -> dict[str, str]:
    """The slots filled from their advice and the goal; why them is the owner's to say."""
    advice, due = view.advice, view.goal_due_on
    return {
        "greeting": greeting_for(view.person_name),
        "advice": advice.text if advice else "",
        "did": DID.get(advice.status, "") if advice else "",
        "result": advice.outcome if advice else "",
        "goal": view.goal.strip().rstrip("."),
        "goal_date": f"{due.day} {due:%B %Y}" if due else "",
        "rhythm": RHYTHM,
        "length": LENGTH,
        "prepare": PREPARE,
        "need_not": NEED_NOT,
        "my_offer": MY_OFFER,
        "easy_out": WAY_OUT,
        "sign_off": view.my_name,
    }


def assemble_update(view: UpdateView) -> dict[str, str]:
    """The slots filled from what is shared with this reader; the line for them alone is the owner's to say."""
    went_well = [*view.wins, *(f"Learnt: {text}" for text in view.learnings)]
    tried = [_tried(one) for one in view.advice if one.status in _CAME_OF_IT]
    return {
        "greeting": greeting_for(view.person_name),
        "verdict": view.changes[0] if view.changes else "",
        "wins": "\n".join(went_well[:_MOST_LINES]),
        "tried": "\n".join(tried[:_MOST_LINES]),
        "struggles": "\n".join(view.struggles[:_MOST_LINES]),
        "next": "\n".join(view.focus),
        "ask": NO_ASK,
        "sign_off": view.my_name,
    }


def _tried(one: SharedAdvice) -> str:
    outcome = f": {one.outcome}" if one.outcome else ""
    return f"You said “{one.text.rstrip('.')}”; {_CAME_OF_IT[one.status]}{outcome}"


def assemble_revive(view: RevivalView) -> dict[str, str]:
    """The slots filled from what they once said and how long ago; why now is the owner's to say."""
    advice = view.advice.strip().strip('“”"').rstrip(".")
    is_long = view.silent_days >= _SILENCE_NAMED
    return {
        "greeting": greeting_for(view.person_name),
        "memory": f"I still think of what you once told me: “{advice}”." if advice else "",
        "gap": f"It has been {span(view.silent_days)} since we last spoke." if is_long else "",
        "easy_out": NO_HURRY,
        "sign_off": view.my_name,
    }


def assemble_closing(view: ClosingView) -> dict[str, str]:
    """The slots filled from what was reached and one thing they said; without one, the thanks is the owner's."""
    advice = view.advice.strip().strip('“”"').rstrip(".")
    thanks = (
        f"Thank you for your time and your thought. What I keep most of all: “{advice}”." if advice else ""
    )
    return {
        "greeting": greeting_for(view.person_name),
        "thanks": thanks,
        "reached": "\n".join(view.reached),
        "cadence": LIGHTER,
        "standing_offer": STANDING_OFFER,
        "sign_off": view.my_name,
    }
