"""Mails to the owner under a turned clock: one a local date, nothing twice, nothing private, none when off."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import OutboxItem, Person, Profile, ReminderSetting
from mentorpanel.usecases import (
    commitments,
    incoming_mail,
    outbox,
    parking,
    people,
    profiles,
    reminder_mails,
    reminders,
    sessions,
    today,
)
from tests.makers import queries_in

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 12, 2, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def moment(settings: Any) -> Iterator[Any]:
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    with time_machine.travel(WEDNESDAY, tick=False) as turned:
        yield turned


def begun(owner: Any, zone: str = "Europe/Berlin", *, at: time | None = None) -> int:
    """An owner with mails on and a promise that has been due for a week, so that every working day is worth a mail."""
    profiles.change_profile(owner, time_zone=zone, mail_address="me@x.example", name="Dana")
    ana = people.add_person(owner, name="Ana Ruiz", email="ana@x.example", stage="formal-mentor")
    due = (datetime.now(UTC) - timedelta(days=3)).date()
    commitments.promise(owner, person_id=ana.id, text="Send the deck", due_on=due)
    reminders.switch(owner, is_on=True)
    reminders.change(owner, at=at)
    return ana.id


def keys() -> list[str]:
    return list(OutboxItem.objects.order_by("id").values_list("dedupe_key", flat=True))


def days() -> list[str]:
    return [key[-10:] for key in keys() if key.startswith("digest-")]


def mails() -> list[EmailMessage]:
    rows = OutboxItem.objects.order_by("id")
    return [message_from_bytes(bytes(row.message), policy=policy.default) for row in rows]  # type: ignore[misc]


def text(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def passes(moment: Any, owner: Any, *, hours: float, minutes: int = 20) -> None:
    for _ in range(int(hours * 60 / minutes)):
        reminder_mails.make_due(owner)
        moment.shift(timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("zone", "start", "at"),
    [
        ("Europe/Berlin", datetime(2026, 3, 27, tzinfo=UTC), time(2, 30)),
        ("Europe/Berlin", datetime(2026, 10, 23, tzinfo=UTC), time(2, 30)),
        ("America/New_York", datetime(2026, 3, 6, 5, tzinfo=UTC), time(2, 30)),
        ("America/New_York", datetime(2026, 10, 30, 4, tzinfo=UTC), time(1, 30)),
        ("Australia/Lord_Howe", datetime(2026, 4, 3, tzinfo=UTC), time(1, 45)),
        ("Australia/Lord_Howe", datetime(2026, 10, 2, tzinfo=UTC), time(2, 15)),
    ],
)
def test_one_a_local_date_over_a_change_of_the_clock(
    owner: Any, moment: Any, zone: str, start: datetime, at: time
) -> None:
    """The change is on a Sunday; a promise is due every day, so that it is worth a mail, too."""
    moment.move_to(start)
    ana = begun(owner, zone, at=at)
    first = start.astimezone(ZoneInfo(zone)).date()
    for number in range(6):
        commitments.promise(
            owner, person_id=ana, text=f"Part {number}", due_on=first + timedelta(days=number)
        )
    passes(moment, owner, hours=4 * 24)
    made = days()
    assert len(made) == len(set(made)), "one a date"
    wanted = [str(first + timedelta(days=number)) for number in range(1, 4)]
    assert [one for one in wanted if one not in made] == [], "and none is missed"


def test_asleep_over_the_hour_and_over_days(owner: Any, moment: Any) -> None:
    begun(owner)
    moment.move_to(datetime(2026, 12, 2, 22, 30, tzinfo=UTC))  # 23:30 in Berlin
    assert reminder_mails.make_due(owner) == 1
    moment.move_to(datetime(2026, 12, 2, 23, 30, tzinfo=UTC))  # half an hour past midnight
    assert reminder_mails.make_due(owner) == 0
    moment.move_to(datetime(2026, 12, 10, 12, tzinfo=UTC))
    assert reminder_mails.make_due(owner) == 1
    assert days() == ["2026-12-02", "2026-12-10"]


def test_a_clock_set_back_and_forth_sends_nothing_twice(owner: Any, moment: Any) -> None:
    begun(owner)
    for day in (2, 3, 2, 3, 4, 2, 4):
        moment.move_to(datetime(2026, 12, day, 9, tzinfo=UTC))
        reminder_mails.make_due(owner)
    assert days() == ["2026-12-02", "2026-12-03", "2026-12-04"]


def test_another_time_zone_on_the_same_date(owner: Any, moment: Any) -> None:
    begun(owner, "Pacific/Auckland")
    moment.move_to(datetime(2026, 12, 1, 20, 30, tzinfo=UTC))  # Wednesday 9:30 there
    assert reminder_mails.make_due(owner) == 1
    profiles.change_profile(owner, time_zone="America/Los_Angeles")
    passes(moment, owner, hours=36)
    assert sorted(days()) == sorted(set(days()))
    assert "2026-12-02" in days()


def test_two_workers_at_once_make_one(owner: Any, moment: Any) -> None:
    """The second one decided from what it read before the first had written."""
    begun(owner)
    moment.move_to(datetime(2026, 12, 2, 9, tzinfo=UTC))
    before = ReminderSetting.objects.values().get(owner=owner)
    assert reminder_mails.make_due(owner) == 1
    ReminderSetting.objects.filter(owner=owner).update(digest_on=before["digest_on"])
    assert reminder_mails.make_due(owner) == 0
    assert days() == ["2026-12-02"]


def test_nothing_due_no_mail_and_it_is_looked_at_once(owner: Any, moment: Any) -> None:
    begun(owner)
    commitments.keep_commitment(owner, commitment_id=commitments.open_commitments(owner)[0].id)
    moment.move_to(datetime(2026, 12, 2, 9, tzinfo=UTC))
    assert reminder_mails.make_due(owner) == 0
    costs = queries_in(lambda: reminder_mails.make_due(owner))
    assert costs <= 6, "what was decided is not gathered again"
    assert not reminder_mails.preview(owner).goes


def test_off_until_it_is_switched_on(owner: Any, moment: Any, settings: Any) -> None:
    assert reminder_mails.owners() == []
    assert not reminders.reminders_of(owner).options.is_on
    begun(owner)
    moment.move_to(datetime(2026, 12, 2, 9, tzinfo=UTC))
    assert [one.pk for one in reminder_mails.owners()] == [owner.pk]
    reminders.switch(owner, is_on=False)
    assert reminder_mails.make_due(owner) == 0 and reminder_mails.owners() == []
    reminders.switch(owner, is_on=True)
    assert reminder_mails.make_due(owner) == 0, "switched on after the hour: tomorrow's is the first"
    settings.SMTP_URL = ""
    assert reminder_mails.owners() == []
    assert "No mail server" in reminders.reminders_of(owner).why_not


def test_without_an_address_nothing_goes_and_it_says_so(owner: Any, moment: Any) -> None:
    begun(owner)
    profiles.change_profile(owner, mail_address="")
    moment.move_to(datetime(2026, 12, 2, 9, tzinfo=UTC))
    assert reminder_mails.make_due(owner) == 0
    assert "not set" in reminders.reminders_of(owner).why_not
    with pytest.raises(Conflict, match="not set"):
        reminder_mails.send_now(owner)


def test_addresses_that_cannot_be_used(owner: Any, moment: Any, settings: Any) -> None:
    """An own address that no server takes is said; a sender that is none gives way to the own one."""
    begun(owner)
    Profile.objects.filter(owner=owner).update(mail_address="zoë@x.example")
    assert "letters before the @" in reminders.reminders_of(owner).why_not
    assert reminder_mails.make_due(owner) == 0
    profiles.change_profile(owner, mail_address="me@x.example")
    settings.MAIL_FROM = "not an address"
    reminder_mails.send_now(owner)
    assert mails()[0]["From"] == "Mentorpanel <me@x.example>"


def test_what_is_in_it_and_what_is_around_it(owner: Any, moment: Any, settings: Any) -> None:
    settings.PUBLIC_URL = "https://panel.x.example"
    settings.MAIL_FROM = "panel@x.example"
    ana = begun(owner)
    sessions.schedule_once(owner, person_id=ana, on=datetime(2026, 12, 3).date(), at=time(14))
    moment.move_to(datetime(2026, 12, 2, 8, tzinfo=UTC))
    assert reminder_mails.make_due(owner) == 1
    (mail,) = mails()
    assert (mail["To"], mail["From"]) == ("Dana <me@x.example>", "Mentorpanel <panel@x.example>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"].startswith("<https://panel.x.example/reminders/")
    assert "Ana Ruiz" in mail["Subject"]
    said = text(mail)
    assert "Prepare  today 15:00  (next)" in said and "Send the deck" in said
    assert "https://panel.x.example/sessions/" in said and "/settings/reminders/" in said
    assert "ana ruiz, tomorrow 14:00" in said.lower()
    shown = text(mail, "html")
    assert "Send the deck" in shown and "<script" not in shown and "src=" not in shown
    row = OutboxItem.objects.get()
    assert row.not_after == datetime(2026, 12, 2, 23, tzinfo=UTC), "until the end of its day"


def test_a_session_day_with_everything_switched_on(owner: Any, moment: Any) -> None:
    """The digest in the morning and each moment once; none says within an hour what another said."""
    ana = begun(owner)
    commitments.keep_commitment(owner, commitment_id=commitments.open_commitments(owner)[0].id)
    reminders.change(owner, moments=["preparation", "brief due", "about-to-start", "notes", "thanks"])
    made = sessions.schedule_once(owner, person_id=ana, on=datetime(2026, 12, 3).date(), at=time(14))
    went: list[tuple[str, str]] = []
    for _ in range(5 * 24 * 4):
        if reminder_mails.make_due(owner):
            at = datetime.now(ZoneInfo("Europe/Berlin"))
            went += [
                (f"{at:%d %H:%M}", key.split(":")[1] if ":" in key else "digest")
                for key in keys()[len(went) :]
            ]
            if went[-1] == ("03 17:30", "notes"):
                sessions.hold_session(owner, session_id=made.id, notes="fine")
        moment.shift(timedelta(minutes=15))
    assert went == [
        ("02 09:00", "digest"), ("02 15:00", "brief-due"), ("03 09:00", "digest"), ("03 13:00", "about-to-start"),
        ("03 17:30", "notes"), ("04 09:00", "digest"), ("05 14:45", "thanks"),
    ]  # fmt: skip


def test_a_moved_session_has_its_own(owner: Any, moment: Any) -> None:
    ana = begun(owner)
    reminders.change(owner, has_digest=False, moments=["brief-due"])
    made = sessions.schedule_once(owner, person_id=ana, on=datetime(2026, 12, 3).date(), at=time(14))
    moment.move_to(datetime(2026, 12, 2, 14, 5, tzinfo=UTC))
    assert reminder_mails.make_due(owner) == 1
    assert reminder_mails.make_due(owner) == 0
    sessions.move_session(owner, session_id=made.id, on=datetime(2026, 12, 10).date(), at=time(14))
    moment.move_to(datetime(2026, 12, 9, 14, 5, tzinfo=UTC))
    assert reminder_mails.make_due(owner) == 1


def test_without_names(owner: Any, moment: Any) -> None:
    ana = begun(owner)
    reminders.change(owner, hides_names=True)
    sessions.schedule_once(owner, person_id=ana, on=datetime(2026, 12, 3).date(), at=time(14))
    moment.move_to(datetime(2026, 12, 2, 8, tzinfo=UTC))
    reminder_mails.make_due(owner)
    moment.move_to(datetime(2026, 12, 2, 14, tzinfo=UTC))
    reminder_mails.make_due(owner)
    assert len(mails()) == 2
    for mail in mails():
        said = f"{mail['Subject']} {text(mail)} {text(mail, 'html')}"
        assert "Ana" not in said and "Ruiz" not in said and "deck" not in said
    Person.objects.update(is_confidential=True)
    reminders.change(owner, hides_names=False)
    assert "deck" not in reminder_mails.preview(owner).text


def test_sent_now_it_counts_as_the_days(owner: Any, moment: Any) -> None:
    begun(owner)
    assert reminder_mails.send_now(owner) == "me@x.example"
    moment.move_to(datetime(2026, 12, 2, 8, tzinfo=UTC))
    assert reminder_mails.make_due(owner) == 0
    reminder_mails.send_now(owner)
    assert days()[0] == "2026-12-02" and len(keys()) == 2, "asked for again, it goes again"


def test_the_link_under_a_mail_stops_them(owner: Any, other_owner: Any) -> None:
    begun(owner)
    reminders.switch(other_owner, is_on=True)
    token = reminders.stop_address(owner).rstrip("/").rpartition("/")[2]
    assert len(token) >= 43 and token not in str(ReminderSetting.objects.values().get(owner=owner))
    assert reminders.is_stop_link(token) is True
    reminders.stop(token)
    reminders.stop(token)
    assert reminders.is_stop_link(token) is False
    assert [reminders.reminders_of(one).options.is_on for one in (owner, other_owner)] == [False, True]
    assert reminders.is_stop_link("made-up") is None
    with pytest.raises(NotFound):
        reminders.stop("made-up")


def test_another_secret_key_makes_another_link(owner: Any, settings: Any) -> None:
    begun(owner)
    before = reminders.stop_address(owner)
    settings.SECRET_KEY = "another key, after a restore"
    after = reminders.stop_address(owner)
    assert after != before
    assert reminders.is_stop_link(after.rstrip("/").rpartition("/")[2]) is True


def test_what_cannot_be_set(owner: Any) -> None:
    with pytest.raises(Invalid):
        reminders.change(owner, moments=["whenever"])
    with pytest.raises(TypeError):
        reminders.change(owner, is_on=True)


def test_it_costs_as_much_with_many_people(owner: Any, moment: Any) -> None:
    ana = begun(owner)
    for day in range(3, 7):
        sessions.schedule_once(owner, person_id=ana, on=datetime(2026, 12, day).date(), at=time(14))
    costs: list[int] = []
    more: list[Callable[[], object]] = [lambda: None, lambda: _add(owner, 40)]
    for day, fill in zip((2, 3), more, strict=True):
        fill()
        moment.move_to(datetime(2026, 12, day, 8, tzinfo=UTC))
        costs.append(queries_in(lambda: reminder_mails.make_due(owner)))
    assert len(days()) == 2
    assert costs[1] <= costs[0], costs


def _add(owner: Any, many: int) -> None:
    for number in range(many):
        person = people.add_person(owner, name=f"Pat Doe{number}", stage="mentor")
        commitments.promise(
            owner, person_id=person.id, text=f"hello {number}", due_on=datetime(2026, 12, 1).date()
        )


def test_a_mail_that_failed_is_a_card_until_another_arrives(owner: Any, moment: Any) -> None:
    begun(owner)
    moment.move_to(datetime(2026, 12, 2, 8, tzinfo=UTC))
    reminder_mails.make_due(owner)
    OutboxItem.objects.update(status="failed", last_error="The mail server does not know me@x.example.")
    (failed,) = [one for one in _cards(owner) if one.kind == "own-mail"]
    assert (
        "does not know" in failed.why and failed.action.url == "/settings/reminders/" and not failed.is_duty
    )
    assert "own-mail" not in reminder_mails.preview(owner).text
    with transaction.atomic():
        today.dismiss_card(owner, card_id=failed.id, reason="known")
    assert [one for one in _cards(owner) if one.kind == "own-mail"] == []
    moment.move_to(datetime(2026, 12, 3, 8, tzinfo=UTC))
    reminder_mails.make_due(owner)
    OutboxItem.objects.filter(status="waiting").update(status="sent")
    assert [one for one in _cards(owner) if one.kind == "own-mail"] == []


def _cards(owner: Any) -> list[Any]:
    found = today.today_page(owner).picked
    return [*found.blind_spots, *found.coming_up, *found.openings]


def test_in_a_mailbox_that_is_read_it_changes_nothing(owner: Any, moment: Any) -> None:
    """The owner's own mailbox may be the one that is read: a mail of ours to them is no contact and parks nothing."""
    begun(owner)
    moment.move_to(datetime(2026, 12, 2, 8, tzinfo=UTC))
    reminder_mails.make_due(owner)
    taken = incoming_mail.take_file(owner, bytes(OutboxItem.objects.get().message))
    assert taken.outcome in ("noted", "ignored"), taken
    assert parking.open_counts(owner)[0] == 0
    assert outbox.waiting_mail(owner)[0].status == "waiting"


def test_one_a_week_on_its_day_over_the_change_of_the_clock(owner: Any, moment: Any) -> None:
    """Mondays at 9 in Berlin through October 2026, whose last Sunday has 25 hours; asleep over the second one."""
    moment.move_to(datetime(2026, 10, 10, 6, tzinfo=UTC))
    begun(owner, at=time(9))
    reminders.change(owner, every="monday")
    for hour in range(0, 24 * 24, 4):
        moment.move_to(datetime(2026, 10, 10, 7, tzinfo=UTC) + timedelta(hours=hour))
        if moment_day() != "2026-10-19":
            reminder_mails.make_due(owner)
    assert days() == ["2026-10-12", "2026-10-20", "2026-10-26", "2026-11-02"]
    shown = reminders.reminders_of(owner)
    assert shown.options.every == "monday" and shown.next_at == datetime(2026, 11, 9, 8, tzinfo=UTC)
    with pytest.raises(Invalid):
        reminders.change(owner, every="fortnight")
    reminders.change(owner, every="day")
    assert not reminders.reminders_of(owner).options.is_weekly


def moment_day() -> str:
    return datetime.now(ZoneInfo("Europe/Berlin")).date().isoformat()
