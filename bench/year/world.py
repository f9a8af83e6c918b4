"""The simulated world as the person meets it: what can be done in it, and what each deed costs and does.

Nothing of Mentorpanel is imported here or in what this imports (a test proves it).
"""

from bench.year.chance import around
from bench.year.diary import WEEK, Item, Page, Question
from bench.year.nature import Mentor, Nature


class World(Nature):
    """One panel over one year. Each morning ``dawn``, then whatever the person does, then ``dusk``.

    A deed is False, and does nothing, where the week's minutes do not reach.
    """

    def pay(self, minutes: int) -> bool:
        """Spend minutes of the week, if they are there."""
        if self.diary.spent + minutes > self.diary.budget:
            return False
        self.diary.spent += minutes
        return True

    def book(self, number: int) -> bool:
        """Propose the next meeting: about four weeks after the last, a week ahead at least."""
        p, mentor, page = self.parameters, self.mentors[number], self.diary.pages[number]
        if not self.pay(p.minutes_book):
            return False
        self._press(mentor, page)
        agrees = mentor.goodwill**0.3 * (0.7 if mentor.is_busy else 0.95)
        page.note(self.day, "proposal", "me")
        page.unanswered.append(self.day)
        if self._chance("agrees", number, self.day) < agrees:
            page.note(self.day, "line", "them")
            last = max((one.day for one in page.meetings if one.state == "held"), default=-99)
            self._agree(number, max(self.day + WEEK, last + p.meeting_days))
        return True

    def ask(self, number: int, question: Question) -> bool:
        """Write a question to somebody."""
        p, mentor, page = self.parameters, self.mentors[number], self.diary.pages[number]
        if not self.pay(p.minutes_question):
            return False
        self._press(mentor, page)
        load = sum(1 for day in mentor.asked_on if self.day - day < 30)
        answers = self.answers(mentor) * (p.busy_answers if mentor.is_busy else 1) * p.load_factor**load
        mentor.asked_on.append(self.day)
        page.note(self.day, "question", "me")
        page.unanswered.append(self.day)
        question.asked.append((number, self.day))
        if self._chance("answers", question.number, number) < answers:
            slow = p.busy_answer_days if mentor.is_busy else 1
            days = around(
                p.answer_days_median * slow, p.answer_days_spread, self.seed, "days", question.number, number
            )
            helps = p.helps_by_level[mentor.levels[question.topic]] * self._context(page)
            is_helpful = self._chance("helps", question.number, number) < helps
            self._later(1 + int(days), "answer", number, question.number, is_helpful)
        return True

    def update(self, number: int) -> bool:
        """A personal update that asks for nothing."""
        p, mentor, page = self.parameters, self.mentors[number], self.diary.pages[number]
        if not self.pay(p.minutes_update):
            return False
        self._too_often(mentor, page)
        self._warm(mentor, p.gain_update * (1 - 2 ** (-(self.day - page.last_written) / p.news_half_life)))
        page.note(self.day, "update", "me")
        page.last_update = self.day
        self._tell(page)
        answers = p.replies_to_update * self.answers(mentor) * (p.busy_answers if mentor.is_busy else 1)
        if self._chance("replies", number, self.day) < answers:
            self._later(1 + int(4 * self._chance("reply days", number, self.day)), "line", number)
        return True

    def line(self, number: int) -> bool:
        """One line that needs no reply."""
        p, mentor, page = self.parameters, self.mentors[number], self.diary.pages[number]
        if not self.pay(p.minutes_note):
            return False
        self._too_often(mentor, page)
        self._warm(mentor, p.gain_note)
        page.note(self.day, "note", "me")
        return True

    def do(self, item: Item) -> bool:
        """Do what is owed or possible."""
        if not item.is_open(self.day) or not self.pay(getattr(self.parameters, f"minutes_{item.kind}")):
            return False
        item.done_on = self.day
        getattr(self, f"_did_{item.kind}")(item, self.mentors[item.mentor], self.diary.pages[item.mentor])
        return True

    def _did_brief(self, item: Item, mentor: Mentor, page: Page) -> None:
        assert item.meeting is not None
        item.meeting.brief_on = self.day
        page.note(self.day, "brief", "me")
        self._tell(page)
        for loop in self.diary.open_items(self.day, mentor.number):
            if loop.kind == "loop":
                loop.done_on = self.day
                self._warm(mentor, self.parameters.gain_loop)

    def _did_notes(self, item: Item, mentor: Mentor, page: Page) -> None:
        assert item.meeting is not None
        item.meeting.notes_on = self.day
        is_fresh = self.day - item.since <= 2
        self._note_down(mentor, 1.0 if is_fresh else self.parameters.remembers)

    def _did_thanks(self, item: Item, mentor: Mentor, page: Page) -> None:
        is_late = self.day > item.due
        self._warm(
            mentor, self.parameters.gain_thanks * (self.parameters.thanks_late_factor if is_late else 1)
        )
        page.note(self.day, "thanks", "me")
        if item.meeting is not None:
            item.meeting.thanked_on = self.day

    def _did_loop(self, item: Item, mentor: Mentor, page: Page) -> None:
        self._too_often(mentor, page)
        self._warm(mentor, self.parameters.gain_loop)
        page.note(self.day, "loop", "me")

    def _did_want(self, item: Item, mentor: Mentor, page: Page) -> None:
        self.helped += 1
        self._warm(mentor, self.parameters.gain_help)
        page.note(self.day, "help", "me")

    def _did_request(self, item: Item, mentor: Mentor, page: Page) -> None:
        self.helped += 1
        self._warm(mentor, self.parameters.gain_request)
        page.note(self.day, "help", "me")

    def _did_promise(self, item: Item, mentor: Mentor, page: Page) -> None:
        self._warm(mentor, self.parameters.gain_promise)
        page.note(self.day, "kept", "me")
