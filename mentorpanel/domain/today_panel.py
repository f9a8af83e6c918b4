"""Cards of Today from the panel as a whole: gaps, flags, my phase, my address. Examples: docs/rules/today-panel.md."""

from collections.abc import Collection, Iterator
from datetime import date

from mentorpanel.domain.facts import Action, Card, Lane
from mentorpanel.domain.needs import TRANSITION
from mentorpanel.domain.panel_flags import SLUGS, Flag
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_cards import make_card, shortened
from mentorpanel.domain.today_panel_facts import AddressFacts, HelperFacts, PanelFacts, PhaseFacts
from mentorpanel.domain.words import count, date_in_words, people_list, start_sentence

GAPS = "open-must-needs"
"""The flag that has a card of its own, with the best candidate."""
_ASKS_WHO_RESTS = ("core-full", "panel-full")
_TITLES = {
    "sole-cover": "A second voice beside {name}",
    "many-needs": "Who could take a part from {name}?",
    "one-organisation": "Most of your mentors work in one place",
    "one-level": "Most of your mentors are at one level",
    "one-function": "Most of your mentors work in one function",
    "one-introducer": "Most of your mentors came through one door",
    "know-each-other": "Most of your panel know each other",
    "all-in-line": "Somebody outside your line of command",
    "all-inside": "Somebody outside your organisation",
    "core-full": "Who could rest for a while?",
    "panel-full": "Who could rest for a while?",
}


def gap_cards(facts: PanelFacts) -> Iterator[Card]:
    """One card for what the phase asks for most and nobody covers, with the best candidate for the first of it."""
    if not facts.needs:
        return
    slugs = dict(facts.needs)
    best = next((one for one in facts.helpers if one.need in slugs), None)
    slug = best.need if best else facts.needs[0][0]
    others = [name for other, name in facts.needs if other != slug]
    more = f" Also open: {people_list(others)}." if others else ""
    yield make_card(
        "gap", 1, title=f"Nobody covers this yet: {slugs[slug]}", lane=Lane.BLIND_SPOTS,
        why=f"Your phase asks for it most. {_perhaps(best)}{more}",
        facts=(*(one for one, _ in facts.needs), best.person_id if best else ""),
        action=Action("See who could help", f"/panel/needs/{slug}/", f"mentorpanel gaps --candidates {slug}"),
    )  # fmt: skip


def flag_cards(
    facts: PanelFacts, names: dict[int, str], taken: Collection[int], settings: RuleSettings
) -> Iterator[Card]:
    """At most one card for each kind of flag. ``names`` are of those on the panel; nobody of ``taken`` is named to rest."""
    seen: set[str] = set()
    for flag in facts.flags:
        if flag.slug == GAPS or flag.slug in seen or flag.slug not in _TITLES:
            continue
        seen.add(flag.slug)
        who = flag.people[0] if flag.link == "person" and flag.people else None
        person = (who, names[who]) if who in names else None
        url = f"/people/{who}/" if person else "/panel/#whole"
        yield make_card(
            "flag", SLUGS.index(flag.slug) + 1, lane=Lane.BLIND_SPOTS, state=flag.slug,
            title=_TITLES[flag.slug].format(name=person[1] if person else "one person"),
            why=f"{flag.text}{_rest(flag, names, taken)}", facts=(*flag.people[:12], *flag.needs),
            action=Action("Look at the panel" if not person else "Look at it", url, "mentorpanel panel"),
        )  # fmt: skip


def phase_cards(phase: PhaseFacts | None, today: date, settings: RuleSettings) -> Iterator[Card]:
    """Still in this phase, and still these focus areas? Each quarter, and on a new title; done is a yes.

    A quarter is counted from the last change of the phase or of what is worth telling of the focus.
    """
    if phase is None:
        return
    last = max(phase.started_on, phase.focus_on or date.min)
    rounds = max(0, (today - last).days) // settings.phase_check_days
    is_new = phase.title_on is not None and phase.title_on >= last and phase.title_on <= today
    if rounds < 1 and not is_new:
        return
    if is_new and phase.title_on:
        said = f"{start_sentence(phase.title) or 'Your new title'}, since {date_in_words(phase.title_on, today)}."
    else:
        said = f"Nothing of it has changed since {date_in_words(last, today)}."
    yield make_card(
        "phase", phase.id, title=f"Still {phase.name}? Still these focus areas?", state="title" if is_new else "",
        why=f"{said} What you need from people changes with where you are; if all is as it was, say so and go on.",
        facts=(last, rounds, phase.title_on),
        action=Action("Look at both", "/settings/#phase", "mentorpanel profile"),
    )  # fmt: skip


def focus_cards(facts: PanelFacts, has_mentors: bool) -> Iterator[Card]:
    """One card while I have mentors and have not said what I work on: they stay mentors while they know (the seed)."""
    if facts.has_focus or facts.phase is None or not has_mentors:
        return
    yield make_card(
        "focus", 1, title="What are you working on just now?", lane=Lane.BLIND_SPOTS,
        why="People can only help with what they know of. Say of each line who may read it; nothing is sent.",
        action=Action("Say it in a line or two", "/settings/#focus", "mentorpanel focus TEXT"),
    )  # fmt: skip


def address_cards(
    addresses: AddressFacts | None, phase: PhaseFacts | None, today: date, settings: RuleSettings
) -> Iterator[Card]:
    """On leaving a company: who knows only my work address. In a transition, and for a while after leaving."""
    if addresses is None or not addresses.people or phase is None:
        return
    has_left = phase.left_on is not None and 0 <= (today - phase.left_on).days <= settings.leaving_days
    if phase.slug != TRANSITION and not has_left:
        return
    many = len(addresses.people)
    knows = "knows" if many == 1 else "know"
    yield make_card(
        "addresses", phase.id, title=f"{start_sentence(count(many, 'mentor'))} {knows} only your work address",
        why=f"{start_sentence(people_list(addresses.people, most=5))}: letters came from {shortened(addresses.address)}. "
        "A private address keeps the tie when the job ends.",
        facts=(addresses.address[:40], *sorted(addresses.person_ids)[:20]),
        action=Action("Change it, then tell them", "/settings/#profile", "mentorpanel profile --mail ADDRESS"),
    )  # fmt: skip


def _perhaps(best: HelperFacts | None) -> str:
    return (
        f"Perhaps {best.name}: {best.reason[:1].lower()}{best.reason[1:]}" if best else "Who comes to mind?"
    )


def _rest(flag: Flag, names: dict[int, str], taken: Collection[int]) -> str:
    """Whom one could let rest first: nobody to whom another card writes."""
    if flag.slug not in _ASKS_WHO_RESTS:
        return ""
    first = next((one for one in flag.people if one in names and one not in taken), None)
    return f" Least has been going on with {names[first]}." if first is not None else ""
