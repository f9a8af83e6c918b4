"""What a mail that came in means: an answer, a contact, something to park, or nothing. Examples: docs/rules/incoming-mail.md.

The first that fits counts, in the order of ``RULES``. Words of a mail are kept only where the owner wants that for
the person; what they wrote beside an answer to an invitation belongs to the answer.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime

from mentorpanel.domain.contact_keys import email_key
from mentorpanel.domain.facts import Direction
from mentorpanel.domain.incoming_answers import calendar_meaning
from mentorpanel.domain.incoming_facts import (
    Contact,
    Correspondent,
    MailFacts,
    Meaning,
    Outcome,
    SaidByMail,
    SentMail,
    ToPark,
)
from mentorpanel.domain.incoming_mail import IncomingMail, MailPerson, Unreadable
from mentorpanel.domain.mentor_page import ReplyKind, shortened_reply
from mentorpanel.domain.wording import one_line, plain_text

PARKED_LINES = 20
PARKED_CHARACTERS = 2000
KEPT_CHARACTERS = 20_000
_FORWARD = r"(?:\s*(?:fwd?|fw|wg|tr|rv|enc|vs|doorst)\s*:)*"
_PARK = re.compile(
    rf"{_FORWARD}\s*park(?:\s+for\s+(?P<who>[^:]{{1,120}}))?\s*:\s*(?P<text>.*)", re.IGNORECASE | re.DOTALL
)
_FOR = re.compile(r"\s--for(?:=|\s)\s*(?P<who>\S.{0,119})$", re.IGNORECASE)


def meaning_of(mail: IncomingMail, facts: MailFacts) -> Meaning:
    """What the mail means for this owner, with the reason in words."""
    for rule in RULES:
        found = rule(mail, facts)
        if found is not None:
            return found
    return Meaning(
        Outcome.IGNORED, "It is from nobody on your panel.", facts.moment(mail.sent_at), is_kept=False
    )


def is_parking(subject: str) -> bool:
    """Whether a subject asks to park: ``park:`` in any case, also behind a mark of forwarding."""
    return _PARK.match(subject[:1000]) is not None


def to_park(subject: str, text: str) -> ToPark | None:
    """The question in a mail with that subject: its rest, then the first lines below; None where it is no such subject.

    Whom it is for is said as ``park for Priya: …`` or ``park: … --for Priya``.
    """
    found = _PARK.match(subject[:1000])
    if found is None:
        return None
    said, who = one_line(found["text"], at_most=1000), found["who"] or ""
    named = _FOR.search(said)
    if named is not None:
        said, who = said[: named.start()].rstrip(), named["who"]
    below = "\n".join(plain_text(text).splitlines()[:PARKED_LINES])[:PARKED_CHARACTERS].strip()
    return ToPark("\n\n".join(filter(None, (said, below))), one_line(who, at_most=120))


def _bounce(mail: IncomingMail, facts: MailFacts) -> Meaning | None:
    if not mail.is_bounce:
        return None
    at = facts.moment(mail.sent_at)
    ours = _named(mail, facts)
    if ours is None:
        return Meaning(Outcome.IGNORED, "A mail that is none of ours came back.", at, is_kept=False)
    who = ours.person
    if ours.is_answered:
        why = f"A report says that your letter to {who.first} came back, but they have answered it."
        return Meaning(Outcome.NOTED, why, at, who.person_id, ours.session_id, ours)
    if ours.has_failed or ours.outbox_id is None:
        why = f"Your mail to {who.first} came back; that is known already."
        return Meaning(Outcome.NOTED, why, at, who.person_id, ours.session_id, ours)
    why = f"Your mail to {who.first} came back: their mail server would not take it."
    return Meaning(Outcome.BOUNCED, why, at, who.person_id, ours.session_id, ours)


def _from_me(mail: IncomingMail, facts: MailFacts) -> Meaning | None:
    """A mail of the owner's own: something to park, a copy of what they wrote, or one that they forward."""
    if not mail.sender or email_key(mail.sender.mail) not in facts.mine:
        return None
    at = facts.moment(mail.sent_at)
    if mail.message_id and mail.message_id in facts.sent:
        return Meaning(
            Outcome.IGNORED, "It is a copy of what you sent from here; it counts already.", at, is_kept=False
        )
    wanted = to_park(mail.subject, mail.reply)
    if wanted is not None:
        if not wanted.text:
            return Meaning(Outcome.REFUSED, "It says “park:”, but there is nothing in it to park.", at)
        name = f" for {wanted.for_name}" if wanted.for_name else ""
        return Meaning(Outcome.PARKED, f"You mailed it to be parked{name}.", at, parked=wanted)
    readers = _people(facts, (*mail.to, *mail.cc))
    if not readers:
        return _forwarded(mail, facts, at)
    known = facts.by_hand
    day, subject = at.astimezone(facts.zone).date(), mail.subject.strip().casefold()
    new = [one for one in readers if (one.person_id, day, subject) not in known and not one.do_not_contact]
    if not new:
        names = ", ".join(one.name for one in readers)
        return Meaning(Outcome.NOTED, f"You wrote to {names}; that counts already.", at, readers[0].person_id)
    contacts = tuple(Contact(one.person_id, Direction.FROM_ME, at, _kept(mail, one)) for one in new)
    names = ", ".join(one.name for one in new)
    return Meaning(Outcome.CONTACT, f"You wrote to {names}.", at, new[0].person_id, contacts=contacts)


