"""Cards of Today for giving back: somebody asked me, and facts that open a door. Examples: docs/rules/reciprocity.md."""

from collections.abc import Collection, Iterator
from datetime import date

from mentorpanel.domain.facts import Action, Card, Lane
from mentorpanel.domain.reciprocity import (
    AskedFacts,
    Opening,
    WantFacts,
    asked_state,
    cut,
    fact_in_words,
    openings_of,
)
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_cards import make_card, quoted

ENOUGH = "Saying that you would like to help is enough."


def asked_cards(asked: tuple[AskedFacts, ...], today: date) -> Iterator[Card]:
    """What somebody asked me for: a duty, first of all, until they have had one of three kind answers."""
    for one in asked:
        verdict = asked_state(one, today)
        is_open = verdict.verdict == "open"
        command = (
            f"mentorpanel asked {quoted(one.name)} --yes DATE"
            if is_open
            else f"mentorpanel asked {quoted(one.name)} --told"
        )
        title = (
            f"{one.name} asked you: {cut(one.text)}"
            if is_open
            else f"Tell {one.name} your answer: {cut(one.text)}"
        )
        yield make_card(
            "asked", one.id, title=title, why=verdict.reason, state="" if is_open else verdict.verdict,
            person=(one.person_id, one.name), is_duty=True, facts=(one.on, one.answer),
            action=Action("Answer" if is_open else "Send it", f"/give-back/#asked-{one.id}", command),
        )  # fmt: skip


def opening_cards(
    wants: tuple[WantFacts, ...],
    today: date,
    settings: RuleSettings,
    paired: Collection[frozenset[int]] = (),
) -> Iterator[Card]:
    """A card for each fact that opens a door, with its idea; nothing for what has been offered to already, nor for
    the ``paired``."""
    for opening in openings_of(wants, today, settings, paired):
        fact = opening.fact
        yield make_card(
            "opening", fact.id, title=opening.idea, why=f"{_fact(opening, today)} {ENOUGH}", lane=Lane.OPENINGS,
            state="news" if opening.match is None else "", person=(fact.person_id or 0, fact.name),
            facts=(fact.since, opening.match.offer.id if opening.match else ""),
            action=Action("See how", f"/give-back/#want-{fact.id}", "mentorpanel give-back"),
        )  # fmt: skip


def _fact(opening: Opening, today: date) -> str:
    """What opens the door; where I can give it myself, the idea has said what, and only their need is still to be told."""
    is_mine = opening.match is not None and opening.match.is_mine_to_give
    return f"{fact_in_words(opening.fact, today, starts=True)}." if is_mine else opening.reason
