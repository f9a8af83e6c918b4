"""Mails come in, from a mailbox or as files: whose they are, and then what they mean."""

import hashlib
import hmac
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError

from mentorpanel import clock
from mentorpanel.domain.contact_keys import email_key
from mentorpanel.domain.incoming_mail import CalendarMessage, IncomingMail, Unreadable
from mentorpanel.domain.mailbox import MOST_BYTES, MailHead, OpenMailbox
from mentorpanel.domain.problems import Conflict
from mentorpanel.formats.incoming_mail import read_headers, read_mail
from mentorpanel.storage import mailboxes, system
from mentorpanel.storage.mailboxes import MailboxRecord
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import incoming
from mentorpanel.usecases.incoming import FILE, MAILBOX, Taken

log = logging.getLogger("mentorpanel.mail")

A_BATCH: Final = 200
"""Mails whose heads are fetched at once; our judgement: about a megabyte."""
LEASE: Final = timedelta(minutes=10)
FIRST_LOOK_DAYS: Final = 30
LOOKS_BACK: Final = timedelta(days=1)
FIRST_WAIT: Final = timedelta(minutes=2)
LONGEST_WAIT: Final = timedelta(hours=1)
TOO_LARGE: Final = f"The mail is larger than {MOST_BYTES // 1_000_000} MB."
TOKEN_CHARACTERS: Final = 12


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one look at a mailbox came to: mails looked at, mails taken in anew, and how many are left for later."""

    looked_at: int = 0
    taken: int = 0
    left: int = 0


def take_file(owner: User, content: bytes) -> Taken:
    """Take in one mail by hand, for this owner, whoever else it could be for."""
    mail = _read(content)
    if isinstance(mail, Unreadable):
        return Taken("refused", mail.reason)
    return incoming.take(owner, mail, how=FILE)


def take_from_mailbox(content: bytes) -> Taken:
    """Take in one mail for the owner whose it is; nobody's leaves nothing."""
    mail = _read(content)
    return Taken("refused", mail.reason) if isinstance(mail, Unreadable) else _take_for_its_owner(mail)


def take_head(headers: bytes) -> Taken:
    """Take in a mail that is too large to be fetched by its headers alone: who wrote to whom, and when."""
    mail = read_headers(headers)
    if isinstance(mail, Unreadable):
        return Taken("refused", mail.reason)
    return _take_for_its_owner(replace(mail, calendar=(Unreadable(TOO_LARGE),)))


def _take_for_its_owner(mail: IncomingMail) -> Taken:
    owner = owner_of(mail)
    if owner is None:
        return Taken("ignored", "It is for nobody here.")
    return incoming.take(owner, mail, how=MAILBOX)


def owner_of(mail: IncomingMail) -> User | None:
    """Whose mail it is, where several owners share a mailbox: the first of these that names one.

    The private address with the sender's own token; the UID of a session or the Message-ID of a mail that was
    sent from here; a private address; the sender's own address; the only owner there is. Else nobody's.
    """
    everybody = system.owners()
    if len(everybody) < 2:
        return everybody[0] if everybody else None
    known = {one.pk: one for one in everybody}
    by_token = _by_token(mail, everybody)
    senders = _by_sender(mail)
    uids = [one.uid for one in mail.calendar if isinstance(one, CalendarMessage) and one.uid]
    found = (
        by_token & senders,
        system.owners_of_uids(uids),
        set(system.owners_of_messages(_answers(mail)).values()),
        by_token,
        senders,
    )
    for some in found:
        if len(some) == 1:
            return known.get(next(iter(some)))
    return None


def private_address(owner: User, base: str) -> str:
    """The address under which a shared mailbox knows that a mail is this owner's: ``box+token@host``; empty without one."""
    local, at, host = base.rpartition("@")
    return f"{local}+{_token(owner)}@{host}" if at and local and host else ""


def fetch(
    box: OpenMailbox,
    record: MailboxRecord,
    *,
    holder: str,
    is_stopping: Callable[[], bool] = lambda: False,
) -> Fetched:
    """Look at everything that is new in a mailbox that this holder has claimed, in small steps.

    The place is kept after each step, so that whatever stops it, the next look goes on there; what was taken in
    already is not doubled. When the server has numbered its mails anew, it begins again at the last look.
    """
    if record.validity != box.validity:
        since = _since(record)
        mailboxes.begin_anew(record.fingerprint, holder=holder, validity=box.validity, since=since)
        uids = box.uids(after=0, since=since)
    else:
        uids = box.uids(after=record.last_uid, since=record.since)
    taken = done = 0
    while done < len(uids) and not is_stopping():
        some = uids[done : done + A_BATCH]
        taken += _take_some(box, some)
        done += len(some)
        if not mailboxes.keep_place(
            record.fingerprint,
            holder=holder,
            last_uid=some[-1],
            left=len(uids) - done,
            lease_until=clock.now() + LEASE,
        ):
            break
    return Fetched(done, taken, len(uids) - done)


