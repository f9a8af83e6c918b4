"""Every kind of letter: its slots, a good and a bad example, and its checks, from the pages of docs/rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters.blocking import blocking, refusal, slot_of
from mentorpanel.domain.letters.kinds import KINDS, kind_of
from mentorpanel.domain.letters.letter import LetterContext
from tests.rule_tables import rows

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
PAGES = {
    "appreciation": ("letters-outreach", "appreciation"),
    "curiosity-connect": ("letters-outreach", "curiosity connect"),
    "feedback-ask": ("letters-outreach", "feedback ask"),
    "wider-input-ask": ("letters-outreach", "wider input ask"),
    "formal-ask": ("letters-mentors", "formal ask"),
    "ask": ("letters-mentors", "ask"),
    "update": ("letters-mentors", "update"),
    "revive": ("letters-mentors", "revival"),
    "closing": ("letters-mentors", "closing"),
    "introduction-request": ("letters-giving", "introduction request"),
    "introduction-consent": ("letters-giving", "introduction consent"),
    "introduction": ("letters-giving", "introduction"),
    "offer": ("letters-giving", "offer"),
    "note": ("letters-giving", "note"),
}
OLDER = ("brief", "recap", "thank-you")
NEVER_HELD_BACK = ("brief", "recap")
OUTREACH = ("appreciation", "curiosity-connect", "feedback-ask", "wider-input-ask")
Given = dict[str, str]


def page_of(slug: str) -> tuple[str, str]:
    return PAGES.get(slug, ("letters", slug))


def article(name: str, word: str) -> str:
    return f"A {word} {name}"


def written(text: str) -> str:
    word, times, count = text.partition(" ×")
    return " ".join([word] * int(count)) if times else text.replace("⏎", "\n")


def given_in(page: str, section: str) -> Given:
    return {row["slot"]: written(row["text"]) for row in rows(page, section)}


def good(slug: str) -> Given:
    page, name = page_of(slug)
    if slug in OLDER:
        moment = {"brief": {"(hours ahead)": "20"}, "recap": {"(hours after)": "2"}}.get(slug, {})
        return {**given_in(page, f"Slots of the {name}"), **moment}
    return given_in(page, article(name, "good"))


def changed(given: Given, change: str) -> Given:
    made = dict(given)
    for part in change.split(" & ") if change != "-" else []:
        name, _, text = part.partition("=")
        made[name] = written(text)
    return made


def slots_of(given: Given) -> dict[str, object]:
    return {name: text for name, text in given.items() if not name.startswith("(")}


def context_of(given: Given) -> LetterContext:
    """What is known beside the slots: the rows in brackets."""

    def day(name: str) -> date | None:
        return date.fromisoformat(given[name]) if given.get(name) else None

    context = LetterContext(
        now=NOW,
        readiness=given.get("(readiness)", ""),
        goal_starts_on=day("(goal starts)"),
        goal_due_on=day("(goal due)"),
        both_agreed=given.get("(both agreed)") == "yes",
    )
    if "(hours ahead)" in given:
        context = replace(context, starts_at=NOW + timedelta(hours=float(given["(hours ahead)"])))
    if "(hours after)" in given:
        context = replace(context, ended_at=NOW - timedelta(hours=float(given["(hours after)"])))
    return context


def checks_of(slug: str, given: Given, **more: Any) -> list[Check]:
    kind = kind_of(slug)
    slots = slots_of(given)
    assert set(slots) <= {slot.name for slot in kind.slots}
    context = replace(context_of(given), subject=kind.subject(slots), **more)
    found = kind.checks(slots, context)
    assert len({check.check for check in found}) == len(found)
    assert all(check.why.endswith(".") and "\n" not in check.why for check in found)
    return found


def still_open(checks: list[Check]) -> dict[str, str]:
    return {check.check: check.why for check in checks if not check.ok}


CHANGES = [(slug, row) for slug, (page, name) in PAGES.items() for row in rows(page, f"Checks of the {name}")]


def test_every_kind_has_its_examples() -> None:
    assert set(KINDS) == {*PAGES, *OLDER}


@pytest.mark.parametrize("slug", KINDS)
def test_the_good_letter_passes_every_check(slug: str) -> None:
    assert still_open(checks_of(slug, good(slug))) == {}


@pytest.mark.parametrize("slug", KINDS)
def test_the_bad_letter_fails_what_the_page_names_and_nothing_else(slug: str) -> None:
    page, name = page_of(slug)
    named = {row["check"]: row["says"] for row in rows(page, f"What the bad {name} lacks")}
    assert still_open(checks_of(slug, given_in(page, article(name, "bad")))) == named


@pytest.mark.parametrize(
    ("slug", "row"), CHANGES, ids=lambda part: part if isinstance(part, str) else part["change"][:40]
)
def test_each_change_of_the_good_letter(slug: str, row: dict[str, str]) -> None:
    found = {check.check: check for check in checks_of(slug, changed(good(slug), row["change"]))}[
        row["check"]
    ]
    assert (found.ok, row["says"] in found.why) == (row["holds"] == "yes", True), found


@pytest.mark.parametrize("slug", KINDS)
def test_the_slots_are_those_of_the_page(slug: str) -> None:
    listed = [
        (row["slot"], row["what it is"], row["needed"], row["form"]) for row in rows("letter-slots", slug)
    ]
    forms = {".": "sentence", "?": "question", "": "text"}
    assert listed == [
        (
            slot.name,
            slot.label,
            "yes" if slot.required else "",
            ("for you alone" if slot.is_note else "list" if slot.is_list else forms[slot.ends])
            + (f": {', '.join(slot.choices)}" if slot.choices else ""),
        )
        for slot in kind_of(slug).slots
    ]


def test_what_holds_a_letter_back_is_on_the_page() -> None:
    listed = {
        row["letter"]: tuple(row["checks"].split(", ")) for row in rows("letters", "What holds a letter back")
    }
    assert listed == {slug: kind.must for slug, kind in KINDS.items() if kind.must}


@pytest.mark.parametrize("slug", PAGES)
def test_what_holds_a_letter_back_are_checks_of_it(slug: str) -> None:
    kind, names = kind_of(slug), {check.check for check in checks_of(slug, {})}
    assert set(kind.must) <= names
    assert {slot.check for slot in kind.slots if slot.check} <= names


@pytest.mark.parametrize("slug", PAGES)
def test_a_whole_letter_holds_every_slot_but_those_for_the_owner(slug: str) -> None:
    slots, kind = slots_of(good(slug)), kind_of(slug)
    text = kind.compose(slots).lower()
    for slot in kind.slots:
        for line in [] if slot.is_note else str(slots.get(slot.name, "")).splitlines():
            assert line.lower().removesuffix(".") in text or line == "no ask", slot.name


@pytest.mark.parametrize("slug", PAGES)
def test_with_only_what_is_needed_it_is_still_a_letter(slug: str) -> None:
    kind = kind_of(slug)
    needed = {slot.name for slot in kind.slots if slot.required}
    text = kind.compose({name: value for name, value in slots_of(good(slug)).items() if name in needed})
    for loose_end in ("  ", " .", " ,", "..", ".,", "?.", "“”"):
        assert loose_end not in text
    assert text.count(":\n\n") == (slug == "introduction-request")
    assert text.startswith(("Hi ", "Dear "))
    assert text.endswith("\nPriya\n")


@pytest.mark.parametrize("slug", OUTREACH)
def test_outreach_is_about_its_reader(slug: str) -> None:
    text = "Hi Ana,\n\nI saw you. I, for my part, loved it; it helped me and my team.\n\nPriya\n"
    found = still_open(checks_of(slug, good(slug), text=text))
    assert "“I”, “me” or “my” five times, “you” or “your” once" in found["you-and-i"]


def test_other_letters_may_speak_of_oneself() -> None:
    assert "you-and-i" not in {check.check for check in checks_of("update", good("update"))}


@pytest.mark.parametrize(
    ("slug", "change", "field", "says"),
    [
        ("appreciation", "impressed=", "impressed", "praise that fits anybody"),
        ("curiosity-connect", "impressed=So inspiring", "impressed", "any talk"),
        ("curiosity-connect", "why_you=Could you read my deck?", "", "2 things"),
        ("curiosity-connect", "why_you=See [why]", "", "[why]"),
        ("curiosity-connect", "minutes=45", "minutes", "45 minutes is much"),
        ("curiosity-connect", "why_you=I would love to pick your brain.", "", "pick your brain"),
        ("curiosity-connect", "why_you=Please become my mentor one day.", "", "become my mentor"),
        ("feedback-ask", "noticed=", "noticed", "you saw it"),
        ("feedback-ask", "easy_out=Could you also call Jo?", "question", "2 things"),
        ("formal-ask", "goal=", "goal", "nothing to help with"),
        ("formal-ask", "easy_out=", "easy_out", "politeness"),
        ("formal-ask", "(readiness)=no-time", "reason", "no time"),
        ("introduction", "second_agreed=", "first_agreed", "Only one"),
        ("closing", "thanks=", "thanks", "thanks"),
    ],
)
def test_a_letter_is_held_back_and_says_which_slot_mends_it(
    slug: str, change: str, field: str, says: str
) -> None:
    kind = kind_of(slug)
    problem = refusal(kind, checks_of(slug, changed(good(slug), change)))
    assert problem is not None
    assert (problem.code, problem.field) == ("letter-held-back", field)
    assert says in problem.message


@pytest.mark.parametrize("slug", KINDS)
def test_a_good_letter_is_not_held_back(slug: str) -> None:
    kind, checks = kind_of(slug), checks_of(slug, good(slug))
    assert blocking(kind, checks) == ()
    assert refusal(kind, checks) is None


@pytest.mark.parametrize("slug", NEVER_HELD_BACK)
def test_brief_and_recap_are_never_held_back(slug: str) -> None:
    assert refusal(kind_of(slug), checks_of(slug, {"greeting": "Hi [name],"})) is None


@pytest.mark.parametrize(
    "row",
    rows("letters", "What says nothing"),
    ids=lambda row: f"{row['letter']}-{row['written'][:30]}",
)
def test_a_letter_that_says_nothing_does_not_go(row: Given) -> None:
    given = changed({"greeting": "Dear Ana,", "sign_off": "Priya", "(readiness)": "ready"}, row["written"])
    problem = refusal(kind_of(row["letter"]), checks_of(row["letter"], given))
    assert (problem is None) is (row["goes"] == "yes"), problem


@pytest.mark.parametrize("slug", [slug for slug, kind in KINDS.items() if kind.must])
def test_an_empty_letter_does_not_go_nor_one_by_hand_that_only_greets(slug: str) -> None:
    kind, given = kind_of(slug), {"greeting": "Dear Ana,", "sign_off": "Priya", "(readiness)": "ready"}
    assert refusal(kind, checks_of(slug, given)) is not None
    assert refusal(kind, checks_of(slug, good(slug), text="Dear Ana,\n\nPriya\n")) is not None


@pytest.mark.parametrize("slug", KINDS)
@pytest.mark.parametrize(
    "text",
    [
        "Liebe Ana,\n\nwas Sie im Herbst über den Start sagten, half mir sehr. Hätten Sie Zeit für eine Frage?\n\nPriya\n",
        "安娜老师，您好：\n\n您让大家自己找到失败的原因，这对我帮助很大。您能给我一点建议吗？\n\nPriya\n",
    ],
)
def test_a_letter_by_hand_in_another_language_can_go(slug: str, text: str) -> None:
    """Its goodness cannot be judged here; an ask in a letter that should hold none is only advised against."""
    checks = checks_of(slug, {**good(slug), "(readiness)": "ready"}, text=text)
    assert refusal(kind_of(slug), checks) is None


def test_advice_does_not_hold_a_letter_back() -> None:
    checks = checks_of("appreciation", changed(good("appreciation"), "effect="))
    assert still_open(checks)
    assert refusal(kind_of("appreciation"), checks) is None


def test_a_check_of_the_whole_text_belongs_to_no_slot() -> None:
    assert slot_of(kind_of("offer"), Check("placeholders", False, "")) == ""


def test_readiness_in_words_is_told() -> None:
    given = changed(good("formal-ask"), "(readiness)=not-yet")
    found = still_open(checks_of("formal-ask", given, readiness_why="They are a peer."))
    assert found["readiness"] == "They are a peer. Wait a little, or note why you ask all the same."


@pytest.mark.parametrize(
    ("text", "is_held_back"),
    [
        ("Hi Ana,\n\nThank you for your great talk, it was really inspiring.\n\nPriya\n", True),
        ("Hi Ana,\n\nThank you for showing the launch that failed, and the empty chart.\n\nPriya\n", False),
    ],
)
def test_an_appreciation_by_hand_names_something_too(text: str, is_held_back: bool) -> None:
    checks = checks_of("appreciation", {"greeting": "Hi Ana,", "sign_off": "Priya"}, text=text)
    assert (refusal(kind_of("appreciation"), checks) is not None) is is_held_back
    assert "effect" not in still_open(checks)


def test_a_closing_by_hand_is_not_silent_when_it_says_something() -> None:
    by_hand = "Dear Ana,\n\nThank you for all of it; I will write in spring and tell you more.\n\nPriya\n"
    assert refusal(kind_of("closing"), checks_of("closing", {}, text=by_hand)) is None
    assert refusal(kind_of("closing"), checks_of("closing", {}, text="Dear Ana,\n\nPriya\n")) is not None


def test_the_reason_for_a_formal_ask_stands_in_no_letter() -> None:
    given = changed(good("formal-ask"), "(readiness)=no-time & reason=She owes me one")
    assert "owes" not in kind_of("formal-ask").compose(slots_of(given))


def test_the_owners_wording_is_what_is_checked() -> None:
    template = "{greeting}\n\n{seen_where} {impressed}\n\nCould you show me more?\n\n{sign_off}\n"
    found = still_open(checks_of("appreciation", good("appreciation"), template=template))
    assert "asks" in found


@pytest.mark.parametrize(
    ("ask", "is_held_back"),
    [
        ("Would you have 20 minutes?", False),
        ("Would you have 45 minutes?", True),
        ("Would you have time? An hour and a half would do.", True),
        ("Would you have 20 minutes on how you fill the first 90 minutes?", False),
        ("Hätten Sie 60 Minuten für mich?", True),
        ("¿Tendría una hora para mí?", True),
        ("Auriez-vous 2 heures pour moi ?", True),
        ("¿Tendría un momento para mí?", False),
    ],
)
def test_a_letter_by_hand_asks_for_no_more_than_half_an_hour(ask: str, is_held_back: bool) -> None:
    text = f"Hi Ana,\n\nYou showed the launch that failed in ninety minutes of candour. {ask}\n\nPriya\n"
    checks = checks_of("curiosity-connect", good("curiosity-connect"), text=text)
    problem = refusal(kind_of("curiosity-connect"), checks)
    assert (problem is not None and "much for a first time" in problem.message) is is_held_back


@pytest.mark.parametrize(
    ("ask", "is_held_back"),
    [("Hätten Sie in den nächsten Wochen 20 Minuten für eine Frage?", False), ("Ich habe eine Frage.", True)],
)
def test_a_letter_in_another_language_is_not_held_back(ask: str, is_held_back: bool) -> None:
    text = f"Liebe Ana,\n\nSie haben den Start gezeigt, der misslang. {ask}\n\nPriya\n"
    checks = checks_of("curiosity-connect", good("curiosity-connect"), text=text)
    assert (refusal(kind_of("curiosity-connect"), checks) is not None) is is_held_back
