"""What a mail that came in does: answers, contacts, parked items, bounces; each once, and taken back whole."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from mentorpanel.domain.incoming_mail import CalendarMessage, IncomingMail, Invitee, MailPerson
from mentorpanel.domain.problems import Conflict, NotFound
from mentorpanel.storage import mentor_pages as mentor_page_rows
from mentorpanel.storage.models import (
    ContactPoint,
    Draft,
    Invitation,
    MentorReply,
    OutboxItem,
    ParkedItem,
    ReceivedMail,
    Session,
    Touchpoint,
    User,
)
from mentorpanel.usecases import (
    incoming,
    invitations,
    letter_mail,
    letter_sending,
    letters,
    mentor_pages,
    mentor_replies,
    parking,
    people,
    profiles,
    sessions,
    today,
    touchpoints,
)
from mentorpanel.worker import steps
from tests.mail_servers import Inbox, serving

NOW = datetime(2026, 3, 23, 10, tzinfo=UTC)
FRIDAY = datetime(2026, 3, 27, 8, tzinfo=UTC)
OFFER = "I will introduce you to Jo Kim, who led three migrations like yours, and write to her on Monday."
ME, ANA, BEN = "dana@x.example", "ana@x.example", "ben@x.example"


@pytest.fixture(autouse=True)
def moment() -> Any:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def ana(owner: User) -> int:
    profiles.change_profile(owner, name="Dana Lund", mail_address=ME, time_zone="Europe/Berlin")
    return people.add_person(owner, name="Ana Ruiz", email=ANA, stage="formal-mentor").id


@pytest.fixture
def session(owner: User, ana: int, settings: Any) -> int:
    """Friday 27 March 2026, 9:00 in Berlin, to which Ana has an invitation."""
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    made = sessions.schedule_once(owner, person_id=ana, on=date(2026, 3, 27), at=time(9))
    invitations.send_invitation(owner, session_id=made.id)
    deliver(settings)
    return made.id


def deliver(settings: Any) -> None:
    with serving(Inbox()) as settings.SMTP_URL:
        while steps.deliver_one("here/worker-0"):
            pass


def mail(sender: str = ANA, to: str = ME, number: int = 1, **fields: Any) -> IncomingMail:
    plain = IncomingMail(
        message_id=f"<{number}@x.example>",
        sender=MailPerson("", sender),
        to=tuple(MailPerson("", one) for one in to.split()),
        cc=(),
        delivered_to=(),
        subject="xsubjectx",
        sent_at=NOW - timedelta(hours=1),
        in_reply_to="",
        references=(),
        is_bulk=False,
        is_automatic=False,
        is_bounce=False,
        text="xwordsx",
        reply="xwordsx",
        calendar=(),
    )
    return replace(plain, **fields)


def answer(session_id: int, says: str = "ACCEPTED", number: int = 1, **fields: Any) -> IncomingMail:
    """A calendar's answer; ``to`` proposes another time."""
    row = Session.objects.get(pk=session_id)
    starts_at = fields.pop("starts_at", None)
    message = CalendarMessage(
        method="COUNTER" if starts_at else "REPLY",
        uid=row.uid,
        sequence=fields.pop("sequence", row.sequence),
        invitees=(Invitee(MailPerson("Ana", fields.pop("attendee", ANA)), says),),
        starts_at=starts_at or row.starts_at,
        comment=fields.pop("comment", ""),
    )
    return mail(number=number, calendar=(message,), **fields)


def take(owner: User, one: IncomingMail, how: str = "mailbox") -> incoming.Taken:
    return incoming.take(owner, one, how=how)


def touches(owner: User, person_id: int) -> list[tuple[str, str, date, str]]:
    rows = touchpoints.timeline(owner, person_id=person_id).results
    return [(one.kind, one.direction, one.on, one.summary) for one in rows if one.source == "mail"]


def nothing_of_it_is_left(owner: User) -> None:
    assert not MentorReply.objects.filter(owner=owner, source="mail").exists()
    assert not Touchpoint.objects.filter(owner=owner, source_key__startswith="mail-").exists()
    assert not ParkedItem.objects.filter(owner=owner).exists()


