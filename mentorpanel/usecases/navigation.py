"""The small numbers beside the menu, and what the palette can go to."""

from mentorpanel.storage import navigation
from mentorpanel.storage.ownership import User
from mentorpanel.storage.together import Found, read_together

COUNTS = (navigation.OPEN_PARKED, navigation.DOUBTFUL)


def counts(owner: User) -> dict[str, int]:
    """How many open parked items without a person and doubtful matches wait; one query, bounded."""
    return counts_from(read_together(owner, COUNTS))


def counts_from(found: Found) -> dict[str, int]:
    """The same, where ``COUNTS`` were read with others."""
    return {"parking": found[navigation.OPEN_PARKED], "import": found[navigation.DOUBTFUL]}
