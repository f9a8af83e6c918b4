"""Updates as storage hands them over."""

from dataclasses import dataclass
from datetime import datetime

from mentorpanel.domain.records import DraftRecord

SHARED = ("verdict", "wins", "struggles", "next", "ask", "sign_off")
"""The slots that all readers share; greeting, personal line and what was tried of theirs are each reader's own."""
GONE = ("queued", "sent")


@dataclass(frozen=True, slots=True)
class UpdateRecord:
    """The text that its readers share, by slot, and the letters, in the order in which readers were added."""

    id: int
    slots: dict[str, str]
    created_at: datetime
    closed_at: datetime | None
    letters: tuple[DraftRecord, ...] = ()

    @property
    def sent(self) -> int:
        """How many letters have gone or are on their way."""
        return sum(one.state in GONE for one in self.letters)

    @property
    def first_sent_at(self) -> datetime | None:
        """When the first letter of it went; None while none has."""
        gone = [one.sent_at for one in self.letters if one.state in GONE and one.sent_at is not None]
        return min(gone, default=None)

    @property
    def state(self) -> str:
        """draft (nobody has it), going (some have), sent (all have), closed (done, though some have not)."""
        if self.letters and self.sent == len(self.letters):
            return "sent"
        if self.closed_at is not None:
            return "closed"
        return "going" if self.sent else "draft"

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do."""
        return self.state in ("draft", "going")
