"""Every kind of card of Today: what makes it, and that its own action clears it. A new kind without a row fails."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from mentorpanel.domain.facts import Card
from mentorpanel.domain.today_values import KINDS
from mentorpanel.storage.models import OutboxItem
from mentorpanel.usecases import (
    assessments,
    coverage,
    decision_choices,
    decisions,
    focus,
    goals,
    introduction_steps,
    introductions,
    journal,
    letters,
    panel,
    parking,
    people,
    phases,
    profiles,
    readiness,
    sessions,
    today,
    touchpoints,
    updates,
)

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TESTS = Path(__file__).resolve().parents[1]
Act = Callable[[], object]


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield


def ago(days: int) -> date:
    return (MONDAY - timedelta(days=days)).date()


def cards(owner: Any, **day: Any) -> dict[str, Card]:
    """Every card, shown or not."""
    picked = today.today_page(owner, **day).picked
    shown = (*picked.blind_spots, *picked.coming_up, *picked.openings)
    return {card.id: card for card in (*shown, *(one.card for one in picked.not_shown))}


def known(
    owner: Any, name: str = "Ana Ruiz", stage: str = "mentor", talked: tuple[int, ...] = (5,), **more: Any
) -> int:
    """Somebody on the panel, who was talked with so many days ago."""
    added = people.add_person(owner, name=name, email=f"{name.split()[0].lower()}@x.example", **more)
    if stage:
        panel.move_stage(
            owner, person_id=added.id, stage=stage, since=ago(max(talked, default=0) + 1), is_setting_up=True
        )
    for days in talked:
        talk(owner, added.id, days)
    return added.id


def talk(owner: Any, person_id: int, days: int = 0) -> None:
    touchpoints.log_touchpoint(owner, person_id=person_id, kind="meeting", direction="both", on=ago(days))


def update_to(owner: Any, person_id: int) -> None:
    made = updates.begin_update(owner, person_ids=[person_id])
    updates.change_update(owner, update_id=made.id, slots={"verdict": "Going well", "wins": "It went live"})
    updates.write_lines(owner, update_id=made.id, lines={person_id: "Your question helped."})
    letters.mark_sent(owner, draft_id=made.letters[0].id)


def inform(owner: Any) -> tuple[str, Act]:
    with time_machine.travel(MONDAY - timedelta(days=45), tick=False):
        ana = known(owner, talked=(50,))
        focus.set_focus(owner, texts=["Pricing"], readers="everyone", worth_telling=True)
    return "inform-1", lambda: update_to(owner, ana)


def news(owner: Any) -> tuple[str, Act]:
    known(owner)
    entry = journal.write_entry(owner, text="The pilot paid for itself.", kind="win")
    return f"news-{entry.id}", lambda: journal.trash_entry(owner, entry_id=entry.id)


def gap(owner: Any) -> tuple[str, Act]:
    profiles.begin_phase(owner, phase="progressing")
    ana = known(owner)
    needs = ["opportunities", "prioritisation", "strategy", "influence", "sponsor", "calibration"]
    return "gap-1", lambda: coverage.set_levels(owner, person_id=ana, levels=dict.fromkeys(needs, 3))


def flag(owner: Any) -> tuple[str, Act]:
    profiles.change_profile(owner, organisation="Fernwood")
    known(owner, organisation="Fernwood")
    return "flag-10", lambda: known(owner, "Sam Teo", organisation="Tallis")


def phase(owner: Any) -> tuple[str, Act]:
    begun = profiles.begin_phase(owner, phase="progressing", on=ago(100))
    return f"phase-{begun.id}", lambda: phases.change_phase(owner, phase="transition")


def nothing_said(owner: Any) -> tuple[str, Act]:
    profiles.begin_phase(owner, phase="progressing")
    known(owner)
    return "focus-1", lambda: focus.set_focus(owner, texts=["Pricing"])


def addresses(owner: Any) -> tuple[str, Act]:
    profiles.change_profile(owner, organisation="Fernwood", mail_address="me@fernwood.example")
    ana = known(owner)
    begun = profiles.begin_phase(owner, phase="transition")

    def sent(sender: str) -> None:
        letter = letters.draft_letter(
            owner, kind="thank-you", person_id=ana, slots={"appreciation": "You made my week."}
        )
        OutboxItem.objects.create(
            owner=owner, dedupe_key=sender, draft_id=letter.draft.id, message_id=sender, sender=sender, message=b"",
            status="sent", not_before=MONDAY,
        )  # fmt: skip

    sent("Dana <me@fernwood.example>")
    return f"addresses-{begun.id}", lambda: sent("Dana <dana@home.example>")


def goal(owner: Any) -> tuple[str, Act]:
    ana = known(owner)
    made = goals.set_goal(
        owner, statement="Lead a team", due_on=ago(-300), starts_on=ago(40), person_ids=[ana]
    )
    return f"goal-{made.id}", lambda: goals.check_in(owner, goal_id=made.id, text="Two rounds are run.")


def stage(owner: Any) -> tuple[str, Act]:
    wei = known(owner, "Wei Zhang", "noticed", ())
    talk(owner, wei)
    return f"stage-{wei}", lambda: panel.move_stage(owner, person_id=wei, stage="connected")


def seen(owner: Any, person_id: int) -> None:
    shows = [("listens", "clearly"), ("helps", "clearly")]
    assessments.add_evidence(owner, person_id=person_id, text="Asked before she answered.", shows=shows)


def formal(owner: Any) -> tuple[str, Act]:
    profiles.change_profile(owner, level="pm")
    ana = known(owner, talked=(5, 20, 40), level="principal-pm")
    people.change_person(owner, person_id=ana, level="director")
    seen(owner, ana)
    readiness.set_monthly_answer(owner, person_id=ana, answer="yes")
    made = goals.set_goal(owner, statement="Lead a team", due_on=ago(-300))

    def ask() -> None:
        letter = letters.draft_letter(owner, kind="formal-ask", person_id=ana)
        letters.mark_sent(owner, draft_id=letter.draft.id)

    return f"formal-{made.id}", ask


def assess(owner: Any) -> tuple[str, Act]:
    lee = known(owner, "Lee Ng", "connected", (3, 9))
    return f"assess-{lee}", lambda: seen(owner, lee)


def revive(owner: Any) -> tuple[str, Act]:
    profiles.begin_phase(owner, phase="progressing")
    old = known(owner, "Olga Stern", "", (500, 520), expertise=["pricing strategy"])
    return f"revive-{old}", lambda: talk(owner, old)


def raise_(owner: Any) -> tuple[str, Act]:
    ana = known(owner)
    with time_machine.travel(MONDAY - timedelta(days=20), tick=False):
        item = parking.park_item(owner, text="How do I price it?", person_id=ana)
    return f"raise-{ana}", lambda: parking.close_item(owner, item_id=item.id)


def cadence(owner: Any) -> tuple[str, Act]:
    ana = known(owner, talked=(70,))
    return f"cadence-{ana}", lambda: talk(owner, ana)


LETTERS = {
    "connected": ((25,), (), "Write a line", {"question": "May I ask one thing?"}),
    "rapport": ((70,), (), "Draft a note", {"memory": "The walk by the river"}),
    "waiting": ((90,), (25,), "Write one line", {"message": "No need to answer"}),
    "resting": ((300,), (), "Draft a note", {"memory": "The walk by the river"}),
}


@pytest.mark.parametrize("case", LETTERS)
def test_the_letter_that_a_card_leads_to_clears_it(owner: Any, case: str) -> None:
    """It is offered first; once it has gone the answer is theirs to give, and nothing is asked of me."""
    talked, wrote, label, slots = LETTERS[case]
    ana = known(owner, stage="rapport" if case == "waiting" else case, talked=talked)
    for days in wrote:
        touchpoints.log_touchpoint(owner, person_id=ana, kind="email", direction="from-me", on=ago(days))
    card = cards(owner)[f"cadence-{ana}"]
    page, _, kind = card.action.url.partition("?kind=")
    assert (card.action.label, page) == (label, f"/people/{ana}/letters/")
    made = letters.draft_letter(owner, kind=kind, person_id=ana, slots=slots)
    letters.mark_sent(owner, draft_id=made.draft.id)
    assert f"cadence-{ana}" not in cards(owner)
    letters.take_back(owner, draft_id=made.draft.id)
    assert f"cadence-{ana}" in cards(owner), "it did not go after all"


def propose(owner: Any) -> tuple[str, Act]:
    ida = known(owner, "Ida Falk", "formal-mentor", (30,))
    return f"propose-{ida}", lambda: sessions.schedule_once(owner, person_id=ida, on=ago(-10), at=time(16))


def parked(owner: Any) -> tuple[str, Act]:
    ana, item = known(owner), parking.park_item(owner, text="Whom do I ask?")
    return f"parked-{item.id}", lambda: parking.assign_item(owner, item_id=item.id, person_id=ana)


def capture(owner: Any) -> tuple[str, Act]:
    ana, item = known(owner), parking.park_item(owner, text="For whom?", for_name="Nobody Known")
    return f"capture-{item.id}", lambda: parking.assign_item(owner, item_id=item.id, person_id=ana)


def brief(owner: Any) -> tuple[str, Act]:
    ana = known(owner)
    made = sessions.schedule_once(owner, person_id=ana, on=ago(-2), at=time(16))

    def send() -> None:
        letter = letters.session_letter(owner, session_id=made.id, kind="brief")
        letters.mark_sent(owner, draft_id=letter.draft.id)

    return f"brief-{made.id}", send


def session(owner: Any) -> tuple[str, Act]:
    made = sessions.schedule_once(owner, person_id=known(owner), on=ago(-9), at=time(16))
    return f"session-{made.id}", lambda: sessions.cancel_session(owner, session_id=made.id)


def notes(owner: Any) -> tuple[str, Act]:
    made = sessions.schedule_once(owner, person_id=known(owner), on=ago(1), at=time(16))
    return f"notes-{made.id}", lambda: sessions.hold_session(owner, session_id=made.id)


def thank(owner: Any) -> tuple[str, Act]:
    made = sessions.schedule_once(owner, person_id=known(owner), on=ago(1), at=time(16))
    sessions.hold_session(owner, session_id=made.id, notes="Cut the scope.")

    def send() -> None:
        letter = letters.session_letter(owner, session_id=made.id, kind="recap")
        letters.mark_sent(owner, draft_id=letter.draft.id)

    return f"thank-{made.id}", send


def decision(owner: Any) -> tuple[str, Act]:
    made = decisions.begin_decision(
        owner, question="Which offer?", answer_by=ago(-2), options=["Stay", "Go"]
    ).decision
    return f"decision-{made.id}", lambda: decision_choices.choose(
        owner, decision_id=made.id, option_id=made.options[0].id
    )


def introduction(owner: Any) -> tuple[str, Act]:
    ana, sam = known(owner), known(owner, "Sam Teo")
    made = introductions.begin_connection(owner, first_id=ana, second_id=sam, why="Both price pilots")
    return f"introduction-{made.id}", lambda: introduction_steps.asked(owner, introduction_id=made.id)


HERE: dict[str, Callable[[Any], tuple[str, Act]]] = {
    "inform": inform, "news": news, "gap": gap, "flag": flag, "phase": phase, "addresses": addresses, "goal": goal,
    "focus": nothing_said,
    "stage": stage, "formal": formal, "assess": assess, "revive": revive, "raise": raise_, "cadence": cadence,
    "propose": propose, "parked": parked, "capture": capture, "brief": brief, "session": session, "notes": notes,
    "thank": thank,
    "decision": decision, "introduction": introduction,
}  # fmt: skip
ELSEWHERE = {
    "commitment": "usecases/test_today.py::test_a_promise_done_on_today_is_kept",
    "outreach": "usecases/test_today.py::test_a_step_of_a_path_done_is_done_on_the_path",
    "mail": "usecases/test_today.py::test_every_kind_is_done_and_taken_back",
    "invitation": "web/test_invitations.py::test_done_on_today_means_they_were_told",
    "reply": "usecases/test_mentor_pages.py::test_a_proposal_is_a_card_and_accepted_it_moves_the_session",
    "received": "usecases/test_incoming_mail.py::test_a_forged_answer_changes_nothing_and_is_said",
    "own-mail": "usecases/test_reminders.py::test_a_mail_that_failed_is_a_card_until_another_arrives",
    "closing": "web/test_letter_kinds.py::test_a_farewell_that_is_dismissed_stays_away",
    "match": "usecases/test_matches.py::test_a_decision_is_carried_out_once_and_taken_back",
    "criteria": "usecases/test_decisions.py::test_what_they_answer_becomes_criteria_with_their_name_and_advice",
    "role-review": "usecases/test_role_reviews.py::test_a_role_is_looked_at_after_three_and_six_months",
    "year-letter": "usecases/test_look_back.py::test_in_december_today_offers_the_letter_until_it_is_kept",
    "loop": "usecases/test_advice_library.py::test_today_asks_to_tell_them_until_they_have_heard",
    "answered": "usecases/test_thanks.py::test_a_thank_you_clears_it_and_taken_back_it_is_owed_again",
    "favour": "usecases/test_thanks.py::test_a_talk_since_is_thanks_enough_and_their_own_letter_is_not",
    "asked": "usecases/test_giving.py::test_yes_by_a_day_becomes_a_promise_and_stays_on_today_until_they_know",
    "opening": "usecases/test_giving.py::test_an_opening_goes_when_it_was_offered_and_is_never_chased",
}
"""Kinds whose action needs more than a line: the test that walks it."""


def test_every_kind_has_a_row() -> None:
    assert set(HERE) | set(ELSEWHERE) == KINDS and not set(HERE) & set(ELSEWHERE)
    for place in ELSEWHERE.values():
        file, _, name = place.partition("::")
        assert re.search(rf"^def {name or None}\(", (TESTS / file).read_text(), re.MULTILINE), place


@pytest.mark.parametrize("kind", HERE)
def test_its_action_clears_it(owner: Any, kind: str) -> None:
    profiles.change_profile(owner, weekly_minutes=600)
    card_id, act = HERE[kind](owner)
    before = cards(owner)
    assert card_id in before, sorted(before)
    assert before[card_id].kind == kind == card_id.rpartition("-")[0]
    act()
    assert card_id not in cards(owner)


@pytest.mark.parametrize("kind", sorted(set(HERE) - {"brief", "notes", "thank"}))
def test_it_is_put_away_and_brought_back(owner: Any, kind: str) -> None:
    card_id, _ = HERE[kind](owner)
    today.dismiss_card(owner, card_id=card_id, reason="not now")
    (left,) = [one for one in today.today_page(owner).picked.not_shown if one.card.id == card_id]
    assert left.can_return and "not now" in left.reason
    today.undo_card(owner, card_id=card_id)
    today.done_card(owner, card_id=card_id)
    assert card_id not in [one.id for one in _shown(owner)]
    today.undo_card(owner, card_id=card_id)
    assert card_id in cards(owner)


def test_a_stage_and_a_milestone_are_done_from_the_card(owner: Any) -> None:
    card_id, _ = stage(owner)
    number = int(card_id.rpartition("-")[2])
    today.done_card(owner, card_id=card_id)
    assert people.person(owner, person_id=number).stage == "connected"
    today.undo_card(owner, card_id=card_id)
    assert people.person(owner, person_id=number).stage == "noticed"
    made = goals.set_goal(owner, statement="Lead a team", due_on=ago(-300), starts_on=ago(3))
    step = goals.add_milestone(owner, goal_id=made.id, text="Run one round", due_on=ago(-3)).milestones[0]
    today.done_card(owner, card_id=f"goal-{made.id}")
    assert goals.goal(owner, goal_id=made.id).milestones[0].done_on == MONDAY.date()
    today.undo_card(owner, card_id=f"goal-{made.id}")
    assert goals.goal(owner, goal_id=made.id).milestones[0].done_on is None and step.id


def _shown(owner: Any) -> tuple[Card, ...]:
    picked = today.today_page(owner).picked
    return (*picked.blind_spots, *picked.coming_up, *picked.openings)


def test_a_new_title_and_a_company_left_are_known(owner: Any) -> None:
    profiles.change_profile(
        owner, title="PM", organisation="Fernwood Ltd", mail_address="me@fernwood.example"
    )
    begun = profiles.begin_phase(owner, phase="progressing", on=ago(50))
    assert f"phase-{begun.id}" not in cards(owner)
    profiles.change_profile(owner, title="Senior PM")
    assert cards(owner)[f"phase-{begun.id}"].state == "title"
    profiles.change_profile(owner, title="PM")
    assert f"phase-{begun.id}" not in cards(owner), "a slip of one day is no change"
    ana = known(owner)
    letter = letters.draft_letter(
        owner, kind="thank-you", person_id=ana, slots={"appreciation": "Thank you."}
    )
    OutboxItem.objects.create(
        owner=owner, dedupe_key="a", draft_id=letter.draft.id, message_id="a", sender="me@fernwood.example", message=b"",
        status="sent", not_before=MONDAY,
    )  # fmt: skip
    assert f"addresses-{begun.id}" not in cards(owner)
    profiles.change_profile(owner, organisation="Tallis", mail_address="dana@tallis.example")
    assert cards(owner)[f"addresses-{begun.id}"].title == "One mentor knows only your work address"
    with time_machine.travel(MONDAY + timedelta(days=121), tick=False):
        assert f"addresses-{begun.id}" not in cards(owner)
