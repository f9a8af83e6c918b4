"""Every kind of letter has an example that its template is complete with, and limits that follow the settings."""

import pytest

from mentorpanel.domain.letters import prose
from mentorpanel.domain.letters.examples import EXAMPLES
from mentorpanel.domain.letters.kinds import KINDS
from mentorpanel.domain.letters.letter import LetterContext, LetterKind, LetterLimits
from mentorpanel.domain.letters.limits import limits_of
from mentorpanel.domain.rule_settings import RuleSettings

WITH_TEMPLATE = [kind for kind in KINDS.values() if kind.template]


def test_the_usual_limits_are_the_usual_settings() -> None:
    assert limits_of(RuleSettings()) == LetterLimits()
    assert limits_of(RuleSettings.of({"letter_update_words": 80})).update_words == 80


def test_there_is_an_example_for_each_kind_that_has_a_wording() -> None:
    assert set(EXAMPLES) == {kind.slug for kind in WITH_TEMPLATE}


@pytest.mark.parametrize("kind", WITH_TEMPLATE, ids=lambda kind: kind.slug)
def test_an_example_shows_every_part_of_the_wording_and_passes_its_own_checks(kind: LetterKind) -> None:
    slots = EXAMPLES[kind.slug]
    known = {slot.name for slot in kind.slots}
    assert set(slots) <= known
    assert {slot.name for slot in kind.slots if slot.required and not slot.is_note} <= set(slots)
    text = kind.compose(slots)
    assert not prose.placeholders_in(text) and "{" not in text
    context = LetterContext(readiness="ready", both_agreed=True)
    assert [one.why for one in kind.checks(slots, context) if not one.ok] == []