def _forwarded(mail: IncomingMail, facts: MailFacts, at: datetime) -> Meaning:
    """A mail that the owner sent to nobody but Mentorpanel: the one who wrote it counts."""
    if mail.forwarded is None:
        return Meaning(Outcome.IGNORED, "You wrote it, to nobody on your panel.", at, is_kept=False)
    writers = _people(facts, (mail.forwarded,))
    if not writers:
        why = "You forwarded a mail whose writer is not on your panel. Put them there and take it in again."
        return Meaning(Outcome.REFUSED, why, at)
    if len(writers) > 1:
        return _two_of_them(writers, at)
    who, then = writers[0], facts.moment(mail.forwarded_at or mail.sent_at)
    contact = Contact(who.person_id, Direction.FROM_THEM, then, _kept(mail, who, mail.text))
    why = f"You forwarded a mail from {who.first}."
    return Meaning(Outcome.CONTACT, why, then, who.person_id, contacts=(contact,))


def _unwanted(mail: IncomingMail, facts: MailFacts) -> Meaning | None:
    """What people of the panel send that is no contact; what strangers send so ends at the end of the rules."""
    sender = email_key(mail.sender.mail) if mail.sender else ""
    at = facts.moment(mail.sent_at)
    known = facts.people.get(sender, ())
    hushed = next((one for one in known if one.do_not_contact), None)
    if hushed is not None:
        why = f"{hushed.name} is marked as not to be contacted."
        return Meaning(Outcome.IGNORED, why, at, hushed.person_id)
    people = facts.on_panel(sender)
    is_known = bool(people)
    who = people[0].person_id if people else None
    first = people[0].first if people else "a stranger"
    if is_parking(mail.subject):
        why = f"Only your own mails are parked; this one is from {first}."
        return Meaning(Outcome.REFUSED, why, at, who, is_kept=is_known)
    if mail.is_bulk:
        why = f"A newsletter or a list’s mail from {first} is no contact."
        return Meaning(Outcome.IGNORED, why, at, who, is_kept=is_known)
    if mail.is_automatic:
        why = f"A machine answered for {first}: out of office, or the like."
        return Meaning(Outcome.IGNORED, why, at, who, is_kept=is_known)
    return None


