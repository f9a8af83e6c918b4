"""What the beginning of a phase did to the focus areas, so that it can be taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0008_calendars"),
    ]

    operations = [
        migrations.AddField(
            model_name="phase",
            name="focus_change",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
