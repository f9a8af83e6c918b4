"""Every kind of letter: filled from the facts, held back or let go, answered, worded, and sent to two at once."""

import email
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.storage.models import (
    Advice,
    ContactPoint,
    Goal,
    GoalMentor,
    OutboxItem,
    Relationship,
    Touchpoint,
    User,
)
from mentorpanel.usecases import (
    focus,
    journal,
    letter_replies,
    letter_wording,
    letters,
    panel,
    people,
    profiles,
    rule_changes,
    today,
    touchpoints,
)
from tests.makers import NOON, make_person

OWN = "{greeting}\n\nI saw: {need} I could: {offer}\n\n{sign_off}"


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def mail(settings: Any) -> Any:
    settings.SMTP_URL, settings.MAIL_FROM = "smtp://localhost:1", "me@example.org"
    return settings


def make_friend(owner: User, name: str, *, stage: str = "") -> int:
    made = make_person(owner, name, stage=stage)
    value = f"{name.split()[0].lower()}@example.org"
    ContactPoint.objects.create(
        owner=owner, person_id=made, kind="email", value=value, key=value, is_primary=True
    )
    return made


def make_goal(owner: User, statement: str, due_on: date, *mentors: int) -> None:
    goal = Goal.objects.create(owner=owner, statement=statement, starts_on=NOON.date(), due_on=due_on)
    for person_id in mentors:
        GoalMentor.objects.create(owner=owner, goal=goal, person_id=person_id)


def check_of(letter: letters.Letter, name: str) -> Any:
    return next(one for one in letter.checks if one.check == name)


def test_a_formal_ask_tells_their_advice_and_the_goal_that_lacks_a_mentor(owner: User) -> None:
    ana, wei = (
        make_friend(owner, "Ana Ruiz", stage="mentor"),
        make_friend(owner, "Wei Lin", stage="formal-mentor"),
    )
    make_goal(owner, "Lead the platform", NOON.date() + timedelta(days=200), wei)
    make_goal(owner, "Lead the pricing team.", NOON.date() + timedelta(days=300))
    Advice.objects.create(
        owner=owner,
        person_id=ana,
        text="Ask sales",
        on=NOON.date(),
        status="worked",
        outcome="They bought it",
    )
    letter = letters.draft_letter(owner, kind="formal-ask", person_id=ana)
    assert "“Ask sales”" in letter.draft.text and "They bought it." in letter.draft.text
    assert "one goal: Lead the pricing team, by 27 December 2026" in letter.draft.text
    assert check_of(letter, "goal-date").ok
    later = letters.write_letter(owner, draft_id=letter.draft.id, slots={"goal_date": "1 April 2026"})
    assert not check_of(later, "goal-date").ok
    make_goal(owner, "Speak in public", NOON.date() + timedelta(days=400), ana)
    assert "Speak in public" in letters.start_afresh(owner, draft_id=letter.draft.id).draft.text


FORMAL = {"goal": "lead the pricing team", "goal_date": "30 September", "easy_out": "A no is as welcome"}


def test_what_holds_a_letter_back_is_overridden_by_a_reason_alone(owner: User, mail: Any) -> None:
    ana = make_friend(owner, "Ana Ruiz", stage="mentor")
    draft_id = letters.draft_letter(owner, kind="formal-ask", person_id=ana).draft.id
    for go in (letters.send_letter, letters.mark_sent):
        with pytest.raises(Invalid) as held:
            go(owner, draft_id=draft_id)
        assert held.value.field == "reason" and "note why you ask all the same" in held.value.message
    letters.write_letter(owner, draft_id=draft_id, slots={"reason": "She offered it herself", **FORMAL})
    assert letters.send_letter(owner, draft_id=draft_id).draft.state == "queued"


