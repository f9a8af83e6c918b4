"""Needs and offers as dated facts, favours both ways; what stood in a person's two texts becomes rows."""

from itertools import islice

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill(apps, schema_editor):
    """Every line of what people were said to need or offer becomes a fact of the day it was last written."""
    person, want = apps.get_model("storage.Person"), apps.get_model("storage.Want")
    found = person.objects.exclude(need="", offer="")
    rows = (
        want(
            owner_id=row.owner_id,
            person_id=row.pk,
            kind=kind,
            text=line.strip(),
            topics=[],
            since=row.updated_at.date(),
            source="profile",
        )
        for row in found.iterator()
        for kind, text in (("need", row.need), ("offer", row.offer))
        for line in text.splitlines()
        if line.strip()
    )
    while batch := list(islice(rows, 500)):
        want.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0013_advice_library"),
    ]

    operations = [
        migrations.AddField(
            model_name="profile",
            name="hides_giving",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="Want",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("kind", models.CharField(max_length=10)),
                ("text", models.TextField()),
                ("topics", models.JSONField(default=list)),
                ("since", models.DateField()),
                ("source", models.CharField(default="by-hand", max_length=10)),
                ("met_on", models.DateField(blank=True, null=True)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wants",
                        to="storage.person",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wants",
                        to="storage.session",
                    ),
                ),
                (
                    "touchpoint",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wants",
                        to="storage.touchpoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Favour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("direction", models.CharField(max_length=10)),
                ("kind", models.CharField(default="other", max_length=20)),
                ("text", models.TextField()),
                ("status", models.CharField(default="open", max_length=10)),
                ("on", models.DateField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("settled_on", models.DateField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=5)),
                ("told_on", models.DateField(blank=True, null=True)),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="favours",
                        to="storage.commitment",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="favours",
                        to="storage.draft",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="favours_for",
                        to="storage.person",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="favours",
                        to="storage.person",
                    ),
                ),
                (
                    "want",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="favours",
                        to="storage.want",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="want",
            index=models.Index(fields=["owner", "person", "-since"], name="want_owner_person"),
        ),
        migrations.AddIndex(
            model_name="want",
            index=models.Index(
                condition=models.Q(("met_on__isnull", True), ("withdrawn_on__isnull", True)),
                fields=["owner", "-since"],
                name="want_owner_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="want",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["need", "question", "launch", "hire", "offer"])),
                name="want_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="want",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["by-hand", "talk", "session", "reply", "profile"])),
                name="want_source_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="want",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="want_says_something"
            ),
        ),
        migrations.AddIndex(
            model_name="favour",
            index=models.Index(fields=["owner", "person", "-on"], name="favour_owner_person"),
        ),
        migrations.AddIndex(
            model_name="favour",
            index=models.Index(fields=["owner", "-on"], name="favour_owner_on"),
        ),
        migrations.AddIndex(
            model_name="favour",
            index=models.Index(
                condition=models.Q(("told_on__isnull", True)),
                fields=["owner", "direction"],
                name="favour_owner_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="favour",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["given", "received", "offered", "asked"])),
                name="favour_direction_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="favour",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "mentor-someone",
                            "outside-perspective",
                            "evangelise",
                            "connect",
                            "offer-to-help",
                            "other",
                        ],
                    )
                ),
                name="favour_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="favour",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["open", "done", "declined", "withdrawn"])),
                name="favour_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="favour",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["", "yes", "know", "sorry"])), name="favour_answer_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="favour",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="favour_says_something"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
