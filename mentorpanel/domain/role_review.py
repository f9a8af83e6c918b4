"""A look at a role some months after it was chosen: does it give scope to grow? Examples: docs/rules/decisions.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentorpanel.domain.days import add_months
from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.words import count, people_list


class Answer(StrEnum):
    """How far something is so."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class RoleQuestion:
    """A question of the review; ``short`` names it in a sentence."""

    slug: str
    text: str
    short: str


QUESTIONS = (
    RoleQuestion("scope", "Does the role give you scope to grow?", "scope to grow"),
    RoleQuestion("learning", "Are you learning what you came to learn?", "what you learn"),
    RoleQuestion("support", "Does somebody there back you, and give you what the work takes?", "support"),
    RoleQuestion("energy", "Does it leave you with more energy than it takes?", "energy"),
)
"""The first is the seed's (a mentor who asked to refine the role for growth); the other three are our judgement."""
_SHORT = {one.slug: one.short for one in QUESTIONS}
_SO = {Answer.YES: "It is so.", Answer.PARTLY: "Partly so.", Answer.NO: "Not so."}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A criterion of the decision, and whether the role keeps it; None where that is not answered."""

    text: str
    answer: Answer | None
    weight: int = 1


def review_days(began_on: date, months: Sequence[int]) -> tuple[date, ...]:
    """The days to look at a role that began on a day, so many months later."""
    return tuple(add_months(began_on, one) for one in months)


def review_of(answers: Mapping[str, Answer], wanted: Sequence[Wanted] = ()) -> Verdict:
    """*open* (nothing answered), *good*, *refine* (something lacks) or *scope* (it is scope to grow that lacks), in words.

    A role is refined with what one knows after some months; that is what the words lead to, never to regret.
    """
    if not answers and not any(one.answer for one in wanted):
        return Verdict("open", "Nothing is answered yet.")
    lacking = [_SHORT[slug] for slug in _SHORT if answers.get(slug) in (Answer.PARTLY, Answer.NO)]
    lacking += [f"“{one.text}”" for one in _missed(wanted)]
    if answers.get("scope") in (Answer.PARTLY, Answer.NO):
        rest = [one for one in lacking if one != _SHORT["scope"]]
        also = f" Also worth a word: {people_list(rest, most=13)}." if rest else ""
        return Verdict(
            "scope",
            "Scope to grow is what to talk about: which part of the role could be larger, and who decides on it?"
            + also,
        )
    if lacking:
        return Verdict(
            "refine", f"Worth a word with your manager or a mentor: {people_list(lacking, most=13)}."
        )
    return Verdict("good", "The role gives what you came for.")


def compared(one: Wanted) -> str:
    """ "You wanted “learning every week”. Partly so."."""
    said = _SO[one.answer] if one.answer else "Is it so?"
    return f"You wanted “{one.text}”. {said}"


def told(months: int, slug: str, criterion: str, answer: Answer, note: str) -> str:
    """An answer as a brief tells it: "My role after three months, scope to grow: partly. The team stays small."."""
    about = f"“{criterion}”" if criterion else _SHORT.get(slug, slug)
    so = answer.value if not criterion else _SO[answer].rstrip(".").lower()
    words = f" {note.strip()}" if note.strip() else ""
    return f"My role after {count(months, 'month')}, {about}: {so}.{words}"


def _missed(wanted: Sequence[Wanted]) -> list[Wanted]:
    missed = [one for one in wanted if one.answer in (Answer.PARTLY, Answer.NO)]
    return sorted(missed, key=lambda one: (-one.weight, one.answer is not Answer.NO, one.text))
