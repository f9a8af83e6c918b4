"""Marked text in every private column: none of it is in anything that leaves for a mentor.

A new text column is private until it is listed here as one that a mentor may read.
"""

import base64
import email
import re
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.test import Client

from mentorpanel.domain.calendar_server import CalendarFound
from mentorpanel.domain.letters.examples import EXAMPLES
from mentorpanel.domain.letters.kinds import KINDS
from mentorpanel.storage.models import (
    CalendarAccount,
    Commitment,
    ContactPoint,
    Draft,
    FocusArea,
    Goal,
    JournalEntry,
    Milestone,
    OutboxItem,
    ParkedItem,
    Person,
    Session,
    User,
)
from mentorpanel.usecases import (
    calendar_rounds,
    calendars,
    feeds,
    invitations,
    letters,
    mentor_links,
    mentor_pages,
    notices,
    profiles,
    sessions,
    updates,
    weeks,
)
from tests.makers import NOON, make_person, make_session
from tests.shared_rows import MARK, rows_of

# What a mentor may read of their own rows; everything else that holds text is private.
READABLE = {
    "Advice.text", "Advice.outcome", "Commitment.text", "FocusArea.text", "Goal.statement", "JournalEntry.text",
    "Milestone.text", "ParkedItem.text", "Person.name", "Person.time_zone", "Profile.name", "Profile.mail_address",
    "Profile.time_zone", "Session.place", "Session.shared_notes", "Session.uid", "ContactPoint.value",
    "User.email", "Draft.subject", "Draft.text", "Draft.slots", "Notice.where", "Notice.impressed", "Notice.question",
    "LetterTemplate.text", "Profile.title", "Profile.organisation", "Update.slots",
    "Invitation.place", "Invitation.subject", "Invitation.text",
    "MentorPage.offer", "MentorReply.text", "Decision.question", "DecisionCriterion.text", "ReviewAnswer.note",
    "Introduction.why", "Introduction.target_name", "Introduction.organisation", "Introduction.outcome",
}  # fmt: skip
# Slugs, keys and bookkeeping that constraints or code read; they hold no words of the owner's.
NOT_WORDS = {
    "DecisionMark.mark", "ReviewAnswer.answer", "ReviewAnswer.question",
    "MentorPage.token_hash", "MentorPage.salt", "MentorReply.kind", "MentorReply.form", "MentorReply.time_zone",
    "Invitation.method", "Invitation.state", "Invitation.sent_how",
    "Advice.status", "Commitment.is_mine", "ContactPoint.kind", "Draft.kind", "Draft.state", "FocusArea.readers",
    "JournalEntry.kind", "OutboxItem.status", "ParkedItem.kind", "ParkedItem.status", "Relationship.stage",
    "Session.status", "Series.time_zone", "Series.rrule", "Touchpoint.kind", "Touchpoint.direction",
    "Touchpoint.source", "Touchpoint.source_key", "Draft.sent_how", "Profile.rule_overrides", "Profile.ladder",
    "Relationship.roles", "User.password", "OutboxItem.dedupe_key", "OutboxItem.message_id", "OutboxItem.recipients",
    "OutboxItem.sender", "OutboxItem.holder", "PersonSummary.unanswered_on", "Person.level", "Profile.level",
    "Session.who_missed", "Goal.ending", "Relationship.monthly_answer", "Evidence.shows", "NeedWeight.phase",
    "NeedWeight.need", "NeedLevel.need", "Notice.kind", "Notice.ending", "LetterTemplate.kind", "ApiToken.scope",
    "ApiToken.token_hash", "IdempotentReply.key", "IdempotentReply.fingerprint", "IdempotentReply.headers",
    "FeedAddress.token_hash", "CalendarAccount.state", "CalendarAccount.holder", "CalendarEntry.kind",
    "CalendarEntry.state", "CalendarEntry.href_hash", "OwnCopy.kind", "OwnCopy.method",
    "MentorReply.source", "ReceivedMail.key", "ReceivedMail.outcome", "ReceivedMail.how",
    "ReceivedMail.settled", "Mailbox.fingerprint", "Mailbox.holder", "ReminderSetting.moments",
    "ReminderSetting.digest_sessions", "ReminderSetting.stop_salt", "ReminderSetting.stop_hash",
    "PushSubscription.endpoint_hash", "PushSubscription.p256dh", "PushSubscription.auth", "PushSubscription.server_key",
    "PushSubscription.digest_sessions", "Push.dedupe_key", "Push.topic", "Push.status", "Push.holder",
    "Want.kind", "Want.source", "Favour.direction", "Favour.kind", "Favour.status", "Favour.answer",
    "Introduction.status", "Introduction.first_said", "Introduction.second_said", "Introduction.reminded_on",
    "IntroductionLetter.step",
}  # fmt: skip
TEXTS = (models.CharField, models.TextField, models.JSONField)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def private_columns() -> list[tuple[type[models.Model], models.Field]]:
    return [
        (model, field)
        for model in apps.get_app_config("storage").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, TEXTS) and f"{model.__name__}.{field.name}" not in READABLE | NOT_WORDS
    ]