@pytest.mark.parametrize(
    ("says", "kind", "cards"),
    [("ACCEPTED", "accept", 0), ("TENTATIVE", "tentative", 0), ("DECLINED", "decline", 1)],
)
def test_an_answer_in_their_calendar_counts_as_one_on_their_page(
    owner: User, session: int, says: str, kind: str, cards: int
) -> None:
    taken = take(owner, answer(session, says, comment="Back on Monday."))
    (reply,) = mentor_replies.replies_of(owner, session_id=session)
    assert (reply.kind, reply.source, reply.text, reply.for_starts_at) == (
        kind,
        "mail",
        "Back on Monday.",
        FRIDAY,
    )
    found = today.today_page(owner).picked
    assert len([one for one in found.coming_up if one.kind == "reply"]) == cards
    assert take(owner, answer(session, says)) == incoming.Taken(
        taken.outcome, taken.reason, taken.id, is_new=False
    )
    assert len(mentor_replies.replies_of(owner, session_id=session)) == 1
    incoming.take_back(owner, mail_id=taken.id or 0)
    nothing_of_it_is_left(owner)
    with pytest.raises(Conflict, match="already"):
        incoming.take_back(owner, mail_id=taken.id or 0)
    assert not take(owner, answer(session, says)).is_new
    nothing_of_it_is_left(owner)
    assert take(owner, answer(session, says), how="file").is_new
    assert len(mentor_replies.replies_of(owner, session_id=session)) == 1


def test_a_counter_proposal_is_accepted_and_the_new_time_goes_with_a_higher_sequence(
    owner: User, session: int
) -> None:
    """The updated invitation is offered as after any move; a late yes to the old time changes nothing."""
    then = datetime(2026, 3, 30, 8, tzinfo=UTC)
    take(owner, answer(session, starts_at=then, comment="Monday is calmer."))
    (card,) = [one for one in today.today_page(owner).picked.coming_up if one.kind == "reply"]
    assert card.title == "Ana Ruiz proposes Monday 30 March, 10:00" and "Monday is calmer." in card.why
    (reply,) = mentor_replies.replies_of(owner, session_id=session)
    moved = mentor_replies.accept_proposal(owner, reply_id=reply.id)
    assert moved.starts_at == then
    shown = invitations.invitation(owner, session_id=session)
    assert shown.state.ask == "Send the new time?"
    invitations.send_invitation(owner, session_id=session)
    assert list(Invitation.objects.order_by("id").values_list("sequence", flat=True)) == [0, 1]
    late = take(owner, answer(session, "DECLINED", number=2, sequence=0))
    assert late.outcome == "noted" and "earlier" in late.reason
    assert take(owner, answer(session, number=3, sequence=2)).outcome == "refused"
    assert take(owner, answer(session, number=4, sequence=1)).outcome == "accepted"
    assert sessions.session(owner, session_id=session).starts_at == then


def test_the_newest_of_many_proposals_waits_and_no_more_than_five_a_day_are_taken(
    owner: User, session: int, moment: Any
) -> None:
    outcomes = []
    for number in range(8):
        then = FRIDAY + timedelta(days=3, hours=number)
        outcomes.append(take(owner, answer(session, number=number + 1, starts_at=then)).outcome)
        moment.shift(60)
    assert outcomes == ["proposed"] * 5 + ["refused"] * 3
    open_ones = [
        one for one in mentor_replies.replies_of(owner, session_id=session) if one.settled_at is None
    ]
    assert [one.starts_at for one in open_ones] == [FRIDAY + timedelta(days=3, hours=4)]
    cards = [one for one in today.today_page(owner).picked.coming_up if one.kind in ("reply", "received")]
    assert len(cards) == 2
    moment.shift(timedelta(days=1, hours=1))
    now = datetime.now(UTC)
    assert (
        take(owner, answer(session, number=20, starts_at=FRIDAY + timedelta(days=4), sent_at=now)).outcome
        == "proposed"
    )


def test_taking_back_a_proposal_lets_the_one_before_wait_again(owner: User, session: int) -> None:
    take(owner, answer(session, "DECLINED"))
    second = take(owner, answer(session, number=2, starts_at=FRIDAY + timedelta(days=4)))
    assert [one.kind for one in _open(owner, session)] == ["propose"]
    incoming.take_back(owner, mail_id=second.id or 0)
    assert [one.kind for one in _open(owner, session)] == ["decline"]


def _open(owner: User, session_id: int) -> list[Any]:
    return [one for one in mentor_replies.replies_of(owner, session_id=session_id) if not one.settled_at]


