"""A page costs as many queries with a hundred rows as with ten."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mentorpanel import clock
from mentorpanel.storage import models
from mentorpanel.storage.models import User
from mentorpanel.usecases import (
    acquaintances,
    advice,
    asked,
    commitments,
    contrasts,
    coverage,
    decision_asks,
    decision_choices,
    decisions,
    favours,
    goals,
    introduction_letters,
    introduction_steps,
    introductions,
    journal,
    letters,
    notices,
    outreach,
    panel,
    parking,
    people,
    profiles,
    sessions,
    touchpoints,
    updates,
    wants,
)
from tests.person_rows import much_with_one, someone
from tests.web.conftest import make_device, make_written_entry

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
MOST = {"/": 4, "/people/PERSON/": 6, "/panel/": 7, "/panel/?phase=transition": 12}
"""Queries by address: the browser's session, the user, the profile, and nearly everything else in one.

A person's page asks for Today's cards too, and once more where a goal has no formal mentor and somebody could be
asked. The panel asks for introductions, phases and the menu's counts by themselves. The goal of Today is twelve.
"""
STAGES = ("noticed", "reached-out", "connected", "rapport", "mentor", "formal-mentor", "resting")


def ties(owner: User, many: int) -> list[int]:
    """People of the panel in every stage, each met once."""
    today, made = clock.now().date(), []
    for number in range(many):
        person = people.add_person(
            owner,
            name=f"Pat Doe{number}",
            organisation=f"Place {number}",
            tags=["x"],
            expertise=[f"topic{number}"],
        )
        stage, met = STAGES[number % len(STAGES)], today - timedelta(days=number * 3 + 1)
        panel.move_stage(owner, person_id=person.id, stage=stage, since=met, is_setting_up=True)
        touchpoints.log_touchpoint(
            owner, person_id=person.id, on=met, summary="hello", told_focus=number % 2 == 0
        )
        made.append(person.id)
    return made


def parked(owner: User, many: int) -> None:
    known = ties(owner, 10) if not models.Relationship.objects.filter(owner=owner).exists() else []
    only = known[0] if known else None
    for number in range(many):
        parking.park_item(owner, text=f"Ask about topic{number}", person_id=only if number % 2 else None)


def written(owner: User, many: int) -> None:
    reader = someone(owner)
    for number in range(many):
        entry = journal.write_entry(owner, text=f"hello {number}", topics=["a"])
        journal.share_entry(owner, entry_id=entry.id, person_ids=[reader])


def aimed(owner: User, many: int) -> None:
    helper = someone(owner)
    for number in range(many):
        due = clock.now().date() + timedelta(days=300)
        goal = goals.set_goal(owner, statement=f"hello {number}", due_on=due, person_ids=[helper])
        goals.add_milestone(owner, goal_id=goal.id, text="First")
        goals.check_in(owner, goal_id=goal.id, text="fine")


def planned(owner: User, many: int) -> None:
    person = someone(owner)
    start = clock.now() + timedelta(days=1 + models.Session.objects.filter(owner=owner).count())
    for number in range(many):
        at = start + timedelta(days=number)
        sessions.schedule_once(
            owner, person_id=person, on=at.date(), at=at.time().replace(second=0, microsecond=0)
        )


def imported(owner: User, many: int) -> None:
    person = someone(owner)
    for number in range(many):
        batch = models.Import.objects.create(owner=owner, filename=f"{number}.vcf", state="done")
        models.DoubtfulMatch.objects.create(
            owner=owner,
            batch=batch,
            where=f"card {number}",
            record={"name": "Pat"},
            fingerprint=f"{batch.pk}",
            person_id=person,
        )


def everything_with_one(owner: User, many: int) -> None:
    person = someone(owner)
    for number in range(many):
        day = clock.now().date() - timedelta(days=number)
        touchpoints.log_touchpoint(owner, person_id=person, on=day, summary=f"hello {number}")
        parking.park_item(owner, text=f"hello {number}", person_id=person)
        advice.note_advice(owner, person_id=person, text=f"hello {number}")
        commitments.promise(owner, person_id=person, text=f"hello {number}")
    planned(owner, many)


def advised(owner: User, many: int) -> None:
    """Advice in every state from several, half of it untold, in answer to questions, two and two side by side."""
    made = ties(owner, many)
    item = parking.park_item(owner, text=f"What about topic{len(made)}?", topics=["pricing"])
    last = 0
    for number, person in enumerate(made):
        said = advice.note_advice(
            owner, person_id=person, text=f"hello topic{number}", topics=["pricing"], item_id=item.id
        )
        status = ("new", "trying", "worked", "did-not", "set-aside")[number % 5]
        advice.change_advice(owner, advice_id=said.id, status=status, outcome="so")
        if number:
            differ = [last, said.id]
            contrasts.set_side_by_side(owner, question=f"topic{number}?", advice_ids=differ)
        last = said.id


def noticed(owner: User, many: int) -> None:
    """Paths with their letters, every other one sent, half of them with one person."""
    known = someone(owner)
    start = models.Notice.objects.filter(owner=owner).count()
    for number in range(start, start + many):
        who: dict[str, Any] = (
            {"person_id": known} if number % 2 else {"name": f"Pat Doe{number}", "is_new": True}
        )
        said = f"killed item {number} of her roadmap"
        made = notices.notice_someone(owner, kind="talk", where="Con", impressed=said, again=True, **who)
        draft = outreach.start_letter(owner, notice_id=made.notice.id).draft
        if number % 3:
            letters.mark_sent(owner, draft_id=draft.id)


def panelled(owner: User, many: int) -> None:
    """People in every stage who help with this phase's needs, each known to another one."""
    profiles.begin_phase(owner, phase="progressing")
    made = ties(owner, many)
    for one, other in itertools.pairwise(made):
        coverage.set_levels(owner, person_id=one, levels={"strategy": 2, "sponsor": 1})
        acquaintances.know_each_other(owner, person_id=one, other_id=other)


