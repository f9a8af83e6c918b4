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
    is_over = step.step == IntroductionStep.DONE
    found, is_now_given = [], is_over
    for name, on, note in parts:
        state = "done" if on is not None else "todo" if is_now_given else "now"
        is_now_given = is_now_given or state == "now"
        found.append(WayStep(name, state, on, note))
    return tuple(found)


def _request(record: IntroductionRecord) -> list[tuple[str, date | None, str]]:
    if record.first_said == NO:
        return [("Asked", record.first_asked_on, ""), ("Answered", record.first_said_on, "not now")]
    agreed_on = record.first_said_on if record.first_said == YES else None
    return [
        ("Ask", record.first_asked_on, ""),
        ("A yes", agreed_on, ""),
        ("Introduced", record.introduced_on, ""),
        ("Thank", record.thanked_on, ""),
        ("Tell what came of it", record.told_on, ""),
    ]


def _connection(record: IntroductionRecord) -> list[tuple[str, date | None, str]]:
    first, second = _given(record.first.name), _given(record.second_name)
    return [
        (
            f"Ask {first}",
            record.first_said_on or record.first_asked_on,
            _said(record.first_said, record.first_asked_on),
        ),
        (
            f"Ask {second}",
            record.second_said_on or record.second_asked_on,
            _said(record.second_said, record.second_asked_on),
        ),
        ("Introduce", record.introduced_on, ""),
        ("Hear what came of it", record.outcome_on, ""),
    ]


def _said(said: str, asked_on: date | None) -> str:
    return {YES: "yes", NO: "not now"}.get(said, "asked" if asked_on else "")


def _given(name: str) -> str:
    return name.split()[0]