def test_an_answer_to_a_formal_ask_is_kept_with_them(owner: User) -> None:
    ana = make_friend(owner, "Ana Ruiz", stage="mentor")
    draft_id = letters.draft_letter(
        owner, kind="formal-ask", person_id=ana, slots={"reason": "Yes", **FORMAL}
    ).draft.id
    with pytest.raises(Conflict):
        letter_replies.note_reply(owner, draft_id=draft_id, said="yes")
    letters.mark_sent(owner, draft_id=draft_id)
    letter_replies.note_reply(owner, draft_id=draft_id, said="no")
    assert Relationship.objects.get().monthly_answer == "no"
    letter_replies.note_reply(owner, draft_id=draft_id, said="yes")
    assert Relationship.objects.get().monthly_answer == "yes"
    assert Touchpoint.objects.filter(direction="from-them").count() == 1
    letter_replies.forget_reply(owner, draft_id=draft_id)
    assert Relationship.objects.get().monthly_answer == "" and not Touchpoint.objects.filter(
        direction="from-them"
    )


def test_an_introduction_goes_to_both_once_both_have_agreed(owner: User, mail: Any) -> None:
    ana, jo = make_friend(owner, "Ana Ruiz", stage="mentor"), make_friend(owner, "Jo Kim")
    letter = letters.draft_letter(owner, kind="introduction", person_id=ana, slots={"second": "Jo Kim"})
    assert letter.draft.slots["greeting"] == "Hi Ana and Jo," and letter.to == "ana@example.org"
    draft_id = letter.draft.id
    with pytest.raises(Invalid, match="Ask each of them first"):
        letters.send_letter(owner, draft_id=draft_id)
    agreed = letters.write_letter(
        owner,
        draft_id=draft_id,
        slots={"first_agreed": "yes", "second_agreed": "yes", "why": "Ana hires and Jo teaches"},
    )
    assert agreed.to == "ana@example.org, jo@example.org" and agreed.can_send
    assert letters.letter_mailto(owner, draft_id=draft_id).startswith(
        "mailto:ana@example.org,jo@example.org?"
    )
    letters.send_letter(owner, draft_id=draft_id)
    item = OutboxItem.objects.get()
    assert item.recipients == ["ana@example.org", "jo@example.org"]
    assert (
        email.message_from_bytes(bytes(item.message))["To"]
        == "Ana Ruiz <ana@example.org>, Jo Kim <jo@example.org>"
    )
    assert {one.person_id for one in Touchpoint.objects.all()} == {ana, jo}
    letters.take_back(owner, draft_id=draft_id)
    assert not Touchpoint.objects.exists()
    renamed = letters.write_letter(owner, draft_id=draft_id, slots={"second": "Nobody Known"})
    assert renamed.to == "ana@example.org" and "ask Nobody Known" in renamed.held_back
    letters.write_letter(owner, draft_id=draft_id, slots={"second_agreed": "yes"})
    assert "not in your address book" in letters.letter(owner, draft_id=draft_id).why_not_send
    people.change_person(owner, person_id=jo, do_not_contact=True)
    letters.write_letter(owner, draft_id=draft_id, slots={"second": "Jo Kim"})
    letters.write_letter(owner, draft_id=draft_id, slots={"second_agreed": "yes"})
    assert "not to be contacted" in letters.letter(owner, draft_id=draft_id).why_not_send


def test_reviving_names_the_gap_and_closing_what_was_reached(owner: User) -> None:
    ana = make_friend(owner, "Ana Ruiz", stage="mentor")
    touchpoints.log_touchpoint(
        owner, person_id=ana, kind="coffee", on=NOON.date() - timedelta(days=365), summary="zq private"
    )
    Advice.objects.create(owner=owner, person_id=ana, text="Ask sales", on=NOON.date(), status="new")
    revive = letters.draft_letter(owner, kind="revive", person_id=ana).draft.text
    assert "twelve months since we last spoke" in revive and "“Ask sales”" in revive and "zq" not in revive
    assert "“Ask sales”" in letters.draft_letter(owner, kind="closing", person_id=ana).draft.text


def test_what_every_mentor_may_know_is_not_told_to_others(owner: User) -> None:

    focus.set_areas(owner, areas=[("Pricing", "everyone")])
    ana, bo = make_friend(owner, "Ana Ruiz", stage="mentor"), make_friend(owner, "Bo Lund", stage="connected")
    assert "Pricing" in letters.draft_letter(owner, kind="update", person_id=ana).draft.text
    assert "Pricing" not in letters.draft_letter(owner, kind="update", person_id=bo).draft.text


