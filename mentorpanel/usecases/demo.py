"""The sample panel: a product manager's year with a dozen people, its dates told from today."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.storage import sessions as session_rows
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import (
    advice,
    commitments,
    demo_advice,
    demo_decisions,
    demo_giving,
    demo_introductions,
    demo_panel,
    demo_year,
    focus,
    goals,
    journal,
    letters,
    notices,
    outreach,
    panel,
    parking,
    people,
    profiles,
    series,
    sessions,
    touchpoints,
    updates,
)

ZONE = "Europe/Lisbon"
SESSION_AT = time(16, 0)
OUTCOMES = (
    ("Say the recommendation first", AdviceStatus.WORKED, "The board agreed in ten minutes."),
    ("Hire for the second year, not the first", AdviceStatus.TRYING, ""),
    ("Price by seat first and learn", AdviceStatus.WORKED, "We priced by seat; 14 of 20 pilots stayed."),
)


def fill(owner: User) -> None:
    """Fill an empty panel with the sample. A panel that has people is left alone."""
    if people.list_people(owner, limit=1).results:
        return
    with transaction.atomic():
        _fill(owner)


def _fill(owner: User) -> None:
    profiles.change_profile(
        owner, time_zone=ZONE, welcome_step="done", weekly_minutes=90, level="senior-pm", **demo_year.ME
    )
    today = clock.today(ZoneInfo(ZONE))
    demo_panel.begin_phases(owner, today)
    ids = {person.name: _add(owner, person, today) for person in demo_year.PEOPLE}
    for name, organisation, title, email in demo_year.BOOK:
        people.add_person(owner, name=name, organisation=organisation, title=title, email=email)
    demo_panel.join(owner, ids, today)
    focus.set_focus(
        owner,
        texts=["Lead a team by next autumn", "Choose between growth here and a platform role"],
        readers=[ids["Ana Ruiz"], ids["Priya Nair"], ids["Sam Teo"]],
        worth_telling=True,
    )
    _goal(owner, ids, today)
    _journal(owner, today)
    _sessions(owner, ids, today)
    _parked(owner, ids)
    demo_advice.fill(owner, ids, today)
    for noticed in demo_year.NOTICED:
        _noticed(owner, noticed, today)
    _update(owner, ids)
    demo_giving.fill(owner, ids, today)
    demo_introductions.fill(owner, ids, today)
    demo_decisions.fill(owner, ids, today)


def _update(owner: User, ids: dict[str, int]) -> None:
    """News that are half written: for two who have not heard any, a line for one of them."""
    readers = [ids["Omar Haddad"], ids["Priya Nair"]]
    made = updates.begin_update(owner, person_ids=readers)
    said = {"verdict": "The pilot holds, and I am still alone", "next": "Hiring the second product manager"}
    updates.change_update(owner, update_id=made.id, slots=said)
    line = "Your question about what I would stop doing has stayed with me."
    updates.write_lines(owner, update_id=made.id, lines={readers[0]: line})


def _add(owner: User, person: demo_year.DemoPerson, today: date) -> int:
    made = people.add_person(
        owner,
        name=person.name,
        email=person.email,
        organisation=person.organisation,
        title=person.title,
        expertise=list(person.expertise),
        distance=person.distance,
        how_met=person.how_met,
        admire=person.admire,
        care_about=person.care_about,
        need=person.need,
    )
    demo_panel.stood_before(owner, made.id, person.name, today)
    panel.move_stage(
        owner, person_id=made.id, stage=person.stage, since=_ago(today, person.since_days), is_setting_up=True
    )
    if person.roles:
        panel.set_roles(owner, person_id=made.id, roles=list(person.roles))
    for days, kind, direction, summary in person.touches:
        touchpoints.log_touchpoint(
            owner, person_id=made.id, kind=kind, direction=direction, on=_ago(today, days), summary=summary
        )
    return made.id


def _goal(owner: User, ids: dict[str, int], today: date) -> None:
    goal = goals.set_goal(
        owner,
        statement="Lead a team of product managers",
        why="I do my best work through others.",
        how_known="Two people report to me, and the charter is ours.",
        due_on=today + timedelta(days=330),
        starts_on=_ago(today, 60),
        person_ids=[ids["Ana Ruiz"]],
        skills=["hiring", "delegating", "speaking for a team"],
    )
    goals.add_milestone(owner, goal_id=goal.id, text="Run an interview loop", due_on=_ago(today, 30))
    goals.add_milestone(owner, goal_id=goal.id, text="Tell my manager", due_on=today + timedelta(days=8))
    goals.add_milestone(owner, goal_id=goal.id, text="Charter agreed", due_on=today + timedelta(days=70))
    first = goals.goal(owner, goal_id=goal.id).milestones[0]
    goals.tick_milestone(owner, milestone_id=first.id, on=_ago(today, 33))
    goals.check_in(owner, goal_id=goal.id, text="The loop went well; two offers out.", on=_ago(today, 30))


def _journal(owner: User, today: date) -> None:
    for days, kind, text, topics, is_shared in demo_year.JOURNAL:
        journal.write_entry(
            owner, text=text, kind=kind, on=_ago(today, days), topics=topics, share_with_all=is_shared
        )


def _sessions(owner: User, ids: dict[str, int], today: date) -> None:
    for days, mine, theirs, said in demo_year.HELD:
        _held(owner, ids["Ana Ruiz"], _workday(_ago(today, days), -1), mine, theirs, said, is_thanked=True)
    by_text = {
        one.text: one for one in advice.advice_list(owner, person_id=ids["Ana Ruiz"], limit=50).results
    }
    for text, status, outcome in OUTCOMES:
        advice.change_advice(owner, advice_id=by_text[text].id, status=status, outcome=outcome)
    for promise in commitments.open_commitments(owner, person_id=ids["Ana Ruiz"])[:-3]:
        commitments.keep_commitment(owner, commitment_id=promise.id)
    series.schedule(
        owner,
        person_id=ids["Ana Ruiz"],
        rrule="FREQ=WEEKLY;INTERVAL=4",
        at=SESSION_AT,
        from_on=_workday(today + timedelta(days=3), 1),
        length_minutes=45,
        place="Room Oak, or by video",
    )
    _held(
        owner,
        ids["Priya Nair"],
        _workday(_ago(today, 1), -1),
        (),
        ("Introduce me to the platform lead",),
        ("Bring one number",),
        is_thanked=False,
    )
    sessions.schedule_once(
        owner,
        person_id=ids["Sam Teo"],
        on=_workday(today + timedelta(days=11), 1),
        at=time(11, 0),
        length_minutes=30,
    )


def _held(
    owner: User,
    person_id: int,
    on: date,
    mine: tuple[str, ...],
    theirs: tuple[str, ...],
    said: tuple[str, ...],
    *,
    is_thanked: bool,
) -> None:
    starts_at = datetime.combine(on, SESSION_AT, tzinfo=ZoneInfo(ZONE))
    made = sessions.schedule_once(owner, person_id=person_id, on=on, at=SESSION_AT, length_minutes=45)
    promised = tuple(f"{text} by {(on + timedelta(days=21)).isoformat()}" for text in mine)
    sessions.hold_session(owner, session_id=made.id, promises=promised, their_promises=theirs, learned=said)
    session_rows.change_session(
        owner,
        session_id=made.id,
        brief_sent_at=starts_at - timedelta(hours=20),
        held_at=starts_at + timedelta(hours=1),
        recap_sent_at=starts_at + timedelta(hours=20) if is_thanked else None,
    )


def _parked(owner: User, ids: dict[str, int]) -> None:
    coming = next(one for one in sessions.coming_sessions(owner) if one.person.id == ids["Ana Ruiz"])
    for text, kind, name, topics, days in demo_year.PARKED:
        at = clock.now() - timedelta(days=days)
        item = parking.park_item(owner, text=text, kind=kind, person_id=ids.get(name), topics=topics, at=at)
        if name == "Ana Ruiz" and days > 1:
            parking.plan_for_session(owner, item_id=item.id, session_id=coming.id)
    letters.session_letter(owner, session_id=coming.id, kind="brief")


def _noticed(owner: User, noticed: demo_year.DemoNotice, today: date) -> None:
    made = notices.notice_someone(
        owner,
        name=noticed.name,
        kind=noticed.kind,
        where=noticed.where,
        impressed=noticed.impressed,
        question=noticed.question,
        on=_ago(today, noticed.days),
    )
    for days, slots in noticed.letters:
        letter = outreach.start_letter(owner, notice_id=made.notice.id)
        letters.write_letter(owner, draft_id=letter.draft.id, slots=slots)
        letters.mark_sent(owner, draft_id=letter.draft.id, on=_ago(today, days))


def _workday(day: date, step: int) -> date:
    """That day, or the nearest working day in the direction of ``step``."""
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)
