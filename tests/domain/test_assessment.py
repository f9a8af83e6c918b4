"""The tables of docs/rules/assessment.md, and what may be written down."""

from datetime import timedelta

import pytest

from mentorpanel.domain.assessment import (
    AssessmentFacts,
    Evidence,
    Seen,
    assessment_of,
    checked_evidence,
    criteria_for,
    evidence_allowed,
    is_assessed_well,
)
from mentorpanel.domain.facts import Direction, Touch, TouchpointKind
from mentorpanel.domain.may_lack_time import Answer, Owed, PastSession, SessionEnd, TimeFacts, time_signs
from mentorpanel.domain.principles import DEFAULT_PRINCIPLES
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.rule_settings import RuleSettings
from tests.domain.ties import TODAY, ago
from tests.rule_tables import rows

DEFAULTS = RuleSettings()
PRINCIPLES = tuple((key, name) for key, name, _ in DEFAULT_PRINCIPLES)
EXCELS = "excels:grows-others"


def evidence_in(row):
    pieces = []
    for column, slug in (("listens", "listens"), ("helps", "helps"), ("excels", EXCELS)):
        for part in filter(None, row[column].split(";")):
            level, age = part.split()
            shows = ((slug, Seen(level)),)
            pieces.append(Evidence(len(pieces) + 1, ago(age), "What I saw.", shows))
    return tuple(pieces)


def assess(*evidence, talked=2, declared=False, principles=PRINCIPLES):
    return assessment_of(AssessmentFacts(talked, evidence, declared), principles, TODAY, DEFAULTS)


def named(result, slug):
    return next(one for one in result.criteria if one.slug == slug)


def check(
    note="She asked what I had tried before she said anything.", shows=(("listens", "clearly"),), **more
):
    options = {
        "on": TODAY,
        "today": TODAY,
        "two_way_touchpoints": 2,
        "principles": PRINCIPLES,
        "settings": DEFAULTS,
    }
    return checked_evidence(note, shows, **{**options, **more})


@pytest.mark.parametrize("row", rows("assessment", "Examples"), ids=str)
def test_examples(row):
    declared = row["declared"] == "yes"
    found = assess(*evidence_in(row), talked=int(row["talked"]), declared=declared)
    well = is_assessed_well(found, is_declared=declared)
    assert (found.state, "yes" if well else "no", str(len(found.missing))) == (
        row["state"],
        row["well"],
        row["missing"],
    )
    assert found.reason.endswith(".")
    assert all(one.reason.endswith(".") for one in found.criteria)


def test_one_piece_bears_on_several_criteria_and_older_ones_stay_listed():
    first = Evidence(
        1, ago(40), "She came back to it a week later.", (("listens", Seen.CLEARLY), ("helps", Seen.CLEARLY))
    )
    second = Evidence(2, ago(3), "In a hurry.", (("listens", Seen.SOMETIMES),), touchpoint_id=9)
    listens = named(assess(second, first), "listens")
    assert (listens.seen, listens.evidence_ids, listens.seen_on) == (Seen.SOMETIMES, (2, 1), ago(3))
    assert "Friday 20 November" in listens.reason
    assert "Earlier, on Wednesday 14 October" in listens.reason
    assert named(assess(second, first), "helps").seen == Seen.CLEARLY


def test_a_principle_taken_off_the_list_still_counts_where_it_was_seen():
    shows = (("listens", Seen.CLEARLY), ("helps", Seen.CLEARLY), ("excels:keeps-calm", Seen.CLEARLY))
    found = assess(Evidence(1, ago(1), "Calm in the outage.", shows))
    assert found.state == "could-mentor"
    assert named(found, "excels:keeps-calm").name == "Keeps calm"
    assert "Keeps calm" in found.reason


def test_what_is_missing_is_said_in_words():
    found = assess(Evidence(1, ago(1), "She listened.", (("listens", Seen.CLEARLY),)))
    assert found.missing == (
        "a time when they clearly wanted to help",
        "a leadership principle that they clearly live by",
    )


def test_too_early_says_how_it_goes_on():
    assert "you have not talked yet" in evidence_allowed(0, DEFAULTS).reason
    assert "you have talked once so far" in evidence_allowed(1, DEFAULTS).reason
    assert evidence_allowed(2, DEFAULTS).verdict == "allowed"
    assert evidence_allowed(0, DEFAULTS, is_declared=True).verdict == "allowed"
    assert evidence_allowed(2, RuleSettings.of({"assess_from_two_way": 3})).verdict == "too-early"


def test_too_early_a_note_is_kept_and_a_level_refused():
    assert check("Warm voice.", (("listens", ""), ("helps", " ")), two_way_touchpoints=1).shows == ()
    with pytest.raises(Conflict, match="too early") as refused:
        check(two_way_touchpoints=1)
    assert refused.value.field == "shows"
    assert check(two_way_touchpoints=0, is_declared=True).shows == (("listens", Seen.CLEARLY),)


def test_levels_may_be_written_in_words():
    kept = check(shows=(("listens", "Not seen"), (EXCELS, "Clearly")))
    assert kept.shows == (("listens", Seen.NOT_SEEN), (EXCELS, Seen.CLEARLY))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"note": "  "}, "note"),
        ({"note": "", "shows": (("helps", "sometimes"),)}, "note"),
        ({"note": "", "shows": ()}, "note"),
        ({"note": "x" * 1_000_001}, "note"),
        ({"shows": (("charm", "clearly"),)}, "shows"),
        ({"shows": (("excels:none", "clearly"),)}, "shows"),
        ({"shows": (("helps", "very"),)}, "shows"),
        ({"shows": (("helps", "clearly"), ("helps", "sometimes"))}, "shows"),
    ],
)
def test_what_cannot_be_kept_names_the_field(change, field):
    with pytest.raises(Invalid) as refused:
        check(**change)
    assert refused.value.field == field


