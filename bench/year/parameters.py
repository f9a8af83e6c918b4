"""Every number of the simulated world, each with its source or "our judgement".

Frozen before any two policies were compared. None was changed afterwards; what was varied, and what that
changes, is in docs/simulation.md. Days and minutes are whole; gains and losses are shares of what is left to
gain or to lose, so that goodwill stays between 0 and 1.
"""

from dataclasses import dataclass, fields, replace
from typing import Final

TOPICS: Final = (3, 3, 3, 2, 2, 2, 1, 1)
"""Weights of the eight things that the person needs: must, should and nice, as PRODUCT §3 weighs needs."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The world's numbers. ``UNCERTAIN`` names those that the sensitivity run varies by half."""

    # --- the year
    days: int = 364
    """52 weeks."""
    questions_a_week: float = 1.2
    """Our judgement: a question worth a mentor's time about once a week (the seed parks them "throughout the week")."""
    question_days: int = 30
    """A question counts as answered within 30 days: the measure that was asked for."""
    situation_changes_days: int = 90
    """My work changes about once a quarter: our judgement."""

    # --- ties
    half_life_median: float = 150.0
    half_life_spread: float = 0.4
    """Between Burt 2002 (nine in ten bridges gone after a year: 110 days) and longer ties, which last (2022,
    Communications Physics); people differ: our judgement."""
    goodwill_low: float = 0.45
    goodwill_high: float = 0.85
    """At the start they are mentors already: our judgement."""
    floor_low: float = 0.10
    floor_high: float = 0.35
    """What is left without any contact; it depends on how well two people suit each other, which matters more than
    frequency (Eby et al. 2013). Dormant ties can be revived (Levin, Walter & Murnighan 2011): none falls to nothing."""
    leaves_a_year: float = 0.16
    """A mentor changes employer: median tenure was 3.9 years in January 2024 (US Bureau of Labor Statistics)."""
    leaving_loss: float = 0.30
    """Our judgement."""
    regular_share: float = 1 / 6
    """Meet regularly: one mentor in six, one at least. Our judgement."""
    expert_errs: float = 0.2
    """How often I am one level wrong about what somebody knows: our judgement."""

    # --- busy spells
    busy_every_days: float = 70.0
    busy_lasts_days: float = 21.0
    """Our judgement."""
    busy_answers: float = 0.45
    """Under load people answer a smaller share of their mail (Kooti et al. 2015, 2 million people); the factor is ours."""
    busy_cancels: float = 0.35
    free_cancels: float = 0.10
    rebooks: float = 0.5
    """Whether whoever cancels proposes another day: our judgement, as the two above."""

    # --- answering
    answers_most: float = 0.92
    answers_power: float = 0.7
    """Chance of an answer = most × goodwill^power. Strangers say yes about half the time when asked (Flynn & Lake 2008);
    at a goodwill of 0.4, which is a loose tie, it is 0.48 here."""
    load_factor: float = 0.8
    """For each further question within 30 days: our judgement."""
    context_least: float = 0.6
    context_half_life: float = 90.0
    context_after_change: float = 0.85
    """Who does not know how I am doing needs background first: at worst 0.6 of the answers. The seed's claim ("keep them
    informed"); no figure was found, the numbers are our judgement."""
    helps_by_level: tuple[float, float, float, float] = (0.10, 0.45, 0.80, 0.95)
    """Whether an answer helps, by what they know of it: our judgement."""
    answer_days_median: float = 2.0
    answer_days_spread: float = 1.0
    busy_answer_days: float = 3.0
    """Most answers come within a day (Kooti et al. 2015); thought over, later: our judgement."""
    replies_to_update: float = 0.35
    """Times the chance of an answer: a line back to an update that asks for nothing. Our judgement."""
    writes_first_days: float = 200.0
    """A mentor of full goodwill who is free writes first about every 200 days: our judgement."""

    # --- meetings
    meeting_days: int = 28
    """Monthly, as the seed has it."""
    meeting_questions: int = 3
    meeting_questions_unprepared: int = 1
    meeting_helps_factor: float = 1.1
    unprepared_helps_factor: float = 0.8
    """A brief lets a mentor think ahead ("more targeted guidance", the seed); no causal study was found: our judgement."""

    # --- what warms
    gain_talk: float = 0.22
    gain_talk_prepared: float = 0.30
    gain_exchange: float = 0.06
    """Being asked for advice flatters (Brooks, Gino & Schweitzer 2015): an answered question is a talk in small."""
    gain_update: float = 0.14
    news_half_life: float = 30.0
    """Reaching out is worth more than senders expect, and more when it is a surprise (Liu et al. 2023): an update gains
    gain × (1 − 2^(−days since I last wrote / 30)). The sizes are our judgement."""
    gain_note: float = 0.05
    gain_thanks: float = 0.12
    thanks_days: int = 2
    thanks_late_factor: float = 0.5
    """Thanked helpers helped again twice as often (Grant & Gino 2010); the size of one thank-you is our judgement."""
    gain_loop: float = 0.12
    """Hearing that their advice was used: our judgement, beside Grant & Gino 2010."""
    gain_help: float = 0.20
    """Mentors gain too (Ghosh & Reio 2013); the size is our judgement."""
    gain_request: float = 0.12
    gain_promise: float = 0.05

    # --- what cools
    loss_unthanked: float = 0.05
    loss_unprepared: float = 0.03
    loss_request_ignored: float = 0.20
    loss_promise_broken: float = 0.10
    """Neglect and broken promises are among the signs of distancing (Eby et al. 2000, 2004); sizes are our judgement."""
    loss_pressed: float = 0.05
    pressed_days: int = 21
    """Another question while one is unanswered for less than this: our judgement. Doubled in a busy spell."""
    loss_too_often: float = 0.02
    too_often_days: int = 7
    """My second message within a week, without a sign of theirs between: our judgement."""

    # --- their side
    wants_a_year: float = 2.0
    want_days: int = 60
    want_told_in_talk: float = 0.8
    want_told_in_mail: float = 0.3
    can_help: float = 0.6
    requests_a_year: float = 0.5
    promises_a_meeting: float = 0.5
    """What they need, ask of me and hear me promise, and whether I can help at all: our judgement."""

    # --- the person
    remembers: float = 0.5
    """An intention is acted on about half the time (Sheeran & Webb 2016): what I do of my own accord, under every policy."""
    heeds: float = 0.85
    """Acting on a prompt on a day on which it is shown, whoever shows it: our judgement."""
    comes_to_mind_days: float = 21.0
    """Of my own accord I write to somebody on the panel about every three weeks: our judgement."""
    books_next: float = 0.5
    """At the end of a meeting the next is agreed on: our judgement, as the share of intentions above."""
    asks_again_days: int = 10
    asks_most: int = 3
    """Without an answer I ask somebody else, three people at most: our judgement."""
    outcome_days_low: int = 14
    outcome_days_high: int = 60
    """When it is known what came of advice: our judgement."""

    # --- minutes, the same under every policy; the meeting itself is in the calendar and counted for nobody
    minutes_question: int = 8
    minutes_update: int = 6
    minutes_note: int = 3
    minutes_book: int = 5
    minutes_brief: int = 15
    minutes_notes: int = 5
    minutes_thanks: int = 6
    minutes_loop: int = 6
    minutes_want: int = 15
    minutes_request: int = 10
    minutes_promise: int = 10
    """Our judgement."""


UNCERTAIN: Final = (
    "half_life_median", "gain_update", "gain_talk", "gain_thanks", "gain_loop", "gain_help", "loss_unthanked",
    "loss_pressed", "context_half_life", "remembers", "heeds", "busy_answers", "questions_a_week", "leaves_a_year",
    "minutes_update", "minutes_brief",
)  # fmt: skip
"""The least certain: varied one at a time, by half down and by half up."""


def varied(parameters: Parameters, name: str, factor: float) -> Parameters:
    """The same world with one number changed; chances stay at 0.98 or below, whole numbers whole."""
    value = getattr(parameters, name) * factor
    if name in ("remembers", "heeds"):
        value = min(0.98, value)
    kind = {field.name: field.type for field in fields(parameters)}[name]
    return replace(parameters, **{name: round(value) if kind in (int, "int") else value})
