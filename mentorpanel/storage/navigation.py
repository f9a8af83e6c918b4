"""The counts beside the menu, each bounded."""

from mentorpanel.domain.parking import OPEN
from mentorpanel.storage.models import DoubtfulMatch, ParkedItem, User

MOST = 100


def open_parked(owner: User) -> int:
    """Open parked items, counted up to 100."""
    rows = ParkedItem.objects.filter(owner=owner, status__in=OPEN)
    return len(rows.values_list("id", flat=True)[:MOST])


def doubtful(owner: User) -> int:
    """Doubtful matches, counted up to 100."""
    return len(DoubtfulMatch.objects.filter(owner=owner, decision="").values_list("id", flat=True)[:MOST])