def mark_everything() -> None:
    """Write the mark into every private column of every row there is."""
    for model, field in private_columns():
        for row in model._default_manager.all():
            value: Any = (
                [f"{MARK} {field.name}"]
                if isinstance(field, models.JSONField)
                else f"{MARK} {field.name} {row.pk}"
            )
            if isinstance(field, models.JSONField) and isinstance(getattr(row, field.attname), dict):
                value = {"note": MARK}
            if field.name == "principles":
                value = [dict.fromkeys(("key", "name", "about"), MARK)]
            text = value[: field.max_length] if isinstance(value, str) and field.max_length else value
            model._default_manager.filter(pk=row.pk).update(**{field.name: text})


def build(owner: User) -> tuple[int, int, int]:
    """A mentor and another, both with everything; the mentor's next session, and the one that was held."""
    profiles.change_profile(
        owner, name="Maya Lind", mail_address="me@example.org", title="PM", organisation="Org"
    )
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    ben = make_person(owner, "Ben Okri", stage="mentor")
    ContactPoint.objects.create(owner=owner, person_id=ana, kind="email", value="ana@example.org", key="ana")
    Person.objects.update(private_notes="x", need="x", admire="x")
    coming, held = make_session(owner, ana, days=7), make_session(owner, ana, days=-1)
    bens = make_session(owner, ben, days=-2)
    rows_of(owner, ana, "shared", coming, held)
    rows_of(owner, ben, MARK, coming, bens)
    Goal.objects.create(
        owner=owner, statement=f"{MARK} nobody's", starts_on=NOON.date(), due_on=date(2027, 1, 1)
    )
    JournalEntry.objects.create(owner=owner, kind="win", on=NOON.date(), text=f"{MARK} not shared")
    JournalEntry.objects.create(
        owner=owner,
        kind="win",
        on=NOON.date(),
        text=f"{MARK} trashed",
        is_shared_with_all=True,
        deleted_at=NOON,
    )
    FocusArea.objects.create(owner=owner, text=f"{MARK} nobody", readers="nobody")
    ParkedItem.objects.create(
        owner=owner, text=f"{MARK} not planned", kind="question", person_id=ana, parked_at=NOON
    )
    Commitment.objects.create(owner=owner, person_id=ana, text=f"{MARK} dropped", dropped_on=NOON.date())
    return ana, coming, held


def readable_parts(raw: bytes) -> str:
    """All that a mail says: headers, and every part decoded, the calendar file too."""
    message = email.message_from_bytes(raw, _class=EmailMessage)
    parts = [str(message.items())]
    for part in message.walk():
        payload = part.get_payload(decode=True)
        parts.append(payload.decode("utf-8", "replace") if isinstance(payload, bytes) else "")
    return re.sub(r"\r?\n[ \t]", "", "\n".join(parts))


def test_marked_text_in_every_private_column_leaves_with_no_letter(owner: User, settings: Any) -> None:
    settings.SMTP_URL = "smtp://localhost:1"
    ana, coming, held = build(owner)
    mark_everything()
    assert MARK in Person.objects.get(pk=ana).private_notes and MARK in Session.objects.get(pk=held).notes
    made = [
        letters.session_letter(owner, session_id=coming, kind="brief"),
        letters.session_letter(owner, session_id=held, kind="recap"),
        letters.draft_letter(owner, kind="thank-you", person_id=ana),
    ]
    for letter in made:
        assert "shared" in letter.draft.text, letter.kind.slug
        must_not_leak(owner, letter)
    brief = letters.letter(owner, draft_id=made[0].draft.id).draft.text
    for word in ("advice", "outcome", "promise", "win", "focus", "goal", "milestone", "item"):
        assert f"shared {word}" in brief