def claim(fingerprint: str, *, holder: str, days: int, is_eager: bool = False) -> MailboxRecord | None:
    """Take a mailbox to read it; None while another reads it, or while it rests after a failure."""
    now = clock.now()
    since = (now - timedelta(days=days)).date()
    return mailboxes.claim(
        fingerprint, holder=holder, since=since, now=now, lease_until=now + LEASE, is_eager=is_eager
    )


def look_again(fingerprint: str, *, days: int) -> None:
    """Have the mails of the last days looked at once more: what is known stays, what was not taken is judged anew.

    ``Conflict`` while the mailbox is being read, or before it was read at all.
    """
    if not mailboxes.look_again(fingerprint, since=(clock.now() - timedelta(days=days)).date()):
        raise Conflict("The mailbox is being read, or was not read yet. Wait a minute.")


def well_read(fingerprint: str, *, holder: str) -> None:
    """The look went well and is over."""
    mailboxes.release(fingerprint, holder=holder, at=clock.now())


def failed(fingerprint: str, *, holder: str, reason: str, is_lasting: bool) -> bool:
    """The look failed: it rests two minutes, then twice as long each time up to an hour. True where the reason is new.

    ``is_lasting``: somebody has to mend it, such as a wrong password; then it rests an hour at once.
    """

    def not_before(times: int) -> datetime:
        wait = LONGEST_WAIT if is_lasting else min(FIRST_WAIT * 2 ** min(times - 1, 8), LONGEST_WAIT)
        return clock.now() + wait

    return mailboxes.failed(fingerprint, holder=holder, reason=reason[:1000], not_before=not_before)


def state_of(fingerprint: str) -> MailboxRecord | None:
    """How far a mailbox has been read, and how the last look went; None before the first."""
    return mailboxes.mailbox(fingerprint)


def _since(record: MailboxRecord) -> date:
    """From which day mails count: at first as set, later from the last look on; what it saw is known by its Message-ID."""
    if record.fetched_at is None:
        return record.since
    return min(
        (clock.now() - timedelta(days=FIRST_LOOK_DAYS)).date(), (record.fetched_at - LOOKS_BACK).date()
    )


def _take_some(box: OpenMailbox, uids: list[int]) -> int:
    taken = 0
    for head in _of_interest(box.heads(uids)):
        is_large = head.size > MOST_BYTES
        content = head.headers if is_large else box.whole(head.uid)
        try:
            taken += content != b"" and (take_head if is_large else take_from_mailbox)(content).is_new
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # one mail must not keep the rest of a mailbox from being read
            log.exception("the mail %d could not be taken in and is passed over", head.uid)
    return taken


def _of_interest(heads: list[MailHead]) -> Iterable[MailHead]:
    """Those that can concern an owner, by their headers and the kinds of their parts; three queries for all."""
    read = [(head, read_headers(head.headers)) for head in heads]
    known = [(head, mail) for head, mail in read if isinstance(mail, IncomingMail)]
    senders = {email_key(mail.sender.mail) for _, mail in known if mail.sender}
    ours = system.owners_of_messages({name for _, mail in known for name in _answers(mail)})
    interesting = system.owners_by_address(senders).keys() | system.keys_on_a_panel(senders)
    for head, mail in known:
        sender = email_key(mail.sender.mail) if mail.sender else ""
        is_known = sender in interesting or any(name in ours for name in _answers(mail))
        if is_known or head.has_calendar or head.is_report or mail.is_bounce:
            yield head


def _answers(mail: IncomingMail) -> list[str]:
    return [name for name in (mail.in_reply_to, *mail.references[-50:]) if name]


def _by_sender(mail: IncomingMail) -> set[int]:
    key = email_key(mail.sender.mail) if mail.sender else ""
    return system.owners_by_address({key}).get(key, set()) if key else set()


def _by_token(mail: IncomingMail, everybody: list[User]) -> set[int]:
    addressed = [*mail.delivered_to, *(one.mail for one in (*mail.to, *mail.cc))]
    tokens = {one.rpartition("@")[0].rpartition("+")[2].lower() for one in addressed if "+" in one}
    return {one.pk for one in everybody if _token(one) in tokens} if tokens else set()


def _token(owner: User) -> str:
    """Unguessable, and the same as long as the secret key is."""
    seed = f"incoming-mail-{owner.pk}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), seed, hashlib.sha256).hexdigest()[:TOKEN_CHARACTERS]


def _read(content: bytes) -> IncomingMail | Unreadable:
    if len(content) > MOST_BYTES:
        return Unreadable(TOO_LARGE)
    return read_mail(content)