def with_updates(owner: User, many: int) -> None:
    """Updates with two readers each, beside people in every stage."""
    readers = ties(owner, many)[:2]
    for _ in range(many):
        updates.begin_update(owner, person_ids=readers)


def read_by(owner: User, many: int) -> None:
    """One update with as many readers, every third of whom has it."""
    known = updates.list_updates(owner)
    made = known[-1] if known else updates.begin_update(owner, person_ids=[])
    for person_id in ties(owner, many):
        letters_of = updates.add_readers(owner, update_id=made.id, person_ids=[person_id]).letters
        if person_id % 3 == 0:
            updates.change_update(owner, update_id=made.id, slots={"verdict": "it works at last"})
            lines = {person_id: "for you"}
            updates.write_lines(owner, update_id=made.id, lines=lines)
            letters.mark_sent(owner, draft_id=letters_of[-1].id)


def in_a_calendar(owner: User, many: int) -> None:
    """Sessions in a connected calendar, each entry left as its owner changed it, and busy times."""
    start = models.CalendarEntry.objects.filter(owner=owner).count()
    planned(owner, many)
    found = models.Session.objects.filter(owner=owner).order_by("pk")[start : start + many]
    for session in found:
        make_written_entry(owner, session.pk, "left alone")
        models.BusyTime.objects.create(
            owner=owner, starts_at=session.starts_at - timedelta(days=1), ends_at=session.starts_at
        )


def gave(owner: User, many: int) -> None:
    """Needs, offers that fit them, favours, and requests that wait, of many people and with one."""
    known = someone(owner)
    for number, person in enumerate(ties(owner, many)):
        wants.note_want(owner, person_id=person, text=f"a reader for topic{number}", topics=["x"])
        wants.note_want(owner, person_id=known, kind="offer", text=f"reading topic{number}", topics=["x"])
        favours.note_favour(owner, person_id=person, text="hello", other_id=known)
        favours.note_favour(owner, person_id=known, text="hello", direction="offered")
        asked.note_asked(owner, person_id=known if number % 2 else person, text="hello")


def introduced(owner: User, many: int) -> None:
    """Introductions asked for and made, at every step, with letters, half of them with one person."""
    known = someone(owner)
    for number, person in enumerate(ties(owner, many)):
        acquaintances.know_each_other(owner, person_id=known, other_id=person)
        name = f"Pat Doe{person} Stone"
        asked_for = introductions.begin_request(owner, bridge_id=person, target_name=name, is_new=True)
        draft = introduction_letters.start_letter(owner, introduction_id=asked_for.id).draft
        if number % 2:
            introductions.begin_connection(owner, first_id=known, second_id=person, why="hello")
            letters.write_letter(owner, draft_id=draft.id, slots={"why": "hello", "blurb": "hello"})
            letters.mark_sent(owner, draft_id=draft.id)
        if number % 5 == 0:
            introduction_steps.introduced(owner, introduction_id=asked_for.id)


def with_devices(owner: User, many: int) -> None:
    """Devices on the list; ten is the most that the pages allow, and no more make it dearer."""
    for _ in range(many):
        make_device(owner, "Chrome on Android")


def deciding(owner: User, many: int) -> None:
    """Decisions with criteria of one who helped, half of them made, and one with much in it."""
    person = someone(owner)
    for number in range(many):
        made = decisions.begin_decision(
            owner, question=f"hello {number}", options=["a", "b"], criteria=["c"], is_role=True
        ).decision
        decision_asks.note_answer(owner, decision_id=made.id, person_id=person, criteria=["d"], said="e")
        for option in made.options:
            cell = {"option_id": option.id, "criterion_id": made.criteria[0].id}
            decisions.judge(owner, mark="better", reason="now", **cell)
        if number % 2:
            decision_choices.choose(owner, decision_id=made.id, option_id=made.options[0].id)


