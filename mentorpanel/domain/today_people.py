"""Cards of Today for people with whom it is time: planned quiet, waiting for them, or my turn."""

from collections.abc import Iterator
from datetime import date, timedelta

from mentorpanel.domain.cadence import CORE, CadenceState, cadence_of
from mentorpanel.domain.facts import Action, Card, Lane, Stage, Tie
from mentorpanel.domain.informed import informed_of
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.standing import WAYS_BACK, standing_of
from mentorpanel.domain.today_cards import make_card, quoted
from mentorpanel.domain.today_facts import TieState
from mentorpanel.domain.words import ago, called, day_with_date, month_in_words, span

FIRST_STEPS = (Stage.NOTICED, Stage.REACHED_OUT, Stage.CONNECTED)
"""Where an open path of outreach says what is next, and the cadence does not."""
PLANNED_QUIET = (Stage.RESTING, Stage.ALUMNI)
SEND_UPDATE = "Send an update"
_PAST_DUE = ("due", "drifting", "cold")
_LETTERS = {
    "Write a reminder": "note",
    "Write one line": "note",
    "Write a line": "ask",
    "Draft a note": "revive",
    "See what fits": "revive",
}
"""Which letter an action offers first; the others stand below it, an update and a closing among them."""


def people_cards(
    ties: tuple[TieState, ...],
    busy: frozenset[int],
    today: date,
    settings: RuleSettings,
    *,
    on_a_path: frozenset[int] = frozenset(),
) -> Iterator[Card]:
    """At most one card a person. ``busy`` are people whose session or letter has a card already.

    ``on_a_path`` are people with an open path of outreach: in the first stages it goes before the cadence.
    """
    for state in ties:
        if state.do_not_contact or state.tie.person_id in busy:
            continue
        if state.tie.person_id in on_a_path and state.tie.stage in FIRST_STEPS:
            continue
        cadence = cadence_of(state.tie, today, settings)
        card = _propose(state, cadence, today, settings) or _cadence(state.tie, cadence, today, settings)
        if card is not None:
            yield card


def _propose(state: TieState, cadence: CadenceState, today: date, settings: RuleSettings) -> Card | None:
    """A formal mentor without a session to come: propose one, some weeks before it is due at the latest.

    An answer that is theirs to give has its three weeks first; then this is the one note that may go.
    """
    tie = state.tie
    has_session = tie.next_session_on is not None and tie.next_session_on >= today
    if tie.stage != Stage.FORMAL_MENTOR or has_session or cadence.state in ("paused", "none"):
        return None
    if cadence.state == "waiting" and cadence.step != "note":
        return None
    days = cadence.days or settings.cadence_formal_mentor_days
    if state.has_series and cadence.elapsed < days - settings.propose_ahead_days:
        return None
    is_drifting = cadence.state in ("drifting", "cold")
    why = f"You meet regularly, and no next session is booked. {_since(tie, cadence, today)}"
    command = (
        f"mentorpanel schedule {quoted(tie.name)} --rrule 'FREQ=MONTHLY;BYDAY=1TU' --at 16:00 --length 45"
    )
    return make_card(
        "propose", tie.person_id, title=f"Propose the next session to {tie.name}", why=why, state=cadence.state,
        lane=Lane.BLIND_SPOTS if is_drifting else Lane.COMING_UP, person=(tie.person_id, tie.name), stage=tie.stage,
        due=_due(cadence, today), facts=_facts(tie, cadence),
        action=Action("Propose a date", f"/sessions/new/?person={tie.person_id}", command),
    )  # fmt: skip


def _cadence(tie: Tie, cadence: CadenceState, today: date, settings: RuleSettings) -> Card | None:
    is_note = cadence.step == "note"
    if cadence.state not in _PAST_DUE and not is_note:
        return None
    if tie.stage in PLANNED_QUIET and _just_settled(tie, cadence, today):
        return None
    title, why, label = _sentences(tie, cadence, today, settings)
    lane, state = Lane.COMING_UP, cadence.state
    if tie.stage in PLANNED_QUIET and not cadence.step:
        lane, state = Lane.OPENINGS, "due"  # a quiet that was chosen never drifts on Today
    elif state in ("drifting", "cold"):
        lane = Lane.BLIND_SPOTS
    return make_card(
        "cadence", tie.person_id, title=title, why=why, state=state, step=cadence.step, lane=lane,
        person=(tie.person_id, tie.name), due=_due(cadence, today), stage=tie.stage, facts=_facts(tie, cadence),
        action=_action(tie, label),
    )  # fmt: skip


