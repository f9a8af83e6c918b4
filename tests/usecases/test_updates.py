"""Updates: one text, twelve readers, one mail each, and nobody reads what is another's."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import Draft, User
from mentorpanel.usecases import focus, journal, letters, panel, people, profiles, update_audience, updates
from mentorpanel.worker import steps
from tests.mail_servers import Inbox, serving
from tests.makers import NOON, queries_in

pytestmark = pytest.mark.django_db
TEXT = {"verdict": "the page is live", "wins": "Sales closed the first deal", "next": "Hiring an analyst"}


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _server(settings: Any) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:9"


def reader(owner: User, name: str, *, stage: str = "mentor", email: str = "yes") -> int:
    address = f"{name.split()[0].lower()}@x.example" if email == "yes" else email
    person = people.add_person(owner, name=name, email=address)
    since = NOON.date() - timedelta(days=120)
    panel.move_stage(owner, person_id=person.id, stage=stage, since=since, is_setting_up=True)
    return person.id


@pytest.fixture
def me(owner: User) -> User:
    profiles.change_profile(owner, name="Maya Lind", mail_address="me@x.example")
    return owner


def states(owner: User, update_id: int) -> dict[str, str]:
    return {one.person.name: one.state for one in updates.update_page(owner, update_id=update_id).readers}


def written(owner: User, names: list[str]) -> tuple[int, list[int]]:
    """An update to these people, its text and every line written."""
    ids = [reader(owner, name) for name in names]
    made = updates.begin_update(owner)
    updates.change_update(owner, update_id=made.id, slots=TEXT)
    lines = {one: f"A line for reader number {one} alone" for one in ids}
    updates.write_lines(owner, update_id=made.id, lines=lines)
    return made.id, ids


def test_it_begins_with_those_it_is_for_and_with_what_they_may_read(me: User) -> None:
    ana, ben = reader(me, "Ana Ruiz"), reader(me, "Ben Okri")
    reader(me, "Rae Rest", stage="resting")
    journal.write_entry(me, text="The page went live", kind="win", share_with_all=True)
    journal.write_entry(me, text="I want to leave", kind="challenge")
    journal.write_entry(me, text="Only Ana knows of this", kind="change", share_with=[ana])
    focus.set_focus(me, texts=["Hiring an analyst"])
    focus.add_focus(me, text="Moving abroad", readers=[ana])
    made = updates.begin_update(me)
    assert [one.person.id for one in made.letters] == [ana, ben]
    assert made.slots["wins"] == "The page went live"
    assert made.slots["next"] == "Hiring an analyst"
    assert made.slots["verdict"] == made.slots["struggles"] == ""
    assert (made.slots["ask"], made.slots["sign_off"], made.state) == ("no ask", "Maya Lind", "draft")
    assert "The page went live" in made.letters[0].text and "Ana" in made.letters[0].text
    alone = updates.begin_update(me, person_ids=[ana])
    assert "Only Ana knows of this" in alone.slots["verdict"] and "Moving abroad" in alone.slots["next"]


def test_in_a_transition_it_is_for_nobody_until_somebody_is_chosen(me: User) -> None:
    ana = reader(me, "Ana Ruiz")
    profiles.begin_phase(me, phase="transition")
    assert updates.begin_update(me).letters == ()
    (listed,) = update_audience.audience_of(me)
    assert (listed.verdict, listed.is_suggested, listed.may_choose) == ("transition", False, True)
    made = updates.begin_update(me, person_ids=[ana])
    assert [one.person.id for one in made.letters] == [ana]


def test_a_change_reaches_every_letter_but_what_was_worded_for_somebody(me: User) -> None:
    update_id, (ana, ben) = written(me, ["Ana Ruiz", "Ben Okri"])
    bens = updates.letter_to(me, update_id=update_id, person_id=ben)
    letters.write_letter(me, draft_id=bens.id, slots={"wins": "Worded for Ben"})
    updates.change_update(me, update_id=update_id, slots={"wins": "Two deals now", "verdict": "all well"})
    anas, bens = updates.update(me, update_id=update_id).letters
    assert "Two deals now" in anas.text and "All well" in bens.text.replace("all well", "All well")
    assert "Worded for Ben" in bens.text and "Two deals" not in bens.text
    assert "How things stand: all well" in (anas.subject, bens.subject)
    assert f"number {ana} alone" in anas.text and f"number {ben}" not in anas.text
    page = updates.update_page(me, update_id=update_id)
    assert [one.is_own for one in page.readers] == [False, True]
    letters.start_afresh(me, draft_id=bens.id)
    again = letters.letter(me, draft_id=bens.id).draft.text
    assert "Two deals now" in again and f"number {ben} alone" in again
    with pytest.raises(Invalid, match="no “personal”"):
        updates.change_update(me, update_id=update_id, slots={"personal": "x"})


def test_twelve_people_get_one_mail_each_with_their_own_line_and_nothing_of_the_others(
    me: User, settings: Any
) -> None:
    names = [f"Pat{number:02} Doe{number:02}" for number in range(12)]
    update_id, ids = written(me, names)
    inbox = Inbox("550 no such mailbox")
    with serving(inbox) as settings.SMTP_URL:
        sent = updates.send_ready(me, update_id=update_id)
        assert (len(sent.names), sent.not_sent) == (12, ())
        while steps.deliver_one("here/worker-0"):
            pass
        assert updates.send_ready(me, update_id=update_id).names == ()
    assert len(inbox.mails) == 11, "one address is refused, which stops no other"
    seen = set()
    for (to,), mail in zip([recipients for recipients, _ in inbox.arrived], inbox.mails, strict=True):
        person = next(one for one in ids if people.person(me, person_id=one).email == to)
        text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert mail["To"].count("@") == 1 and mail["Cc"] is None and mail["Bcc"] is None
        assert f"reader number {person} alone" in text and "Sales closed the first deal" in text
        others = [one for one in ids if one != person]
        assert not any(f"number {one} alone" in text for one in others)
        assert not any(
            name.split()[0] in str(mail) for name in names if name.split()[0].lower() + "@" not in to
        )
        seen.add(mail["Message-ID"])
    assert len(seen) == 11
    found = states(me, update_id)
    assert sorted(found.values()) == ["failed", *["sent"] * 11]
    assert updates.update(me, update_id=update_id).state == "going"
    told = {one.person_id: one for one in update_audience.audience_of(me)}
    failed = next(name for name, state in found.items() if state == "failed")
    assert [one.name for one in told.values() if one.is_suggested] == [failed]


def test_who_may_not_read_a_focus_area_does_not_get_it(me: User, settings: Any) -> None:
    update_id, (ana, ben) = written(me, ["Ana Ruiz", "Ben Okri"])
    focus.set_focus(me, texts=["Moving to another country"], readers=[ana])
    journal.write_entry(me, text="My manager wants to split the team", kind="challenge", share_with=[ana])
    slots = {
        "next": "Hiring an analyst\nMoving to another country",
        "struggles": "My manager wants to split the team",
    }
    updates.change_update(me, update_id=update_id, slots=slots)
    assert states(me, update_id) == {"Ana Ruiz": "ready", "Ben Okri": "held"}
    bens = next(one for one in updates.update_page(me, update_id=update_id).readers if one.person.id == ben)
    assert "not shared with them" in bens.to_mend
    assert bens.not_theirs == ("Moving to another country", "My manager wants to split the team")
    with pytest.raises(Invalid, match="not shared"):
        letters.send_letter(me, draft_id=bens.draft.id)
    with pytest.raises(Invalid, match="not shared"):
        letters.mark_sent(me, draft_id=bens.draft.id)
    inbox = Inbox()
    with serving(inbox) as settings.SMTP_URL:
        sent = updates.send_ready(me, update_id=update_id)
        assert sent.names == ("Ana Ruiz",) and sent.not_sent[0][0] == "Ben Okri"
        updates.leave_out(me, update_id=update_id, person_id=ben)
        assert updates.send_ready(me, update_id=update_id).names == ("Ben Okri",)
        while steps.deliver_one("here/worker-0"):
            pass
    texts = {mail["To"].split()[0]: str(mail) for mail in inbox.mails}
    assert "another country" in texts["Ana"]
    assert "another country" not in texts["Ben"] and "split the team" not in texts["Ben"]
    assert "Hiring an analyst" in texts["Ben"]


def test_without_a_line_for_them_alone_nothing_goes(me: User) -> None:
    ana = reader(me, "Ana Ruiz")
    made = updates.begin_update(me)
    updates.change_update(me, update_id=made.id, slots=TEXT)
    assert states(me, made.id) == {"Ana Ruiz": "line"}
    assert updates.send_ready(me, update_id=made.id).names == ()
    with pytest.raises(Invalid, match="circular"):
        letters.send_letter(me, draft_id=updates.letter_to(me, update_id=made.id, person_id=ana).id)
    assert not Draft.objects.exclude(state="draft").exists()


def test_each_can_go_by_hand_and_come_back(me: User, settings: Any) -> None:
    settings.SMTP_URL = ""
    update_id, (ana, _) = written(me, ["Ana Ruiz", "Ben Okri"])
    assert set(states(me, update_id).values()) == {"by-hand"}
    draft = updates.letter_to(me, update_id=update_id, person_id=ana)
    letters.mark_sent(me, draft_id=draft.id)
    assert states(me, update_id) == {"Ana Ruiz": "sent", "Ben Okri": "by-hand"}
    updates.change_update(me, update_id=update_id, slots={"wins": "Later news"})
    assert "Later news" not in updates.letter_to(me, update_id=update_id, person_id=ana).text
    with pytest.raises(Conflict):
        updates.remove_reader(me, update_id=update_id, person_id=ana)
    assert not next(one for one in update_audience.audience_of(me) if one.person_id == ana).is_suggested
    letters.take_back(me, draft_id=draft.id)
    assert next(one for one in update_audience.audience_of(me) if one.person_id == ana).is_suggested
    assert updates.remove_reader(me, update_id=update_id, person_id=ana).letters[0].person.name == "Ben Okri"
    assert updates.close_update(me, update_id=update_id).state == "closed"
    assert updates.reopen_update(me, update_id=update_id).state == "draft"


def test_throwing_it_away_keeps_what_has_gone(me: User) -> None:
    update_id, (ana, _) = written(me, ["Ana Ruiz", "Ben Okri"])
    letters.mark_sent(me, draft_id=updates.letter_to(me, update_id=update_id, person_id=ana).id)
    updates.delete_update(me, update_id=update_id)
    assert list(Draft.objects.values_list("person_id", flat=True)) == [ana]
    with pytest.raises(NotFound):
        updates.update(me, update_id=update_id)


def test_who_is_not_to_be_contacted_is_never_a_reader(me: User) -> None:
    ana = reader(me, "Ana Ruiz")
    people.change_person(me, person_id=ana, do_not_contact=True)
    made = updates.begin_update(me)
    assert made.letters == ()
    with pytest.raises(Conflict, match="not to be contacted"):
        updates.add_readers(me, update_id=made.id, person_ids=[ana])


def test_another_owners_update_is_not_found(me: User, django_user_model: Any) -> None:
    update_id, (ana, _) = written(me, ["Ana Ruiz", "Ben Okri"])
    other = django_user_model.objects.create_user("other@example.org")
    for call in (
        lambda: updates.update_page(other, update_id=update_id),
        lambda: updates.change_update(other, update_id=update_id, slots={"wins": "x"}),
        lambda: updates.add_readers(other, update_id=update_id, person_ids=[ana]),
        lambda: updates.send_ready(other, update_id=update_id),
        lambda: updates.close_update(other, update_id=update_id),
        lambda: updates.delete_update(other, update_id=update_id),
    ):
        with pytest.raises(NotFound):
            call()
    mine = updates.begin_update(other)
    with pytest.raises(NotFound):
        updates.add_readers(other, update_id=mine.id, person_ids=[ana])


def test_a_page_of_fifty_readers_costs_as_much_as_one_of_five(me: User) -> None:
    update_id, _ = written(me, [f"Pat Doe{number}" for number in range(5)])
    few = queries_in(lambda: updates.update_page(me, update_id=update_id))
    more = [reader(me, f"Sam Roe{number}") for number in range(45)]
    updates.add_readers(me, update_id=update_id, person_ids=more)
    assert queries_in(lambda: updates.update_page(me, update_id=update_id)) == few
