"""The tables of docs/rules/incoming-mail.md."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mentorpanel.domain.incoming_facts import (
    Correspondent,
    InvitedSession,
    MailFacts,
    SentMail,
    Told,
)
from mentorpanel.domain.incoming_mail import (
    CalendarMessage,
    IncomingMail,
    Invitee,
    MailPerson,
    Unreadable,
)
from mentorpanel.domain.incoming_rules import meaning_of, to_park
from tests.rule_tables import rows

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=BERLIN)
SENT = NOW.replace(hour=11)
ADDRESSES = {
    "me": "me@example.org",
    "ana": "ana@example.org",
    "ana-home": "ana@home.example",
    "ben": "ben@example.org",
    "cy": "cy@example.org",
    "dan": "dan@example.org",
    "stranger": "who@elsewhere.example",
    "server": "mailer-daemon@example.net",
}
ANA = Correspondent(1, "Ana Ruiz", frozenset({ADDRESSES["ana"], ADDRESSES["ana-home"]}))
BEN = Correspondent(2, "Ben Okri", frozenset({ADDRESSES["ben"]}), keeps_text=True)
CY = Correspondent(3, "Cy Long", frozenset({ADDRESSES["cy"]}), is_on_panel=False)
DAN = Correspondent(4, "Dan Roe", frozenset({ADDRESSES["dan"]}), do_not_contact=True)
NAMES = {"ana": 1, "ben": 2}
THURSDAY = datetime(2026, 3, 5, 9, 0, tzinfo=BERLIN)
TO_ANA = frozenset({ADDRESSES["ana"]})
ONCE = (Told(0, THURSDAY, TO_ANA),)
SESSIONS = {
    "thu": InvitedSession(
        7, ANA, THURSDAY, True, (Told(1, THURSDAY - timedelta(days=1), TO_ANA), Told(2, THURSDAY, TO_ANA))
    ),
    "off": InvitedSession(8, ANA, THURSDAY, False, ONCE),
    "new": InvitedSession(9, ANA, THURSDAY, True),
    "said": InvitedSession(10, ANA, THURSDAY, True, ONCE, last_word_at=NOW.replace(hour=11, minute=30)),
    "often": InvitedSession(11, ANA, THURSDAY, True, ONCE, proposals_in_a_day=5),
}
LETTER = SentMail(ANA, 21, outbox_id=31, subject="A question", sent_at=NOW - timedelta(days=1))
MAILS = {
    "<letter@x>": LETTER,
    "<answered@x>": replace(LETTER, is_answered=True),
    "<invitation@x>": SentMail(ANA, session_id=7, outbox_id=32, sent_at=NOW, session_starts_at=THURSDAY),
}
FACTS = MailFacts(
    now=NOW,
    zone=BERLIN,
    received_at=NOW,
    mine=frozenset({ADDRESSES["me"]}),
    people={key: (one,) for one in (ANA, BEN, CY, DAN) for key in one.addresses},
    sessions=SESSIONS,
    sent=MAILS,
    by_hand=frozenset({(1, NOW.date(), "by hand")}),
)


def person(name: str) -> MailPerson:
    return MailPerson(name, ADDRESSES[name])


def a_mail(sender: str, to: str = "me", **fields: object) -> IncomingMail:
    plain = IncomingMail(
        message_id="<one@x>",
        sender=person(sender) if sender in ADDRESSES else None,
        to=tuple(person(one) for one in to.split()),
        cc=(),
        delivered_to=(),
        subject="Hello",
        sent_at=SENT,
        in_reply_to="",
        references=(),
        is_bulk=False,
        is_automatic=False,
        is_bounce=False,
        text="Some words.\n\n> quoted",
        reply="Some words.",
        calendar=(),
    )
    return replace(plain, **fields)


def proposed(text: str) -> datetime | None:
    if text == "-":
        return None
    if text.endswith("all day"):
        return datetime.fromisoformat(text.split()[0]).replace(tzinfo=UTC)
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize("row", rows("incoming-mail", "Answers to invitations"))
def test_answers_to_invitations(row: dict[str, str]) -> None:
    said = "" if row["says"] == "-" else row["says"]
    message = CalendarMessage(
        method=row["method"],
        uid=row["session"],
        sequence=int(row["number"]),
        invitees=() if row["attendee"] == "-" else (Invitee(person(row["attendee"]), said),),
        starts_at=proposed(row["proposes"]),
        is_all_day=row["proposes"].endswith("all day"),
        comment="On a train until ten.",
    )
    meaning = meaning_of(a_mail(row["from"], calendar=(message,), is_automatic=row["from"] == "ana"), FACTS)
    assert (meaning.outcome, row["reason"] in meaning.reason) == (row["outcome"], True), meaning.reason
    assert meaning.contacts == ()
    assert (meaning.said is not None) == (row["outcome"] in ("accepted", "declined", "tentative", "proposed"))
    if meaning.said is not None:
        assert "On a train until ten." in meaning.said.text and meaning.said.for_starts_at == THURSDAY
        assert (meaning.said.starts_at == proposed(row["proposes"])) == (row["method"] != "REQUEST")


KINDS: dict[str, dict[str, object]] = {
    "-": {},
    "newsletter": {"is_bulk": True},
    "out of office": {"is_automatic": True},
    "answers letter": {"in_reply_to": "<letter@x>"},
    "answers letter again": {"references": ("<other@x>", "<answered@x>")},
    "answers invitation": {"in_reply_to": "<invitation@x>"},
    "broken calendar": {"calendar": (Unreadable("No end of an event."),)},
    "bounce of letter": {"is_bounce": True, "references": ("<letter@x>",)},
    "bounce of another": {"is_bounce": True, "references": ("<elsewhere@x>",)},
    "bounce of answered": {"is_bounce": True, "references": ("<answered@x>",)},
    "our own letter": {"message_id": "<letter@x>"},
    "sent by hand": {"subject": "By hand"},
    "forwards ana": {"forwarded": person("ana"), "forwarded_at": SENT - timedelta(days=2)},
    "forwards stranger": {"forwarded": person("stranger")},
    "park": {"subject": "Park: pricing"},
}


@pytest.mark.parametrize("row", rows("incoming-mail", "Other mails"))
def test_other_mails(row: dict[str, str]) -> None:
    meaning = meaning_of(a_mail(row["from"], row["to"], **KINDS[row["what"]]), FACTS)
    assert (meaning.outcome, row["reason"] in meaning.reason) == (row["outcome"], True), meaning.reason
    assert meaning.is_kept == (row["kept"] == "yes")
    names = {number: name for name, number in NAMES.items()}
    noted = [f"{one.direction.split('-')[1]} {names[one.person_id]}" for one in meaning.contacts]
    assert ", ".join(noted) == row["with"].replace("-", "")
    for one in meaning.contacts:
        assert one.text == ("Hello\nSome words." if one.person_id == 2 else "")
        assert one.at == (SENT - timedelta(days=2) if row["what"] == "forwards ana" else SENT)


@pytest.mark.parametrize("row", rows("incoming-mail", "Subjects that park"))
def test_subjects_that_park(row: dict[str, str]) -> None:
    cells = {name: "" if text == "-" else text for name, text in row.items()}
    found = to_park(cells["subject"], cells["first lines"])
    if not cells["parks"]:
        assert found is None
    else:
        assert found is not None
        assert (found.text, found.for_name) == (cells["parks"].replace(" / ", "\n\n"), cells["for"])


def test_words_of_an_answer_go_beside_the_session_where_they_may_be_kept() -> None:
    """A note on the session is their words; without leave there is a contact and no word of it."""
    open_ana = replace(ANA, keeps_text=True)
    sent = {"<invitation@x>": replace(MAILS["<invitation@x>"], person=open_ana)}
    answer = a_mail("ana", in_reply_to="<invitation@x>")
    said = meaning_of(answer, replace(FACTS, sent=sent, people={ADDRESSES["ana"]: (open_ana,)})).said
    assert said is not None
    assert (said.kind, said.text, said.for_starts_at) == ("note", "Some words.", THURSDAY)
    assert meaning_of(answer, FACTS).said is None


@pytest.mark.parametrize("said", [None, datetime(1979, 1, 1, tzinfo=UTC), NOW + timedelta(days=3000)])
def test_a_date_that_cannot_be_is_the_day_it_came_in(said: datetime | None) -> None:
    meaning = meaning_of(a_mail("ana", sent_at=said), replace(FACTS, received_at=SENT))
    assert meaning.at == SENT


def test_an_address_of_two_people_is_nobodys() -> None:
    both = {ADDRESSES["ana"]: (ANA, BEN)}
    meaning = meaning_of(a_mail("ana"), replace(FACTS, people=both))
    assert (meaning.outcome, meaning.contacts) == ("noted", ())
    assert "have the same address" in meaning.reason
