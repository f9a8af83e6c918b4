"""Cards of Today for the next step with somebody: a stage, a formal ask, what I saw, an old tie, a question that waits.

Examples: docs/rules/today-panel.md.
"""

from collections.abc import Collection, Iterator
from datetime import date

from mentorpanel.domain.facts import Action, Card, Lane
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.stages import in_words
from mentorpanel.domain.today_cards import make_card, quoted, shortened
from mentorpanel.domain.today_panel_facts import (
    AssessFacts,
    DormantFacts,
    FormalFacts,
    StepFacts,
    WaitingItemFacts,
)
from mentorpanel.domain.words import ago, count, number, span


def stage_cards(steps: tuple[StepFacts, ...], on_a_path: Collection[int]) -> Iterator[Card]:
    """One card for each stage that the facts suggest; none where a path of outreach moves it anyway."""
    for one in steps:
        if one.person_id in on_a_path:
            continue
        to = in_words(one.to)
        yield make_card(
            "stage", one.person_id, title=f"Call it {to} with {one.name}?", lane=Lane.OPENINGS, state=one.to.value,
            why=f"{one.reason} It is yours to say.", person=(one.person_id, one.name), facts=(one.stage, one.to),
            action=Action(
                f"Move to {to}", f"/people/{one.person_id}/#stage",
                f"mentorpanel stage {quoted(one.name)} {one.to.value}",
            ),
        )  # fmt: skip


def formal_cards(formal: FormalFacts | None, taken: Collection[int]) -> Iterator[Card]:
    """One card where a goal has no formal mentor and somebody is ready to be asked."""
    if formal is None or formal.person_id in taken:
        return
    caution = f" {formal.caution}" if formal.caution else ""
    yield make_card(
        "formal", formal.goal_id, title=f"Ask {formal.name} to meet regularly?", lane=Lane.OPENINGS,
        why=f"“{shortened(formal.statement)}” has no formal mentor. {formal.reason}{caution}",
        person=(formal.person_id, formal.name), facts=(formal.person_id,),
        action=Action(
            "Write the ask", f"/people/{formal.person_id}/letters/?kind=formal-ask",
            f"mentorpanel draft formal-ask {quoted(formal.name)}",
        ),
    )  # fmt: skip


def assess_cards(
    found: tuple[AssessFacts, ...], taken: Collection[int], today: date, settings: RuleSettings
) -> Iterator[Card]:
    """Talked often enough to tell, lately, and nothing noted: what is it like to learn from them?"""
    for one in found:
        is_fresh = 0 <= (today - one.last_two_way_on).days <= settings.assess_fresh_days
        if one.person_id in taken or not is_fresh or one.two_way_days < settings.assess_from_two_way:
            continue
        times = "twice" if one.two_way_days == 2 else f"{number(one.two_way_days)} times"
        yield make_card(
            "assess", one.person_id, title=f"What was it like to talk with {one.name}?", lane=Lane.OPENINGS,
            why=f"You have talked {times}, most recently {ago(one.last_two_way_on, today)}. A line on what you saw keeps it.",
            person=(one.person_id, one.name), facts=(one.two_way_days,),
            action=Action(
                "Note what you saw", f"/people/{one.person_id}/#saw",
                f"mentorpanel assess {quoted(one.name)} TEXT",
            ),
        )  # fmt: skip


def revive_cards(dormant: tuple[DormantFacts, ...], taken: Collection[int], today: date) -> Iterator[Card]:
    """An old tie that could help with what is open; nobody who has another card, or whose answer is awaited."""
    for one in dormant:
        if one.person_id in taken:
            continue
        reason = f"{one.reason[:1].lower()}{one.reason[1:]}"
        yield make_card(
            "revive", one.person_id, title=f"Write to {one.name} again", lane=Lane.OPENINGS,
            why=f"You could ask about {one.need}: {reason} You last spoke {ago(one.last_two_way_on, today)}.",
            person=(one.person_id, one.name), facts=(one.last_two_way_on, one.need),
            action=Action(
                "Write to revive it", f"/people/{one.person_id}/letters/?kind=revive",
                f"mentorpanel draft revive {quoted(one.name)}",
            ),
        )  # fmt: skip


def raise_cards(
    items: tuple[WaitingItemFacts, ...],
    meeting: Collection[int],
    taken: Collection[int],
    today: date,
    settings: RuleSettings,
) -> Iterator[Card]:
    """What is parked for somebody whom I am not about to meet: one card a person, for the oldest of it.

    ``meeting`` are those with whom a session is to come: it goes on that agenda.
    """
    by_person: dict[int, list[WaitingItemFacts]] = {}
    for item in sorted(items, key=lambda one: (not one.is_urgent, one.parked_on, one.id)):
        if item.person_id not in meeting and item.person_id not in taken:
            by_person.setdefault(item.person_id, []).append(item)
    for person_id, waiting in by_person.items():
        first = waiting[0]
        days = (today - first.parked_on).days
        if days < (settings.urgent_waits_days if first.is_urgent else settings.item_waits_days):
            continue
        more = f" And {count(len(waiting) - 1, 'more thing')} for them." if len(waiting) > 1 else ""
        yield make_card(
            "raise", person_id, title=f"A talk with {first.name}, or one line?", lane=Lane.OPENINGS,
            state="high" if first.is_urgent else "", person=(person_id, first.name),
            why=f"“{shortened(first.text)}” has waited for {span(days)}, and no session with them is booked.{more}",
            facts=tuple(item.id for item in waiting[:9]),
            action=Action(
                "Find a time", f"/sessions/new/?person={person_id}",
                f"mentorpanel draft update {quoted(first.name)}",
            ),
        )  # fmt: skip
