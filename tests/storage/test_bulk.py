"""Many rows at once: ids in the rows' order, on both databases."""

from django.utils import timezone

from mentorpanel.storage import bulk
from mentorpanel.storage.models import ContactPoint, Organisation, User
from tests.makers import NOON, make_person

COLUMNS = ("owner_id", "created_at", "updated_at", "name", "key")


def test_ids_come_in_the_order_of_the_rows(owner: User) -> None:
    rows = [(owner.pk, NOON, NOON, f"Firm {number}", f"firm {number}") for number in range(300)]
    ids = bulk.insert_rows(Organisation, COLUMNS, rows)
    found = Organisation.objects.in_bulk(ids)
    assert [found[one].name for one in ids] == [row[3] for row in rows]
    assert found[ids[0]].created_at == NOON
    assert timezone.is_aware(found[ids[0]].created_at)
    later = Organisation.objects.create(owner=owner, name="Later", key="later")
    assert later.pk not in ids
    assert bulk.insert_rows(Organisation, COLUMNS, [(owner.pk, NOON, NOON, "Last", "last")])[0] > later.pk


def test_constants_are_the_same_in_every_row(owner: User) -> None:
    rows = [(owner.pk, NOON, NOON, f"k{number}") for number in range(3)]
    bulk.insert_rows(Organisation, ("owner_id", "created_at", "updated_at", "key"), rows, {"name": "'Acme'"})
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Acme"}


def test_what_is_there_already_is_passed_over(owner: User) -> None:
    person = make_person(owner, "Ana")
    columns = ("owner_id", "created_at", "updated_at", "person_id", "kind", "value", "key", "is_primary")
    rows = [
        (owner.pk, NOON, NOON, person, "email", value, value.lower(), False)
        for value in ("A@x", "b@x", "a@X")
    ]
    for _ in range(2):
        bulk.insert_new_rows(ContactPoint, columns, rows)
    assert list(ContactPoint.objects.order_by("id").values_list("value", flat=True)) == ["A@x", "b@x"]


def test_nothing_to_insert_or_to_find_asks_nothing(owner: User, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert bulk.insert_rows(Organisation, COLUMNS, []) == []
        bulk.insert_new_rows(Organisation, COLUMNS, [])
        assert bulk.select_in(Organisation, ("id",), owner_id=owner.pk, column="key", values=[], most=5) == []


def test_finds_only_the_owners_rows_and_no_more_than_asked(owner: User, other_owner: User) -> None:
    for who in (owner, other_owner):
        bulk.insert_rows(Organisation, COLUMNS, [(who.pk, NOON, NOON, "x", f"x{n}") for n in range(4)])
    values = [f"x{n}" for n in range(4)]
    assert (
        len(bulk.select_in(Organisation, ("id",), owner_id=owner.pk, column="key", values=values, most=9))
        == 4
    )
    assert (
        len(bulk.select_in(Organisation, ("id",), owner_id=owner.pk, column="key", values=values, most=3))
        == 3
    )