def _answer(mail: IncomingMail, facts: MailFacts) -> Meaning | None:
    """A reply to one of our letters or invitations, in words."""
    sender = email_key(mail.sender.mail) if mail.sender else ""
    ours = _named(mail, facts)
    if ours is None or not sender:
        return None
    who, at = ours.person, facts.moment(mail.sent_at)
    if sender not in who.addresses:
        if facts.people.get(sender):
            return None
        shown = one_line(mail.sender.mail, at_most=200) if mail.sender else ""
        why = (
            f"Somebody answered your mail to {who.name} from {shown}. If it is theirs, add the address to them "
            "and take the mail in again."
        )
        return Meaning(Outcome.NOTED, why, at, who.person_id, ours.session_id)
    text = _kept(mail, who)
    said = _note(ours, text, at)
    is_new = ours.draft_id is not None and not ours.is_answered and not ours.has_failed
    if is_new and _is_no_earlier(at, ours.sent_at, facts):
        why = (
            f"{who.first} answered “{ours.subject}”."
            if ours.subject
            else f"{who.first} answered your letter."
        )
        contact = Contact(who.person_id, Direction.FROM_THEM, at, text)
        return Meaning(
            Outcome.ANSWERED, why, at, who.person_id, ours.session_id, ours, said=said, contacts=(contact,)
        )
    contact = Contact(who.person_id, Direction.FROM_THEM, at, text)
    what = "your letter again" if ours.draft_id is not None else "your invitation in words"
    return Meaning(
        Outcome.CONTACT,
        f"{who.first} answered {what}.{_unread(mail)}",
        at,
        who.person_id,
        ours.session_id,
        said=said,
        contacts=(contact,),
    )


def _contact(mail: IncomingMail, facts: MailFacts) -> Meaning | None:
    if mail.sender is None:
        return None
    people, at = _people(facts, (mail.sender,)), facts.moment(mail.sent_at)
    if not people:
        return None
    if len(people) > 1:
        return _two_of_them(people, at)
    who = people[0]
    contact = Contact(who.person_id, Direction.FROM_THEM, at, _kept(mail, who))
    why = f"{who.first} wrote to you.{_unread(mail)}"
    return Meaning(Outcome.CONTACT, why, at, who.person_id, contacts=(contact,))


def _two_of_them(people: list[Correspondent], at: datetime) -> Meaning:
    names = " and ".join(one.name for one in people[:2])
    why = f"{names} have the same address; take it away from one of them and take the mail in again."
    return Meaning(Outcome.NOTED, why, at, people[0].person_id)


def _named(mail: IncomingMail, facts: MailFacts) -> SentMail | None:
    """The newest mail of ours that this one answers or reports on."""
    names = (mail.in_reply_to, *reversed(mail.references))
    return next((facts.sent[name] for name in names if name and name in facts.sent), None)


def _people(facts: MailFacts, addressed: Iterable[MailPerson]) -> list[Correspondent]:
    """Those of the panel among them, each once."""
    found = {person.person_id: person for one in addressed for person in facts.on_panel(email_key(one.mail))}
    return list(found.values())


def _kept(mail: IncomingMail, who: Correspondent, text: str | None = None) -> str:
    """The mail's words, where the owner wants them kept for this person."""
    if not who.keeps_text:
        return ""
    said = mail.reply if text is None else text
    return plain_text(f"{one_line(mail.subject, at_most=300)}\n{said}")[:KEPT_CHARACTERS]


def _note(ours: SentMail, text: str, at: datetime) -> SaidByMail | None:
    """Their words beside the session that the mail of ours was about, where they may be kept."""
    if ours.session_id is None or ours.session_starts_at is None or not text:
        return None
    words = shortened_reply(text.partition("\n")[2] or text)
    return SaidByMail(ReplyKind.NOTE.value, words, at, ours.session_starts_at) if words else None


def _is_no_earlier(at: datetime, sent_at: datetime | None, facts: MailFacts) -> bool:
    return sent_at is not None and at.astimezone(facts.zone).date() >= sent_at.astimezone(facts.zone).date()


def _unread(mail: IncomingMail) -> str:
    """What of the mail was passed over, and why."""
    broken = next((one for one in mail.calendar if isinstance(one, Unreadable)), None)
    return f" Not all of it was read: {broken.reason}" if broken else ""


RULES: tuple[Callable[[IncomingMail, MailFacts], Meaning | None], ...] = (
    _bounce,
    calendar_meaning,
    _from_me,
    _unwanted,
    _answer,
    _contact,
)