def test_limits_are_the_owners(owner: User) -> None:
    ana = make_friend(owner, "Ana Ruiz", stage="mentor")
    letter = letters.draft_letter(owner, kind="update", person_id=ana, slots={"verdict": "it goes very well"})
    assert check_of(letter, "words").ok
    rule_changes.change_numbers(owner, numbers={"letter_update_words": 5})
    assert "up to 5" in check_of(letters.letter(owner, draft_id=letter.draft.id), "words").why


def test_a_wording_of_ones_own_changes_what_is_not_written_by_hand_and_never_what_went(owner: User) -> None:
    ana = make_friend(owner, "Ana Ruiz", stage="mentor")
    said = {"need": "you look for a lamp", "offer": "lend you mine today"}
    draft, by_hand, gone = (
        letters.draft_letter(owner, kind="offer", person_id=ana, slots=said).draft for _ in range(3)
    )
    letters.write_letter(owner, draft_id=by_hand.id, text="Hi Ana,\n\nMine.\n\nMaya")
    letters.mark_sent(owner, draft_id=gone.id)
    kept = letter_wording.save_wording(owner, kind="offer", text=OWN)
    assert kept.is_own and letter_wording.wording(owner, kind="offer") == kept

    def text(letter: Any) -> str:
        return letters.letter(owner, draft_id=letter.id).draft.text

    assert "I saw: you look for a lamp" in text(draft).replace("You", "you")
    assert text(by_hand).startswith("Hi Ana,\n\nMine.") and text(gone) == gone.text
    assert (
        "I saw" in letters.write_letter(owner, draft_id=draft.id, slots={"need": "you want tea"}).draft.text
    )
    with pytest.raises(Invalid) as refused:
        letter_wording.save_wording(owner, kind="offer", text="{greeting} {nose}")
    assert refused.value.field == "template" and letter_wording.wording(owner, kind="offer") == kept
    assert not letter_wording.save_wording(owner, kind="offer", text=kept.kind.template).is_own
    assert "Something of yours" in text(draft)
    with pytest.raises(Conflict):
        letter_wording.wording(owner, kind="recap")


@pytest.mark.parametrize(
    ("stage", "talked", "to", "owed"),
    [
        ("mentor", True, "resting", True),
        ("rapport", True, "closed", True),
        ("mentor", False, "alumni", False),
        ("noticed", True, "closed", False),
    ],
)
def test_who_is_owed_a_farewell(owner: User, stage: str, talked: bool, to: str, owed: bool) -> None:
    ana = make_friend(owner, "Ana Ruiz", stage=stage)
    if talked:
        touchpoints.log_touchpoint(owner, person_id=ana, kind="coffee", on=NOON.date() - timedelta(days=9))
    panel.move_stage(owner, person_id=ana, stage=to, reason="It is time")
    assert today.owes_goodbye(owner, person_id=ana) is owed
    draft_id = letters.draft_letter(
        owner, kind="closing", person_id=ana, slots={"thanks": "Thank you."}
    ).draft.id
    letters.mark_sent(owner, draft_id=draft_id)
    assert not today.owes_goodbye(owner, person_id=ana)
    letters.take_back(owner, draft_id=draft_id)
    assert today.owes_goodbye(owner, person_id=ana) is owed
    panel.move_stage(owner, person_id=ana, stage="mentor", reason="After all")
    assert not today.owes_goodbye(owner, person_id=ana)


def test_an_update_starts_where_the_last_news_ended(owner: User) -> None:
    ana = make_friend(owner, "Ana Ruiz", stage="mentor")
    profiles.change_profile(owner, name="Maya Lind")

    journal.write_entry(
        owner, text="An old win", kind="win", on=NOON.date() - timedelta(days=9), share_with_all=True
    )
    told = {"personal": "Your question is with me still."}
    first = letters.draft_letter(owner, kind="update", person_id=ana, slots=told)
    assert "An old win" in first.draft.text
    letters.mark_sent(owner, draft_id=first.draft.id, on=NOON.date() - timedelta(days=3))
    journal.write_entry(owner, text="A new win", kind="win", share_with_all=True)
    second = letters.draft_letter(owner, kind="update", person_id=ana).draft.text
    assert "A new win" in second and "An old win" not in second