@pytest.mark.parametrize("sender", [BEN, "who@elsewhere.example"])
def test_a_forged_answer_changes_nothing_and_is_said(
    owner: User, session: int, ana: int, sender: str
) -> None:
    people.add_person(owner, name="Ben Okri", email=BEN, stage="mentor")
    forged = answer(session, "DECLINED", sender=sender)
    taken = take(owner, forged)
    assert taken.outcome == "refused" and sender in taken.reason
    assert mentor_replies.replies_of(owner, session_id=session) == ()
    (card,) = [one for one in today.today_page(owner).picked.coming_up if one.kind == "received"]
    assert card.title == "An answer for Ana Ruiz was not taken" and sender in card.why
    with pytest.raises(Conflict, match="nothing to take back"):
        incoming.take_back(owner, mail_id=taken.id or 0)
    people.add_contact_point(owner, person_id=ana, kind="email", value="who@elsewhere.example")
    again = take(owner, forged)
    assert again.outcome == ("declined" if sender != BEN else "refused")
    assert again.id == taken.id


def test_no_word_of_a_mail_is_kept_unless_that_was_allowed(owner: User, ana: int) -> None:
    take(owner, mail())
    assert touches(owner, ana) == [("email", "from-them", NOW.date(), "")]
    words = [str(value) for row in ReceivedMail.objects.values() for value in row.values()]
    assert not any("xwordsx" in word or "xsubjectx" in word for word in words)
    people.change_person(owner, person_id=ana, keeps_mail_text=True)
    take(owner, mail(number=2))
    assert touches(owner, ana)[0][3] == "xsubjectx\nxwordsx"


def test_strangers_and_people_without_a_stage_leave_no_row(owner: User, ana: int) -> None:
    people.add_person(owner, name="Cy Long", email="cy@x.example")
    for number, sender in enumerate(("who@elsewhere.example", "cy@x.example")):
        assert take(owner, mail(sender, number=number)).id is None
    take(owner, mail(ME, to="who@elsewhere.example", number=9))
    assert ReceivedMail.objects.count() == 0
    nothing_of_it_is_left(owner)


def test_what_i_write_is_noted_once_for_each_reader(owner: User, ana: int) -> None:
    ben = people.add_person(owner, name="Ben Okri", email=BEN, stage="mentor").id
    sent = mail(ME, to=f"{ANA} who@elsewhere.example", cc=(MailPerson("", BEN), MailPerson("", ANA)))
    taken = take(owner, sent)
    assert taken.reason == "You wrote to Ana Ruiz, Ben Okri."
    assert not take(owner, sent, how="file").is_new
    assert [touches(owner, one) for one in (ana, ben)] == [[("email", "from-me", NOW.date(), "")]] * 2
    incoming.take_back(owner, mail_id=taken.id or 0)
    assert touches(owner, ana) == touches(owner, ben) == []


def test_the_same_mail_without_a_message_id_counts_once(owner: User, ana: int) -> None:
    for _ in range(2):
        take(owner, mail(message_id=""))
    assert len(touches(owner, ana)) == 1
    take(owner, mail(message_id="", text="Something else."))
    assert len(touches(owner, ana)) == 2


def test_an_answer_to_a_letter_moves_its_path(owner: User, ana: int, settings: Any) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    letter = letters.draft_letter(owner, kind="offer", person_id=ana)
    made = letters.write_letter(owner, draft_id=letter.draft.id, text=OFFER, subject="An offer")
    letter_sending.send_letter(owner, draft_id=made.draft.id)
    message_id = OutboxItem.objects.get(draft_id=made.draft.id).message_id
    first = take(owner, mail(in_reply_to=message_id, sent_at=NOW))
    assert first.outcome == "answered" and first.reason == "Ana answered “An offer”."
    assert Draft.objects.get(pk=made.draft.id).answered_on == NOW.date()
    second = take(owner, mail(number=2, references=(message_id,), sent_at=NOW))
    assert second.outcome == "contact"
    assert Draft.objects.get(pk=made.draft.id).answered_on == NOW.date()
    incoming.take_back(owner, mail_id=first.id or 0)
    assert Draft.objects.get(pk=made.draft.id).answered_on is None


def test_an_answer_to_a_letter_sent_from_my_own_mail_program_is_known_too(owner: User, ana: int) -> None:
    letter = letters.draft_letter(owner, kind="offer", person_id=ana)
    letters.write_letter(owner, draft_id=letter.draft.id, text=OFFER, subject="An offer")
    letter_sending.mark_sent(owner, draft_id=letter.draft.id)
    copy = take(owner, mail(ME, to=ANA, subject="An offer", sent_at=NOW))
    assert copy.outcome == "noted" and "counts already" in copy.reason
    name = letter_mail.own_message_id(owner, draft_id=letter.draft.id, sender=ME)
    assert take(owner, mail(number=2, in_reply_to=name, sent_at=NOW)).outcome == "answered"


