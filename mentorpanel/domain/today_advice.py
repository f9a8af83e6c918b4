"""Cards of Today for advice whose mentor has not heard what came of it. Examples: docs/rules/advice.md."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from mentorpanel.domain.advice_records import OpenLoop
from mentorpanel.domain.facts import Action, AdviceStatus, Card, Lane, SessionStatus
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_cards import make_card, quoted, shortened
from mentorpanel.domain.today_facts import SessionFacts
from mentorpanel.domain.words import count, start_sentence

BRIEF_TO_COME = (SessionStatus.PLANNED, SessionStatus.PREPARED)


def loop_cards(
    loops: tuple[OpenLoop, ...],
    sessions: tuple[SessionFacts, ...],
    now: datetime,
    settings: RuleSettings,
) -> Iterator[Card]:
    """One card a person, who is told by a thank-you; none where a brief that tells it goes within a week.

    Its facts are the numbers of the advice, so that a dismissed card returns with the next outcome.
    """
    ahead = now + timedelta(days=settings.brief_ahead_days)
    told = {
        one.person_id
        for one in sessions
        if one.status in BRIEF_TO_COME and now < one.clock.starts_at <= ahead
    }
    by_person: dict[int, list[OpenLoop]] = {}
    for loop in loops:
        if not loop.do_not_contact and loop.person.id not in told:
            by_person.setdefault(loop.person.id, []).append(loop)
    for person_id, waiting in by_person.items():
        name, first = waiting[0].person.name, waiting[0]
        came = (
            "It worked."
            if first.status == AdviceStatus.WORKED
            else "It did not work; that is worth telling, too."
        )
        more = (
            start_sentence(count(len(waiting) - 1, "more piece")) + " of advice came to something."
            if len(waiting) > 1
            else ""
        )
        why = f"“{shortened(first.text).rstrip('.')}”: {came[0].lower()}{came[1:]} {more}".strip()
        yield make_card(
            "loop", person_id, title=f"Tell {name} what came of their advice", why=why, lane=Lane.OPENINGS,
            person=(person_id, name), facts=tuple(one.advice_id for one in waiting),
            action=Action(
                "Write the thank-you", f"/advice/{first.advice_id}/#loop", f"mentorpanel draft thank-you {quoted(name)}"
            ),
        )  # fmt: skip
