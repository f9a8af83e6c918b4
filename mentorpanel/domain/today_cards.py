"""Cards of Today from sessions, promises, parked items, imports and mail. Examples: docs/rules/today.md."""

import shlex
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mentorpanel.domain.commitments import CommitmentFacts, commitment_state
from mentorpanel.domain.facts import Action, Card, ClockPlan, Lane, SessionStatus, Stage
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_facts import MailFacts, MatchFacts, ParkedFacts, SessionFacts
from mentorpanel.domain.today_values import effort_of, value_of
from mentorpanel.domain.wording import one_line
from mentorpanel.domain.words import ago, called, clock_time, count, moment_in_words, people_list

LONGEST_TITLE = 90
MARK_DONE = "Mark it done"
"""The action of a card that is done by saying so; a page has a button for it, a mail the link *Done*."""
FRESH_DAYS = 2
"""How long a talk is fresh in the mind; our judgement."""
TO_COME = (SessionStatus.PLANNED, SessionStatus.PREPARED, SessionStatus.BRIEF_SENT)


def make_card(
    kind: str,
    number: int,
    *,
    title: str,
    why: str,
    action: Action,
    lane: Lane = Lane.COMING_UP,
    state: str = "",
    person: tuple[int, str] | None = None,
    due: date | None = None,
    is_duty: bool = False,
    stage: Stage | None = None,
    step: str = "",
    session_on: date | None = None,
    facts: tuple[object, ...] = (),
) -> Card:
    """A card with its id, effort and value. ``facts`` are what a trace is remembered with."""
    return Card(
        id=f"{kind}-{number}",
        lane=lane,
        kind=kind,
        title=title,
        why=why,
        action=action,
        person_id=person[0] if person else None,
        person_name=person[1] if person else "",
        due=due,
        effort_minutes=effort_of(kind, step or state),
        value=value_of(kind, step or state, stage),
        is_duty=is_duty,
        state=state,
        facts_key=".".join("" if fact is None else str(fact) for fact in facts)[:120],
        session_on=session_on,
    )


def shortened(text: str) -> str:
    """A text on one line, cut at a word where it is long."""
    line = one_line(text[: LONGEST_TITLE * 8], at_most=LONGEST_TITLE * 4)
    if len(line) <= LONGEST_TITLE:
        return line
    cut = line[: LONGEST_TITLE - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[50:] else cut).rstrip(" ,;:.") + "…"


def quoted(name: str) -> str:
    """A name as one word of a command line."""
    return shlex.quote(one_line(name, at_most=300))


def session_cards(
    sessions: tuple[SessionFacts, ...], now: datetime, zone: ZoneInfo, settings: RuleSettings
) -> Iterator[Card]:
    """One card for each session that is near: brief, meet, notes or thanks, whichever is next.

    Of several sessions to come with one person only the next has a card.
    """
    seen: set[int] = set()
    for session in sorted(sessions, key=lambda each: (each.clock.starts_at, each.id)):
        is_over = now >= session.clock.ends_at or session.status == SessionStatus.HELD
        card = _after(session, now, zone) if is_over else None
        if not is_over and session.status in TO_COME and session.person_id not in seen:
            seen.add(session.person_id)
            card = _before(session, now, zone, settings)
        if card is not None:
            yield card


def _before(session: SessionFacts, now: datetime, zone: ZoneInfo, settings: RuleSettings) -> Card | None:
    clock, name = session.clock, session.person_name
    ahead = clock.starts_at - now
    if ahead > timedelta(days=settings.session_ahead_days):
        return None
    is_sent = session.status == SessionStatus.BRIEF_SENT
    if session.i_mentor:
        return _with_mentee(session, now, zone, settings)
    if not is_sent and now < clock.starts_at and ahead <= timedelta(days=settings.brief_ahead_days):
        return _brief(session, now, zone)
    if now >= clock.starts_at:
        title, why = f"You are meeting {name}", "It is time to listen; the notes come after."
    else:
        title = f"Meet {name}, {moment_in_words(clock.starts_at, now, zone)}"
        why = (
            "The brief has gone; you are prepared."
            if is_sent
            else clock.reason or "There is time to prepare."
        )
    return make_card(
        "session", session.id, title=title, why=why, person=(session.person_id, name), step=_far(ahead, settings),
        due=_day(clock.starts_at, zone), session_on=_day(clock.starts_at, zone), facts=(clock.starts_at.isoformat(), is_sent),
        action=Action("Open the session", f"/sessions/{session.id}/", f"mentorpanel prep {session.id}"),
    )  # fmt: skip


