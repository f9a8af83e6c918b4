"""What the person does of their own accord, the same under every policy: asks, and half of what they intend."""

from bench.year.chance import chance
from bench.year.diary import Page, Question
from bench.year.world import World

PLANS_AHEAD = 10
MOST_PLANNED = 3
ASKED_LATELY = 14


def own_accord(world: World) -> None:
    """One working day without any tool: questions first, then what comes to mind, then perhaps a word to somebody."""
    for question in list(world.diary.open_questions(world.day)):
        _pursue(world, question)
    for item in list(world.diary.open_items(world.day)):
        if item.recalled_on is not None and item.recalled_on <= world.day:
            world.do(item)
    seed, day = world.seed, world.day
    if chance(seed, "comes to mind", day) < 1 / world.parameters.comes_to_mind_days:
        page = world.diary.pages[int(len(world.mentors) * chance(seed, "who", day))]
        if page.is_regular and page.booked is None:
            world.book(page.number)
        else:
            world.update(page.number)


def _pursue(world: World, question: Question) -> None:
    """Ask whoever knows, or wait; the next one when ten days went by without an answer, or it did not help."""
    p = world.parameters
    if question.meeting is not None or len(question.asked) >= p.asks_most:
        return
    waits = len(question.asked) > question.unhelped
    if waits and world.day - question.asked[-1][1] < p.asks_again_days:
        return
    page = whom_to_ask(world, question)
    if page is None:
        return
    meeting = page.booked
    if (
        meeting is not None
        and meeting.day - world.day <= PLANS_AHEAD
        and _planned(world, page) < MOST_PLANNED
    ):
        question.meeting = meeting
        return
    world.ask(page.number, question)


def whom_to_ask(world: World, question: Question) -> Page | None:
    """Whoever seems to know most; rather not somebody who has not answered, or was asked lately."""
    asked = {number for number, _ in question.asked}
    known = [
        page for page in world.diary.pages if page.number not in asked and page.looks_like[question.topic] > 0
    ]

    def speaks_for(page: Page) -> tuple[float, int, int]:
        lately = sum(
            1 for one in page.exchanges if one.what == "question" and world.day - one.day < ASKED_LATELY
        )
        level = page.looks_like[question.topic] - 0.6 * len(page.unanswered) - 0.4 * lately
        return level, page.last_heard, -page.number

    return max(known, key=speaks_for, default=None)


def _planned(world: World, page: Page) -> int:
    return sum(1 for one in world.diary.questions if one.meeting is not None and one.meeting is page.booked)
