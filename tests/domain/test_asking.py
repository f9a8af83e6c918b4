"""The tables of docs/rules/asking.md, and that five years of a panel are no trouble."""

from datetime import date, timedelta
from time import process_time

import pytest

from mentorpanel.domain.asking import Asking
from mentorpanel.domain.asking_facts import Askable, Meant, Piece, PieceKind
from mentorpanel.domain.coverage import Member
from mentorpanel.domain.facts import AdviceStatus, Stage
from mentorpanel.domain.rule_settings import RuleSettings
from tests.domain.panels import STAGES, WARMTH
from tests.rule_tables import rows

TODAY = date(2026, 11, 23)
STANDINGS = ("current", "slipping", "lapsed")
KEYS = {"org": "organisation", "fn": "function", "dist": "distance"}


def asking_of(text):
    people, pieces = [], []
    for person_id, part in enumerate(filter(None, (part.strip() for part in text.split(";"))), start=1):
        name, *words = part.split()
        person, said = one(person_id, name, words)
        people.append(person)
        pieces += said
    return Asking(people, pieces, TODAY, RuleSettings())


def one(person_id, name, words):
    member = {"stage": Stage.MENTOR, "warmth": "warm", "standing": "current"}
    facts, pieces = {}, []
    for word in words:
        key, has_value, value = word.partition("=")
        value = value.replace("_", " ")
        if key in ("advice", "talk", "answered"):
            pieces.append(piece(person_id, key, value))
        elif has_value:
            take(key, value, member, facts)
        elif word in STAGES:
            member["stage"] = Stage(word)
        elif word in WARMTH:
            member["warmth"] = word
        elif word in STANDINGS:
            member["standing"] = word
        else:
            facts[{"waits": "waits_for_answer", "do-not-contact": "is_do_not_contact"}[word]] = True
    return Askable(Member(person_id, name, **member), **facts), pieces


def take(key, value, member, facts):
    if key == "knows":
        facts["expertise"] = (*facts.get("expertise", ()), value)
    elif key == "asked":
        facts["asked_lately"] = int(value)
    elif key == "last":
        facts["last_on"] = TODAY - timedelta(days=int(value))
    elif key == "helps":
        need, _, level = value.partition(":")
        member |= {"levels": {need: int(level)}, "said": frozenset((need,))}
    elif key == "level":
        member["level_index"] = int(value)
    else:
        member[KEYS[key]] = value


def meant_in(text):
    """How near each piece of a row comes by meaning, in the order in which they stand there."""
    said = [
        word.rstrip(";").partition("~")[2]
        for word in text.split()
        if word.startswith(("advice=", "talk=", "answered="))
    ]
    near = [one.partition("/") for one in said]
    return Meant([float(one or 0) for one, _, _ in near], [float(other or 0) for _, _, other in near])


def piece(person_id, kind, value):
    value = value.partition("~")[0]
    value, _, outcome = value.partition(":")
    value, _, days = value.partition("@")
    on = TODAY - timedelta(days=int(days))
    if kind == "answered":
        question, _, said = value.partition("/")
        return Piece(person_id, PieceKind.ANSWER, said, on, question)
    known = AdviceStatus(outcome) if outcome else None
    return Piece(person_id, PieceKind(kind), value, on, outcome=known)


@pytest.mark.parametrize("section", ["Who comes first", "The busiest person"])
def test_who_comes_first(section):
    for row in rows("asking", section):
        found = asking_of(row["people"]).ask(row["question"])
        assert ", ".join(each.name for each in found.results) == row["asked"], row


@pytest.mark.parametrize("row", rows("asking", "What is said"), ids=lambda row: row["people"])
def test_reasons_quote_what_was_said(row):
    (found,) = asking_of(row["people"]).ask(row["question"]).results
    assert " ".join(found.reasons) == row["reasons"]


@pytest.mark.parametrize("row", rows("asking", "By meaning"), ids=lambda row: row["people"])
def test_by_meaning(row):
    found = asking_of(row["people"]).ask(row["question"], meant=meant_in(row["people"])).results
    assert ", ".join(each.name for each in found) == row["asked"]
    assert (" ".join(found[0].reasons) if found else "") == row["reasons of the first"]


def test_the_longer_the_question_the_more_its_words_count():
    people = "Ana advice=Never_name_your_pay@9~0.6; Marek advice=Salary_talks_need_facts@9~0.1"
    asking, meant = asking_of(people), meant_in(people)
    long = "salary " + " ".join(f"{a}{b}ter" for a in "bcdfgl" for b in "aeiou")
    assert asking.ranking("salary", meant=meant) == [2, 1]
    asked = [asking.ask(text, meant=meant).results for text in ("salary", long)]
    of_ana = [one.score for results in asked for one in results if one.name == "Ana"]
    assert of_ana[0] > of_ana[1]


def test_meaning_belongs_to_the_pieces_as_they_were_given():
    people = "Ana closed advice=Price_by_seat@9~0.9; Marek advice=Never_name_your_pay@9~0.5; Priya advice=Hire@9~0.1"
    found = asking_of(people).ask("What salary?", meant=meant_in(people)).results
    assert [each.name for each in found] == ["Marek"]


@pytest.mark.parametrize("row", rows("asking", "Two who differ"), ids=lambda row: row["people"])
def test_two_who_differ(row):
    differ = asking_of(row["people"]).ask(row["question"]).differ
    assert (differ.why if differ else "") == row["differ"]


def test_the_owners_word_makes_a_question_big_or_not():
    asking = asking_of("Ana knows=pricing org=Acme; Marek knows=pricing org=Nord")
    assert asking.ask("pricing", big=True).differ is not None
    assert asking.ask("Should I take the pricing role?", big=False).differ is None


def test_scores_order_and_stay_within_one():
    found = asking_of("Ana advice=Price_by_seat@9 knows=pricing; Marek talk=pricing@700").ask("How to price?")
    scores = [each.score for each in found.results]
    assert scores == sorted(scores, reverse=True) and 0 < scores[-1] <= scores[0] <= 1


def test_only_so_many_are_named():
    asking = asking_of("; ".join(f"P{number} knows=pricing" for number in range(9)))
    assert len(asking.ask("pricing").results) == 5 and len(asking.ask("pricing", most=2).results) == 2


def test_people_off_the_panel_are_marked():
    found = asking_of("Ana knows=pricing noticed; Marek knows=pricing").ask("pricing")
    assert {each.name: each.is_on_panel for each in found.results} == {"Ana": False, "Marek": True}


def test_a_panel_with_five_years_answers_at_once():
    words = [f"{a}{b}{c}" for a in "bcdfglmprst" for b in "aeiou" for c in ("ning", "ter", "led", "rion")]
    said = [
        " ".join(words[(place * 7 + step * 13) % len(words)] for step in range(16)) for place in range(2400)
    ]
    people = [Askable(Member(number, f"P{number}", Stage.MENTOR)) for number in range(20)]
    pieces = [
        Piece(place % 20, PieceKind.ADVICE, text, TODAY - timedelta(days=place % 1800))
        for place, text in enumerate(said)
    ]
    started = process_time()
    assert Asking(people, pieces, TODAY, RuleSettings()).ask(said[3]).results[0].person_id == 3
    assert process_time() - started < 0.5, "a tenth of this is usual"