def test_not_seen_needs_no_note():
    assert check("", (("helps", "not-seen"),)).note == ""


def test_every_criterion_has_a_name():
    names = criteria_for(PRINCIPLES)
    assert list(names)[:2] == ["listens", "helps"]
    assert names[EXCELS] == "Helps others grow"
    assert len(names) == 2 + len(PRINCIPLES)


ENDS = {
    "held": SessionEnd.HELD,
    "them": SessionEnd.CANCELLED_BY_THEM,
    "me": SessionEnd.CANCELLED_BY_ME,
}


def listed(text):
    return [part.strip() for part in text.split(",") if part.strip()]


def signs(**more):
    return time_signs(TimeFacts("Ana", **more), TODAY, DEFAULTS)


def began(directions, gap=15):
    """Messages so many days apart, newest first, each of which begins an exchange."""
    return tuple(Touch(ago(place * gap), TouchpointKind.EMAIL, each) for place, each in enumerate(directions))


@pytest.mark.parametrize("row", rows("assessment", "May lack time now"), ids=str)
def test_may_lack_time(row):
    who = {"me": Direction.FROM_ME, "them": Direction.FROM_THEM}
    found = signs(
        sessions=tuple(
            PastSession(ago(10 + 30 * n), ENDS[end]) for n, end in enumerate(listed(row["sessions"]))
        ),
        answers=tuple(Answer(ago(10 + 40 * n), int(days)) for n, days in enumerate(listed(row["answers"]))),
        touches=began([who[each] for each in listed(row["began"])]),
        open_loops=tuple(Owed("", ago(age)) for age in listed(row["loops"])),
    )
    assert ("yes" if found.may_lack_time else "no", str(len(found.theirs)), str(len(found.mine))) == (
        row["may lack time"], row["theirs"], row["mine"],
    )  # fmt: skip
    assert all(sentence.endswith(".") for sentence in (found.reason, *found.theirs, *found.mine))


def test_signs_are_facts_in_words():
    them, held, missed = SessionEnd.CANCELLED_BY_THEM, SessionEnd.HELD, SessionEnd.MISSED_BY_THEM
    ends = zip((3, 30, 60), (them, held, them), strict=True)
    assert signs(sessions=tuple(PastSession(ago(age), end) for age, end in ends)).theirs == (
        "Two of the last three sessions were cancelled by them.",
    )
    assert signs(sessions=(PastSession(ago(3), them), PastSession(ago(9), missed))).theirs == (
        "Ana could not make both of the last two sessions.",
    )
    assert signs(answers=(Answer(ago(30), 20), Answer(ago(60), 21))).theirs == (
        "Both of the last two answers took more than two weeks.",
    )
    assert signs(touches=began([Direction.FROM_ME] * 5)).theirs == (
        "You began all of the last five exchanges.",
    )


def test_my_own_lapses_stand_beside_it():
    found = signs(
        sessions=(PastSession(ago(3), SessionEnd.MISSED_BY_ME), PastSession(ago(40), SessionEnd.HELD)),
        overdue=(Owed("send the deck", ago(5)), Owed("not yet", TODAY)),
        open_loops=(Owed("ask finance first", ago(61)),),
        thanks_owed=(ago(3),),
        questions=(Owed("", ago(8)),),
    )
    assert not found.may_lack_time
    assert found.mine == (
        "You could not make one of the last two sessions.",
        "Your promise “send the deck” was for Wednesday 18 November.",
        "Ana has not heard what came of the advice “ask finance first” of Wednesday 23 September.",
        "Thanks for the session on Friday 20 November are still to go.",
        "Their question of Sunday 15 November waits for your answer.",
    )
    several = signs(
        overdue=(Owed("", ago(1)), Owed("", ago(2))), thanks_owed=(ago(3), ago(33)),
        questions=(Owed("", ago(8)), Owed("", ago(9))),
    )  # fmt: skip
    assert several.mine[0] == "Two promises of yours are past their day."
    assert len(several.mine) == 3


@pytest.mark.parametrize(("age", "expected"), [(180, True), (181, False)])
def test_half_a_year_is_looked_back_upon(age, expected):
    ended = SessionEnd.CANCELLED_BY_THEM
    assert (
        signs(sessions=(PastSession(ago(5), ended), PastSession(ago(age), ended))).may_lack_time is expected
    )


def test_what_begins_no_exchange():
    mine = began([Direction.FROM_ME] * 3)
    for touch in (
        Touch(ago(60), TouchpointKind.TALK, Direction.FROM_ME),
        Touch(ago(60), TouchpointKind.SESSION, Direction.FROM_ME),
        Touch(ago(60), TouchpointKind.EMAIL, Direction.FROM_ME, is_personal_update=True),
        Touch(ago(60), TouchpointKind.EMAIL, Direction.FROM_ME, awaits_answer=False),
        Touch(ago(60), TouchpointKind.COFFEE, Direction.BOTH),
        Touch(ago(44), TouchpointKind.EMAIL, Direction.FROM_ME),
        Touch(ago(-1), TouchpointKind.EMAIL, Direction.FROM_ME),
    ):
        assert not signs(touches=(*mine, touch)).may_lack_time, touch
    assert signs(touches=(*mine, Touch(ago(60), TouchpointKind.EMAIL, Direction.FROM_ME))).may_lack_time
