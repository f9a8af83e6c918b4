"""Letters and their checks, from the tables of examples."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentorpanel.domain.facts import AdviceStatus, Check, JournalKind, ParkedKind
from mentorpanel.domain.letters import prose
from mentorpanel.domain.letters.assembly import (
    assemble_brief,
    assemble_recap,
    assemble_thank_you,
    greeting_for,
)
from mentorpanel.domain.letters.checks import shared_checks
from mentorpanel.domain.letters.kinds import KINDS, kind_of
from mentorpanel.domain.letters.letter import Confidential, LetterContext
from mentorpanel.domain.mentor_view import (
    AdviceFact,
    BriefFacts,
    CommitmentFact,
    FocusFact,
    GoalFact,
    JournalFact,
    MilestoneFact,
    ParkedFact,
    RecapView,
    SharedPromise,
    ThanksView,
    view_for_mentor,
)
from mentorpanel.domain.problems import NotFound
from tests.rule_tables import rows

STARTS = datetime(2026, 12, 3, 13, tzinfo=UTC)
ENDS = STARTS + timedelta(minutes=45)
MAREK = Confidential("Marek Novak", ("I hear the reorganisation comes in March after all", "Not now"))


def written(text: str) -> str:
    """A cell as a slot's text: ⏎ is a line break, "word ×3" is repeated."""
    word, times, count = text.partition(" ×")
    return " ".join([word] * int(count)) if times else text.replace("⏎", "\n")


def slots_of(section: str, change: str = "-") -> dict[str, object]:
    slots: dict[str, object] = {row["slot"]: written(row["text"]) for row in rows("letters", section)}
    for part in change.split(" & ") if change != "-" else []:
        name, _, text = part.partition("=")
        assert name in {slot.name for kind in KINDS.values() for slot in kind.slots}
        slots[name] = written(text)
    return slots


def named(checks: list[Check], name: str) -> Check:
    (found,) = [check for check in checks if check.check == name]
    return found


def assert_as_said(check: Check, row: dict[str, str]) -> None:
    assert (check.ok, row["says"] in check.why) == (row["holds"] == "yes", True), check
    assert check.why.endswith(".")
    assert "\n" not in check.why


@pytest.mark.parametrize(
    "row", rows("letters", "Checks of the brief"), ids=lambda row: f"{row['check']}: {row['change'][:40]}"
)
def test_checks_of_the_brief(row: dict[str, str]) -> None:
    now = STARTS - timedelta(hours=float(row["hours ahead"]))
    slots = slots_of("Slots of the brief", row["change"])
    checks = kind_of("brief").checks(slots, LetterContext(now=now, starts_at=STARTS))
    assert_as_said(named(checks, row["check"]), row)


@pytest.mark.parametrize(
    "row", rows("letters", "Checks of the recap"), ids=lambda row: f"{row['check']}: {row['change'][:40]}"
)
def test_checks_of_the_recap(row: dict[str, str]) -> None:
    now = ENDS + timedelta(hours=float(row["hours after"]))
    slots = slots_of("Slots of the recap", row["change"])
    checks = kind_of("recap").checks(slots, LetterContext(now=now, ended_at=ENDS))
    assert_as_said(named(checks, row["check"]), row)


@pytest.mark.parametrize(
    "row", rows("letters", "Checks of the thank-you"), ids=lambda row: f"{row['check']}: {row['change'][:40]}"
)
def test_checks_of_the_thank_you(row: dict[str, str]) -> None:
    slots = slots_of("Slots of the thank-you", row["change"])
    assert_as_said(named(kind_of("thank-you").checks(slots, LetterContext()), row["check"]), row)


@pytest.mark.parametrize(
    "row", rows("letters", "Checks of every letter"), ids=lambda row: f"{row['check']}: {row['text'][:40]}"
)
def test_checks_of_every_letter(row: dict[str, str]) -> None:
    asked = (
        () if row["asked before"] == "-" else tuple(one == "yes" for one in row["asked before"].split(", "))
    )
    context = LetterContext(recent_asks=asked, confidential=(MAREK,))
    assert_as_said(named(shared_checks(row["text"], context, asks_allowed=1), row["check"]), row)


