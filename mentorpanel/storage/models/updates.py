"""Updates: one text for several readers, each with a letter of their own."""

from django.db import models

from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.models.people import Person


class Update(Owned):
    """The text that its readers share, by slot. ``closed_at``: the owner is done with it."""

    slots = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-id"], name="update_owner_newest")]


class UpdateReader(Owned):
    """One reader of an update, and the letter to them; it goes when the letter is thrown away."""

    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="readers", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    draft = models.OneToOneField("storage.Draft", on_delete=models.CASCADE, related_name="update_reader")

    class Meta:
        indexes = [models.Index(fields=["owner", "person"], name="update_reader_owner_person")]
        constraints = [models.UniqueConstraint(fields=["update", "person"], name="update_reader_once")]
