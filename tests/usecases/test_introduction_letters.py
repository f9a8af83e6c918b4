"""The letters of introductions: begun from them, moving them; and nothing goes to both before both agreed."""

from typing import Any

import pytest
import time_machine

from mentorpanel.domain.problems import Conflict, Invalid, Problem
from mentorpanel.storage.models import ContactPoint, Draft, OutboxItem, Touchpoint, User
from mentorpanel.usecases import (
    introduction_letters,
    introduction_steps,
    introductions,
    letter_replies,
    letters,
    people,
    profiles,
)
from tests.makers import NOON, make_person

YES = {"first_agreed": "yes", "second_agreed": "yes"}
SAID = {
    "about_first": "Ana has built two pricing teams",
    "about_second": "Jo has taught pricing to half the analysts I know",
    "next_step": "Jo will write first",
}


@pytest.fixture(autouse=True)
def moving(owner: User, settings: Any) -> object:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    with time_machine.travel(NOON, tick=False) as moving:
        profiles.change_profile(
            owner,
            name="Maya Lind",
            mail_address="me@example.org",
            title="Product Manager",
            organisation="Acme",
        )
        yield moving


def make_friend(owner: User, name: str, **more: Any) -> int:
    person_id = make_person(owner, name, **more)
    address = f"{name.split()[0].lower()}@example.org"
    ContactPoint.objects.create(owner=owner, person_id=person_id, kind="email", value=address, key=address)
    return person_id


@pytest.fixture
def ana(owner: User) -> int:
    return make_friend(owner, "Ana Ruiz", stage="mentor")


@pytest.fixture
def jo(owner: User) -> int:
    return make_friend(owner, "Jo Kim")


def status(owner: User, number: int) -> tuple[str, str]:
    found = introductions.introduction(owner, introduction_id=number)
    return found.record.status.value, found.step.step.value


def begin(owner: User, number: int, **slots: str) -> int:
    draft_id = introduction_letters.start_letter(owner, introduction_id=number).draft.id
    letters.write_letter(owner, draft_id=draft_id, slots=slots)
    return draft_id


def test_a_request_is_asked_answered_and_thanked_by_letter(owner: User, ana: int) -> None:
    number = introductions.begin_request(
        owner,
        bridge_id=ana,
        target_name="Kim Stone",
        organisation="Tallis",
        why="She priced pilots in three countries",
    ).id
    begun = introduction_letters.start_letter(owner, introduction_id=number)
    again = introduction_letters.start_letter(owner, introduction_id=number)
    assert begun.draft.id == again.draft.id and begun.draft.kind == "introduction-request" and begun.is_ready
    blurb = begun.draft.slots["blurb"]
    assert blurb.splitlines()[0].startswith("My name is Maya Lind.") and "priced pilots" in blurb
    assert "Kim Stone at Tallis" in begun.draft.text and "perfectly fine" in begun.draft.text
    letters.send_letter(owner, draft_id=begun.draft.id)
    assert status(owner, number) == ("asked", "wait")
    letter_replies.note_reply(owner, draft_id=begun.draft.id)
    assert status(owner, number) == ("asked", "note-answer")
    letter_replies.note_reply(owner, draft_id=begun.draft.id, said="yes")
    assert status(owner, number) == ("agreed", "await")
    letter_replies.forget_reply(owner, draft_id=begun.draft.id)
    assert status(owner, number) == ("asked", "wait")
    letter_replies.note_reply(owner, draft_id=begun.draft.id, said="yes")
    introduction_steps.introduced(owner, introduction_id=number)
    thanks = begin(owner, number)
    letters.mark_sent(owner, draft_id=thanks)
    assert status(owner, number) == ("introduced", "see")
    letters.take_back(owner, draft_id=thanks)
    assert status(owner, number) == ("introduced", "thank")
    letters.mark_sent(owner, draft_id=thanks)
    introduction_steps.came_of_it(owner, introduction_id=number, outcome="She showed me their price book.")
    told = begin(owner, number)
    assert "price book" in letters.letter(owner, draft_id=told).draft.text
    letters.mark_sent(owner, draft_id=told)
    assert status(owner, number) == ("thanked", "done")


