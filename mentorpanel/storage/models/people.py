"""People, their contact points and organisations."""

from django.db import models
from django.db.models.functions import Lower

from mentorpanel.storage.models.base import Owned


class Organisation(Owned):
    """A firm or other body; ``key`` is its folded name without the legal form."""

    name = models.CharField(max_length=300)
    key = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="organisation_key_once")]


class Person(Owned):
    """Somebody the owner knows or has noticed. Without a relationship, an address-book entry only.

    ``alias_key`` is the name's key with nicknames written out, where that differs from ``name_key``.
    """

    name = models.CharField(max_length=300)
    name_key = models.CharField(max_length=300)
    alias_key = models.CharField(max_length=300, blank=True)
    nickname = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, db_index=False
    )
    title = models.CharField(max_length=300, blank=True)
    function = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=60, blank=True)
    level_said = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64, blank=True)
    tags = models.JSONField(default=list)
    expertise = models.JSONField(default=list)
    how_met = models.TextField(blank=True)
    admire = models.TextField(blank=True)
    share = models.TextField(blank=True)
    care_about = models.TextField(blank=True)
    need = models.TextField(blank=True)
    offer = models.TextField(blank=True)
    distance = models.CharField(max_length=10, blank=True)
    introduced_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, db_index=False
    )
    private_notes = models.TextField(blank=True)
    imported_notes = models.TextField(blank=True)
    do_not_contact = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    keeps_mail_text = models.BooleanField(default=False)
    provenance = models.JSONField(default=dict)
    connected_on = models.DateField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "name_key"], name="person_owner_name"),
            models.Index("owner", Lower("name"), "id", name="person_owner_listed"),
            models.Index(
                fields=["owner", "alias_key"], name="person_owner_alias", condition=~models.Q(alias_key="")
            ),
            models.Index(fields=["owner", "organisation"], name="person_owner_organisation"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="person_has_name")]


class ContactPoint(Owned):
    """An e-mail address, phone number or link; ``key`` is the form that is compared."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="contact_points", db_index=False
    )
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=500)
    key = models.CharField(max_length=500)
    is_primary = models.BooleanField(default=False)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "key"], name="contact_owner_key"),
            models.Index(fields=["person", "kind"], name="contact_person_kind"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "key"], name="contact_once_per_person"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["email", "phone", "link", "uid"]), name="contact_kind_known"
            ),
        ]
