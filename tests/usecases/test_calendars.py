"""The connected calendar against a real server: what is written, followed, left alone, taken out, and what moves off it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from icalendar import Calendar

from mentorpanel.delivery.caldav import CalendarServer
from mentorpanel.delivery.calendar_rounds import run_round
from mentorpanel.domain.calendar_feed import FeedOptions
from mentorpanel.domain.calendar_round import RoundReport
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import BusyTime, CalendarAccount, CalendarEntry, Profile, Session, User
from mentorpanel.usecases import calendar_rounds, calendars, feeds, people, session_page, sessions
from tests.calendar_servers import PASSWORD, USER, Radicale, event, radicale

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # a Monday, 9:00 in Berlin
DAY = datetime(2026, 3, 5).date()  # Thursday


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def calendar(server: Radicale) -> str:
    """The name of an empty calendar."""
    name = f"cal{len(list((server.folder).glob('collections/collection-root/*/*')))}"
    server.calendar(name)
    return name


@pytest.fixture
def ana(owner: User) -> int:
    from mentorpanel.usecases import profiles

    profiles.change_profile(owner, time_zone="Europe/Berlin")
    return people.add_person(owner, name="Ana Ruiz").id


def connect(owner: User, server: Radicale, name: str, *, reads: bool = True) -> None:
    with CalendarServer(USER, PASSWORD, allow_private=True) as found:
        listed = found.calendars(server.address)
    account = calendars.connect(owner, address=server.address, user=USER, password=PASSWORD, found=listed)
    chosen = next(one.id for one in account.calendars if one.name == f"My {name}")
    calendars.choose(owner, write_id=chosen, read_ids=[chosen] if reads else [])


def book(owner: User, person_id: int, at: str = "14:00", day: Any = DAY) -> int:
    made = sessions.schedule_once(
        owner, person_id=person_id, on=day, at=datetime.strptime(at, "%H:%M").time(), place="Room 5"
    )
    return made.id


def one_round(owner: User) -> RoundReport:
    claimed = calendar_rounds.begin(holder="test", owner=owner)
    assert claimed is not None
    report = run_round(claimed.job, allow_private=True)
    calendar_rounds.finish(claimed, report)
    return report


def says(server: Radicale, name: str) -> dict[str, str]:
    """Summary to start of everything in a calendar."""
    events = [Calendar.from_ical(text).walk("VEVENT")[0] for text in server.entries(name).values()]
    return {str(one["SUMMARY"]): f"{one.decoded('DTSTART'):%m-%d %H:%M}" for one in events}


def state(owner: User) -> CalendarAccount:
    return CalendarAccount.objects.get(owner=owner)


def test_sessions_and_preparation_are_written_moved_and_taken_out(
    owner: User, server: Radicale, calendar: str, ana: int
) -> None:
    number = book(owner, ana)
    connect(owner, server, calendar)
    assert not one_round(owner).failure
    assert says(server, calendar) == {"Mentoring session": "03-05 13:00", "Preparation": "03-04 14:00"}
    for text in server.entries(calendar).values():
        assert "Ana" not in text and "Room" not in text
    before = server.entries(calendar)
    assert {str(one.do) for one in one_round(owner).results} == {"leave"}
    assert server.entries(calendar) == before

    sessions.move_session(owner, session_id=number, on=DAY, at=datetime(2026, 3, 5, 16, 0).time())
    one_round(owner)
    assert says(server, calendar) == {"Mentoring session": "03-05 15:00", "Preparation": "03-04 14:00"}
    sessions.cancel_session(owner, session_id=number)
    one_round(owner)
    assert server.entries(calendar) == {}
    sessions.reopen_session(owner, session_id=number)
    one_round(owner)
    assert len(server.entries(calendar)) == 2 and state(owner).last_error == ""


def test_the_feeds_own_options_hold_here_too(owner: User, server: Radicale, calendar: str, ana: int) -> None:
    book(owner, ana)
    feeds.change_options(owner, options=FeedOptions(shows_names=True, alarm_minutes=None))
    connect(owner, server, calendar)
    one_round(owner)
    text = "".join(server.entries(calendar).values())
    assert "Session with Ana Ruiz" in text and "CLASS:PRIVATE" in text and "VALARM" not in text
    feeds.change_options(owner, options=FeedOptions(alarm_minutes=30))
    one_round(owner)
    text = "".join(server.entries(calendar).values())
    assert "Ana" not in text and text.count("VALARM") == 4


def test_preparation_moves_off_what_is_busy_and_says_so_everywhere(
    owner: User, server: Radicale, calendar: str, ana: int
) -> None:
    number = book(owner, ana)
    busy = event("dentist", "20260304T134500Z", "20260304T143000Z", "ATTENDEE:mailto:x@y.example")
    server.put(f"{server.home}{calendar}/dentist.ics", busy)
    server.put(
        f"{server.home}{calendar}/free.ics",
        event("free", "20260304T143000Z", "20260304T160000Z", "TRANSP:TRANSPARENT"),
    )
    connect(owner, server, calendar)
    one_round(owner)
    one_round(owner)
    assert says(server, calendar)["Preparation"] == "03-04 14:30"
    page = session_page.session_page(owner, session_id=number)
    assert page.plan.moved and "busy on Wednesday 4 March at 15:00" in page.plan.reason
    assert b"DTSTART:20260304T143000Z" in feeds.calendar(owner)
    assert b"Moved off busy time" in feeds.calendar(owner)
    kept = [field.name for field in BusyTime._meta.concrete_fields]
    assert set(kept) == {"id", "owner", "created_at", "updated_at", "starts_at", "ends_at"}
    for _ in range(2):  # what Mentorpanel wrote itself is not in its way
        one_round(owner)
        assert says(server, calendar)["Preparation"] == "03-04 14:30"
    server.ask("DELETE", f"{server.home}{calendar}/dentist.ics")
    one_round(owner)
    assert state(owner).next_at == NOW  # the block is moved back at once
    one_round(owner)
    assert says(server, calendar)["Preparation"] == "03-04 14:00"


def test_busy_times_of_the_past_stay_known(
    owner: User, server: Radicale, calendar: str, ana: int, clock: time_machine.Traveller
) -> None:
    number = book(owner, ana)
    server.put(f"{server.home}{calendar}/a.ics", event("a", "20260304T134500Z", "20260304T143000Z"))
    connect(owner, server, calendar)
    one_round(owner)
    clock.move_to(NOW + timedelta(days=4))
    one_round(owner)
    plan = session_page.session_page(owner, session_id=number).plan
    assert plan.prepare_at == datetime(2026, 3, 4, 14, 30, tzinfo=UTC)


def test_what_is_changed_or_taken_out_by_hand_stays_so_until_the_owners_word(
    owner: User, server: Radicale, calendar: str, ana: int
) -> None:
    number = book(owner, ana)
    connect(owner, server, calendar)
    one_round(owner)
    found = server.entries(calendar)
    block = next(name for name in found if name.startswith("preparation"))
    meeting = next(name for name in found if not name.startswith("preparation"))
    by_hand = found[block].replace("T140000Z", "T160000Z")
    server.put(f"{server.home}{calendar}/{block}", by_hand)
    one_round(owner)
    sessions.move_session(owner, session_id=number, on=DAY, at=datetime(2026, 3, 5, 17, 0).time())
    one_round(owner)
    assert "T160000Z" in server.entries(calendar)[block]
    server.ask("DELETE", f"{server.home}{calendar}/{meeting}")
    one_round(owner)
    one_round(owner)
    assert set(server.entries(calendar)) == {block}
    shown = calendars.connected(owner)
    assert shown is not None
    assert {one.entry.state for one in shown.left_alone} == {"changed-there", "removed-there"}
    assert {one.person for one in shown.left_alone} == {"Ana Ruiz"}
    for one in shown.left_alone:
        calendars.write_anew(owner, entry_id=one.entry.id)
    one_round(owner)
    assert says(server, calendar) == {"Mentoring session": "03-05 16:00", "Preparation": "03-04 14:00"}
    again = calendars.connected(owner)
    assert again is not None and again.left_alone == () and again.written == 2


def test_an_alarm_that_a_program_adds_is_no_change(
    owner: User, server: Radicale, calendar: str, ana: int
) -> None:
    number = book(owner, ana)
    connect(owner, server, calendar)
    one_round(owner)
    for name, text in server.entries(calendar).items():
        server.put(
            f"{server.home}{calendar}/{name}",
            text.replace("SUMMARY:", "X-MOZ-LASTACK:20260101T000000Z\r\nSUMMARY:"),
        )
    assert {str(one.do) for one in one_round(owner).results} == {"adopt"}
    sessions.move_session(owner, session_id=number, on=DAY, at=datetime(2026, 3, 5, 16, 0).time())
    one_round(owner)
    assert says(server, calendar)["Mentoring session"] == "03-05 15:00"


def test_a_killed_round_doubles_nothing(owner: User, server: Radicale, calendar: str, ana: int) -> None:
    """Killed after writing and before noting it; the session even moves meanwhile."""
    number = book(owner, ana)
    connect(owner, server, calendar)
    lost = calendar_rounds.begin(holder="killed", owner=owner)
    assert lost is not None and len(run_round(lost.job, allow_private=True).results) == 2
    assert calendar_rounds.begin(holder="test", owner=owner) is None  # it is still held
    assert calendar_rounds.free_lost(holder="killed") == 1
    sessions.move_session(owner, session_id=number, on=DAY, at=datetime(2026, 3, 5, 16, 0).time())
    report = one_round(owner)
    assert not report.failure and {str(one.do) for one in report.results} == {"replace"}
    assert says(server, calendar) == {"Mentoring session": "03-05 15:00", "Preparation": "03-04 14:00"}
    calendar_rounds.finish(lost, RoundReport(failure="too late"))
    assert state(owner).state == "good"


def test_an_emptied_calendar_is_a_question_and_no_order(
    owner: User, server: Radicale, calendar: str, ana: int
) -> None:
    book(owner, ana)
    book(owner, ana, day=DAY + timedelta(days=7))
    connect(owner, server, calendar)
    one_round(owner)
    for name in server.entries(calendar):
        server.ask("DELETE", f"{server.home}{calendar}/{name}")
    assert "none of the four entries" in one_round(owner).refusal
    assert (state(owner).state, server.entries(calendar)) == ("stopped", {})
    assert calendar_rounds.begin(holder="test") is None
    calendars.write_anew(owner)
    one_round(owner)
    assert len(server.entries(calendar)) == 4 and state(owner).state == "good"


def test_sessions_that_vanished_here_are_not_deleted_there(
    owner: User, server: Radicale, calendar: str, ana: int
) -> None:
    for days in (0, 7):
        book(owner, ana, day=DAY + timedelta(days=days))
    connect(owner, server, calendar)
    one_round(owner)
    Session.objects.filter(owner=owner).delete()
    assert "no longer knows the sessions of four entries" in one_round(owner).refusal
    assert len(server.entries(calendar)) == 4


def test_another_calendar_is_filled_before_the_first_is_emptied(
    owner: User, server: Radicale, calendar: str, ana: int
) -> None:
    book(owner, ana)
    connect(owner, server, calendar)
    one_round(owner)
    server.calendar(f"{calendar}b")
    connect(owner, server, f"{calendar}b")
    report = one_round(owner)
    assert [str(one.do) for one in report.results] == ["create", "create", "delete", "delete"]
    assert (len(server.entries(calendar)), len(server.entries(f"{calendar}b"))) == (0, 2)


def test_disconnecting_takes_out_what_was_written_or_leaves_it(
    owner: User, server: Radicale, calendar: str, ana: int
) -> None:
    server.put(f"{server.home}{calendar}/mine.ics", event("mine", "20260304T134500Z", "20260304T143000Z"))
    for keeps, left in ((True, 3), (False, 1)):
        if not Session.objects.filter(owner=owner).exists():
            book(owner, ana)
        connect(owner, server, calendar)
        one_round(owner)
        assert calendars.disconnect(owner, keeps_entries=keeps) is not keeps
        if not keeps:
            with pytest.raises(Conflict):
                connect(owner, server, calendar)
            one_round(owner)
        assert len(server.entries(calendar)) == left
        for model in (CalendarAccount, CalendarEntry, BusyTime):
            assert not model._default_manager.filter(owner=owner).exists()
    assert calendars.connected(owner) is None


def test_what_the_owner_does_during_a_round_is_not_lost(
    owner: User, server: Radicale, calendar: str, ana: int
) -> None:
    book(owner, ana)
    connect(owner, server, calendar)
    one_round(owner)
    claimed = calendar_rounds.begin(holder="test", owner=owner)
    assert claimed is not None and calendars.disconnect(owner, keeps_entries=False)
    calendar_rounds.finish(claimed, run_round(claimed.job, allow_private=True))
    assert state(owner).state == "leaving"
    one_round(owner)
    assert server.entries(calendar) == {} and calendars.connected(owner) is None


def test_only_one_of_two_workers_runs_a_round(owner: User, server: Radicale, calendar: str, ana: int) -> None:
    connect(owner, server, calendar)
    first, second = calendar_rounds.begin(holder="one"), calendar_rounds.begin(holder="two")
    assert first is not None and second is None


def test_a_changed_session_is_a_reason_to_look_sooner(
    owner: User, server: Radicale, calendar: str, ana: int, clock: time_machine.Traveller
) -> None:
    connect(owner, server, calendar)
    one_round(owner)
    clock.shift(60)
    assert calendar_rounds.begin(holder="test") is None
    book(owner, ana)
    clock.shift(5)
    claimed = calendar_rounds.begin(holder="test")
    assert claimed is not None and len(claimed.job.wanted) == 2


def test_the_password_is_sealed_for_this_owner_alone(
    owner: User, other_owner: User, server: Radicale, calendar: str, ana: int, settings: Any
) -> None:
    connect(owner, server, calendar)
    stored = state(owner).password
    assert PASSWORD not in stored and stored.startswith("v1.")
    connect(other_owner, server, calendar)
    CalendarAccount.objects.filter(owner=other_owner).update(password=stored)
    assert calendar_rounds.begin(holder="test", owner=other_owner) is None
    assert "Enter the password again" in state(other_owner).last_error
    settings.SECRET_KEY = "another"
    assert calendar_rounds.begin(holder="test", owner=owner) is None
    assert state(owner).state == "stopped"


def test_what_cannot_be_chosen(
    owner: User, other_owner: User, server: Radicale, calendar: str, ana: int
) -> None:
    with pytest.raises(NotFound):
        calendars.choose(owner, write_id=None, read_ids=[])
    connect(owner, server, calendar)
    connect(other_owner, server, calendar)
    theirs = calendars.connected(other_owner)
    assert theirs is not None
    for write, read in ((theirs.account.calendars[0].id, []), (None, [theirs.account.calendars[0].id])):
        with pytest.raises(NotFound):
            calendars.choose(owner, write_id=write, read_ids=read)
    for given in ({"address": ""}, {"user": " "}, {"password": ""}, {"user": "a\nb"}):
        with pytest.raises(Invalid):
            calendars.checked_login(**({"address": "x", "user": "x", "password": "x"} | given))


def test_a_wrong_password_stops_and_says_so(owner: User, server: Radicale, calendar: str, ana: int) -> None:
    book(owner, ana)
    connect(owner, server, calendar)
    account = calendars.connected(owner)
    assert account is not None
    calendars.connect(
        owner, address=server.address, user=USER, password="wrong", found=account.account.calendars
    )
    report = one_round(owner)
    assert report.must_mend and "user and password" in report.failure
    assert state(owner).state == "stopped" and calendar_rounds.begin(holder="test") is None
    connect(owner, server, calendar)
    one_round(owner)
    assert state(owner).state == "good" and len(server.entries(calendar)) == 2
    assert Profile.objects.filter(owner=owner).exists()
