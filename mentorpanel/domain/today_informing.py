"""Cards of Today for what mentors have not heard: one update for all whom it serves, and news worth telling.

Examples: docs/rules/today-panel.md.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from mentorpanel.domain.audience import Candidate, Suited, suits
from mentorpanel.domain.cadence import CORE
from mentorpanel.domain.facts import Action, Card, Lane, Tie
from mentorpanel.domain.needs import TRANSITION
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_cards import make_card, quoted, shortened
from mentorpanel.domain.today_facts import TieState
from mentorpanel.domain.today_panel_facts import WinFacts
from mentorpanel.domain.words import ago, count, number, people_list, start_sentence

ONE_TEXT = "One text with a line for each alone is enough."


def uninformed(
    ties: tuple[TieState, ...],
    taken: Collection[int],
    today: date,
    settings: RuleSettings,
    *,
    phase: str = "",
) -> list[tuple[Tie, Suited]]:
    """The mentors who do not know what they are meant to know, longest without news first.

    None of ``taken``, who have a card already.

    In a transition an update goes to nobody who was not chosen, so nobody is asked for.
    """
    if phase == TRANSITION:
        return []
    found = [
        (state.tie, suits(Candidate(state.tie, state.do_not_contact), today, settings))
        for state in ties
        if state.tie.stage in CORE and state.tie.person_id not in taken
    ]
    waiting = [(tie, one) for tie, one in found if one.verdict in ("focus", "silent")]
    return sorted(waiting, key=_longest_first)


def _longest_first(each: tuple[Tie, Suited]) -> tuple[date, str, int]:
    tie = each[0]
    told = max((day for day in (tie.informed_on, tie.last_update_on) if day is not None), default=date.min)
    return told, tie.name.casefold(), tie.person_id


def inform_cards(waiting: Sequence[tuple[Tie, Suited]]) -> Iterator[Card]:
    """One card for all whom one update serves: those ``uninformed``."""
    if not waiting:
        return
    facts = tuple(
        part for tie, _ in waiting for part in (f"{tie.person_id}v{tie.reader_version}", tie.informed_on)
    )
    if len(waiting) == 1:
        tie, found = waiting[0]
        yield make_card(
            "inform", 1, title=f"Tell {tie.name} how you are doing", why=found.reason, lane=Lane.BLIND_SPOTS,
            person=(tie.person_id, tie.name), facts=facts,
            action=Action("Send an update", f"/updates/?for={tie.person_id}", f"mentorpanel draft update {quoted(tie.name)}"),
        )  # fmt: skip
        return
    names = [tie.name for tie, _ in waiting]
    is_focus = all(found.verdict == "focus" for _, found in waiting)
    said = "what you focus on now" if is_focus else "how you are doing lately"
    yield make_card(
        "inform", 1, title=f"One update for {people_list(names, most=3)}", lane=Lane.BLIND_SPOTS, step="several",
        why=f"{start_sentence(number(len(names)))} mentors have not heard {said}. {ONE_TEXT}", facts=facts,
        action=Action("Begin the update", "/updates/", "mentorpanel update --begin"),
    )  # fmt: skip


def news_cards(
    wins: tuple[WinFacts, ...], ties: tuple[TieState, ...], today: date, *, phase: str = ""
) -> Iterator[Card]:
    """A win or a learning that came after the last update to anybody: worth telling, while there is somebody to tell."""
    mentors = [state.tie for state in ties if state.tie.stage in CORE and not state.do_not_contact]
    if not mentors or phase == TRANSITION:
        return
    told = max((tie.last_update_on for tie in mentors if tie.last_update_on), default=date.min)
    fresh = sorted((one for one in wins if told < one.on <= today), key=lambda one: (one.on, one.id))
    if not fresh:
        return
    newest, more = fresh[-1], len(fresh) - 1
    others = (
        f" So {'is' if more == 1 else 'are'} {count(more, 'more thing')} since your last update."
        if more
        else ""
    )
    yield make_card(
        "news", newest.id, title=f"Worth telling: {shortened(newest.text).rstrip('.')}", lane=Lane.OPENINGS,
        why=f"From your journal, {ago(newest.on, today)}; what you tell keeps them with you.{others}",
        facts=tuple(one.id for one in fresh[-9:]),
        action=Action("Begin the update", "/updates/", "mentorpanel update --begin"),
    )  # fmt: skip
