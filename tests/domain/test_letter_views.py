"""What letters outside of sessions are filled with: nothing private, nothing of anybody else's."""

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mentorpanel.domain import letter_views
from mentorpanel.domain.facts import AdviceStatus, JournalKind, ParkedKind
from mentorpanel.domain.letter_views import (
    AskView,
    FormalAskView,
    IntroductionView,
    OfferView,
    OutreachView,
    RevivalView,
    UpdateView,
    closing_view,
    formal_ask_view,
    revival_view,
    update_view,
)
from mentorpanel.domain.letters import mentor_assembly, outreach_assembly
from mentorpanel.domain.letters.kinds import kind_of
from mentorpanel.domain.letters.letter import LetterContext
from mentorpanel.domain.mentor_view import (
    AdviceFact,
    BriefFacts,
    CommitmentFact,
    FocusFact,
    GoalFact,
    JournalFact,
    MilestoneFact,
    ParkedFact,
    SharedAdvice,
)

SECRET = "ZZPRIVATE"
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
TODAY, LAST = NOW.date(), date(2026, 11, 3)
ANA, JO = 1, 2
LETTER = LetterContext(now=NOW)
HERS = frozenset({ANA})
# The allow-list, said twice on purpose: a field is added here only with a thought for who reads it.
MAY_LEAVE = {
    "OutreachView": "person_name my_name my_line kind seen_where impressed question shared came_of_it",
    "FormalAskView": "person_name my_name advice goal goal_due_on",
    "UpdateView": "person_name my_name changes wins learnings struggles advice focus",
    "RevivalView": "person_name my_name advice silent_days",
    "ClosingView": "person_name my_name advice reached",
    "OfferView": "person_name my_name",
    "AskView": "person_name my_name question",
    "IntroductionView": "person_name my_name my_line other_name why",
}


def everything() -> BriefFacts:
    """Facts of which Ana may read some; what is marked is for others, for nobody, or heard already."""
    return BriefFacts(
        ANA,
        "Ana Silva",
        "Priya",
        NOW,
        NOW,
        "Europe/Berlin",
        since=LAST,
        goals=(
            GoalFact(SECRET, date(2027, 1, 1), (MilestoneFact(SECRET, done_on=LAST),)),
            GoalFact(
                "Lead the pricing team.",
                date(2027, 9, 30),
                (MilestoneFact("Ask Marek", done_on=LAST), MilestoneFact("Hire two")),
                HERS,
            ),
        ),
        advice=(
            AdviceFact(ANA, "Sleep more", AdviceStatus.NEW, on=date(2026, 11, 30)),
            AdviceFact(ANA, "Propose it in public", AdviceStatus.WORKED, "They agreed", date(2026, 10, 1)),
            AdviceFact(JO, SECRET, AdviceStatus.WORKED, SECRET, date(2026, 11, 30)),
            AdviceFact(ANA, SECRET, AdviceStatus.WORKED, SECRET, date(2026, 11, 30), is_confidential=True),
        ),
        journal=(
            JournalFact(date(2026, 11, 10), JournalKind.CHANGE, "The team is public", True),
            JournalFact(date(2026, 11, 11), JournalKind.WIN, "The page is live", True),
            JournalFact(date(2026, 11, 12), JournalKind.WIN, "First deal", shared_with=HERS),
            JournalFact(date(2026, 11, 13), JournalKind.LEARNING, "Tell support first", True),
            JournalFact(date(2026, 11, 14), JournalKind.CHALLENGE, "Sales is afraid", True),
            JournalFact(date(2026, 11, 15), JournalKind.CHALLENGE, SECRET),
            JournalFact(date(2026, 11, 15), JournalKind.CHANGE, SECRET, shared_with=frozenset({JO})),
        ),
        commitments=(CommitmentFact(ANA, True, SECRET),),
        focus=(
            FocusFact("Discounts", "everyone"),
            FocusFact(SECRET),
            FocusFact(SECRET, "named", frozenset({JO})),
        ),
        parked=(ParkedFact(SECRET, ParkedKind.QUESTION, True, ANA),),
    )


