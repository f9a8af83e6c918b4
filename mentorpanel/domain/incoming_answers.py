"""What a calendar answer to one of our invitations means. Examples: docs/rules/incoming-mail.md."""

from datetime import datetime

from mentorpanel.domain.contact_keys import email_key
from mentorpanel.domain.incoming_facts import (
    Correspondent,
    InvitedSession,
    MailFacts,
    Meaning,
    Outcome,
    SaidByMail,
    Told,
)
from mentorpanel.domain.incoming_mail import CalendarMessage, IncomingMail
from mentorpanel.domain.mentor_page import FARTHEST, ReplyKind, shortened_reply
from mentorpanel.domain.wording import one_line
from mentorpanel.domain.words import moment_in_words

ANSWERS = ("REPLY", "COUNTER")
THEIR_OWN = ("REQUEST", "CANCEL", "ADD", "DECLINECOUNTER", "REFRESH")
SAYS = {
    "ACCEPTED": (Outcome.ACCEPTED, ReplyKind.ACCEPT, "will be there"),
    "DECLINED": (Outcome.DECLINED, ReplyKind.DECLINE, "cannot make it"),
    "TENTATIVE": (Outcome.TENTATIVE, ReplyKind.TENTATIVE, "may be there"),
}


def calendar_meaning(mail: IncomingMail, facts: MailFacts) -> Meaning | None:
    """What the mail's calendar part says; None where it has none that is an answer or an invitation.

    An answer counts only if both the mail's sender and the attendee in it are the one who was invited.
    """
    sender = email_key(mail.sender.mail) if mail.sender else ""
    found = [one for one in mail.calendar if isinstance(one, CalendarMessage)]
    found = [one for one in found if one.method in (*ANSWERS, *THEIR_OWN)]
    if not found or sender in facts.mine:
        return None
    ours = next((one for one in found if one.uid in facts.sessions), None)
    if ours is not None:
        return _about_ours(ours, facts.sessions[ours.uid], mail, sender, facts)
    people = facts.on_panel(sender)
    if not people or people[0].do_not_contact:
        return None
    return _about_theirs(found[0], people[0], facts.moment(mail.sent_at))


def _about_theirs(message: CalendarMessage, who: Correspondent, at: datetime) -> Meaning:
    if message.method in ANSWERS:
        why = f"{who.first} answered an invitation that is not to one of your sessions."
        return Meaning(Outcome.REFUSED, why, at, who.person_id)
    what = "called a meeting off" if message.method == "CANCEL" else "sent you an invitation"
    return Meaning(Outcome.NOTED, f"{who.first} {what}; it is a matter of your calendar.", at, who.person_id)


def _about_ours(
    message: CalendarMessage, session: InvitedSession, mail: IncomingMail, sender: str, facts: MailFacts
) -> Meaning:
    who = session.person
    at = facts.moment(mail.sent_at or message.stamped_at)

    def ends(outcome: Outcome, reason: str) -> Meaning:
        return Meaning(outcome, reason, at, who.person_id, session.session_id)

    if who.do_not_contact:
        return ends(Outcome.IGNORED, f"{who.name} is marked as not to be contacted.")
    wrong = _not_from_them(message, session, mail, sender)
    if wrong:
        return ends(Outcome.REFUSED, wrong)
    late = _too_late(message, session, at, facts)
    if late is not None:
        return ends(*late)
    told = session.told[-1]
    if message.method == "REPLY":
        return _reply(message, session, told, at, ends(Outcome.NOTED, ""))
    if message.method == "COUNTER":
        return _counter(message, session, at, facts, ends(Outcome.REFUSED, ""))
    return _changed_by_them(message, session, told, at, ends(Outcome.NOTED, ""))


def _not_from_them(message: CalendarMessage, session: InvitedSession, mail: IncomingMail, sender: str) -> str:
    """Why this is not the word of the one who was invited; empty when it is."""
    theirs = session.person.addresses.union(*(told.addresses for told in session.told))
    name = session.person.name
    if sender not in theirs:
        shown = one_line(mail.sender.mail, at_most=200) if mail.sender else "nobody"
        return (
            f"You invited {name}, but this came from {shown}. Nothing was changed. If it is theirs, add the address "
            "to them and take the mail in again."
        )
    if message.method in ANSWERS and not _attendee(message, theirs):
        return f"The mail came from {name}, but the answer in it is somebody else’s. Nothing was changed."
    return ""


def _attendee(message: CalendarMessage, theirs: frozenset[str]) -> str | None:
    """What the invited person says in it, empty where they say nothing; None where they are not in it."""
    return next((one.answer or "-" for one in message.invitees if email_key(one.who.mail) in theirs), None)


