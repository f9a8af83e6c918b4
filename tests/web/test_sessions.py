"""The pages of sessions: the list, planning, one session through its clock, promises and advice."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from mentorpanel.storage.models import Session, User
from mentorpanel.usecases import advice, agendas, commitments, letters, parking, profiles, series, sessions
from tests.makers import NOON, make_person, make_session, queries_in


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def site(owner: User, client: Client) -> Client:
    profiles.change_profile(owner, welcome_step="done", name="Maya Lind")
    client.force_login(owner)
    return client


def go(site: Client, name: str, *arguments: int, expect: int = 302, **data: Any) -> Any:
    answer = site.post(reverse(name, args=arguments), data)
    assert answer.status_code == expect, answer.content.decode()[:2000]
    return answer


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def shown(site: Client, session: int) -> str:
    return text_of(site.get(reverse("session", args=[session])))


def test_the_empty_list_teaches(site: Client) -> None:
    assert "No session is planned" in text_of(site.get(reverse("sessions")))


def test_a_series_is_planned_by_the_form(site: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    assert "Ana Ruiz" in text_of(site.get(reverse("session-new") + f"?person={ana}&on=2026-03-03"))
    go(
        site,
        "session-new",
        person=ana,
        often="monthly-weekday",
        on="2026-03-03",
        at="16:00",
        length=45,
        place="Oak",
    )
    found = series.running_series(owner)
    assert [one.rrule for one in found] == ["FREQ=MONTHLY;BYDAY=1TU"]
    answer = text_of(site.get(reverse("sessions")))
    assert (
        "With Ana Ruiz, monthly, on the first Tuesday" in answer
        and "Next: Ana Ruiz, tomorrow 16:00." in answer
    )
    go(site, "series-end", found[0].id)
    assert sessions.coming_sessions(owner) == []


def test_this_one_and_all_later_ones_move_by_the_form(site: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    go(site, "session-new", person=ana, often="monthly-weekday", on="2026-03-03", at="16:00", length=45)
    first = sessions.coming_sessions(owner)[0].id
    assert "this and all later ones" in shown(site, first)
    go(site, "session-move", first, which="rest", often="", on="2026-03-12", at="10:00")
    assert "From Thursday 12 March" in (page := shown(site, first)) and "second Thursday" in page
    assert "What was planned came along." in page
    go(site, "session-move", first, which="rest", often="two-weeks", on="2026-03-13", at="10:00")
    days = [one.starts_at.date() for one in sessions.coming_sessions(owner)][:3]
    assert days == [date(2026, 3, 13), date(2026, 3, 27), date(2026, 4, 10)]
    go(site, "session-move", first, which="rest", often="hourly", on="2026-03-12", at="10:00", expect=422)


def test_one_session_for_somebody_out_of_the_address_book(site: Client, owner: User) -> None:
    make_person(owner, "Zoe Hall")
    answer = go(site, "session-new", person_name="zoe", often="once", on="tomorrow", at="9:00".zfill(5))
    assert answer.url == reverse("session", args=[Session.objects.get().pk])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"often": "custom", "rrule": "FREQ=SECONDLY"}, "DAILY, WEEKLY, MONTHLY or YEARLY"),
        ({"often": "custom", "rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "No day ever fits"),
        ({"often": "custom"}, "Write your own rule"),
        ({"often": "hourly"}, "How often is one of"),
        ({"on": "the day after never"}, "no day that can be read"),
        ({"on": ""}, "Say the first day"),
        ({"at": "25:00"}, "Write the time as HH:MM"),
        ({"length": "4"}, "from 5 to 480"),
        ({"person": ""}, "Choose somebody"),
        ({"person_name": "Nobody Here"}, "Nobody here is called"),
        ({"person_name": "An"}, "could be several people"),
    ],
)
def test_what_cannot_be_planned_is_said_at_its_field(
    site: Client, owner: User, changed: dict[str, str], words: str
) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    make_person(owner, "An Lee")
    make_person(owner, "An Wu")
    form = {
        "person": str(ana),
        "often": "weekly",
        "on": "2026-03-03",
        "at": "16:00",
        "length": "45",
        "rrule": "",
    }
    answer = site.post(reverse("session-new"), {**form, **changed})
    assert answer.status_code == 422
    assert words in " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    assert Session.objects.count() == 0


def test_preparing_a_session(site: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    session = make_session(owner, ana)
    parked = parking.park_item(owner, text="Who decides on <prices>?", person_id=ana)
    nobody = parking.park_item(owner, text="For nobody yet")
    commitments.promise(owner, person_id=ana, text="Send the deck")
    first = shown(site, session)
    for words in (
        "Who decides on &lt;prices&gt;?",
        "For nobody yet",
        "Send the deck",
        "Prepare",
        "Write the brief",
    ):
        assert words in first
    go(site, "session-agenda", session, move="add", item=parked.id)
    go(site, "session-agenda", session, move="add", item=nobody.id)
    go(site, "session-agenda", session, move="new", text="What do you see?")
    go(site, "session-agenda", session, move="up", item=nobody.id)
    assert [one.item.id for one in parking.agenda(owner, session_id=session)][:2] == [nobody.id, parked.id]
    go(site, "session-agenda", session, move="remove", item=nobody.id)
    go(site, "session-prepared", session)
    go(site, "session-brief", session)
    assert "Who decides on &lt;prices&gt;?" in shown(site, session)
    assert sessions.session(owner, session_id=session).status == "prepared"


def test_about_to_start_is_one_screen(site: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    session = make_session(owner, ana)
    agendas.change_agenda(owner, session_id=session, move="new", text="What do you see?")
    told = advice.note_advice(owner, person_id=ana, text="Say it first")
    advice.change_advice(owner, advice_id=told.id, status="worked", outcome="They agreed")
    commitments.promise(owner, person_id=ana, text="Send the deck")
    with time_machine.travel(NOON + timedelta(days=7, minutes=-20), tick=False):
        answer = shown(site, session)
    assert "You meet Ana in 20 minutes." in answer
    for words in (
        "What do you see?",
        "Say it first",
        "They agreed",
        "Send the deck",
        "Write three lines ahead",
    ):
        assert words in answer


def test_three_boxes_and_one_save(site: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    session = make_session(owner, ana)
    raised, left = (
        parking.park_item(owner, text=text, person_id=ana).id for text in ("Talked about", "Left over")
    )
    for item in (raised, left):
        parking.plan_for_session(owner, item_id=item, session_id=session)
    with time_machine.travel(NOON + timedelta(days=7, hours=1), tick=False):
        site.force_login(owner)
        assert "You met Ana. What stays?" in shown(site, session)
        form = {
            "learned": "- Say it first\r\n\r\n",
            "promises": "Send the deck by 12 March",
            "next_time": "How did it go?",
            "notes": "For me",
            "raised_given": "yes",
            "raised": raised,
        }
        for _ in range(2):
            go(site, "session-hold", session, **form)
        answer = shown(site, session)
    assert "Say it first" in answer and "The recap for Ana Ruiz is begun below" in answer
    assert [one.due_on for one in commitments.commitments_of_session(owner, session_id=session)] == [
        date(2026, 3, 12)
    ]
    assert [one.was_raised for one in parking.agenda(owner, session_id=session)] == [True, False]
    recap = letters.session_letter(owner, session_id=session, kind="recap").draft
    assert "Send the deck, by 12 March" in recap.text and "For me" not in recap.text
    go(site, "session-notes", session, notes="Only this", shared_notes="Shared with you")
    found = sessions.session(owner, session_id=session)
    assert (found.notes, found.shared_notes) == ("Only this", "Shared with you")


def test_moving_cancelling_missing_and_back(site: Client, owner: User) -> None:
    session = make_session(owner, make_person(owner, "Ana Ruiz"))
    go(site, "session-move", session, on="2026-03-11", at="10:30", reason="Travel")
    assert sessions.session(owner, session_id=session).starts_at.isoformat() == "2026-03-11T10:30:00+00:00"
    go(site, "session-move", session, expect=422, on="", at="")
    go(site, "session-cancel", session, reason="Ill")
    assert "Nothing is lost" in shown(site, session)
    go(site, "session-cancel", session, expect=409)
    go(site, "session-reopen", session)
    go(site, "session-missed", session, who="them")
    assert sessions.session(owner, session_id=session).who_missed == "them"
    go(site, "session-reopen", session)
    go(site, "session-missed", session, expect=422, who="somebody")


def test_promises_and_advice_lead_back_to_where_one_was(site: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session = make_session(owner, ana)
    promised = commitments.promise(owner, person_id=ana, text="Send the deck")
    here = reverse("session", args=[session])
    for name, done in (("commitment-kept", True), ("commitment-reopen", False), ("commitment-drop", False)):
        assert go(site, name, promised.id, next=here).url == here
        assert bool(commitments.commitment(owner, commitment_id=promised.id).done_on) is done
    assert go(site, "commitment-reopen", promised.id, next="https://evil.example/").url == reverse(
        "person", args=[ana]
    )
    told = advice.note_advice(owner, person_id=ana, text="Say it first")
    go(site, "advice-change", told.id, status="worked", outcome="They agreed")
    changed = advice.advice_record(owner, advice_id=told.id)
    assert (changed.status, changed.outcome, changed.text) == ("worked", "They agreed", "Say it first")


def test_nothing_of_another_owners_is_there(site: Client, owner: User, other_owner: User) -> None:
    ana = make_person(other_owner, "Ana Ruiz")
    session = make_session(other_owner, ana)
    planned = series.schedule(
        other_owner, person_id=ana, rrule="FREQ=WEEKLY", at=NOON.time(), from_on=date(2026, 3, 5)
    ).series.id
    promised = commitments.promise(other_owner, person_id=ana, text="Send the deck").id
    told = advice.note_advice(other_owner, person_id=ana, text="Say it first").id
    assert site.get(reverse("session", args=[session])).status_code == 404
    for name, form in {
        "session-agenda": {"move": "new", "text": "x"},
        "session-notes": {"notes": "x"},
        "session-prepared": {},
        "session-hold": {},
        "session-move": {"on": "2026-03-11", "at": "10:30"},
        "session-cancel": {},
        "session-missed": {"who": "me"},
        "session-reopen": {},
        "session-brief": {},
        "session-recap": {},
    }.items():
        go(site, name, session, expect=404, **form)
    for name in ("commitment-kept", "commitment-drop", "commitment-reopen"):
        go(site, name, promised, expect=404)
    go(site, "advice-change", told, expect=404)
    go(site, "series-end", planned, expect=404)
    go(site, "session-new", expect=404, person=ana, often="once", on="2026-03-11", at="10:30")
    assert "Ana" not in text_of(site.get(reverse("sessions"))) + text_of(
        site.get(reverse("session-new") + f"?person={ana}")
    )


def test_pages_ask_as_much_for_many_rows_as_for_few(site: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    session = make_session(owner, ana)
    letters.session_letter(owner, session_id=session, kind="brief")
    counts = []
    for grown in (3, 30):
        for number in range(grown):
            agendas.change_agenda(owner, session_id=session, move="new", text=f"{grown} {number}")
            parking.park_item(owner, text=f"for nobody {grown} {number}")
            make_session(owner, ana, days=20 + number)
            make_session(owner, ana, days=-20 - number, status="held")
        urls = [reverse("session", args=[session]), reverse("sessions"), reverse("session-new")]
        for url in urls:
            site.get(url)
        counts.append([queries_in(lambda url=url: site.get(url)) for url in urls])
    assert counts[0] == counts[1]


def test_moving_after_the_brief_went_says_who_has_the_old_day(site: Client, owner: User) -> None:
    session = make_session(owner, make_person(owner, "Ana Ruiz"))
    go(site, "session-move", session, on="2026-03-11", at="10:30")
    assert "its brief came along" in shown(site, session)
    brief = letters.session_letter(owner, session_id=session, kind="brief")
    letters.mark_sent(owner, draft_id=brief.draft.id)
    go(site, "session-move", session, on="2026-03-12", at="10:30")
    assert "Ana still has Wednesday 11 March, 10:30. Send the new time?" in shown(site, session)
    go(site, "session-cancel", session)
    assert "Ana still expects you on Wednesday 11 March, 10:30. Send the cancellation?" in shown(
        site, session
    )


def test_what_was_called_off_or_held_by_mistake_can_be_found_and_opened_again(
    site: Client, owner: User
) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    off = sessions.schedule_once(owner, person_id=ana, on=date(2026, 3, 10), at=NOON.time())
    go(site, "session-cancel", off.id, reason="ill")
    listed = site.get(reverse("sessions")).content.decode()
    assert "Called off" in listed and reverse("session", args=[off.id]) in listed
    held = make_session(owner, ana, days=-1)
    sessions.hold_session(owner, session_id=held)
    page = site.get(reverse("session", args=[held])).content.decode()
    assert reverse("session-reopen", args=[held]) in page
    go(site, "session-reopen", held)
    assert 'value="both"' in site.get(reverse("session", args=[held])).content.decode()
    go(site, "session-missed", held, who="both")
    assert sessions.session(owner, session_id=held).who_missed == "both"


def test_this_and_all_later_ones_are_called_off_and_brought_back(site: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    planned = series.schedule(
        owner, person_id=ana, rrule="FREQ=MONTHLY;BYDAY=1TU", at=NOON.time(), from_on=date(2026, 3, 3)
    )
    first, second, third, *_ = planned.sessions
    agendas.change_agenda(owner, session_id=third.id, move="new", text="What first?")
    alone = sessions.cancel_session(owner, session_id=third.id, reason="ill")
    agendas.change_agenda(owner, session_id=second.id, move="new", text="What then?")
    go(site, "session-cancel", second.id, which="rest", reason="I leave")
    assert [one.id for one in sessions.coming_sessions(owner)] == [first.id]
    assert sessions.session(owner, session_id=second.id).reason == "The series has ended. I leave"
    series.make_sessions_ahead(owner)
    assert [one.id for one in sessions.coming_sessions(owner)] == [first.id]
    undo = reverse("series-resume", args=[planned.series.id])
    assert undo in site.get(reverse("session", args=[second.id])).content.decode()
    go(site, "series-resume", planned.series.id)
    assert second.id in [one.id for one in sessions.coming_sessions(owner)]
    assert sessions.session(owner, session_id=alone.id).status == "cancelled"
    assert [one.item.status for one in parking.agenda(owner, session_id=second.id)] == ["planned"]
    assert series.running_series(owner) == [planned.series]


def test_a_session_that_ended_early_is_written_down_before_its_planned_end(site: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    session = make_session(owner, ana)
    begins = NOON + timedelta(days=7)
    with time_machine.travel(begins - timedelta(minutes=10), tick=False):
        assert "We are done already" not in shown(site, session)
    with time_machine.travel(begins + timedelta(minutes=20), tick=False):
        page = shown(site, session)
        assert "We are done already" in page and "What will I use?" in page
        go(site, "session-hold", session, learned="Price by seat", promises="send the deck by Friday")
        page = shown(site, session)
        assert "The recap, with your thanks" in page and "Price by seat" in page
    assert sessions.session(owner, session_id=session).status == "held"


def test_how_a_series_is_prepared_is_set_on_its_sessions_page(site: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    made = series.schedule(
        owner, person_id=ana, rrule="FREQ=WEEKLY", at=time(9), from_on=NOON.date() + timedelta(days=3)
    )
    page = f"/sessions/{made.sessions[0].id}/"
    assert "Minutes to prepare" in shown(site, made.sessions[0].id)
    given = {"prep_minutes": "30", "prep_lead": "day-before", "next": page}
    answer = site.post(f"/series/{made.series.id}/prepare/", given, follow=True).content.decode()
    assert 'value="day-before"' in answer and 'value="30"' in answer
    (undo,) = re.findall(rf'action="(/series/{made.series.id}/prepare/[^"]*)"', answer.split("flashes")[1])[
        :1
    ]
    site.post(undo.replace("&amp;", "&"))
    back = series.series(owner, series_id=made.series.id)
    assert (back.prep_minutes, back.prep_lead) == (None, "")
    go(site, "series-prepare", made.series.id, expect=422, prep_minutes="long")