def letters_from_everything() -> dict[str, dict[str, str]]:
    facts = everything()
    return {
        "formal-ask": mentor_assembly.assemble_formal_ask(formal_ask_view(facts)),
        "update": mentor_assembly.assemble_update(update_view(facts)),
        "revive": mentor_assembly.assemble_revive(revival_view(facts, last_on=date(2026, 5, 1), today=TODAY)),
        "closing": mentor_assembly.assemble_closing(closing_view(facts)),
    }


def test_the_views_have_the_fields_of_the_allow_list_and_no_other() -> None:
    found = {
        name: " ".join(field.name for field in fields(kind))
        for name, kind in vars(letter_views).items()
        if name.endswith("View") and kind.__module__ == letter_views.__name__
    }
    assert found == MAY_LEAVE


@pytest.mark.parametrize("slug", ["formal-ask", "update", "revive", "closing"])
def test_what_is_not_for_this_reader_is_nowhere(slug: str) -> None:
    slots, kind = letters_from_everything()[slug], kind_of(slug)
    assert set(slots) <= {slot.name for slot in kind.slots if not slot.is_note}
    assert SECRET not in repr(slots) + kind.subject(slots) + kind.compose(slots)
    assert kind.compose(slots).startswith("Hi Ana,\n\n")
    assert kind.compose(slots).endswith("\n\nPriya\n")


def test_a_formal_ask_assembled_from_facts() -> None:
    slots = letters_from_everything()["formal-ask"]
    assert (slots["advice"], slots["did"], slots["result"]) == (
        "Propose it in public",
        "I did it.",
        "They agreed",
    )
    assert (slots["goal"], slots["goal_date"]) == ("Lead the pricing team", "30 September 2027")
    chosen = formal_ask_view(everything(), GoalFact("Become a director", date(2027, 12, 1)))
    assert (chosen.goal, chosen.goal_due_on) == ("Become a director", date(2027, 12, 1))
    assert mentor_assembly.assemble_formal_ask(FormalAskView("", "Priya"))["goal_date"] == ""


def test_an_update_assembled_from_what_is_shared() -> None:
    slots = letters_from_everything()["update"]
    assert slots["verdict"] == "The team is public"
    assert slots["wins"].splitlines() == ["First deal", "The page is live", "Learnt: Tell support first"]
    assert slots["tried"] == "You said “Propose it in public”; it worked: They agreed"
    assert (slots["struggles"], slots["next"], slots["ask"]) == ("Sales is afraid", "Discounts", "no ask")
    assert slots.get("personal", "") == ""
    trying = UpdateView("Ana", "Priya", advice=(SharedAdvice("Wait.", AdviceStatus.TRYING, ""),))
    assert mentor_assembly.assemble_update(trying)["tried"] == "You said “Wait”; I am on it"


def test_a_revival_names_the_gap_once() -> None:
    slots = letters_from_everything()["revive"]
    assert slots["memory"] == "I still think of what you once told me: “Propose it in public”."
    assert slots["gap"] == "It has been seven months since we last spoke."
    gap = {check.check: check for check in kind_of("revive").checks(slots, LETTER)}["gap"]
    assert gap.ok, gap
    assert mentor_assembly.assemble_revive(revival_view(everything(), last_on=None, today=TODAY))["gap"] == ""
    assert mentor_assembly.assemble_revive(RevivalView("Ana", "Priya", silent_days=3))["memory"] == ""


def test_a_closing_names_what_was_reached() -> None:
    slots = letters_from_everything()["closing"]
    assert slots["reached"] == "Ask Marek"
    assert slots["thanks"].endswith("“Propose it in public”.")


