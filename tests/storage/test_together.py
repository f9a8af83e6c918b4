"""Many small reads in one statement: the same rows as asked one by one, whatever stands in them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    Exists,
    F,
    JSONField,
    Max,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Value,
    When,
)

from mentorpanel.domain.facts import Stage
from mentorpanel.storage.models import (
    FocusArea,
    FocusReader,
    OutboxItem,
    Person,
    PersonSummary,
    Profile,
    Relationship,
    Session,
)
from mentorpanel.storage.together import NOW, OWNER, TODAY, Given, Read, read_together
from tests.makers import NOON, make_person, make_session, queries_in

pytestmark = pytest.mark.django_db
WORDS = "Zoë 💬 'quoted' \"twice\" \\ back\nnext \t </script> %s %% null"


@pytest.fixture(autouse=True)
def _rows(owner: Any, other_owner: Any) -> None:
    for number, name in enumerate((WORDS, "Bo", "Abe")):
        person_id = make_person(owner, name, stage="mentor" if number else "")
        for days in (3, 1, 2):
            make_session(owner, person_id, days=days + number * 10)
    Session.objects.filter(owner=owner, person__name="Bo").update(held_at=NOON.replace(microsecond=120))
    Relationship.objects.filter(owner=owner).update(roles=["mentee", "peer"], paused_until=date(2026, 5, 4))
    PersonSummary.objects.create(
        owner=owner, person_id=person_id, as_of=date(2026, 2, 3), half_life_days=90, two_way_sum=0.1 + 0.2,
        one_way_sum=7.0, unanswered_on=["2026-02-01"],
    )  # fmt: skip
    make_session(other_owner, make_person(other_owner, "Theirs", stage="mentor"))


def sessions() -> Any:
    return Session.objects.filter(owner=OWNER).order_by("-starts_at", "pk")


CASES: dict[str, Callable[[], "QuerySet[Any, Any]"]] = {
    "every column of a row": sessions,
    "rows with their relations": lambda: sessions().select_related("person__relationship", "series"),
    "some columns of a row": lambda: sessions().only("starts_at", "person__name").select_related("person"),
    "an annotated row": lambda: sessions().annotate(items=Count("agenda")),
    "tuples": lambda: sessions().values_list("starts_at", "held_at", "person__name", "pk", "series__rrule"),
    "tuples in another order": lambda: (
        sessions().annotate(name=F("person__name")).values_list("name", "pk", "status")
    ),
    "dicts": lambda: sessions().values("pk", "held_at", "person__relationship__roles"),
    "bare values": lambda: sessions().values_list("starts_at", flat=True),
    "a slice": lambda: sessions().values_list("pk")[1:4],
    "sums and numbers": lambda: (
        Session.objects.filter(owner=OWNER)
        .values_list("person_id")
        .annotate(number=Count("id"), last=Max("starts_at"))
        .order_by("person_id")
    ),
    "days, JSON and enums": lambda: (
        Relationship.objects.filter(owner=OWNER, stage=Stage.MENTOR)
        .order_by("pk")
        .values_list("stage", "roles", "paused_until", "entered_stage_on", "person__do_not_contact")
    ),
    "floats to the last digit": lambda: PersonSummary.objects.filter(owner=OWNER),
    "a time of day": lambda: Profile.objects.filter(owner=OWNER).values_list("work_starts", "hides_giving"),
    "of a subquery": lambda: (
        Person.objects.filter(owner=OWNER)
        .annotate(
            is_tied=Exists(Relationship.objects.filter(owner=OWNER, person=OuterRef("pk"))),
            meets=Subquery(
                Session.objects.filter(owner=OWNER, person=OuterRef("pk"), starts_at__gt=NOW).values("starts_at")[:1]
            ),
        )
        .order_by("name")
        .values_list("name", "is_tied", "meets")
    ),
    "fixed words with a percent sign": lambda: (
        Person.objects.filter(owner=OWNER, name=WORDS)
        .annotate(kind=Case(When(pk__gt=0, then=Value("100 %")), output_field=CharField()))
        .values_list("name", "kind")
    ),
    "an exact number and a JSON value": lambda: (
        Person.objects.filter(owner=OWNER, name="Bo")
        .annotate(price=Value(Decimal("12.25"), output_field=DecimalField(max_digits=9, decimal_places=2)))
        .annotate(many=Value(["a", {"b": None}], output_field=JSONField()))
        .values_list("price", "many")
    ),
    "nothing": lambda: sessions().filter(status="cancelled"),
    "nothing at all, counted": lambda: sessions().filter(status="cancelled").values_list("pk", "starts_at"),
}  # fmt: skip


def plain(row: Any, seen: tuple[Any, ...] = ()) -> Any:
    """A row to compare: of an instance its columns, with those of what it leads to."""
    if not hasattr(row, "_state") or row in seen:
        return row
    fields = {name: value for name, value in vars(row).items() if name != "_state"}
    return fields, {name: plain(one, (*seen, row)) for name, one in row._state.fields_cache.items()}


def asked_alone(build: Callable[[], "QuerySet[Any, Any]"], owner: Any, monkeypatch: Any) -> list[Any]:
    """The same query as Django answers it, with what was given in its places."""
    values = {"owner": owner.pk, "now": NOON + timedelta(days=12)}
    monkeypatch.setattr(Given, "as_sql", lambda self, *_: ("%s", [self.value(values)]))
    found = [plain(row) for row in build()]
    monkeypatch.undo()
    return found


def test_each_gives_what_it_gives_alone_and_all_cost_one_query(owner: Any, monkeypatch: Any) -> None:
    expected = {name: asked_alone(build, owner, monkeypatch) for name, build in CASES.items()}
    reads = {name: Read(build) for name, build in CASES.items()}
    found: Any = None

    def ask() -> None:
        nonlocal found
        found = read_together(owner, tuple(reads.values()), now=NOON + timedelta(days=12))

    assert queries_in(ask) == 1
    for name, read in reads.items():
        got = [plain(row) for row in found[read]]
        assert got == expected[name], name
        assert str(got) == str(expected[name]), f"{name}: equal, but of another type"
    assert expected["nothing"] == [] and len(expected["dicts"]) == 9


def test_instances_can_be_changed_and_stored(owner: Any) -> None:
    (first, *_) = Read(lambda: sessions().select_related("person")).alone(owner)
    first.place = "Town hall"
    first.save()
    assert Session.objects.get(pk=first.pk).place == "Town hall"
    assert queries_in(lambda: first.person.name) == 0


def test_what_is_given_goes_into_its_place_each_time(owner: Any, other_owner: Any) -> None:
    due = Read(
        lambda: sessions().filter(starts_at__gte=NOW - timedelta(days=1), starts_at__lt=NOW).values_list("pk")
    )
    paused = Read(
        lambda: Relationship.objects.filter(
            owner=OWNER, paused_until__lte=TODAY + timedelta(days=1), person__name=Given("name", CharField())
        ),
        lambda rows: [row.person_id for row in rows],
    )
    for days, many in ((1, 0), (2, 1), (4, 1), (40, 0)):
        at = NOON + timedelta(days=days, seconds=-1)
        found = read_together(owner, (due, paused), now=at, today=date(2026, 5, 3), name="Bo")
        assert len(found[due]) == many, days
        assert len(found[paused]) == 1
    assert paused.alone(owner, today=date(2026, 5, 2), name="Bo") == []
    assert paused.alone(owner, today=date(2026, 5, 3), name="' OR 1=1 --") == []
    assert len(Read(sessions).alone(other_owner)) == 1
    with pytest.raises(KeyError):
        due.alone(owner)


def test_what_is_made_of_the_rows_is_what_comes(owner: Any) -> None:
    last = Read(
        lambda: sessions().values_list("starts_at", flat=True), lambda rows: rows[0] if rows else None
    )
    none = Read(lambda: sessions().filter(status="held"), lambda rows: rows[0] if rows else None)
    found = read_together(owner, (last, none))
    assert found[last] == datetime(2026, 3, 25, 12, 0, tzinfo=UTC) and found[none] is None
    assert found.get(last, None) == found[last] and found.get(Read(sessions), []) == []


@pytest.mark.parametrize(
    "build",
    [
        lambda: FocusArea.objects.filter(owner=OWNER).prefetch_related(
            Prefetch("named_readers", FocusReader.objects.filter(owner=OWNER))
        ),
        lambda: OutboxItem.objects.filter(owner=OWNER).values_list("message"),
        lambda: sessions().values_list("pk").union(sessions().values_list("pk"), all=True),
        lambda: sessions().values_list("pk", named=True),
        lambda: sessions().filter(place__startswith="Town"),
    ],
)
def test_what_it_does_not_know_it_refuses(owner: Any, build: Any) -> None:
    with pytest.raises(TypeError):
        Read(build).alone(owner)


def test_times_of_day_are_times(owner: Any) -> None:
    Profile.objects.create(owner=owner, work_starts=time(7, 5))
    assert Read(CASES["a time of day"]).alone(owner) == [(time(7, 5), False)]
