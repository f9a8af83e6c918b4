"""The private link to a session's page: made, shown again, revoked, and put under the brief's mail.

The token is not stored. It is made from a random salt with the secret key, so that the link can be shown
and mailed again, while whoever reads the database alone cannot open a page.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.mentor_page import LONGEST_OFFER, OFFER, PageRecord
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import DraftRecord, ProfileRecord
from mentorpanel.domain.wording import plain_text
from mentorpanel.storage import mentor_pages, owners
from mentorpanel.storage import sessions as session_rows
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles

SALT_BYTES: Final = 32
UNDER_THE_LETTER: Final = "All of this on one page, where you can answer ahead or propose another time:"
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class LinkShown:
    """A session's link. ``state``: none, good, revoked, expired, or lost where the secret key has changed.

    ``address`` is empty unless it is good; ``why_not`` says why none can be made here, empty where one can.
    """

    state: str
    address: str
    offer: str
    made_at: datetime | None
    expires_at: datetime | None
    why_not: str


def link(owner: User, *, session_id: int) -> LinkShown:
    """The link to a session's page as it stands."""
    session_rows.session(owner, session_id=session_id)
    page = mentor_pages.newest_page(owner, session_id=session_id)
    if page is None:
        return LinkShown("none", "", OFFER, None, None, why_no_page())
    days = _days(owner)
    token, state = _token(page.salt), page.state_at(clock.now(), days)
    if state == "good" and hash_of(token) != page.token_hash:
        state = "lost"
    address = _address(token) if state == "good" and not why_no_page() else ""
    return LinkShown(state, address, page.offer, page.made_at, page.expires_at(days), why_no_page())


def make_link(owner: User, *, session_id: int, offer: str | None = None) -> LinkShown:
    """A new link to a session's page; one there was is good no longer. ``Conflict`` without a public address.

    ``offer`` is how I could help them, in my words; None keeps what was said before.
    """
    session_rows.session(owner, session_id=session_id)
    why_not = why_no_page()
    if why_not:
        raise Conflict(why_not)
    now = clock.now()
    with transaction.atomic():
        before = mentor_pages.newest_page(owner, session_id=session_id)
        salt = secrets.token_hex(SALT_BYTES)
        mentor_pages.add_page(
            owner,
            session_id=session_id,
            token_hash=hash_of(_token(salt)),
            salt=salt,
            offer=_offer(offer if offer is not None else before.offer if before else OFFER),
            at=now,
        )
        owners.note_in_audit(owner, at=now, what="mentor page link made", detail=f"session {session_id}")
    return link(owner, session_id=session_id)


def revoke_link(owner: User, *, session_id: int) -> LinkShown:
    """The link is good no longer; twice is harmless. Without one: ``Conflict``."""
    now = clock.now()
    with transaction.atomic():
        session_rows.session(owner, session_id=session_id)
        if mentor_pages.newest_page(owner, session_id=session_id) is None:
            raise Conflict("There is no link to this session's page.")
        if mentor_pages.revoke(owner, session_id=session_id, at=now):
            owners.note_in_audit(
                owner, at=now, what="mentor page link revoked", detail=f"session {session_id}"
            )
    return link(owner, session_id=session_id)


def change_offer(owner: User, *, session_id: int, offer: str) -> LinkShown:
    """Say in my words how I could help them; without a good link: ``Conflict``."""
    with transaction.atomic():
        session_rows.session(owner, session_id=session_id)
        if not mentor_pages.change_offer(owner, session_id=session_id, offer=_offer(offer)):
            raise Conflict("Make the link first; the offer stands on its page.")
    return link(owner, session_id=session_id)


def why_no_page() -> str:
    """Why a mentor could not open a page of this installation, with the mend; empty where they could."""
    parts = urlsplit(settings.PUBLIC_URL)
    if not parts.hostname:
        return "A page for a mentor needs an address that they can reach: set MENTORPANEL_URL to it."
    if parts.scheme != "https" and parts.hostname not in _LOCAL:
        return "A private link must not travel in the open: MENTORPANEL_URL has to begin with https://."
    return ""


def under_the_letter(owner: User, *, draft: DraftRecord) -> str:
    """The paragraph with the link that goes under a brief's mail; empty for others and without a good link.

    A brief that went before the link was made went without it.
    """
    if draft.kind != "brief" or draft.session_id is None or why_no_page():
        return ""
    shown = link(owner, session_id=draft.session_id)
    went_without = draft.sent_at is not None and shown.made_at is not None and draft.sent_at < shown.made_at
    return f"\n\n{UNDER_THE_LETTER}\n{shown.address}" if shown.address and not went_without else ""


def is_good(owner: User, page: PageRecord) -> bool:
    """Whether the page can be opened now."""
    return state_of(profiles.profile(owner), page) == "good"


def state_of(profile: ProfileRecord, page: PageRecord) -> str:
    """good, expired or revoked, by the owner's own number of days."""
    return page.state_at(clock.now(), profiles.settings_of(profile).mentor_page_days)


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _token(salt: str) -> str:
    """256 bits that nobody has without both the secret key and the salt."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"mentor-page|{salt}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _address(token: str) -> str:
    return f"{settings.PUBLIC_URL}/m/{token}/"


def _offer(text: str) -> str:
    return plain_text(text)[:LONGEST_OFFER]


def _days(owner: User) -> int:
    return profiles.settings_of(profiles.profile(owner)).mentor_page_days