def test_a_letter_that_comes_back_has_failed_and_can_have_arrived_after_all(
    owner: User, session: int
) -> None:
    (sent,) = OutboxItem.objects.all()
    taken = take(owner, mail("mailer-daemon@x.example", is_bounce=True, references=(sent.message_id,)))
    assert taken.outcome == "bounced"
    assert Invitation.objects.get().state == OutboxItem.objects.get().status == "failed"
    assert ContactPoint.objects.get(value=ANA).failed_at is not None
    assert invitations.invitation(owner, session_id=session).state.ask == "Send the invitation?"
    twice = take(owner, mail("x@x.example", is_bounce=True, references=(sent.message_id,), number=2))
    assert twice.outcome == "noted"
    incoming.take_back(owner, mail_id=taken.id or 0)
    assert Invitation.objects.get().state == OutboxItem.objects.get().status == "sent"
    assert ContactPoint.objects.get(value=ANA).failed_at is None


def test_a_question_mailed_to_myself_is_parked_for_its_mentor(owner: User, ana: int) -> None:
    taken = take(owner, mail(ME, to=ME, subject="park for Ana: How do I say no?", reply="To a good idea."))
    (item,) = parking.parked_items(owner).results
    assert (item.text, item.person.id if item.person else 0) == ("How do I say no?\n\nTo a good idea.", ana)
    incoming.take_back(owner, mail_id=taken.id or 0)
    nothing_of_it_is_left(owner)
    take(owner, mail(ME, to=ME, number=2, reply="", subject="Park: pricing --for Zoe"))
    (item,) = parking.parked_items(owner).results
    assert (item.text, item.person, item.asked_name) == ("pricing", None, "Zoe")


def test_a_mail_reaches_no_row_of_another_owner(owner: User, other_owner: User, session: int) -> None:
    """Their copy of the same UID, Message-ID and address is another world."""
    profiles.change_profile(other_owner, name="Oli", mail_address="oli@x.example")
    theirs = people.add_person(other_owner, name="Ana R", email=ANA, stage="mentor").id
    message_id = OutboxItem.objects.get().message_id
    refused = take(other_owner, answer(session, in_reply_to=message_id))
    assert refused.outcome == "refused" and "not to one of your sessions" in refused.reason
    assert MentorReply.objects.count() == 0
    contact = take(other_owner, mail(number=2, in_reply_to=message_id))
    assert contact.outcome == "contact" and len(touches(other_owner, theirs)) == 1
    with pytest.raises(NotFound):
        incoming.take_back(owner, mail_id=contact.id or 0)
    assert ReceivedMail.objects.filter(owner=owner).count() == 0
    assert take(owner, answer(session, in_reply_to=message_id)).outcome == "accepted"


def test_what_cannot_be_done_is_refused_with_its_reason_and_leaves_nothing(
    owner: User, session: int, ana: int
) -> None:
    people.trash_person(owner, person_id=ana)
    assert take(owner, mail()).outcome == "ignored"
    refused = take(owner, answer(session, number=2))
    assert refused.outcome == "refused" and "in the trash" in refused.reason
    nothing_of_it_is_left(owner)
    people.restore_person(owner, person_id=ana)
    assert take(owner, answer(session, number=2)).outcome == "accepted"


def test_what_came_by_mail_stands_on_no_page_and_uses_up_none_of_its_messages(
    owner: User, session: int, ana: int
) -> None:
    """Their mail is between the two of them; the page shows only where their answer about the time stands."""
    people.change_person(owner, person_id=ana, keeps_mail_text=True)
    message_id = OutboxItem.objects.get().message_id
    for number in range(25):
        take(owner, mail(number=number + 100, in_reply_to=message_id))
    take(owner, answer(session, "TENTATIVE", comment="A word to Dana."))
    view = mentor_pages.page_view(owner, session_id=session)
    assert view.answer == "tentative"
    assert [one.kind for one in view.replies] == ["tentative"]
    assert mentor_page_rows.replies_since(owner, session_id=session, since=NOW - timedelta(days=2)) == 0
    assert len(mentor_replies.replies_of(owner, session_id=session)) == 26
