"""The letters that the owner writes to themselves, one a year."""

from django.db.models import Exists, IntegerField, QuerySet

from mentorpanel.storage.models import Relationship, User, YearLetter
from mentorpanel.storage.together import OWNER, Given, Read


def letter(owner: User, *, year: int) -> tuple[str, str]:
    """What stands in a year's letter, and what stood there before; both empty where there is none."""
    found = YearLetter.objects.filter(owner=owner, year=year).values_list("text", "before").first()
    return found or ("", "")


def keep(owner: User, *, year: int, text: str) -> None:
    """Write a year's letter; what stood there is kept beside it."""
    row, _ = YearLetter.objects.select_for_update().get_or_create(owner=owner, year=year)
    row.text, row.before = text, row.text
    row.save(update_fields=["text", "before", "updated_at"])


def swap(owner: User, *, year: int) -> bool:
    """Put the words before the last change in the place of those after it; False where there is no letter."""
    row = YearLetter.objects.select_for_update().filter(owner=owner, year=year).first()
    if row is None:
        return False
    row.text, row.before = row.before, row.text
    row.save(update_fields=["text", "before", "updated_at"])
    return True


def _waited_for_by() -> "QuerySet[Relationship, int]":
    kept = YearLetter.objects.filter(owner=OWNER, year=Given("year", IntegerField())).exclude(text="")
    rows = Relationship.objects.filter(~Exists(kept), owner=OWNER, person__deleted_at=None)
    return rows.filter(stage__in=("mentor", "formal-mentor", "rapport")).values_list("pk", flat=True)[:1]


IS_WANTED: Read[bool] = Read(_waited_for_by, bool)
"""Whether somebody is on the panel and no letter of the owner's own stands for the ``year``."""
