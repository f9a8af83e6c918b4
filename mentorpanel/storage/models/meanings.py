"""What a sentence model made of the owner's texts."""

from django.db import models

from mentorpanel.storage.models.base import Owned


class TextVector(Owned):
    """The vector of one text, found again by what the text says: a changed text has another ``digest``.

    ``model`` is the fingerprint of the model that made it; ``vector`` has two bytes a number. It can be made anew at any time.
    """

    model = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    vector = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "model", "digest"], name="textvector_once"),
        ]
