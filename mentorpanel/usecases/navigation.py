"""The small numbers beside the menu, and what the palette can go to."""

from mentorpanel.storage import navigation
from mentorpanel.storage.ownership import User


def counts(owner: User) -> dict[str, int]:
    """How many open parked items without a person and doubtful matches wait; two bounded queries."""
    return {"parking": navigation.open_parked(owner), "import": navigation.doubtful(owner)}