def _too_late(
    message: CalendarMessage, session: InvitedSession, at: datetime, facts: MailFacts
) -> tuple[Outcome, str] | None:
    """Why an answer does not count any more, or cannot be one to what was sent."""
    first = session.person.first
    if not session.told:
        return Outcome.REFUSED, f"You have sent {first} no invitation to this session."
    told = session.told[-1]
    if message.sequence > max(one.sequence for one in session.told):
        return Outcome.REFUSED, f"It answers a later change than any that you sent {first}."
    if message.sequence < told.sequence:
        earlier = next((one for one in session.told if one.sequence == message.sequence), told)
        when = moment_in_words(earlier.starts_at, facts.now, facts.zone)
        return Outcome.NOTED, f"It answers what you sent earlier ({when}); a newer message has gone since."
    if not session.is_to_come:
        return Outcome.NOTED, "That session is over or off, so nothing changes."
    if session.last_word_at is not None and at < session.last_word_at:
        return Outcome.NOTED, f"{first} has said something newer about this time since."
    return None


def _reply(
    message: CalendarMessage, session: InvitedSession, told: Told, at: datetime, base: Meaning
) -> Meaning:
    first = session.person.first
    theirs = session.person.addresses.union(*(one.addresses for one in session.told))
    answer = _attendee(message, theirs) or "-"
    if answer == "DELEGATED":
        why = f"{first} passed the invitation on to somebody else. Ask them, if that was not meant."
        return Meaning(Outcome.REFUSED, why, at, base.person_id, base.session_id)
    if answer not in SAYS:
        why = f"{first} saw the invitation and has not said yes or no."
        return Meaning(Outcome.NOTED, why, at, base.person_id, base.session_id)
    outcome, kind, words = SAYS[answer]
    said = SaidByMail(kind.value, shortened_reply(message.comment), at, told.starts_at)
    return Meaning(outcome, f"{first} {words}.", at, base.person_id, base.session_id, said=said)


def _counter(
    message: CalendarMessage, session: InvitedSession, at: datetime, facts: MailFacts, base: Meaning
) -> Meaning:
    first, starts_at = session.person.first, message.starts_at

    def ends(outcome: Outcome, reason: str) -> Meaning:
        return Meaning(outcome, reason, at, base.person_id, base.session_id)

    if starts_at is None:
        return ends(Outcome.REFUSED, f"{first} proposed another time, but it could not be read. Ask them.")
    if message.is_all_day:
        return ends(Outcome.REFUSED, f"{first} proposed a day without an hour. Ask them which.")
    if starts_at <= facts.now:
        return ends(Outcome.REFUSED, f"{first} proposed a time that is over already.")
    if starts_at > facts.now + FARTHEST:
        return ends(Outcome.REFUSED, f"{first} proposed a time more than a year ahead.")
    if starts_at == session.starts_at:
        return ends(Outcome.NOTED, f"{first} proposed the time that it is planned for.")
    if session.proposals_in_a_day >= facts.most_proposals:
        why = (
            f"{first} has proposed {facts.most_proposals} times within a day; this one was not taken. "
            "Call them, or write."
        )
        return ends(Outcome.REFUSED, why)
    when = moment_in_words(starts_at, facts.now, facts.zone)
    said = SaidByMail(
        ReplyKind.PROPOSE.value, shortened_reply(message.comment), at, session.told[-1].starts_at, starts_at
    )
    why = f"{first} proposes {when}."
    return Meaning(Outcome.PROPOSED, why, at, base.person_id, base.session_id, said=said)


def _changed_by_them(
    message: CalendarMessage, session: InvitedSession, told: Told, at: datetime, base: Meaning
) -> Meaning:
    """They cannot change what is ours; what they tried is a no with a note."""
    first = session.person.first
    is_change = message.method == "REQUEST" and message.starts_at not in (None, told.starts_at)
    if message.method != "CANCEL" and not is_change:
        why = f"{first} sent your invitation back as it was."
        return Meaning(Outcome.NOTED, why, at, base.person_id, base.session_id)
    note = (
        "Called it off in their calendar." if message.method == "CANCEL" else "Changed it in their calendar."
    )
    words = "called the session off" if message.method == "CANCEL" else "sent a changed invitation"
    text = shortened_reply(f"{note} {message.comment}")
    said = SaidByMail(ReplyKind.DECLINE.value, text, at, told.starts_at)
    why = f"{first} {words} by calendar; it counts as a no to the time."
    return Meaning(Outcome.DECLINED, why, at, base.person_id, base.session_id, said=said)
