"""Fills the slots of letters of outreach, of introductions and of offers from what their reader may read."""

import re

from mentorpanel.domain.letter_views import AskView, IntroductionView, OfferView, OutreachView
from mentorpanel.domain.letters.assembly import greeting_for
from mentorpanel.domain.letters.templates import in_a_sentence

MINUTES = "20"
TIMING = "Any day that suits you in the coming weeks is fine, in person or by video."
EASY_OUT = "If it is not a good time for you, no answer is a fine answer."
SMALL_ASK = "20 minutes, whenever it suits them."
LITTLE = "Twenty minutes would be plenty, whenever it suits you; and no is a fine answer."
NO_STRINGS = "There are no strings to it; if it is of no use to you, no answer is needed."
_TALK = re.compile(
    r"\b(?:talk|keynote|presentation|demo|panel|workshop|webinar|lecture|interview|podcast)\b", re.I
)
_MEETING = re.compile(
    r"\b(?:meeting|review|workshop|sync|session|planning|retro|retrospective|call|demo|kick-?off|stand-?up|round)\b",
    re.I,
)
_HAS_ARTICLE = re.compile(r"(?:the|a|an|our|your|my|this|that|last|yesterday's)\b", re.I)


def assemble_appreciation(view: OutreachView) -> dict[str, str]:
    """The slots filled from a notice; what it did for the owner is theirs to say."""
    return {
        "greeting": greeting_for(view.person_name),
        "seen_where": _seen(view),
        "impressed": view.impressed.strip(),
        "sign_off": view.my_name,
    }


def assemble_curiosity_connect(view: OutreachView) -> dict[str, str]:
    """The slots filled from a notice; why them is the owner's to say."""
    seen = _seen(view)
    shared = f"I was at {seen}." if view.kind == "talk" else f"We were both in {seen}."
    return {
        "greeting": greeting_for(view.person_name),
        "shared": shared if view.seen_where.strip() or not view.shared.strip() else view.shared.strip(),
        "impressed": view.impressed.strip(),
        "my_line": view.my_line.strip(),
        "question": view.question.strip(),
        "minutes": MINUTES,
        "timing": TIMING,
        "easy_out": EASY_OUT,
        "sign_off": view.my_name,
    }


def assemble_feedback_ask(view: OutreachView) -> dict[str, str]:
    """The slots filled from a notice in a meeting that the owner led."""
    return {
        "greeting": greeting_for(view.person_name),
        "meeting": _seen(view),
        "noticed": view.impressed.strip(),
        "question": view.question.strip(),
        "easy_out": EASY_OUT,
        "sign_off": view.my_name,
    }


def assemble_wider_input_ask(view: OutreachView) -> dict[str, str]:
    """As the feedback ask, with what their first advice led to; the wider question is the owner's to say."""
    return {
        "greeting": greeting_for(view.person_name),
        "meeting": _seen(view),
        "came_of_it": view.came_of_it.strip(),
        "noticed": view.impressed.strip(),
        "easy_out": EASY_OUT,
        "sign_off": view.my_name,
    }


def assemble_introduction_request(view: IntroductionView) -> dict[str, str]:
    """The slots of a request to somebody who knows ``other_name``; why them is the owner's to say."""
    return {
        "greeting": greeting_for(view.person_name),
        "target": view.other_name,
        "why": view.why,
        "size": SMALL_ASK,
        "easy_out": "If you would rather not, that is perfectly fine and needs no reason.",
        "blurb": _lines_to_forward(view),
        "sign_off": view.my_name,
    }


def assemble_introduction_consent(view: IntroductionView) -> dict[str, str]:
    """The slots of asking one whether they would like to meet ``other_name``; who that is is the owner's to say."""
    return {
        "greeting": greeting_for(view.person_name),
        "other": view.other_name,
        "why": view.why,
        "size": "Twenty minutes would be plenty for a start.",
        "easy_out": "If it does not suit, a line is enough, and it stays between us.",
        "sign_off": view.my_name,
    }


def assemble_introduction(view: IntroductionView) -> dict[str, str]:
    """The slots of an introduction of the reader and ``other_name``; nobody has agreed until the owner says so."""
    firsts = [name.split()[0] for name in (view.person_name, view.other_name) if name.split()]
    return {
        "greeting": f"Hi {' and '.join(firsts)}," if firsts else "Hi,",
        "first": view.person_name,
        "second": view.other_name,
        "why": view.why,
        "next_step": "Write to each other when it suits you.",
        "sign_off": view.my_name,
    }


def assemble_ask(view: AskView) -> dict[str, str]:
    """The slots of an ask: the question; context and what was considered are the owner's to say."""
    return {
        "greeting": greeting_for(view.person_name),
        "want": "advise",
        "question": view.question.strip(),
        "easy_out": EASY_OUT,
        "sign_off": view.my_name,
    }


def assemble_offer(view: OfferView) -> dict[str, str]:
    """Greeting, name and no strings; need and offer are the owner's to say."""
    return {
        "greeting": greeting_for(view.person_name),
        "no_strings": NO_STRINGS,
        "sign_off": view.my_name,
    }


def assemble_note(view: OfferView) -> dict[str, str]:
    """Greeting and name; what it says is the owner's."""
    return {"greeting": greeting_for(view.person_name), "sign_off": view.my_name}


def _seen(view: OutreachView) -> str:
    """Where they were seen, as it stands after "thank you for": "your talk at the offsite", "the pricing review"."""
    where = in_a_sentence(" ".join(view.seen_where.split()).rstrip("."))
    if view.kind == "talk":
        return _talk(where)
    if not where:
        return "our meeting"
    if _HAS_ARTICLE.match(where):
        return where
    return f"the {where}" if _MEETING.search(where) else f"the {where} meeting"


def _talk(where: str) -> str:
    if not where:
        return "your talk"
    if _TALK.search(where):
        return where if _HAS_ARTICLE.match(where) else f"your {where}"
    has_name = where[:1].isupper() or not where[:1].isalpha() or _HAS_ARTICLE.match(where)
    return f"your talk at {where}" if has_name else f"your talk at the {where}"


def _lines_to_forward(view: IntroductionView) -> str:
    """Lines that stand by themselves: who I am, what for, how little, and that a no is fine."""
    who, why = _who_i_am(view), view.why.strip()
    if not why:
        return who
    return "\n".join(filter(None, (who, why if why[-1] in ".!?…" else f"{why}.", LITTLE)))


def _who_i_am(view: IntroductionView) -> str:
    if not view.my_line.strip():
        return ""
    return f"My name is {view.my_name}. {view.my_line}" if view.my_name.strip() else view.my_line.strip()