def _action(tie: Tie, label: str) -> Action:
    """Where one does it: an update begins with its reader ticked, anything else with the letter that fits."""
    if label == SEND_UPDATE:
        return Action(label, f"/updates/?for={tie.person_id}", f"mentorpanel draft update {quoted(tie.name)}")
    kind = _LETTERS[label]
    return Action(
        label, f"/people/{tie.person_id}/letters/?kind={kind}", f"mentorpanel draft {kind} {quoted(tie.name)}"
    )


def _sentences(tie: Tie, cadence: CadenceState, today: date, settings: RuleSettings) -> tuple[str, str, str]:
    """Title, why and what to do, one set for each of the three kinds of silence."""
    name, since = tie.name, _since(tie, cadence, today)
    if cadence.step == "note":
        until = month_in_words(cadence.until or today, today)
        return f"{name} may have a lot on", f"{_wrote(tie, today)}One line that needs no reply, or leave it until {until}?", \
            SEND_UPDATE if tie.stage == Stage.MENTOR else "Write one line"  # fmt: skip
    if cadence.step == "first-follow-up":
        return f"Remind {name} once", cadence.reason, "Write a reminder"
    if cadence.step == "last-follow-up":
        return f"A last reminder to {name}, then let it be", cadence.reason, "Write a reminder"
    if tie.stage in PLANNED_QUIET:
        why = f"Less for now is what you chose. {since} A short note keeps it alive."
        return f"A short note to {name}", why, "Draft a note"
    if cadence.state == "cold":
        return f"Is it time to write to {name}, or to let it rest?", f"{since} {WAYS_BACK}", "See what fits"
    if tie.stage == Stage.CONNECTED:
        return (
            f"Talk with {name} a second time",
            f"{since} The second contact is what makes it last.",
            "Write a line",
        )
    if tie.stage in CORE:
        standing, told = standing_of(tie, today, settings), _told(tie, today, settings)
        is_lapsed = standing is not None and standing.verdict == "lapsed"
        why = f"{since}{told} {WAYS_BACK}" if is_lapsed else f"{since} The next word is yours.{told}"
        return f"Time for a word with {name}", why, SEND_UPDATE
    return f"Time for a word with {name}", f"{since} The next word is yours.", "Draft a note"


def _since(tie: Tie, cadence: CadenceState, today: date) -> str:
    """When we last talked, as one would say it."""
    name = called(tie.name)
    talked, start = tie.summary.last_two_way_on, cadence.since or tie.entered_stage_on
    if talked is not None and start == talked:
        if (today - talked).days < 2:
            return f"You and {name} talked {ago(talked, today)}."
        return f"It’s been {span((today - talked).days)} since you and {name} talked."
    if tie.stage == Stage.MENTOR and start == tie.last_update_on:
        return f"Your last update to {name} was {ago(start, today)}."
    return f"You and {name} have not talked since {day_with_date(start, today)}."


def _told(tie: Tie, today: date, settings: RuleSettings) -> str:
    """What they have not heard, said of them; empty where they are informed."""
    informed = informed_of(tie, today, settings)
    if informed.verdict == "informed":
        return ""
    last = max((day for day in (tie.informed_on, tie.last_update_on) if day is not None), default=None)
    if last is not None and last == tie.summary.last_two_way_on and " last heard " in informed.reason:
        return " They have not heard how you are doing since."
    said = informed.reason.removeprefix(tie.name).strip()
    return f" They {said.replace('has', 'have', 1) if said.startswith('has ') else said}"


def _wrote(tie: Tie, today: date) -> str:
    wrote = tie.summary.last_from_me_on
    return f"You wrote {ago(wrote, today)}. " if wrote is not None else ""


def _just_settled(tie: Tie, cadence: CadenceState, today: date) -> bool:
    """Whoever was moved to rest lately has had a closing note; the lighter rhythm begins with it."""
    return cadence.days is not None and today - tie.entered_stage_on < timedelta(days=cadence.days)


def _due(cadence: CadenceState, today: date) -> date | None:
    """The day on which it became, or becomes, due."""
    if cadence.days is None or cadence.state == "waiting":
        return None
    return today - timedelta(days=cadence.elapsed - cadence.days)


def _facts(tie: Tie, cadence: CadenceState) -> tuple[object, ...]:
    """What a dismissal is remembered with: it holds until one of these changes."""
    return (tie.stage, cadence.since, tie.summary.last_from_me_on, cadence.step)