PAGES: dict[str, tuple[str, Callable[[User, int], object]]] = {
    "today": ("/", ties),
    "today, all with one": ("/", everything_with_one),
    "people": ("/people/", ties),
    "board": ("/people/board/", ties),
    "parking": ("/parking/", parked),
    "parking, for nobody": ("/parking/?show=unassigned", parked),
    "ask": ("/ask/?q=pricing+hello", advised),
    "ask, everything with one": ("/ask/?q=hello", everything_with_one),
    "journal": ("/journal/", written),
    "goals": ("/goals/", aimed),
    "sessions": ("/sessions/", planned),
    "new session": ("/sessions/new/", ties),
    "imports": ("/import/", imported),
    "matches": ("/import/matches/", imported),
    "person": ("/people/PERSON/", everything_with_one),
    "person, much": ("/people/PERSON/", much_with_one),
    "person, often noticed": ("/people/PERSON/", noticed),
    "noticed": ("/notice/", noticed),
    "one path": ("/notice/FIRST/", noticed),
    "today, noticed": ("/", noticed),
    "search": ("/search/?q=hello", written),
    "search, all with one": ("/search/?q=hello", everything_with_one),
    "panel": ("/panel/", panelled),
    "panel, another phase": ("/panel/?phase=transition", panelled),
    "panel over time": ("/panel/over-time/", panelled),
    "look back": ("/look-back/", panelled),
    "a year": (f"/look-back/{clock.now().year}/", panelled),
    "look back, giving": ("/look-back/", gave),
    "look back, goals": ("/look-back/", aimed),
    "a year, advised": (f"/look-back/{clock.now().year}/", advised),
    "a need": ("/panel/needs/strategy/", panelled),
    "phases": ("/panel/phases/", panelled),
    "a phase": ("/panel/phases/progressing/", panelled),
    "advice": ("/advice/", advised),
    "advice by person": ("/advice/?by=person", advised),
    "advice on a topic": ("/advice/?topic=pricing", advised),
    "a piece of advice": ("/advice/ADVICE/", advised),
    "side by side": ("/advice/side-by-side/?topic=pricing", advised),
    "parking, advised": ("/parking/", advised),
    "today, advised": ("/", advised),
    "updates": ("/updates/", with_updates),
    "an update": ("/updates/UPDATE/", read_by),
    "decisions": ("/decisions/", deciding),
    "a decision": ("/decisions/DECISION/", deciding),
    "person, decisions": ("/people/PERSON/", deciding),
    "today, decisions": ("/", deciding),
    "palette": ("/palette/?q=pat", ties),
    "settings": ("/settings/", ties),
    "calendar": ("/settings/calendar/", planned),
    "the week": ("/week/", ties),
    "the week, many sessions": ("/week/", planned),
    "reminders": ("/settings/reminders/", ties),
    "reminders, many sessions": ("/settings/reminders/", planned),
    "reminders, many devices": ("/settings/reminders/", with_devices),
    "calendar, connected": ("/settings/calendar/", in_a_calendar),
    "give back": ("/give-back/", gave),
    "today, giving": ("/", gave),
    "person, giving": ("/people/PERSON/", gave),
    "introductions": ("/introductions/", introduced),
    "a path": ("/introductions/?q=hello", introduced),
    "a path to one": ("/introductions/?q=pat", introduced),
    "a new introduction": ("/introductions/new/?first=PERSON", introduced),
    "person, introduced": ("/people/PERSON/", introduced),
    "today, introduced": ("/", introduced),
    "today, busy": ("/", in_a_calendar),
    "sessions, busy": ("/sessions/", in_a_calendar),
}


def cost(client: Client, owner: User, path: str) -> int:
    """Queries of one whole request, the second time it is asked."""
    path = path.replace("PERSON", str(someone(owner))) if "PERSON" in path else path
    if "UPDATE" in path:
        path = path.replace("UPDATE", str(updates.list_updates(owner)[-1].id))
    if "DECISION" in path:
        path = path.replace("DECISION", str(decisions.decisions(owner)[0].id))
    if "FIRST" in path:
        path = path.replace("FIRST", str(models.Notice.objects.filter(owner=owner).order_by("pk")[0].pk))
    if "ADVICE" in path:
        path = path.replace("ADVICE", str(models.Advice.objects.filter(owner=owner).order_by("pk")[0].pk))
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


FURTHER = {"a path to one": 2}
"""A path of two steps reads those in between, once for each step; with few people there are none."""
FILLS = sorted({fill.__name__ for _, fill in PAGES.values()})


@pytest.mark.parametrize("filled", FILLS)
def test_ten_rows_cost_as_much_as_a_hundred(client: Client, owner: User, filled: str) -> None:
    """All pages that show the same rows at once: making rows takes longer than showing them."""
    fill = next(one for _, one in PAGES.values() if one.__name__ == filled)
    paths = {name: path for name, (path, one) in PAGES.items() if one is fill}
    fill(owner, 10)
    few = {name: cost(client, owner, path) for name, path in paths.items()}
    fill(owner, 90)
    many = {name: cost(client, owner, path) for name, path in paths.items()}
    print(f"QUERIES {few} and {many}")
    grown = [name for name in paths if many[name] > few[name] + FURTHER.get(name, 0)]
    assert grown == [], f"{few} with ten, {many} with a hundred"
    dear = [name for name, path in paths.items() if many[name] > MOST.get(path, many[name])]
    assert dear == [], f"{many} with a hundred, at most {MOST}"