@pytest.mark.parametrize(
    ("kind", "where", "said"),
    [
        ("talk", "the product offsite", "your talk at the product offsite"),
        ("talk", "product all-hands", "your talk at the product all-hands"),
        ("talk", "ProductCon 2026.", "your talk at ProductCon 2026"),
        ("talk", "The keynote at ProductCon", "the keynote at ProductCon"),
        ("talk", "Your talk on churn", "your talk on churn"),
        ("talk", "demo of the new editor", "your demo of the new editor"),
        ("talk", "", "your talk"),
        ("meeting", "pricing review", "the pricing review"),
        ("meeting", "Q3 roadmap", "the Q3 roadmap meeting"),
        ("meeting", "our Monday round", "our Monday round"),
        ("meeting", "", "our meeting"),
    ],
)
def test_where_somebody_was_seen_reads_well(kind: str, where: str, said: str) -> None:
    view = OutreachView("Ana Silva", "Priya", kind=kind, seen_where=where)
    assert outreach_assembly.assemble_appreciation(view)["seen_where"] == said
    assert outreach_assembly.assemble_feedback_ask(view)["meeting"] == said


def outreach(**given: Any) -> OutreachView:
    noticed = {"seen_where": "the product offsite", "impressed": "You showed the launch that failed"}
    return OutreachView("Ana Silva", "Priya", "I look after pricing at Acme", **{**noticed, **given})


def test_an_appreciation_from_a_notice_can_go() -> None:
    kind = kind_of("appreciation")
    slots = outreach_assembly.assemble_appreciation(outreach())
    still_open = {check.check for check in kind.checks(slots, LETTER) if not check.ok}
    assert still_open == {"effect"}


def test_a_curiosity_connect_from_a_notice_lacks_only_why_them() -> None:
    slots = outreach_assembly.assemble_curiosity_connect(outreach(question="How do you choose it?"))
    assert slots["shared"] == "I was at your talk at the product offsite."
    still_open = {check.check for check in kind_of("curiosity-connect").checks(slots, LETTER) if not check.ok}
    assert still_open == {"why-you"}
    elsewhere = outreach(seen_where="", shared="We both came from Acme")
    assert outreach_assembly.assemble_curiosity_connect(elsewhere)["shared"] == "We both came from Acme"


def test_the_two_asks_after_a_meeting() -> None:
    view = outreach(
        kind="meeting", seen_where="pricing review", question="What would you cut?", came_of_it="I cut it"
    )
    first, wider = (
        outreach_assembly.assemble_feedback_ask(view),
        outreach_assembly.assemble_wider_input_ask(view),
    )
    assert all(check.ok for check in kind_of("feedback-ask").checks(first, LETTER))
    assert "question" not in wider
    assert wider["came_of_it"] == "I cut it"
    text = kind_of("wider-input-ask").compose({**wider, "question": "where do we lose you"})
    assert "Your advice after the pricing review has stayed with me. I cut it." in text


def test_an_ask_puts_the_one_question_and_leaves_the_rest_to_say() -> None:
    slots = outreach_assembly.assemble_ask(AskView("Ana Silva", "Priya", "How should I price the pilot?"))
    still_open = {check.check for check in kind_of("ask").checks(slots, LETTER) if not check.ok}
    assert still_open == {"context", "considered", "by-when"}
    assert "Could you advise me on this: how should I price the pilot?" in kind_of("ask").compose(slots)


def test_introductions_and_offers() -> None:
    view = IntroductionView("Ana Silva", "Priya", "I look after pricing at Acme.", "Jo Kim")
    request = outreach_assembly.assemble_introduction_request(view)
    assert (request["target"], request["blurb"]) == (
        "Jo Kim",
        "My name is Priya. I look after pricing at Acme.",
    )
    both = outreach_assembly.assemble_introduction(view)
    assert (both["greeting"], both["first"], both["second"]) == ("Hi Ana and Jo,", "Ana Silva", "Jo Kim")
    assert not kind_of("introduction").checks(both, LETTER)[1].ok
    assert outreach_assembly.assemble_introduction(IntroductionView("", "Priya"))["greeting"] == "Hi,"
    assert "need" not in outreach_assembly.assemble_offer(OfferView("Ana Silva", "Priya"))
