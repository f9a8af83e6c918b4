"""The index that search reads, and what waits to be brought into it."""

from django.conf import settings
from django.db import models


class SearchEntry(models.Model):
    """The words of one row of an owner's. ``id`` is its place: day, kind and row, so that the newest has the highest.

    ``names``, ``words`` and ``keys`` are folded words between blanks. The databases index them by triggers of their
    own: FTS5 on SQLite, a ``tsvector`` on PostgreSQL. ``item`` and ``person_item`` are ids of rows of other tables.
    ``title``, ``text`` and the person are as they are shown, so that a page of hits is one query.
    """

    id = models.BigIntegerField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False)
    kind = models.CharField(max_length=20)
    item = models.BigIntegerField()
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    person_item = models.BigIntegerField(null=True, blank=True)
    person_name = models.TextField(blank=True)
    names = models.TextField(blank=True)
    words = models.TextField(blank=True)
    keys = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "kind", "item"], name="search_entry_once")]


class SearchMark(models.Model):
    """A row that changed since it was indexed, written by a trigger in the same transaction.

    A log without a key to the owner: it may outlive them by a moment, and nothing waits for anything.
    """

    id = models.BigAutoField(primary_key=True)
    owner_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    item = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["owner_id", "id"], name="search_mark_owner")]