@pytest.mark.parametrize(
    ("kind", "section", "context"),
    [
        ("brief", "Slots of the brief", LetterContext(now=STARTS - timedelta(hours=20), starts_at=STARTS)),
        ("brief", "Three lines", LetterContext(now=STARTS - timedelta(hours=1), starts_at=STARTS)),
        ("recap", "Slots of the recap", LetterContext(now=ENDS + timedelta(hours=2), ended_at=ENDS)),
        ("thank-you", "Slots of the thank-you", LetterContext()),
    ],
)
def test_a_whole_letter_passes_every_check_and_holds_every_slot(
    kind: str, section: str, context: LetterContext
) -> None:
    slots = slots_of(section)
    letter = kind_of(kind)
    assert [check for check in letter.checks(slots, context) if not check.ok] == []
    text = letter.subject(slots) + "\n" + letter.compose(slots)
    for name, value in slots.items():
        for line in str(value).splitlines():
            said = "help me decide" if name == "focus_1_want" else line.removesuffix(".")
            assert said in text, name


def test_the_brief_reads_in_order() -> None:
    text = kind_of("brief").compose(slots_of("Slots of the brief"))
    parts = [
        "Hi Ana,",
        "one minute to read",
        "When:",
        "goal",
        "your advice",
        "Since last",
        "promised",
        "talk about",
        "Parked",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert text.endswith("Priya\n")
    assert (
        kind_of("brief").subject(slots_of("Slots of the brief"))
        == "For Thursday 3 December: Who decides on discounts"
    )


def test_the_checks_read_the_text_as_the_owner_edited_it() -> None:
    context = LetterContext(text="Hi Ana, [say something]\n", subject="About {{topic}}")
    checks = kind_of("brief").checks(slots_of("Slots of the brief"), context)
    assert "[say something]" in named(checks, "placeholders").why + named(checks, "question").why
    assert not named(checks, "question").ok


def test_a_first_session_has_nothing_to_report_on() -> None:
    slots = slots_of("Slots of the brief", "loop= & since= & promises=")
    checks = kind_of("brief").checks(slots, LetterContext(is_first=True))
    assert [check.check for check in checks if not check.ok] == []


def test_hostile_and_odd_slots_do_no_harm() -> None:
    odd: dict[str, object] = {
        "greeting": None,
        "goal": 3,
        "since": ["x"],
        "unknown": "x",
        "focus_1": "\0\r\n \u202e",
    }
    for kind in KINDS.values():
        for slots in ({}, odd, {slot.name: "(" * 20_000 for slot in kind.slots}):
            assert kind.compose(slots)
            assert kind.subject(slots)
            assert kind.checks(slots, LetterContext(confidential=(MAREK,)))


def test_every_kind_explains_its_slots() -> None:
    for slug, kind in KINDS.items():
        assert kind.slug == slug
        names = [slot.name for slot in kind.slots]
        assert len(names) == len(set(names))
        assert all(slot.label and slot.help for slot in kind.slots)


def test_kinds_by_name() -> None:
    assert kind_of("Thank you").slug == "thank-you"
    with pytest.raises(NotFound, match="brief, recap, update, thank-you"):
        kind_of("love letter")


def brief_facts() -> BriefFacts:
    return BriefFacts(
        person_id=1,
        person_name="Ana Silva",
        my_name="Priya",
        starts_at=STARTS,
        ends_at=ENDS,
        zone="Europe/Berlin",
        since=date(2026, 11, 3),
        goals=(
            GoalFact(
                "Lead the pricing team",
                date(2027, 9, 1),
                (
                    MilestoneFact("Run the review", date(2027, 2, 1)),
                    MilestoneFact("Ask Marek", date(2026, 12, 1)),
                    MilestoneFact("Write it down", done_on=date(2026, 11, 1)),
                ),
                frozenset({1}),
            ),
        ),
        advice=(
            AdviceFact(1, "Propose it in public.", AdviceStatus.WORKED, "they agreed"),
            AdviceFact(1, "Sleep more", AdviceStatus.NEW),
        ),
        journal=(
            JournalFact(date(2026, 11, 20), JournalKind.WIN, "The page is live", True),
            JournalFact(
                date(2026, 11, 25), JournalKind.CHALLENGE, "Sales is afraid", shared_with=frozenset({1})
            ),
        ),
        commitments=(
            CommitmentFact(1, True, "Send the deck.", date(2026, 11, 20), date(2026, 11, 19)),
            CommitmentFact(1, False, "Introduce me to Jo", date(2026, 12, 1)),
        ),
        focus=(FocusFact("The new team", "everyone"), FocusFact("Discounts", "named", frozenset({1}), True)),
        parked=(ParkedFact("How do you keep notes?", ParkedKind.QUESTION, True),),
    )


def test_a_brief_assembled_from_facts() -> None:
    slots = assemble_brief(view_for_mentor(brief_facts()))
    assert slots["greeting"] == "Hi Ana,"
    assert slots["when"] == "Thursday 3 December, 14:00 (Berlin), 45 minutes"
    assert slots["goal"] == (
        "Lead the pricing team, by 1 September 2027. 1 of 3 steps done; the latest: Write it down. Next: Ask Marek."
    )
    assert slots["loop"] == "You said “Propose it in public”; it worked: they agreed"
    assert slots["since"].splitlines() == [
        "Win: The page is live",
        "Challenge: Sales is afraid",
    ]
    assert slots["promises"].splitlines() == [
        "I promised: Send the deck (done)",
        "You offered: Introduce me to Jo (open, by 1 December)",
    ]
    assert (slots["focus_1"], slots["focus_2"]) == ("Discounts", "The new team")
    assert slots["parked"] == "How do you keep notes?"
    assert set(slots) <= {slot.name for slot in kind_of("brief").slots}


def test_the_three_line_brief_from_facts() -> None:
    slots = assemble_brief(view_for_mentor(brief_facts()), short=True)
    assert slots["short_changed"] == "Sales is afraid"
    assert slots["short_question"] == "How do you keep notes?"
    lines = [line for line in kind_of("brief").compose(slots).splitlines() if line.startswith("- ")]
    assert [line.split(":")[0] for line in lines] == ["- What changed", "- What I want", "- One question"]


def test_a_brief_from_nothing_is_still_a_letter() -> None:
    empty = BriefFacts(1, "", "Priya", STARTS, ENDS, "Europe/Berlin")
    slots = assemble_brief(view_for_mentor(empty))
    assert kind_of("brief").compose(slots).startswith("Hi,\n")
    assert assemble_brief(view_for_mentor(empty), short=True)["short_question"] == ""


def test_a_recap_assembled_from_a_session() -> None:
    view = RecapView(
        "Ana Silva",
        "Priya",
        STARTS,
        "Europe/Berlin",
        advice=("Start with one limit", "Ask sales to break it"),
        shared_notes="Numbers first",
        mine=(SharedPromise("Draft it.", date(2026, 12, 10), False), SharedPromise("Old", None, True)),
        theirs=(SharedPromise("Call Jo", None, False),),
        next_starts_at=datetime(2027, 1, 5, 8, tzinfo=UTC),
    )
    slots = assemble_recap(view)
    assert slots["they_said"] == "Start with one limit"
    assert slots["understood"] == "Ask sales to break it\nNumbers first"
    assert slots["my_commitments"] == "Draft it, by 10 December"
    assert slots["next_date"] == "Tuesday 5 January, 9:00"
    context = LetterContext(now=ENDS, ended_at=ENDS)
    assert all(check.ok for check in kind_of("recap").checks(slots, context))


@pytest.mark.parametrize(
    ("status", "did"),
    [
        (AdviceStatus.WORKED, "I did it."),
        (AdviceStatus.SET_ASIDE, "I thought about it and chose another way."),
        (AdviceStatus.NEW, ""),
    ],
)
def test_a_thank_you_assembled_from_advice(status: AdviceStatus, did: str) -> None:
    slots = assemble_thank_you(
        ThanksView("Ana Silva", "Priya", "Propose it in public", status, "They agreed.")
    )
    assert (slots["did"], slots["result"]) == (did, "They agreed.")


@pytest.mark.parametrize(("name", "greeting"), [("Ana Silva", "Hi Ana,"), ("", "Hi,"), ("Zoë", "Hi Zoë,")])
def test_greeting(name: str, greeting: str) -> None:
    assert greeting_for(name) == greeting


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Could you call Jo? Would you mind reading it?", 2),
        ("Please read it. I hope you are well.", 1),
        ("Please find it attached. Please don't hurry.", 0),
        ("What would you have done?", 1),
        ("How was Lisbon?", 0),
        ("I’d love your help. Let me know when it suits.", 2),
        ("I could not do it. We can wait.", 0),
        ("Do you know somebody there?", 1),
    ],
)
def test_asks_are_found_by_their_wording(text: str, count: int) -> None:
    assert len(prose.asks_in(text)) == count


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("by Friday", True), ("on 3 December", True), ("December 3", True), ("2026-12-03", True), ("3.12.", True),
        ("by the 15th", True), ("next week", True), ("by end of March", True), ("tomorrow", True), ("in May", True),
        ("soon", False), ("when I may", False), ("version 2", False), ("march on", False),
    ],
)  # fmt: skip
def test_dates_are_recognised(text: str, found: bool) -> None:
    assert prose.has_date(text) is found


def test_words_are_counted_as_a_reader_does() -> None:
    assert prose.count_words("Don't read the follow-up at https://a.example/b/c?d=e, Zoë – please.") == 8
    assert prose.count_words("") == 0