def test_a_letter_taken_back_takes_back_what_rests_on_it(owner: User, ana: int) -> None:
    number = introductions.begin_request(
        owner, bridge_id=ana, target_name="Kim", why="She knows pricing well"
    ).id
    asked = begin(owner, number)
    letters.send_letter(owner, draft_id=asked)
    with pytest.raises(Conflict, match="letter made this step"):
        introduction_steps.undo(owner, introduction_id=number)
    letter_replies.note_reply(owner, draft_id=asked, said="yes")
    letters.take_back(owner, draft_id=asked)
    assert status(owner, number) == ("thought-of", "ask") and not Touchpoint.objects.exists()


def test_two_are_asked_alone_and_then_introduced(owner: User, ana: int, jo: int) -> None:
    number = introductions.begin_connection(
        owner, first_id=ana, second_id=jo, why="Ana hires analysts and Jo teaches them"
    ).id
    first = begin(owner, number, about="She teaches pricing")
    assert Draft.objects.get(pk=first).person_id == ana
    letters.send_letter(owner, draft_id=first)
    letter_replies.note_reply(owner, draft_id=first, said="yes")
    second = begin(owner, number, about="She hires analysts")
    assert Draft.objects.get(pk=second).person_id == jo and status(owner, number) == (
        "asked-first",
        "ask-second",
    )
    letters.send_letter(owner, draft_id=second)
    letter_replies.note_reply(owner, draft_id=second, said="yes")
    both = begin(owner, number, **SAID)
    shown = letters.letter(owner, draft_id=both)
    assert shown.recipients == ("ana@example.org", "jo@example.org") and shown.is_ready
    letters.send_letter(owner, draft_id=both)
    assert status(owner, number) == ("introduced", "see")
    kinds = set(Touchpoint.objects.filter(kind="introduction").values_list("person_id", flat=True))
    assert kinds == {ana, jo}
    with pytest.raises(Conflict):
        introduction_steps.said(owner, introduction_id=number, answer="no", whom="second")
    letters.take_back(owner, draft_id=both)
    assert status(owner, number) == ("both-agreed", "introduce")
    assert not Touchpoint.objects.filter(kind="introduction").exists()


def test_the_kind_word_after_a_no_names_nobody(owner: User, ana: int, jo: int) -> None:
    number = introductions.begin_connection(owner, first_id=ana, second_id=jo, why="Pricing").id
    introduction_steps.said(owner, introduction_id=number, answer="yes")
    introduction_steps.said(owner, introduction_id=number, answer="no", whom="second")
    shown = introduction_letters.start_letter(owner, introduction_id=number)
    assert shown.draft.person.id == ana and "Jo" not in shown.draft.text + shown.draft.subject
    letters.mark_sent(owner, draft_id=shown.draft.id)
    assert status(owner, number) == ("one-declined", "done")


def test_an_answer_means_yes_or_no_only_where_the_letter_asked(owner: User, ana: int) -> None:
    offer = letters.draft_letter(
        owner, kind="offer", person_id=ana, slots={"offer": "I can send you my notes."}
    )
    letters.mark_sent(owner, draft_id=offer.draft.id)
    with pytest.raises(Conflict):
        letter_replies.note_reply(owner, draft_id=offer.draft.id, said="yes")


def refused(owner: User, draft_id: int) -> bool:
    """Whether no way out is open: by mail, by hand, as a file, in the mail program to both."""
    for way in (letters.send_letter, letters.mark_sent, letters.letter_eml):
        try:
            way(owner, draft_id=draft_id)
        except Problem:
            continue
        return False
    shown = letters.letter(owner, draft_id=draft_id)
    mailto = letters.letter_mailto(owner, draft_id=draft_id)
    return bool(shown.held_back) and len(shown.recipients) < 2 and "," not in mailto.partition("?")[0]


