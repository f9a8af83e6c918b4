"""The panel in a sentence: what it is strong on, what it lacks. Examples: tests/domain/test_panel_words.py."""

from collections.abc import Sequence
from typing import Final

from mentorpanel.domain.coverage import Member, NeedCoverage, gaps_in
from mentorpanel.domain.facts import Stage
from mentorpanel.domain.needs import MUST
from mentorpanel.domain.words import count, number, people_list, start_sentence

NAMED_MOST: Final = 3
"""Needs that the headline names of each kind; our judgement: one breath."""


def headline(members: Sequence[Member], coverage: Sequence[NeedCoverage], has_phase: bool) -> str:
    """What does my panel lack? In one or two sentences; ``members`` are everybody with a stage."""
    if not any(member.is_panel for member in members):
        return "Nobody is on your panel yet. It starts with one name."
    if not has_phase:
        return "Say which phase you are in, and your panel shows what it has and what it lacks."
    if not coverage:
        return "This phase asks for nothing yet. Say what you need in it."
    strong = sorted(
        (one for one in coverage if one.state == "covered"), key=lambda one: (-one.need.weight, -one.strength)
    )
    gaps = gaps_in(coverage)
    openly = [one for one in gaps if one.state == "open"]
    thin = [one for one in gaps if one.state == "thin"]
    if not gaps:
        return "Everything that this phase asks for is covered, each by two people or more."
    return " ".join(part for part in (_standing(strong, thin), _lacking(openly)) if part)


def who_is_there(members: Sequence[Member]) -> str:
    """The panel counted: "Five mentors, one of them formal"; empty without mentors."""
    core = [member for member in members if member.is_core]
    if not core:
        others = sum(member.is_panel for member in members)
        return (
            f"{start_sentence(count(others, 'person', 'people'))} on the panel, no mentor yet"
            if others
            else ""
        )
    formal = sum(member.stage == Stage.FORMAL_MENTOR for member in core)
    said = start_sentence(count(len(core), "mentor"))
    if not formal:
        return said
    if formal == len(core):
        return f"{start_sentence(count(formal, 'formal mentor'))}"
    return f"{said}, {number(formal)} of them formal"


def _standing(strong: Sequence[NeedCoverage], thin: Sequence[NeedCoverage]) -> str:
    if strong and thin:
        return f"Your panel is strong on {_named(strong)}, and thin on {_named(thin)}."
    if strong:
        return f"Your panel is strong on {_named(strong)}."
    return f"Your panel is thin on {_named(thin)}." if thin else ""


def _lacking(openly: Sequence[NeedCoverage]) -> str:
    if not openly:
        return "Nothing is open."
    musts = [one for one in openly if one.need.weight >= MUST] or list(openly)
    said = start_sentence(count(len(musts), "must" if musts[0].need.weight >= MUST else "need"))
    are = "is" if len(musts) == 1 else "are"
    return f"{said} {are} open: {_named(musts)}."


def _named(found: Sequence[NeedCoverage]) -> str:
    names = [one.need.name for one in found]
    rest = len(names) - NAMED_MOST
    if rest < 2:
        return people_list(names, most=len(names))
    return f"{', '.join(names[:NAMED_MOST])} and {number(rest)} more"


def people_counted(amount: int) -> str:
    """ "One person has been", "Nine people have been"."""
    return f"{start_sentence(count(amount, 'person', 'people'))} {'has' if amount == 1 else 'have'} been"


def of_them_now(amount: int) -> str:
    """How many of them are there now: "five of them now", "none of them now"."""
    return f"{number(amount) if amount else 'none'} of them now"
