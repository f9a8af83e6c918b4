"""Introductions in plain words: the first line of their page, and the way of one as steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mentorpanel.domain.introduction_records import IntroductionRecord
from mentorpanel.domain.introductions import NO, YES, IntroductionStep, NextStep
from mentorpanel.domain.words import count, people_list, start_sentence

NOBODY_YET = "Who could introduce you to whom?"


@dataclass(frozen=True, slots=True)
class WayStep:
    """A part of the way: done, now or todo, with its day where it is done."""

    name: str
    state: str
    on: date | None = None
    note: str = ""


def headline(mine: Sequence[tuple[IntroductionRecord, NextStep]], under_way: int) -> str:
    """The first line: what is mine to do now, the most pressing first; else how many are under way."""
    if mine:
        labels = [label[:1].lower() + label[1:] for label in (step.label for _, step in mine)]
        return f"{start_sentence(people_list(list(dict.fromkeys(labels)), most=3))}."
    if under_way:
        are = "is" if under_way == 1 else "are"
        return f"{start_sentence(count(under_way, 'introduction'))} {are} under way; nothing is yours to do."
    return NOBODY_YET


def way_of(record: IntroductionRecord, step: NextStep) -> tuple[WayStep, ...]:
    """The whole way of one introduction: what is done with its day, where it is now, and what follows."""
    parts = _request(record) if record.is_request else _connection(record)
    is_now_given = step.step == IntroductionStep.DONE
    found = []
    for name, is_done, on, note in parts:
        state = "done" if is_done else "todo" if is_now_given else "now"
        is_now_given = is_now_given or state == "now"
        found.append(WayStep(name, state, on, note))
    return tuple(found)


Part = tuple[str, bool, date | None, str]
"""Its name, whether it is done, its day and a word about it."""


def _request(record: IntroductionRecord) -> list[Part]:
    asked = _asked(record.first.name, record.first_said, record.first_said_on, record.first_asked_on)
    if record.first_said == NO:
        return [asked]
    return [
        asked,
        _on("Introduced", record.introduced_on),
        _on("Thank", record.thanked_on),
        _on("Tell what came of it", record.told_on),
    ]


def _connection(record: IntroductionRecord) -> list[Part]:
    return [
        _asked(record.first.name, record.first_said, record.first_said_on, record.first_asked_on),
        _asked(record.second_name, record.second_said, record.second_said_on, record.second_asked_on),
        _on("Introduce", record.introduced_on),
        _on("Hear what came of it", record.outcome_on),
    ]


def _asked(name: str, said: str, said_on: date | None, asked_on: date | None) -> Part:
    note = {YES: "yes", NO: "not now"}.get(said, "asked" if asked_on else "")
    return f"Ask {name.split()[0]}", bool(said), said_on or asked_on, note


def _on(name: str, on: date | None) -> Part:
    return name, on is not None, on, ""
