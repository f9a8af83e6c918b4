"""Search over people, touchpoints, journal, parking lot, advice and session notes."""

from mentorpanel.domain.records import Page
from mentorpanel.storage import search as stored
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles


def search(owner: User, *, query: str, limit: int = 20, after: str = "") -> Page:
    """A page of ``SearchHit``: people first, then the rest newest first. Every word must stand in the thing.

    An empty query finds nothing. At most eight words of the first 200 characters are looked for.
    """
    return stored.search(owner, query=query, zone=profiles.zone(owner), limit=limit, after=after)
