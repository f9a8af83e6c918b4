"""Templates of letters: what is filled, what vanishes, what is refused."""

import pytest

from mentorpanel.domain.letters import prose
from mentorpanel.domain.letters.kinds import KINDS, kind_of
from mentorpanel.domain.letters.letter import LetterKind, Slot
from mentorpanel.domain.letters.templates import checked_template, composed, fill
from mentorpanel.domain.letters.writing import written
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import DraftRecord, Named
from tests.rule_tables import rows

SLOTS = (
    Slot("a", "A"), Slot("s", "S", ends="."), Slot("q", "Q", ends="?"), Slot("l", "L", is_list=True),
    Slot("t", "T"), Slot("w", "W", ends="."), Slot("e", "E"), Slot("f", "F", ends="."),
    Slot("r", "R", required=True),
)  # fmt: skip
FILLED = {
    "a": "tea",
    "s": "it was good",
    "q": "was it",
    "l": "one\ntwo",
    "t": "The pot.",
    "w": "could you come",
    "e": " ",
}
TABLE = rows("letters", "Templates")
NEEDED = "{greeting} {need} {offer} {sign_off}"


@pytest.mark.parametrize(
    "row", [row for row in TABLE if "becomes" in row], ids=lambda row: row["template"][:40]
)
def test_filling(row: dict[str, str]) -> None:
    text = fill(row["template"].replace("⏎", "\n"), SLOTS, FILLED)
    assert text == row["becomes"].replace("⏎", "\n") + "\n"


@pytest.mark.parametrize("row", [row for row in TABLE if "says" in row], ids=lambda row: row["template"][:40])
def test_a_template_that_would_not_work_is_refused(row: dict[str, str]) -> None:
    text = row["template"].replace("⏎", "\n").replace("*", NEEDED)
    with pytest.raises(Invalid) as refused:
        checked_template(kind_of("offer"), text)
    assert row["says"] in refused.value.message
    assert refused.value.field == "template"


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.template], ids=lambda kind: kind.slug
)
def test_our_own_templates_are_taken_and_hold_no_placeholder(kind: LetterKind) -> None:
    assert checked_template(kind, kind.template) == kind.template
    filled = {slot.name: "something said" for slot in kind.slots}
    assert prose.placeholders_in(kind.compose(filled)) == []


def test_marks_are_read_kindly() -> None:
    tidy = checked_template(
        kind_of("offer"), "{ Greeting }\r\n{need}\r\n{offer}\r\n{no-strings}\r\n{Sign off}"
    )
    assert tidy == "{greeting}\n{need}\n{offer}\n{no_strings}\n{sign_off}\n"


def test_an_empty_template_goes_back_to_ours() -> None:
    offer = kind_of("offer")
    assert checked_template(offer, " \n") == ""
    slots = {"greeting": "Hi,", "need": "help", "offer": "mine", "sign_off": "Priya"}
    assert composed(offer, slots, "") == composed(offer, slots) == offer.compose(slots)


@pytest.mark.parametrize("slug", ["brief", "recap"])
def test_letters_made_of_lists_have_no_template(slug: str) -> None:
    with pytest.raises(Invalid, match="put together from lists"):
        checked_template(kind_of(slug), "{greeting}")
    slots = {"greeting": "Hi Ana,", "sign_off": "Priya"}
    assert composed(kind_of(slug), slots, "{greeting} only") == kind_of(slug).compose(slots)


def test_what_is_for_the_owner_alone_cannot_stand_in_a_template() -> None:
    ask = kind_of("formal-ask")
    with pytest.raises(Invalid, match="for you alone"):
        checked_template(ask, ask.template + "{reason}")
    with pytest.raises(Invalid, match="10,000 characters"):
        checked_template(ask, ask.template + "x" * 10_000)


def test_a_mark_in_what_was_typed_stays_and_is_found() -> None:
    text = kind_of("offer").compose({"need": "{offer}", "offer": "my notes"})
    assert "{offer}" in text
    assert prose.placeholders_in(text) == ["{offer}"]


def test_the_owners_wording_is_followed_while_the_letter_is_written() -> None:
    draft = DraftRecord(
        1, "offer", Named(1, "Ana"), None, {}, "", "", False, False, "draft", None, "", "", ""
    )
    wording = "{greeting} {need} {offer}\n\nYours\n{sign_off}\n"
    slots = {"greeting": "Hi Ana,", "need": "an analyst", "offer": "meet Jo", "sign_off": "Priya"}
    made = written(draft, slots, None, None, wording)
    assert made.text == composed(kind_of("offer"), slots, wording)
    assert made.text.endswith("Yours\nPriya\n")
    same = written(made, {}, None, made.text, wording)
    assert not same.is_text_edited
    by_hand = written(made, {}, None, "Mine", wording)
    assert (by_hand.text, by_hand.is_text_edited) == ("Mine", True)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Hi Ana,\n\nI saw you. You were\nright, e.g. about Dr. Kim.\n\nBest wishes,\nPriya\n", 2),
        ("One! Two? Three… “Four.” Five", 4),
        ("- a list\n- of things", 0),
        ("The answer is no. We go on.", 2),
        ("", 0),
    ],
)
def test_sentences_are_counted_as_a_reader_does(text: str, count: int) -> None:
    assert len(prose.sentences_in(text)) == count


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("20 minutes", [20]), ("20–30 min", [30]), ("20 to 30 minutes", [30]), ("a 25-minute call", [25]),
        ("half an hour", [30]), ("an hour", [60]), ("twenty-five minutes or an hour", [25, 60]), ("soon", []),
        ("a quarter of an hour", [15]), ("2 things", []),
    ],
)  # fmt: skip
def test_minutes_are_read(text: str, minutes: list[int]) -> None:
    assert prose.minutes_in(text) == minutes