def _with_mentee(session: SessionFacts, now: datetime, zone: ZoneInfo, settings: RuleSettings) -> Card:
    """A session in which I am the mentor: no brief is mine to write."""
    starts, name = session.clock.starts_at, session.person_name
    is_on = now >= starts
    title = f"You are meeting {name}" if is_on else f"Meet {name}, {moment_in_words(starts, now, zone)}"
    why = (
        "It is time to listen."
        if is_on
        else "You are their mentor: what do they want to talk about? A short note asks."
    )
    return make_card(
        "session", session.id, title=title, why=why, person=(session.person_id, name), state="mentee",
        step=_far(starts - now, settings),
        due=_day(starts, zone), session_on=_day(starts, zone), facts=(starts.isoformat(),),
        action=Action("Open the session", f"/sessions/{session.id}/", f"mentorpanel prep {session.id}"),
    )  # fmt: skip


def _far(ahead: timedelta, settings: RuleSettings) -> str:
    return "far" if ahead > timedelta(days=settings.brief_ahead_days) else ""


def _brief(session: SessionFacts, now: datetime, zone: ZoneInfo) -> Card:
    clock, name = session.clock, session.person_name
    when = moment_in_words(clock.starts_at, now, zone)
    is_short, state = now > clock.brief_latest_at, ""
    due = _day(clock.brief_due_at, zone)
    if is_short:
        state = "short"
        title = f"Send {name} three lines before you meet"
        why = f"You meet {when}: what changed, what you want, and one question are enough now."
    else:
        is_ready = session.status == SessionStatus.PREPARED
        state = "prepared" if is_ready else ""
        title = f"Send the brief to {name}" if is_ready else f"Write the brief for {name}"
        items = ""
        if session.agenda_count:
            items = f" On the agenda: {count(session.agenda_count, 'parked item')}."
        why = f"You meet {when}; sent ahead, it gives {called(name)} time to think.{items}"
    return make_card(
        "brief", session.id, title=title, why=why, person=(session.person_id, name), due=due,
        state=state, facts=(clock.starts_at.isoformat(),), session_on=_day(clock.starts_at, zone),
        is_duty=due <= _day(now, zone) + timedelta(days=1),
        action=Action("Open the brief", f"/sessions/{session.id}/", f"mentorpanel brief {session.id}"),
    )  # fmt: skip


def _after(session: SessionFacts, now: datetime, zone: ZoneInfo) -> Card | None:
    """Notes while it is not written down, then the one mail that carries recap and thanks."""
    clock, name = session.clock, session.person_name
    ended = ago(_day(clock.ends_at, zone), _day(now, zone))
    page = f"/sessions/{session.id}/"
    if session.status in TO_COME:
        return make_card(
            "notes", session.id, title=f"Write down what stays from your talk with {name}", is_duty=True,
            why=f"{_ended(clock, now, zone)}; or say that it did not take place.",
            person=(session.person_id, name), due=clock.notes_due_on, facts=(clock.starts_at.isoformat(),),
            action=Action("Write the notes", page, f"mentorpanel hold {session.id}"),
        )  # fmt: skip
    if session.status != SessionStatus.HELD or session.has_thanked or session.i_mentor:
        return None
    state = "overdue" if now >= clock.thanks_overdue_at else "due" if now >= clock.thanks_due_at else ""
    why = f"You met {ended}. One mail carries the recap and your thanks, within a day."
    if state:
        why = f"You met {ended}; your thanks and what you took with you are still welcome."
    return make_card(
        "thank", session.id, title=f"Thank {name}", why=why, person=(session.person_id, name), state=state,
        due=_day(clock.thanks_due_at, zone), is_duty=True, facts=(clock.starts_at.isoformat(),),
        action=Action("Write the recap", page, f"mentorpanel draft recap {quoted(name)}"),
    )  # fmt: skip


