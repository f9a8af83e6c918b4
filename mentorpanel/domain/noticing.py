"""What is kept when somebody impresses me: what exactly, where, and what I would ask. Examples: docs/rules/outreach.md."""

import re
from dataclasses import dataclass
from typing import Final

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.wording import plain_text, required_text


@dataclass(frozen=True, slots=True)
class Notice:
    """That I noticed somebody: what exactly impressed me, where, and what I would ask (it may be empty)."""

    impressed: str
    where: str
    ask: str


def checked_notice(impressed: str, where: str, ask: str = "", *, name: str = "") -> Notice:
    """What may be kept of a notice. ``Invalid`` for an empty place, and for a missing or vague ``impressed``."""
    place = required_text(where, field="where", what="where you noticed them")
    what = plain_text(impressed)
    if not what:
        raise Invalid(
            "Write what exactly impressed you: one idea, sentence or act. It is what makes them glad to read on.",
            field="impressed",
        )
    what = required_text(what, field="impressed", what="what exactly impressed you")
    if is_vague(what, place, name):
        shown = " ".join(what.split())[:40]
        raise Invalid(
            f"“{shown}” could be said of anybody. What exactly was it: one idea, sentence or act that stayed with you?",
            field="impressed",
        )
    return Notice(what, place, plain_text(ask))


def is_vague(text: str, *known: str) -> bool:
    """Whether praise names nothing: only words of praise, of the occasion and small words are in it.

    Words of ``known`` (where it was, whose name it is) say nothing new either. The lists are our judgement; a
    word they do not hold, in any language, counts as something named.
    """
    said = {word for word in _words_in(text) if not word.isdigit()}
    return not said.difference(_PRAISE, _OCCASION, _SMALL, *(_words_in(each) for each in known))


def _words_in(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("’", "'"))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PRAISE: Final = _words(
    "admirable amazing amazed awesome beautiful best brilliant captivating charismatic clever compelling cool engaged "
    "engaging enjoyed enjoyable enjoying enlightening enthusiastic excellent exceptional exciting eye opening "
    "fabulous fantastic fascinating fun good great helpful impressed impressive impressing incredible informative "
    "insightful inspired inspirational inspiring interested interesting like liked lovely love loved magnificent "
    "marvellous marvelous memorable motivating nice outstanding perfect phenomenal pleasant "
    "powerful professional remarkable smart solid spectacular splendid stellar stimulating strong stunning super superb "
    "terrific thoughtful top touching useful valuable wise wonderful wow"
)
_OCCASION: Final = _words(
    "address audience conference conversation delivery discussion event everything content job keynote "
    "lecture meeting panel participant participation performance person pitch presence presentation presenter "
    "presenting session slides someone something speaker speaking speech stuff style talk talking talks thing things "
    "webinar workshop work way"
)
_SMALL: Final = _words(
    "a about absolutely all also always am an and are as at be been being but by did do does extremely for from had has "
    "have he her hers him his how i i'm in is it it's its just lot lots many me more most much my of on one or our "
    "out overall pretty quite rather really she so such thank thanks that the their them there they this to today "
    "too totally truly us very was we well were what which who whole with yesterday you your"
)