def test_marked_text_is_nowhere_on_a_mentors_page(owner: User, settings: Any) -> None:
    """The page as anybody with the link gets it, before and after the brief, with its calendar file."""
    settings.PUBLIC_URL = "http://localhost:8000"
    _, coming, held = build(owner)
    for session_id in (coming, held):
        link = mentor_links.make_link(owner, session_id=session_id, offer="shared offer")
        path = link.address.removeprefix("http://localhost:8000")
        found = mentor_pages.open_link(path.split("/")[2])
        assert found.page is not None
        form = mentor_pages.new_form(found.page)
        mentor_pages.say(owner, found.page, form=form, kind="note", text="shared note")
        mark_everything()
        for is_sent in (False, session_id == coming):
            if is_sent:
                letters.session_letter(owner, session_id=session_id, kind="brief")
                Draft.objects.filter(session_id=session_id).update(state="sent")
            answers = [
                Client().get(path),
                Client().get(f"{path}session.ics"),
                Client().post(path, {"kind": "note"}),
            ]
            shown = "".join(one.content.decode() for one in answers)
            assert MARK not in shown and "Okri" not in shown, shown[max(0, shown.find(MARK) - 80) :][:160]
            words = ["offer", "note", "goal", "promise", *(["item"] if session_id == coming else [])]
            assert [word for word in words if f"shared {word}" not in shown] == []


def must_not_leak(owner: User, letter: letters.Letter) -> None:
    """Nothing marked is in the letter, in any form that it takes, nor in its mail where it can go."""
    draft_id = letter.draft.id
    said = [letter.draft.text, letter.draft.subject, *map(str, _values(letters.arrival(owner, shown=letter)))]
    said.append(readable_parts(letters.letter_eml(owner, draft_id=draft_id)))
    if not letter.held_back:
        letters.send_letter(owner, draft_id=draft_id)
        said.append(readable_parts(bytes(OutboxItem.objects.get(draft_id=draft_id).message)))
        assert base64.b64encode(MARK.encode())[:11].decode() not in said[-1]
    for text in said:
        assert "Okri" not in text
        assert MARK not in text, (
            f"{letter.kind.slug}: …{text[max(0, text.find(MARK) - 80) : text.find(MARK) + 60]}…"
        )


def test_no_other_kind_of_letter_says_anything_private(owner: User, settings: Any) -> None:
    settings.SMTP_URL = "smtp://localhost:1"
    ana, _, _ = build(owner)
    for kind in ("talk", "meeting"):
        notices.notice_someone(
            owner,
            person_id=ana,
            kind=kind,
            where="the offsite",
            impressed="You asked who would miss it",
            question="How do you choose what to drop",
            again=True,
        )
    mark_everything()
    jo = make_person(owner, "Jo Kim")
    ContactPoint.objects.create(owner=owner, person_id=jo, kind="email", value="jo@example.org", key="jo")
    Person.objects.filter(pk=jo).update(private_notes=f"{MARK} of Jo", need=f"{MARK} of Jo")
    given = {
        "formal-ask": {"reason": f"{MARK} reason"},
        "introduction-request": {"size": "Twenty minutes on pricing"},
        "introduction": {"second": "Jo Kim", "first_agreed": "yes", "second_agreed": "yes"},
        "closing": {"thanks": "Thank you for two years."},
        "update": {"personal": "Your question is with me still."},
    }
    sent = set()
    for slug in [one for one in KINDS if one not in ("brief", "recap", "thank-you")]:
        made = letters.draft_letter(owner, kind=slug, person_id=ana)
        assert MARK not in str(made.draft.slots), slug
        plain = {name: text for name, text in EXAMPLES[slug].items() if not made.draft.slots.get(name)}
        letter = letters.write_letter(owner, draft_id=made.draft.id, slots={**plain, **given.get(slug, {})})
        must_not_leak(owner, letter)
        sent |= {slug} if not letter.held_back else set()
    assert sent == set(KINDS) - {"brief", "recap", "thank-you"}
    update = next(one for one in letters.letters_to(owner, person_id=ana) if one.kind == "update").text
    assert "shared win" in update and "shared focus" in update


def test_an_update_to_two_says_to_neither_what_is_the_others(owner: User, settings: Any) -> None:
    settings.SMTP_URL = "smtp://localhost:1"
    ana, _, _ = build(owner)
    ben = Person.objects.get(name="Ben Okri").pk
    mark_everything()
    for readers in ([ana, ben], [ana]):
        made = updates.begin_update(owner, person_ids=readers)
        assert MARK not in str(made.slots)
        slots = {"verdict": "All is well", "next": f"{MARK} focus"}
        updates.change_update(owner, update_id=made.id, slots=slots)
        updates.write_lines(owner, update_id=made.id, lines=dict.fromkeys(readers, "For you alone"))
        assert "Ana Ruiz" not in updates.send_ready(owner, update_id=made.id).names
        updates.leave_out(owner, update_id=made.id, person_id=ana)
        updates.change_update(owner, update_id=made.id, slots={"wins": "Two deals"})
        draft = updates.letter_to(owner, update_id=made.id, person_id=ana)
        assert "Two deals" in draft.text
        must_not_leak(owner, letters.letter(owner, draft_id=draft.id))


