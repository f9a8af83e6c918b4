"""Mails to the owner, from their tables of examples."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpanel.domain import today_values
from mentorpanel.domain.card_discretion import PLAIN, SAYS_TITLE, SAYS_WHY, Discretion
from mentorpanel.domain.digest import MOST_CARDS, Coming, digest_of, steps_of, worth_of
from mentorpanel.domain.facts import Action, Card, Lane, SessionStatus, WorkingHours
from mentorpanel.domain.reminder_mails import LONGEST_SUBJECT, digest_words, reminder_words
from mentorpanel.domain.reminders import (
    Moment,
    Reminder,
    ReminderOptions,
    Said,
    digest_time,
    end_of,
    is_digest_due,
    reminders_due,
)
from mentorpanel.domain.session_clock import plan
from mentorpanel.domain.today_facts import Picked, SessionFacts
from tests.rule_tables import rows

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = WorkingHours()
ON = ReminderOptions(is_on=True)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")


def moment(text: str, zone: ZoneInfo) -> datetime:
    day, at, *which = text.split(" ")
    local = datetime.fromisoformat(f"{day} {at}").replace(tzinfo=zone, fold=int(which == ["second"]))
    return local.astimezone(UTC)


@pytest.mark.parametrize(
    "row", rows("reminders", "When the digest is looked at"), ids=lambda row: row["case"]
)
def test_when_the_digest_is_looked_at(row: dict[str, str]) -> None:
    zone = ZoneInfo(row["zone"])
    options = replace(ON, at=time.fromisoformat(row["hour"]), since=moment(row["switched on"], zone))
    decided = None if row["decided"] == "none" else date.fromisoformat(row["decided"])
    is_due = is_digest_due(moment(row["now"], zone), options, HOURS, zone, Said(digest_on=decided))
    assert is_due == (row["look"] == "yes")


@pytest.mark.parametrize("row", rows("reminders", "Once a week"), ids=lambda row: row["case"])
def test_once_a_week(row: dict[str, str]) -> None:
    options = replace(ON, at=time(9), since=moment(row["switched on"], BERLIN), weekday=0)
    decided = None if row["decided"] == "none" else date.fromisoformat(row["decided"])
    is_due = is_digest_due(moment(row["now"], BERLIN), options, HOURS, BERLIN, Said(digest_on=decided))
    assert is_due == (row["look"] == "yes")


def test_one_of_the_week_is_worth_it_where_there_is_anything() -> None:
    day = date(2026, 12, 2)
    some = worth_of(day, [card("cadence none")], None, HOURS, BERLIN, is_weekly=True)
    none = worth_of(day, [], None, HOURS, BERLIN, is_weekly=True)
    assert (some.verdict, none.verdict) == ("mail", "none")


def card(text: str) -> Card:
    kind, due = text.rstrip("!").split(" ")
    return Card(
        f"{kind}-7", Lane.COMING_UP, kind, "Title", "Why", Action("Do", "/x/", "x"),
        due=None if due == "none" else date.fromisoformat(due), is_duty=text.endswith("!"),
    )  # fmt: skip


@pytest.mark.parametrize("row", rows("reminders", "Whether it is worth a mail"), ids=lambda row: row["case"])
def test_whether_it_is_worth_a_mail(row: dict[str, str]) -> None:
    cards = [card(one) for one in row["cards"].split(", ") if one != "none"]
    clock = None
    if row["session"] != "none":
        clock = plan(moment(row["session"], BERLIN), 45, "Europe/Berlin", HOURS)
    found = worth_of(date.fromisoformat(row["day"]), cards, clock, HOURS, BERLIN)
    assert (found.verdict == "mail") == (row["mail"] == "yes")
    assert found.reason.endswith(".")


def local(text: str) -> datetime:
    return moment(f"2026-{text}", BERLIN)


def thursday(status: str) -> SessionFacts:
    known = SessionStatus.HELD if status == "thanked" else SessionStatus(status)
    clock = plan(local("12-03 14:00"), 45, "Europe/Berlin", HOURS)
    return SessionFacts(5, 1, "Ana Ruiz", known, clock, has_thanked=status == "thanked")


@pytest.mark.parametrize("row", rows("reminders", "Single reminders"), ids=lambda row: row["case"])
def test_single_reminders(row: dict[str, str]) -> None:
    now, session = local(row["now"]), thursday(row["status"])
    wanted = frozenset(Moment(one) for one in row["wanted"].split(", ") if one != "none")
    options = replace(ON, moments=wanted)
    said = Said(digest_on=now.astimezone(BERLIN).date())
    if row["digest at"] != "done":
        at = local(row["digest at"]).astimezone(BERLIN)
        options, said = replace(options, at=at.time()), Said()
    kind, _, went_at = row["went"].partition(" ")
    if kind == "digest":
        said = replace(said, digest_at=local(went_at), digest_sessions=frozenset({5}))
    elif kind != "none":
        said = replace(said, reminders={(5, session.clock.starts_at, Moment(kind)): local(went_at)})
    found = reminders_due([session], now, options, HOURS, BERLIN, said)
    assert [one.moment.value for one in found] == [one for one in [row["goes"]] if one != "none"]
    for one in found:
        assert one.at <= now < one.until


def test_off_says_nothing() -> None:
    now = local("12-02 15:00")
    off = ReminderOptions(is_on=False, moments=frozenset(Moment))
    assert reminders_due([thursday("planned")], now, off, HOURS, BERLIN, Said()) == []
    assert not is_digest_due(now, off, HOURS, BERLIN, Said())


def test_switched_on_late_makes_nothing_up() -> None:
    options = replace(ON, since=local("12-02 15:20"))
    assert reminders_due([thursday("planned")], local("12-02 15:30"), options, HOURS, BERLIN, Said()) == []


@given(
    st.sampled_from(ZONES),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.integers(0, 364),
    st.integers(1, 180),
)
def test_each_local_date_is_decided_once(name: str, at: time, first: int, step: int) -> None:
    """Looked at every few minutes over three days of any year's day, each whole date is decided exactly once."""
    zone, options = ZoneInfo(name), replace(ON, at=at)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=first)
    begun, decided, said = now.astimezone(zone).date(), [], Said()
    for _ in range(3 * 24 * 60 // step):
        if is_digest_due(now, options, HOURS, zone, said):
            decided.append(now.astimezone(zone).date())
            assert digest_time(decided[-1], options, HOURS, zone) <= now < end_of(decided[-1], zone)
            said = Said(digest_on=decided[-1])
        now += timedelta(minutes=step)
    assert len(decided) == len(set(decided))
    whole = {begun + timedelta(days=1)} if at < time(20) else set()
    assert whole <= set(decided)


def picked(*cards: Card) -> Picked:
    return Picked((), cards, (), (), "Ana Ruiz has not had your thanks yet.", 0)


def of_kind(kind: str, title: str, why: str, person: int = 1, *, is_duty: bool = False) -> Card:
    return replace(card(f"{kind} none"), title=title, why=why, person_id=person, is_duty=is_duty)


def made(discretion: Discretion, *cards: Card, coming: Coming | None = None) -> str:
    now = local("12-02 09:00")
    digest = digest_of(picked(*cards), coming, now, HOURS, BERLIN, ahead_days=7, discretion=discretion)
    return str(digest_words(digest, discretion))


def test_quotes_stay_here() -> None:
    said = made(Discretion(), of_kind("reply", "Ana Ruiz wrote to you", "Said today: “my secret words”"))
    assert "Ana Ruiz wrote" in said and "secret" not in said


def test_of_confidential_people_only_the_kind_is_told() -> None:
    quiet = Discretion(
        confidential_people=frozenset({2}), confidential_texts=("we will close the Oslo office",)
    )
    said = made(
        quiet,
        of_kind("commitment", "Send her the list of names", "You promised Zoe.", 2),
        of_kind("commitment", "Ask whether we will close the Oslo office in May", "You promised Ana.", 1),
        of_kind("commitment", "Send the deck", "You promised Ana.", 1),
    )
    assert "list of names" not in said and "Oslo" not in said and "Send the deck" in said


def test_without_names_nothing_names_anybody() -> None:
    session = thursday("planned")
    coming = Coming(5, "Ana Ruiz", session.clock, "prepare")
    cards = [
        of_kind(kind, "Ana Ruiz", "Ana Ruiz", is_duty=kind == "brief") for kind in ("brief", "cadence", "new")
    ]
    said = made(Discretion(hides_names=True), *cards, coming=coming)
    assert "Ana" not in said and "Ruiz" not in said
    assert "One thing is due" in said and "Your next session, tomorrow 14:00" in said
    for one in Moment:
        reminder = Reminder(one, session, local("12-02 15:00"), local("12-02 16:00"))
        words = reminder_words(reminder, local("12-02 15:00"), BERLIN, hides_names=True)
        assert "Ana" not in str(words)
        assert "Ana" in str(reminder_words(reminder, local("12-02 15:00"), BERLIN, hides_names=False))


def test_it_stays_short() -> None:
    many = [of_kind("cadence", f"A word with {number}", "Why") for number in range(20)]
    now = local("12-02 09:00")
    digest = digest_of(picked(*many), None, now, HOURS, BERLIN, ahead_days=7, discretion=Discretion())
    assert len(digest.cards) == MOST_CARDS and digest.more == 17
    long = replace(digest, headline="word " * 200)
    assert len(digest_words(long, Discretion()).subject) <= LONGEST_SUBJECT + 1


def test_the_week_is_about_the_week() -> None:
    far = replace(of_kind("session", "Meet Sam Teo", "There is time."), session_on=date(2026, 12, 10))
    assert "Sam Teo" not in made(Discretion(), far)
    assert "Sam Teo" in made(Discretion(), replace(far, session_on=date(2026, 12, 9)))


def test_a_session_far_off_is_not_in_it() -> None:
    clock = plan(local("12-20 14:00"), 45, "Europe/Berlin", HOURS)
    assert "Cleo" not in made(Discretion(), coming=Coming(5, "Cleo Marsh", clock, "prepare"))


def test_every_kind_of_card_has_plain_words() -> None:
    """A new kind is told by its kind alone until it is on the list of those whose title may leave."""
    kinds = {kind for kind, _ in today_values._TABLE}
    assert kinds <= PLAIN.keys() and kinds >= SAYS_TITLE >= SAYS_WHY
    said = made(Discretion(), of_kind("news", "Worth telling: my secret win", "You wrote it today."))
    assert "secret" not in said and "Something worth telling your mentors" in said
    asked = of_kind("asked", "Ana Ruiz asked you: could you see Tim?", "Asked today.")
    assert "could you see" not in made(Discretion(), asked)


def test_a_brief_that_never_went_is_not_told_as_done() -> None:
    clock = thursday("planned").clock
    coming = Coming(12, "Ana", clock, "meet", lacks_brief=True)
    steps = steps_of(coming, clock.starts_at, BERLIN)
    assert [(one.name, one.state) for one in steps] == [
        ("Prepare", "done"),
        ("Brief", "later"),
        ("Meet", "now"),
        ("Thank", "later"),
    ]
    assert (
        steps[1].when == "not sent"
        and "due" in steps_of(replace(coming, step="brief"), clock.starts_at, BERLIN)[1].when
    )