@pytest.mark.parametrize(
    "answers", [(), (("first", "yes"),), (("second", "yes"),), (("first", "yes"), ("second", "no"))]
)
def test_what_a_letter_says_of_consents_counts_for_nothing(
    owner: User, ana: int, jo: int, answers: tuple[tuple[str, str], ...]
) -> None:
    number = introductions.begin_connection(owner, first_id=ana, second_id=jo, why="Pricing").id
    for whom, said in answers:
        introduction_steps.said(owner, introduction_id=number, answer=said, whom=whom)
    for one, other in (
        (ana, "Jo Kim"),
        (jo, "Ana Ruiz"),
        (ana, "jo"),
        (ana, f"#{jo}"),
        (jo, "ana@example.org"),
    ):
        made = letters.draft_letter(
            owner, kind="introduction", person_id=one, slots={"second": other, **SAID, **YES}
        )
        letters.write_letter(owner, draft_id=made.draft.id, slots={"why": "Ana hires, Jo teaches"})
        assert refused(owner, made.draft.id), (one, other)
        letters.write_letter(
            owner, draft_id=made.draft.id, text="You two should really meet, and soon, I think."
        )
        assert refused(owner, made.draft.id), (one, other)
    assert not OutboxItem.objects.exists() and not Touchpoint.objects.exists()


def test_a_consent_holds_for_the_one_who_gave_it(owner: User, ana: int, jo: int) -> None:
    make_friend(owner, "Kim Stone")
    number = introductions.begin_connection(owner, first_id=ana, second_id=jo, why="Pricing").id
    for whom in ("first", "second"):
        introduction_steps.said(owner, introduction_id=number, answer="yes", whom=whom)
    draft_id = begin(owner, number, **SAID)
    for name in ("Kim Stone", "Kim", "", "Nobody Known"):
        letters.write_letter(owner, draft_id=draft_id, slots={"second": name, **YES})
        assert refused(owner, draft_id), name
    letters.write_letter(owner, draft_id=draft_id, slots={"second": "Jo"})
    assert letters.letter(owner, draft_id=draft_id).recipients == ("ana@example.org", "jo@example.org")
    people.change_person(owner, person_id=jo, name="Johanna Park", nickname="")
    assert refused(owner, draft_id)


def test_what_was_agreed_in_one_tab_and_withdrawn_in_another(owner: User, ana: int, jo: int) -> None:
    number = introductions.begin_connection(owner, first_id=ana, second_id=jo, why="Pricing").id
    for whom in ("first", "second"):
        introduction_steps.said(owner, introduction_id=number, answer="yes", whom=whom)
    draft_id = begin(owner, number, **SAID)
    assert letters.letter(owner, draft_id=draft_id).is_ready
    introduction_steps.undo(owner, introduction_id=number)
    assert refused(owner, draft_id)
    introduction_steps.said(owner, introduction_id=number, answer="no", whom="second")
    letters.write_letter(owner, draft_id=draft_id, slots=YES)
    assert refused(owner, draft_id)


def test_without_an_introduction_a_yes_goes_with_the_name_it_was_said_for(
    owner: User, ana: int, jo: int
) -> None:
    make_friend(owner, "Kim Stone")
    slots = {"second": "Jo Kim", "why": "Ana hires, Jo teaches", **SAID, **YES}
    draft_id = letters.draft_letter(owner, kind="introduction", person_id=ana, slots=slots).draft.id
    assert len(letters.letter(owner, draft_id=draft_id).recipients) == 2
    letters.write_letter(owner, draft_id=draft_id, slots={"second": "jo kim", **YES})
    assert len(letters.letter(owner, draft_id=draft_id).recipients) == 2
    letters.write_letter(owner, draft_id=draft_id, slots={"second": "Kim Stone", **YES})
    assert refused(owner, draft_id)


def test_a_letter_to_both_that_was_begun_elsewhere_moves_their_introduction(
    owner: User, ana: int, jo: int
) -> None:
    number = introductions.begin_connection(owner, first_id=jo, second_id=ana, why="Pricing").id
    for whom in ("first", "second"):
        introduction_steps.said(owner, introduction_id=number, answer="yes", whom=whom)
    slots = {"second": "Jo Kim", "why": "Ana hires, Jo teaches", **SAID}
    draft_id = letters.draft_letter(owner, kind="introduction", person_id=ana, slots=slots).draft.id
    letters.send_letter(owner, draft_id=draft_id)
    assert status(owner, number) == ("introduced", "see")


def test_no_letter_where_none_is_next(owner: User, ana: int) -> None:
    number = introductions.begin_request(owner, bridge_id=ana, target_name="Kim").id
    introduction_steps.asked(owner, introduction_id=number)
    with pytest.raises(Conflict):
        introduction_letters.start_letter(owner, introduction_id=number)
    with pytest.raises(Invalid):
        letter_replies.note_reply(owner, draft_id=1, said="perhaps")
