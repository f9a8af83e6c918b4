"""What happens in the simulated world: mentors answer, cancel, get busy, drift, and respond to how they are treated.

Nothing of Mentorpanel is imported here or in what this imports (a test proves it): the world does not know by
what rules anybody acts. Chance is by name, so that under every policy the same mentor is busy on the same days, the
same questions come up and the same ask meets the same mood. ``parameters.py`` holds every number.
"""

from dataclasses import dataclass, field

from bench.year.chance import around, between, chance
from bench.year.diary import WEEK, Diary, Item, Meeting, Page, Question
from bench.year.parameters import TOPICS, Parameters

MEETING_DAYS = 4
"""Meetings are from Monday to Thursday, so that the day after is a working day."""
MOST_LEVEL = 3


@dataclass(slots=True)
class Want:
    """Something that a mentor needs for a while, and whether I have been told."""

    number: int
    since: int
    until: int
    can_help: bool
    is_news: bool
    is_told: bool = False


@dataclass(slots=True)
class Mentor:
    """The truth about one mentor, which no policy sees."""

    number: int
    levels: tuple[int, ...]
    floor: float
    half_life: float
    goodwill: float
    is_busy: bool = False
    asked_on: list[int] = field(default_factory=list)
    wants: list[Want] = field(default_factory=list)
    unnoted: list[tuple[str, int]] = field(default_factory=list)


