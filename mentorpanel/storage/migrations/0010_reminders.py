"""What an owner wants by mail, and until when a mail in the outbox is of use."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0009_phase_focus"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxitem",
            name="not_after",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="ReminderSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("is_on", models.BooleanField(default=False)),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("has_digest", models.BooleanField(default=True)),
                ("at", models.TimeField(blank=True, null=True)),
                ("moments", models.JSONField(default=list)),
                ("hides_names", models.BooleanField(default=False)),
                ("digest_on", models.DateField(blank=True, null=True)),
                ("digest_at", models.DateTimeField(blank=True, null=True)),
                ("digest_sessions", models.JSONField(blank=True, default=list)),
                ("stop_salt", models.CharField(max_length=64)),
                ("stop_hash", models.CharField(max_length=64, unique=True)),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("owner",), name="reminders_once_per_owner")],
            },
        ),
    ]