def _ended(clock: ClockPlan, now: datetime, zone: ZoneInfo) -> str:
    """When it ended, and what is still to be had of it: nothing is fresh after some days."""
    on, today = _day(clock.ends_at, zone), _day(now, zone)
    if (today - on).days <= FRESH_DAYS:
        return (
            f"It ended {ago(on, today)} at {clock_time(clock.ends_at, zone)}. Three boxes, while it is fresh"
        )
    return f"It ended {ago(on, today)}. What you still know of it is worth a line"


def commitment_cards(
    commitments: tuple[CommitmentFacts, ...], busy: frozenset[int], today: date, settings: RuleSettings
) -> Iterator[Card]:
    """My promises when due, and theirs, gently, unless a session with them (``busy``) is near anyway."""
    for facts in commitments:
        verdict = commitment_state(facts, today, settings)
        if verdict.verdict == "later" or (not facts.is_mine and facts.person_id in busy):
            continue
        page = f"/sessions/{facts.session_id}/" if facts.session_id else f"/people/{facts.person_id}/"
        yield make_card(
            "commitment", facts.id, title=shortened(facts.text), state=verdict.verdict, due=facts.due_on,
            why=f"Promised to {facts.person_name}. {verdict.reason}" if facts.is_mine else verdict.reason,
            person=(facts.person_id, facts.person_name), is_duty=verdict.verdict in ("due", "overdue"),
            facts=(facts.due_on, shortened(facts.text)[:60]),
            action=Action(MARK_DONE, f"{page}#promised", f"mentorpanel done commitment-{facts.id}"),
        )  # fmt: skip


def parked_cards(parked: tuple[ParkedFacts, ...], today: date) -> Iterator[Card]:
    """Parked items without a person, and names that could not be told apart."""
    for item in parked:
        if item.asked_name:
            yield _capture(item)
            continue
        yield make_card(
            "parked", item.id, title=shortened(item.text) or "A parked item", lane=Lane.BLIND_SPOTS,
            why=f"Parked {ago(item.parked_on, today)}, and it is not yet said whom to ask.",
            step="high" if item.urgency == "high" else "", facts=(item.parked_on,),
            action=Action("Choose a person", "/parking/", f"mentorpanel parking --assign {item.id} NAME"),
        )  # fmt: skip


def _capture(item: ParkedFacts) -> Card:
    name, names = one_line(item.asked_name, at_most=60), people_list(item.candidates, joined="or")
    fits = f"it could be {names}" if names else "nobody here has that name"
    return make_card(
        "capture", item.id, title=f"Which {name} did you mean?", lane=Lane.BLIND_SPOTS,
        why=f"You parked “{shortened(item.text)}” for {name}; {fits}.",
        facts=(name, names),
        action=Action("Choose a person", "/parking/", f"mentorpanel parking --assign {item.id} NAME"),
    )  # fmt: skip


def match_cards(matches: tuple[MatchFacts, ...]) -> Iterator[Card]:
    """Imports with contacts that may be people who are here already."""
    for match in matches:
        if match.count < 1:
            continue
        contacts = "One contact" if match.count == 1 else f"{count(match.count, 'contact').capitalize()}"
        yield make_card(
            "match", match.import_id, title="Are these people you already know?", lane=Lane.BLIND_SPOTS,
            why=f"{contacts} from {shortened(match.filename)} may be here already; nothing is merged until you say so.",
            facts=(match.count,),
            action=Action("Look at them side by side", "/import/matches/", "mentorpanel matches"),
        )  # fmt: skip


def mail_cards(mails: tuple[MailFacts, ...], today: date) -> Iterator[Card]:
    """Letters that did not arrive; nothing is tried again by itself."""
    for mail in mails:
        page = f"/sessions/{mail.session_id}/" if mail.session_id else f"/people/{mail.person_id}/"
        yield make_card(
            "mail", mail.id, title=f"Your {mail.letter} did not reach {mail.person_name}", is_duty=True,
            why=f"Tried {ago(mail.failed_on, today)}. {shortened(mail.reason).rstrip('.…')}.",
            person=(mail.person_id, mail.person_name), due=mail.failed_on, facts=(mail.failed_on,),
            action=Action("Check the address", page, "mentorpanel doctor"),
        )  # fmt: skip


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