class Nature:
    """What happens by itself to one panel over one year."""

    def __init__(self, seed: int, panel: int, budget: int, parameters: Parameters) -> None:
        self.seed, self.parameters, self.day = seed, parameters, -1
        regular = max(1, round(panel * parameters.regular_share))
        self.mentors = [self._mentor(number) for number in range(panel)]
        self.diary = Diary(
            [self._page(mentor, mentor.number < regular) for mentor in self.mentors], budget=budget
        )
        self.arrivals: dict[int, list[tuple[str, int, int, bool]]] = {}
        self.helped = 0
        self.wants_helpable = 0
        self._next = 0
        for page in self.diary.pages[:regular]:
            self._agree(
                page.number, int(parameters.meeting_days * self._chance("first meeting", page.number))
            )

    # --- the beginning

    def _mentor(self, number: int) -> Mentor:
        p, fit = self.parameters, self._chance("fit", number)
        return Mentor(
            number,
            self._levels(number),
            p.floor_low + (p.floor_high - p.floor_low) * fit,
            around(p.half_life_median, p.half_life_spread, self.seed, "half-life", number),
            between(p.goodwill_low, p.goodwill_high, self.seed, "goodwill", number),
            self._chance("busy at first", number)
            < p.busy_lasts_days / (p.busy_every_days + p.busy_lasts_days),
        )

    def _levels(self, number: int) -> tuple[int, ...]:
        """One thing known very well, two well, two a little; which ones is chance."""
        order = sorted(range(len(TOPICS)), key=lambda topic: chance(self.seed, "level", number, topic))
        level = dict(zip(order, (3, 2, 2, 1, 1), strict=False))
        return tuple(level.get(topic, 0) for topic in range(len(TOPICS)))

    def _page(self, mentor: Mentor, is_regular: bool) -> Page:
        seen = []
        for topic, level in enumerate(mentor.levels):
            errs = self._chance("errs", mentor.number, topic) < self.parameters.expert_errs
            step = (1 if self._chance("errs up", mentor.number, topic) < 0.5 else -1) if errs else 0
            seen.append(max(0, min(MOST_LEVEL, level + step)))
        talked = -1 - int(60 * self._chance("last talk", mentor.number))
        page = Page(mentor.number, is_regular, tuple(seen), told_on=talked)
        page.note(talked, "talk", "both")
        page.last_written = page.last_heard = talked
        return page

    # --- the day

    def dawn(self) -> None:
        """A new day: what fades, who is busy, what arrives."""
        self.day += 1
        p = self.parameters
        if self.day % WEEK == 0 and self.day:
            self.diary.minutes.append(self.diary.spent)
            self.diary.spent = 0
        offset = int(self._chance("situation") * p.situation_changes_days)
        if self.day and (self.day + offset) % p.situation_changes_days == 0:
            self.diary.version += 1
            self.diary.changed_on = self.day
        for mentor in self.mentors:
            self._live(mentor)
        for what, number, question, helps in self.arrivals.pop(self.day, []):
            self._arrive(what, self.mentors[number], question, helps)
        if self._chance("question", self.day) < p.questions_a_week / WEEK:
            self.diary.questions.append(Question(len(self.diary.questions), self._topic(), self.day))
        self._let_go()

    def dusk(self) -> None:
        """The meetings of the day."""
        for meeting in [one for one in self.diary.meetings if one.state == "booked" and one.day == self.day]:
            self._meet(meeting)

    def end(self) -> None:
        """The last week is over."""
        self.diary.minutes.append(self.diary.spent)

    def _live(self, mentor: Mentor) -> None:
        p, day, number = self.parameters, self.day, mentor.number
        mentor.goodwill = mentor.floor + (mentor.goodwill - mentor.floor) * 2 ** (-1 / mentor.half_life)
        lasts = p.busy_lasts_days if mentor.is_busy else p.busy_every_days
        if self._chance("turns", number, day) < 1 / lasts:
            mentor.is_busy = not mentor.is_busy
        if self._chance("leaves", number, day) < p.leaves_a_year / 365:
            mentor.goodwill *= 1 - p.leaving_loss
        if self._chance("wants", number, day) < p.wants_a_year / 365:
            can_help = self._chance("can help", number, day) < p.can_help
            self.wants_helpable += can_help
            is_news = self._chance("news", number, day) < 0.5
            mentor.wants.append(Want(100 * day + number, day, day + p.want_days, can_help, is_news))
        if self._chance("asks me", number, day) < p.requests_a_year / 365:
            self.diary.pages[number].note(day, "request", "them")
            self._owe("request", number, day, day + 3, day + 14)
        first = mentor.goodwill / p.writes_first_days
        if not mentor.is_busy and self._chance("writes first", number, day) < first:
            self._hear(mentor, "line", p.want_told_in_mail)

    def _topic(self) -> int:
        at = self._chance("topic", self.day) * sum(TOPICS)
        for topic, weight in enumerate(TOPICS):
            at -= weight
            if at < 0:
                return topic
        return 0

    def _arrive(self, what: str, mentor: Mentor, number: int, helps: bool) -> None:
        p = self.parameters
        self._hear(mentor, what, p.want_told_in_mail)
        if what != "answer":
            return
        self._warm(mentor, p.gain_exchange)
        question = self.diary.questions[number]
        if not helps:
            question.unhelped += 1
            return
        self._answered(mentor, question)
        self._owe("thanks", mentor.number, self.day, self.day + p.thanks_days, self.day + 14)

    def _answered(self, mentor: Mentor, question: Question) -> None:
        p = self.parameters
        if question.answered_on is None:
            question.answered_on = self.day
        low, high = p.outcome_days_low, p.outcome_days_high
        known = self.day + low + int((high - low) * self._chance("outcome", question.number))
        self._owe("loop", mentor.number, known, known + 60, known + 120)

    def _hear(self, mentor: Mentor, what: str, tells: float) -> None:
        """A sign of theirs by mail; it may tell what they want."""
        self.diary.pages[mentor.number].note(self.day, what, "them")
        for want in self._untold(mentor):
            if self._chance("tells", want.number, self.day) < tells:
                self._know_want(mentor, want)

    def _untold(self, mentor: Mentor) -> list[Want]:
        return [one for one in mentor.wants if not one.is_told and one.until >= self.day]

    def _know_want(self, mentor: Mentor, want: Want) -> None:
        want.is_told = True
        if want.can_help:
            item = self._owe("want", mentor.number, self.day, want.until, want.until)
            item.is_news = want.is_news

    # --- meetings

    def _agree(self, number: int, day: int) -> None:
        day += int(MEETING_DAYS * self._chance("which day", number, day))
        while day % WEEK >= MEETING_DAYS:
            day += 1
        meeting = Meeting(self._number(), number, day)
        self.diary.meetings.append(meeting)
        self.diary.pages[number].meetings.append(meeting)
        brief = self._owe("brief", number, max(self.day, day - 14), day - 1, day)
        brief.meeting = meeting
        if brief.recalled_on is not None:
            brief.recalled_on = day - 1 if day % WEEK else day - 3

    def _meet(self, meeting: Meeting) -> None:
        p, mentor, page = self.parameters, self.mentors[meeting.mentor], self.diary.pages[meeting.mentor]
        cancels = (p.busy_cancels if mentor.is_busy else p.free_cancels) * (1.3 - 0.6 * mentor.goodwill)
        planned = [one for one in self.diary.questions if one.meeting is meeting]
        if self._chance("cancels", mentor.number, self.day) < cancels:
            meeting.state = "cancelled"
            page.note(self.day, "line", "them")
            if self._chance("rebooks", mentor.number, self.day) < p.rebooks:
                self._agree(mentor.number, self.day + WEEK)
            for question in planned:
                question.meeting = page.booked
            return
        meeting.state = "held"
        is_prepared = meeting.brief_on is not None
        self._talk_over(mentor, page, is_prepared, planned)
        page.note(self.day, "talk", "both")
        self._tell(page)
        self._warm(mentor, p.gain_talk_prepared if is_prepared else p.gain_talk)
        if not is_prepared:
            self._cool(mentor, p.loss_unprepared)
        self._after(mentor, meeting)

    def _talk_over(self, mentor: Mentor, page: Page, is_prepared: bool, planned: list[Question]) -> None:
        """The questions of the day: those that were planned, then any open one they may know about."""
        p = self.parameters
        most = p.meeting_questions if is_prepared else p.meeting_questions_unprepared
        others = [
            one
            for one in self.diary.open_questions(self.day)
            if one.meeting is None and page.looks_like[one.topic] > 1
        ]
        for question in [*planned, *others][:most]:
            helps = p.helps_by_level[mentor.levels[question.topic]]
            helps *= (
                p.meeting_helps_factor if is_prepared else p.unprepared_helps_factor * self._context(page)
            )
            question.asked.append((mentor.number, self.day))
            if self._chance("talk helps", question.number, mentor.number) < helps:
                self._answered(mentor, question)
            else:
                question.unhelped += 1
        for question in planned:
            question.meeting = None

    def _after(self, mentor: Mentor, meeting: Meeting) -> None:
        p, day, number = self.parameters, self.day, mentor.number
        for want in self._untold(mentor):
            if self._chance("tells", want.number, day) < p.want_told_in_talk:
                mentor.unnoted.append(("want", want.number))
        if self._chance("promise", number, day) < p.promises_a_meeting:
            mentor.unnoted.append(("promise", day + 14))
        for kind, due, until in (("notes", day + 1, day + 14), ("thanks", day + p.thanks_days, day + 14)):
            self._owe(kind, number, day + 1, due, until).meeting = meeting
        if self._chance("books next", number, day) < p.books_next:
            self._agree(number, day + p.meeting_days)

    def _note_down(self, mentor: Mentor, share: float) -> None:
        """What was said becomes known: all of it, or what is remembered."""
        for kind, number in mentor.unnoted:
            if self._chance("keeps", kind, number, mentor.number) >= share:
                continue
            if kind == "promise":
                self._owe("promise", mentor.number, self.day, number, number + 7)
            else:
                want = next(one for one in mentor.wants if one.number == number)
                if not want.is_told and want.until >= self.day:
                    self._know_want(mentor, want)
        mentor.unnoted.clear()

    # --- what it does to them

    def answers(self, mentor: Mentor) -> float:
        """The chance that they answer a question when they are free."""
        return self.parameters.answers_most * mentor.goodwill**self.parameters.answers_power

    def _context(self, page: Page) -> float:
        p = self.parameters
        known = 2 ** (-(self.day - page.told_on) / p.context_half_life)
        changed = p.context_after_change if page.told_version < self.diary.version else 1
        return (p.context_least + (1 - p.context_least) * known) * changed

    def _tell(self, page: Page) -> None:
        page.told_on, page.told_version = self.day, self.diary.version

    def _warm(self, mentor: Mentor, gain: float) -> None:
        mentor.goodwill += gain * (1 - mentor.goodwill)

    def _cool(self, mentor: Mentor, loss: float) -> None:
        mentor.goodwill *= 1 - loss

    def _press(self, mentor: Mentor, page: Page) -> None:
        p = self.parameters
        if any(self.day - day < p.pressed_days for day in page.unanswered):
            self._cool(mentor, p.loss_pressed * (2 if mentor.is_busy else 1))

    def _too_often(self, mentor: Mentor, page: Page) -> None:
        p = self.parameters
        if self.day - page.last_written < p.too_often_days and page.last_heard < page.last_written:
            self._cool(mentor, p.loss_too_often)

    def _let_go(self) -> None:
        """What was not done in time, and what that does."""
        p = self.parameters
        losses = {
            "thanks": p.loss_unthanked,
            "request": p.loss_request_ignored,
            "promise": p.loss_promise_broken,
        }
        for item in self.diary.items:
            if item.done_on is not None or item.is_missed:
                continue
            if item.kind == "notes" and self.day == item.since + 3:
                self._note_down(self.mentors[item.mentor], p.remembers)
            if self.day > item.until:
                item.is_missed = True
                self._cool(self.mentors[item.mentor], losses.get(item.kind, 0))
                if item.kind == "thanks" and item.meeting is not None:
                    item.meeting.is_past_thanks = True

    # --- the small change

    def _owe(self, kind: str, mentor: int, since: int, due: int, until: int) -> Item:
        """Something to do, and whether and when it comes to mind of itself."""
        recalled = None
        if self._chance("recalls", kind, mentor, since) < self.parameters.remembers:
            recalled = since + int(
                (max(0, min(due, until) - since) + 1) * self._chance("when", kind, mentor, since)
            )
        item = Item(self._number(), kind, mentor, since, due, until, recalled)
        self.diary.items.append(item)
        return item

    def _later(self, days: int, what: str, number: int, question: int = -1, helps: bool = False) -> None:
        self.arrivals.setdefault(self.day + days, []).append((what, number, question, helps))

    def _number(self) -> int:
        self._next += 1
        return self._next

    def _chance(self, *name: object) -> float:
        return chance(self.seed, *name)