def test_a_reason_for_moving_and_the_private_notes_stay_here(owner: User) -> None:
    _, coming, held = build(owner)
    sessions.move_session(
        owner, session_id=coming, on=(NOON + timedelta(days=9)).date(), at=NOON.time(), reason=f"{MARK} tired"
    )
    sessions.hold_session(owner, session_id=held, notes=f"{MARK} notes", next_time=(f"{MARK} next",))
    for session, kind in ((coming, "brief"), (held, "recap")):
        assert MARK not in letters.session_letter(owner, session_id=session, kind=kind).draft.text


def test_invitations_new_times_and_cancellations_hold_nothing_private(owner: User, settings: Any) -> None:
    settings.SMTP_URL = "smtp://localhost:1"
    _, coming, _ = build(owner)

    def went() -> None:
        mark_everything()
        shown = invitations.invitation(owner, session_id=coming)
        said = [shown.subject, shown.text, shown.html, shown.outlook, shown.mailto, shown.state.reason]
        said.append(readable_parts(invitations.invitation_eml(owner, session_id=coming)))
        invitations.send_invitation(owner, session_id=coming)
        said.append(readable_parts(bytes(OutboxItem.objects.get(status="waiting").message)))
        OutboxItem.objects.update(status="sent")
        for text in said:
            assert MARK not in text and "Okri" not in text and "shared" not in text
        assert "SUMMARY:Maya Lind and Ana Ruiz" in said[-1]

    went()
    day = (NOON + timedelta(days=9)).date()
    sessions.move_session(owner, session_id=coming, on=day, at=NOON.time(), reason=f"{MARK} tired")
    sessions.change_session(owner, session_id=coming, place="Room Oak", notes=f"{MARK} notes")
    went()
    sessions.cancel_session(owner, session_id=coming, reason=f"{MARK} ill", who="me")
    went()
    assert OutboxItem.objects.count() == 3


@pytest.mark.parametrize("names", [True, False])
def test_a_calendar_feed_holds_nothing_private(owner: User, names: bool) -> None:
    """With names it says with whom, where and what is due; without, not even that."""
    build(owner)
    Commitment.objects.update(text="shared promise", due_on=date(2026, 3, 6))
    Goal.objects.update(statement="shared goal")
    Milestone.objects.update(text="shared milestone", due_on=date(2026, 3, 7))
    Session.objects.update(place="shared place")
    mark_everything()
    feeds.change_options(owner, options=feeds.FeedOptions(shows_names=names))
    weeks.put_in_calendar(owner, is_on=True)
    said = feeds.calendar(owner, base_address="http://localhost").decode()
    text = re.sub(r"\r\n[ \t]", "", said)
    assert "xprivate" not in text.lower()
    known = ["Ana Ruiz", "Ben Okri", "shared promise", "shared goal", "shared milestone", "shared place"]
    assert [word for word in known if word in text] == (known if names else [])
    assert "shared notes" not in text and "shared advice" not in text and "shared item" not in text
    if not names:
        assert "ana" not in text.lower() and "shared" not in text


def test_what_is_written_into_a_calendar_holds_nothing_private(owner: User) -> None:
    build(owner)
    found = [CalendarFound("https://c.example/a/", "work")]
    account = calendars.connect(owner, address="https://c.example/", user="x", password="x", found=found)
    calendars.choose(owner, write_id=account.calendars[0].id, read_ids=[])
    Session.objects.update(place="shared place")
    mark_everything()
    calendars.connect(owner, address="https://c.example/", user="x", password="x", found=found)
    CalendarAccount.objects.update(write_to="https://c.example/a/")
    claimed = calendar_rounds.begin(holder="test", owner=owner)
    assert claimed is not None and len(claimed.job.wanted) > 2
    for entry in claimed.job.wanted:
        text = re.sub(r"\r\n[ \t]", "", entry.data.decode())
        assert not [word for word in (MARK, "Ruiz", "Okri", "shared", "Lind") if word in text], text
        assert MARK not in entry.href


def test_what_is_listed_as_readable_or_as_no_words_is_there() -> None:
    known = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("storage").get_models()
        for field in model._meta.concrete_fields
    }
    assert known >= READABLE | NOT_WORDS


def _values(arrives: Any) -> list[object]:
    return [getattr(arrives, name) for name in arrives.__dataclass_fields__]
