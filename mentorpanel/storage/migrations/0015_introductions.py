"""Tables for introductions and their letters."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0014_giving"),
    ]

    operations = [
        migrations.CreateModel(
            name="Introduction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("target_name", models.CharField(blank=True, max_length=300)),
                ("organisation", models.CharField(blank=True, max_length=300)),
                ("why", models.TextField(blank=True)),
                ("status", models.CharField(default="thought-of", max_length=20)),
                ("first_asked_on", models.DateField(blank=True, null=True)),
                ("first_said", models.CharField(blank=True, max_length=3)),
                ("first_said_on", models.DateField(blank=True, null=True)),
                ("second_asked_on", models.DateField(blank=True, null=True)),
                ("second_said", models.CharField(blank=True, max_length=3)),
                ("second_said_on", models.DateField(blank=True, null=True)),
                ("reminded_on", models.JSONField(default=list)),
                ("introduced_on", models.DateField(blank=True, null=True)),
                ("met_on", models.DateField(blank=True, null=True)),
                ("thanked_on", models.DateField(blank=True, null=True)),
                ("outcome", models.TextField(blank=True)),
                ("outcome_on", models.DateField(blank=True, null=True)),
                ("told_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("undo", models.JSONField(default=list)),
                (
                    "bridge",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="introductions_made",
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
                    "requester",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="introductions_wanted",
                        to="storage.person",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="introductions_to",
                        to="storage.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IntroductionLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("step", models.CharField(max_length=20)),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="introduction_step",
                        to="storage.draft",
                    ),
                ),
                (
                    "introduction",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="storage.introduction",
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
            ],
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["owner", "status", "-id"], name="introduction_owner_status"),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["owner", "requester"], name="introduction_owner_requester"),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["owner", "bridge"], name="introduction_owner_bridge"),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["owner", "target"], name="introduction_owner_target"),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "thought-of",
                            "asked",
                            "agreed",
                            "declined",
                            "asked-first",
                            "asked-second",
                            "both-agreed",
                            "one-declined",
                            "introduced",
                            "met",
                            "thanked",
                            "outcome-heard",
                            "came-to-nothing",
                        ],
                    )
                ),
                name="introduction_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_said__in", ["", "yes", "no"]), ("second_said__in", ["", "yes", "no"])
                ),
                name="introduction_said_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("bridge__isnull", True), ("requester__isnull", False), ("target__isnull", False)
                    ),
                    models.Q(
                        ("bridge__isnull", False),
                        ("requester__isnull", True),
                        models.Q(
                            ("target__isnull", False),
                            models.Q(("target_name", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="introduction_of_one_shape",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("bridge__isnull", True),
                        ("target__isnull", True),
                        models.Q(("bridge", models.F("target")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("requester__isnull", True),
                        ("target__isnull", True),
                        models.Q(("requester", models.F("target")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="introduction_of_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("introduced_on", None),
                    ("requester__isnull", True),
                    models.Q(("first_said", "yes"), ("second_said", "yes")),
                    _connector="OR",
                ),
                name="introduction_after_both_agreed",
            ),
        ),
        migrations.AddIndex(
            model_name="introductionletter",
            index=models.Index(fields=["owner", "introduction"], name="introletter_owner_intro"),
        ),
        migrations.AddConstraint(
            model_name="introductionletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step__in", ["ask", "ask-second", "introduce", "thank", "tell", "tell-kindly"])
                ),
                name="introduction_letter_step",
            ),
        ),
    ]
