"""Keys of names and contact points, and names as people type them: docs/rules/names.md."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpanel.domain.contact_keys import email_key, is_profile, link_key, phone_key
from mentorpanel.domain.names import fold, loose_match, name_key, organisation_key
from tests.rule_tables import rows

PEOPLE = [
    (1, "Priya Shah", "", "Acme"),
    (2, "Priyanka Rao", "", "Globex"),
    (3, "Ana Ruiz", "Anita", "Globex"),
    (4, "Robert Jones"),
    (5, "Zoë Müller", ""),
    (6, "Wei Chen", "", "Acme"),
    (7, "Wei Chen", "", "Globex"),
    (8, "王小明"),
    (9, "欧阳修"),
    (10, "김철수"),
]


def _phone_key(written: str) -> str:
    number, _, region = written.partition(" (")
    return (
        phone_key(number, region.rstrip(")"))
        if region.endswith(")") and len(region) == 3
        else phone_key(written)
    )


KEYS = {
    "name": name_key,
    "organisation": organisation_key,
    "email": email_key,
    "phone": _phone_key,
    "link": link_key,
}


@pytest.mark.parametrize("row", rows("names", "Keys"), ids=lambda row: f"{row['kind']}-{row['written']}")
def test_a_key(row):
    assert KEYS[row["kind"]](row["written"]) == row["key"]


@pytest.mark.parametrize("row", rows("names", "Typed loosely"), ids=lambda row: row["typed"])
def test_a_loosely_typed_name(row):
    answer = loose_match(row["typed"], PEOPLE)
    assert (answer.found[0].name if answer.found else "") == row["first"]
    assert answer.is_clear == (row["clear"] == "yes")


def test_the_organisation_picks_among_equal_names():
    assert loose_match("wei globex", PEOPLE).found[0].id == 7


def test_nobody_is_found_for_nothing():
    assert loose_match("", PEOPLE).found == ()
    assert loose_match("ana", []).found == ()


def test_a_profile_is_one_persons_page():
    assert is_profile(link_key("https://linkedin.com/in/ana"))
    assert is_profile(link_key("https://github.com/Ana"))
    assert not is_profile(link_key("https://linkedin.com/company/acme"))
    assert not is_profile(link_key("https://github.com/acme/tool"))
    assert not is_profile(link_key("https://acme.org/team"))


@given(st.text(max_size=60))
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_every_text_has_keys(text):
    for key in (name_key, organisation_key, email_key, phone_key, link_key):
        assert isinstance(key(text), str)


@given(st.lists(st.sampled_from(["Ana", "Ruiz", "María", "Ó Sé", "李"]), min_size=1, max_size=4))
def test_the_order_of_words_does_not_matter(words):
    assert name_key(" ".join(words)) == name_key(" ".join(reversed(words)))


def test_thirty_thousand_names_take_no_time():
    names = [
        f"{given} {family}{n}"
        for n in range(7_500)
        for given in ("Ana", "Zoë")
        for family in ("Ruiz", "Gray")
    ]
    begun = time.process_time()
    for name in names:
        name_key(name)
    assert time.process_time() - begun < 2.0
