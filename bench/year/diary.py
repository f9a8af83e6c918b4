"""What the person of the simulation knows: who, what passed, what is owed. Every policy sees this and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field

WEEK = 7
WORKDAYS = 5


@dataclass(slots=True)
class Exchange:
    """Something that passed on a day. ``sender`` is me, them or both."""

    day: int
    what: str
    sender: str


@dataclass(slots=True)
class Meeting:
    """A meeting that was agreed on; ``state`` is booked, held or cancelled."""

    number: int
    mentor: int
    day: int
    state: str = "booked"
    brief_on: int | None = None
    notes_on: int | None = None
    thanked_on: int | None = None
    is_past_thanks: bool = False


@dataclass(slots=True)
class Item:
    """Something owed or possible: brief, notes, thanks, loop, promise, request or want.

    It can be done from ``since`` to ``until``, and is expected by ``due``. ``recalled_on`` is the day on which it
    comes to mind without any prompt; None: it does not.
    """

    number: int
    kind: str
    mentor: int
    since: int
    due: int
    until: int
    recalled_on: int | None
    meeting: Meeting | None = None
    is_news: bool = False
    done_on: int | None = None
    is_missed: bool = False

    def is_open(self, day: int) -> bool:
        return self.done_on is None and not self.is_missed and self.since <= day <= self.until


@dataclass(slots=True)
class Question:
    """A question of mine. ``asked`` are whom and when; ``meeting`` is where it is to be raised."""

    number: int
    topic: int
    day: int
    asked: list[tuple[int, int]] = field(default_factory=list)
    unhelped: int = 0
    meeting: Meeting | None = None
    answered_on: int | None = None


@dataclass(slots=True)
class Page:
    """One mentor, as the person has it written down. Days before the year are negative."""

    number: int
    is_regular: bool
    looks_like: tuple[int, ...]
    exchanges: list[Exchange] = field(default_factory=list)
    unanswered: list[int] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    last_written: int = -60
    last_heard: int = -60
    last_update: int | None = None
    told_on: int = -60
    told_version: int = 1

    @property
    def booked(self) -> Meeting | None:
        """The next meeting, where one is agreed on."""
        return next((one for one in self.meetings if one.state == "booked"), None)

    @property
    def last_exchange(self) -> int:
        return max(self.last_written, self.last_heard)

    def note(self, day: int, what: str, sender: str) -> None:
        """Write down what passed."""
        self.exchanges.append(Exchange(day, what, sender))
        if sender != "them":
            self.last_written = day
        if sender != "me":
            self.last_heard = day
            self.unanswered.clear()


@dataclass(slots=True)
class Diary:
    """All that is known. ``version`` is of my situation, changed on ``changed_on``."""

    pages: list[Page]
    questions: list[Question] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    version: int = 1
    changed_on: int = -60
    budget: int = 60
    spent: int = 0
    minutes: list[int] = field(default_factory=list)
    """Spent in each week that is over."""

    def open_items(self, day: int, mentor: int | None = None) -> Iterator[Item]:
        """What can be done on a day, oldest first."""
        for item in self.items:
            if item.is_open(day) and mentor in (None, item.mentor):
                yield item

    def open_questions(self, day: int, most_days: int = 45) -> Iterator[Question]:
        for question in self.questions:
            if question.answered_on is None and day - question.day <= most_days:
                yield question
