"""How often we mean to be in touch, and where that stands today. Examples: docs/rules/cadence.md.

Days that are theirs to answer do not count: after a message of mine without an answer the tie is
*waiting*, then one note that needs no reply is due, then it is left in peace. Neither those days nor
more than a cadence's worth of a pause counts as elapsed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mentorpanel.domain.facts import Role, Stage, Tie
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import ago, day_with_date, span

CORE = (Stage.MENTOR, Stage.FORMAL_MENTOR)
LEFT_IN_PEACE = ("waiting", "paused")
FOLLOW_UPS = ("first-follow-up", "last-follow-up", "note")
"""Steps in which one more line may go, although an answer is theirs to give."""


@dataclass(frozen=True, slots=True)
class CadenceState:
    """``state`` is in-touch, due, drifting, cold, waiting, paused or none.

    ``days`` is the cadence, ``since`` the contact or entry that time runs from, ``elapsed`` the days
    that count. ``step`` says more: ``first-follow-up``, ``last-follow-up``, ``stopped``, ``answer``
    (theirs to give), ``note`` (one that needs no reply), ``quiet``, ``booked``. ``until`` is when
    a wait or a pause ends.
    """

    state: str
    days: int | None
    since: date | None
    elapsed: int
    reason: str
    step: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """One stretch without an answer: the note may go from ``note_from``; peace until ``until``."""

    starts: date
    note_from: date
    until: date
    has_note: bool


def cadence_days(tie: Tie, settings: RuleSettings) -> int | None:
    """Days between contacts: the owner's own number, else the stage's; None where none is meant.

    A role model may be one-sided and has none, unless that person is also a mentor. Reached out has
    follow-ups instead. Formal 35 because a first Tuesday to the next can be 35 days; 21 for connected
    leans on Vergara Hidd et al. 2023; the rest are our judgement.
    """
    if tie.stage == Stage.CLOSED:
        return None
    if tie.cadence_days:
        return tie.cadence_days
    if Role.ROLE_MODEL in tie.roles and tie.stage not in CORE:
        return None
    return {
        Stage.FORMAL_MENTOR: settings.cadence_formal_mentor_days,
        Stage.MENTOR: settings.cadence_mentor_days,
        Stage.RAPPORT: settings.cadence_rapport_days,
        Stage.CONNECTED: settings.cadence_connected_days,
        Stage.RESTING: settings.cadence_resting_days,
        Stage.ALUMNI: settings.cadence_alumni_days,
    }.get(tie.stage)


def last_contact(tie: Tie) -> date | None:
    """The last two-way touchpoint; for an informal mentor a personal update counts as well."""
    days = [tie.summary.last_two_way_on]
    if tie.stage == Stage.MENTOR:
        days.append(tie.last_update_on)
    return max((day for day in days if day is not None), default=None)


def cadence_of(tie: Tie, today: date, settings: RuleSettings) -> CadenceState:
    """Where the rhythm with one person stands on a day, with the reason in words."""
    contact = last_contact(tie)
    since = contact or tie.entered_stage_on
    days = cadence_days(tie, settings)
    if tie.stage == Stage.REACHED_OUT and days is None and Role.ROLE_MODEL not in tie.roles:
        if contact is None or contact < tie.entered_stage_on:
            return _reached_out(tie, today, settings)
        days = settings.cadence_connected_days
    if days is None:
        return CadenceState("none", None, contact, 0, _no_cadence(tie))
    theirs = waits(tie, settings)
    elapsed = _counted(tie, since, today, days, theirs)
    if tie.paused_until is not None and tie.paused_until > today:
        reason = f"Paused until {day_with_date(tie.paused_until, today)}, as you chose."
        return CadenceState("paused", days, since, elapsed, reason, "", tie.paused_until)
    if _is_booked(tie, since, today, days, settings):
        reason = f"You meet on {day_with_date(tie.next_session_on or today, today)}."
        return CadenceState("in-touch", days, since, elapsed, reason, "booked", tie.next_session_on)
    wait = next((wait for wait in theirs if wait.starts <= today < wait.until), None)
    if wait is not None:
        return _waiting(tie, wait, today, days, since, elapsed)
    state = _by_ratio(elapsed, days, settings)
    return CadenceState(state, days, since, elapsed, _reason(tie, state, days, contact, today))


def is_left_in_peace(tie: Tie, today: date, settings: RuleSettings) -> bool:
    """Whether an answer is theirs to give, or quiet was chosen: ``cadence_of`` says *waiting* or *paused*."""
    if tie.paused_until is None and tie.stage != Stage.REACHED_OUT and not waits(tie, settings):
        return False
    return cadence_of(tie, today, settings).state in LEFT_IN_PEACE


def _by_ratio(elapsed: int, days: int, settings: RuleSettings) -> str:
    ratio = elapsed / days
    for state, at in (
        ("cold", settings.cold_at),
        ("drifting", settings.drifting_at),
        ("due", settings.due_at),
    ):
        if ratio >= at:
            return state
    return "in-touch"


def counted_days(tie: Tie, since: date, today: date, settings: RuleSettings, days: int | None = None) -> int:
    """Days from ``since`` to ``today`` without those that were theirs, never negative.

    With a cadence in ``days``, the time up to the end of a pause counts for one cadence at most:
    when it ends, the tie is due and not yet drifting.
    """
    return _counted(tie, since, today, days, waits(tie, settings))


def _counted(tie: Tie, since: date, today: date, days: int | None, theirs: Sequence[Wait]) -> int:
    start, resumed = since, 0
    if days is not None and tie.paused_until is not None and since < tie.paused_until <= today:
        resumed = min(_without_waits(since, tie.paused_until, theirs), days)
        start = tie.paused_until
    return resumed + _without_waits(start, today, theirs)


def _without_waits(since: date, today: date, theirs: Sequence[Wait]) -> int:
    waited = sum(max(0, (min(wait.until, today) - max(wait.starts, since)).days) for wait in theirs)
    return max(0, (today - since).days - waited)


def waits(tie: Tie, settings: RuleSettings) -> tuple[Wait, ...]:
    """The stretches since their last sign in which an answer was theirs to give, oldest first.

    A message within ``echo_days`` of a contact (thanks, a recap) asks for nothing. One within a wait
    starts it anew; one after its 21 days is the note; one while in peace changes nothing but its length.
    """
    contact = last_contact(tie)
    if contact is not None and not _has_written_since(tie, contact):
        return ()
    found: list[Wait] = []
    for on, is_note in _messages(tie, contact, settings):
        last = found[-1] if found else None
        if last is None or on >= last.until:
            found.append(_wait(on, on, settings))
        elif last.has_note:
            found[-1] = Wait(
                last.starts, last.note_from, max(last.until, _later(on, settings.waiting_days)), True
            )
        elif is_note or on >= last.note_from:
            found[-1] = Wait(last.starts, min(last.note_from, on), _later(on, settings.quiet_days), True)
        else:
            found[-1] = _wait(last.starts, on, settings)
    return tuple(found)


def _has_written_since(tie: Tie, contact: date) -> bool:
    wrote = tie.summary.unanswered_on or (tie.summary.last_from_me_on,)
    return any(on is not None and on > contact for on in wrote)


def _wait(starts: date, message_on: date, settings: RuleSettings) -> Wait:
    note_from = _later(message_on, settings.waiting_days)
    return Wait(starts, note_from, _later(note_from, settings.quiet_days), False)


def _messages(tie: Tie, contact: date | None, settings: RuleSettings) -> Iterator[tuple[date, bool]]:
    """My messages after the last contact that ask for an answer, with whether each was marked as the note."""
    summary = tie.summary
    sent = set(summary.unanswered_on)
    if not sent and summary.last_from_me_on is not None:
        sent = {summary.last_from_me_on}
    floor = date.min if contact is None else _later(contact, settings.echo_days)
    noted = tie.last_follow_up_on
    kept = {on for on in sent if on > floor}
    if kept and noted is not None and noted > min(kept):
        kept.add(noted)
    for on in sorted(kept):
        yield on, on == noted


def _later(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))


def _is_booked(tie: Tie, since: date, today: date, days: int, settings: RuleSettings) -> bool:
    """A session ahead that lies within 1.5 × cadence of the last contact silences the cadence."""
    on = tie.next_session_on
    return on is not None and on >= today and (on - since).days <= days * settings.booked_within


def _waiting(tie: Tie, wait: Wait, today: date, days: int, since: date, elapsed: int) -> CadenceState:
    if wait.has_note and today >= wait.note_from:
        reason = f"You have written, and {tie.name} may have a lot on. It is left in peace for now."
        return CadenceState("waiting", days, since, elapsed, reason, "quiet", wait.until)
    if today >= wait.note_from:
        reason = f"{tie.name} may have a lot on. One line that needs no reply, or leave it for a while."
        return CadenceState("waiting", days, since, elapsed, reason, "note", wait.until)
    reason = f"You wrote {ago(wait.starts, today)}; the answer is {tie.name}’s to give, in their own time."
    return CadenceState("waiting", days, since, elapsed, reason, "answer", wait.note_from)


def _reached_out(tie: Tie, today: date, settings: RuleSettings) -> CadenceState:
    """Follow up after 7 days, then 21 after reaching out, then stop. Our judgement."""
    first_on, follow_up = _first_message(tie, settings), None
    later = [
        day
        for day in (tie.last_follow_up_on, tie.summary.last_from_me_on)
        if day is not None and day > first_on
    ]
    follow_up = max(later, default=None)
    elapsed = max(0, (today - first_on).days)
    if tie.paused_until is not None and tie.paused_until > today:
        reason = f"Paused until {day_with_date(tie.paused_until, today)}, as you chose."
        return CadenceState("paused", None, first_on, elapsed, reason, "", tie.paused_until)
    if tie.next_session_on is not None and tie.next_session_on >= today:
        reason = f"You meet on {day_with_date(tie.next_session_on, today)}."
        return CadenceState("in-touch", None, first_on, elapsed, reason, "booked", tie.next_session_on)
    if follow_up is None:
        step, due = "first-follow-up", _later(first_on, settings.follow_up_first_days)
        if elapsed >= settings.follow_up_last_days:
            step = "last-follow-up"
    elif (follow_up - first_on).days >= settings.follow_up_last_days:
        reason = f"You have written and followed up; whether to answer is {tie.name}’s choice now."
        return CadenceState("none", None, first_on, elapsed, reason, "stopped")
    else:
        step = "last-follow-up"
        due = max(
            _later(first_on, settings.follow_up_last_days), _later(follow_up, settings.follow_up_first_days)
        )
    if today < due:
        reason = f"You reached out {ago(first_on, today)}; give it until {day_with_date(due, today)}."
        return CadenceState("waiting", None, first_on, elapsed, reason, "answer", due)
    last = " After this one, let it be." if step == "last-follow-up" else ""
    reason = f"You reached out {ago(first_on, today)} and have no answer yet; a short reminder is fine.{last}"
    return CadenceState("due", None, first_on, elapsed, reason, step)


def _first_message(tie: Tie, settings: RuleSettings) -> date:
    """When I reached out: the stage's day, or a message logged within the first days after it."""
    wrote = min(tie.summary.unanswered_on, default=tie.summary.last_from_me_on)
    entered = tie.entered_stage_on
    is_early = wrote is not None and entered < wrote < _later(entered, settings.follow_up_first_days)
    return wrote if wrote is not None and is_early and wrote != tie.last_follow_up_on else entered


def _no_cadence(tie: Tie) -> str:
    if tie.stage == Stage.CLOSED:
        return "This relationship has come to its close."
    if Role.ROLE_MODEL in tie.roles:
        return "A role model may be one-sided: nothing is owed and nothing drifts."
    return f"You have noticed {tie.name}; no rhythm is meant before you reach out."


def _reason(tie: Tie, state: str, days: int, contact: date | None, today: date) -> str:
    rhythm = f"about every {span(days)} is what you mean to keep"
    if contact is None:
        return f"No contact yet since {day_with_date(tie.entered_stage_on, today)}; {rhythm}."
    if state == "in-touch":
        return f"You were in touch {ago(contact, today)}; {rhythm}."
    return f"It’s been {span((today - contact).days)} since you and {tie.name} were in touch; {rhythm}."
