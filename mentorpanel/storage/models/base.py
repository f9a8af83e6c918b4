"""What every table of an owner's has in common."""

from enum import StrEnum

from django.conf import settings
from django.db import models


def one_of(field: str, values: type[StrEnum], name: str) -> models.CheckConstraint:
    """A constraint: ``field`` holds one of the slugs of ``values``."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [value.value for value in values]}), name=name
    )


class Owned(models.Model):
    """A row that belongs to one owner. Indexes start with the owner; there is no owner-less query."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
