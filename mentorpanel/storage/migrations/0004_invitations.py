import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def tell_of_briefs(apps, schema_editor):
    """Whoever has the brief of a session that was never moved has its day; of moved ones nobody can tell."""
    Draft, Invitation = apps.get_model("storage.Draft"), apps.get_model("storage.Invitation")
    briefs = Draft.objects.filter(
        kind="brief", state__in=["queued", "sent"], sent_at__isnull=False, session__sequence=0
    )
    for brief in briefs.select_related("session").order_by("id"):
        Invitation.objects.create(
            owner_id=brief.owner_id,
            session_id=brief.session_id,
            draft_id=brief.id,
            method="REQUEST",
            sequence=0,
            starts_at=brief.session.starts_at,
            length_minutes=brief.session.length_minutes,
            place=brief.session.place,
            subject=brief.subject,
            state="sent",
            sent_how=brief.sent_how or "by-hand",
            sent_to=brief.sent_to,
            sent_at=brief.sent_at,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("storage", "0003_calendar_feed"),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('method', models.CharField(max_length=10)),
                ('sequence', models.PositiveIntegerField()),
                ('starts_at', models.DateTimeField()),
                ('length_minutes', models.PositiveSmallIntegerField()),
                ('place', models.CharField(blank=True, max_length=500)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('text', models.TextField(blank=True)),
                ('state', models.CharField(max_length=10)),
                ('sent_how', models.CharField(max_length=10)),
                ('sent_to', models.CharField(blank=True, max_length=500)),
                ('sent_at', models.DateTimeField()),
                ('failure', models.TextField(blank=True)),
                ('draft', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations', to='storage.draft')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='storage.session')),
            ],
        ),
        migrations.AddField(
            model_name='outboxitem',
            name='invitation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mails', to='storage.invitation'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['owner', 'session', 'id'], name='invitation_owner_session'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['owner', 'starts_at'], name='invitation_owner_starts'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['REQUEST', 'CANCEL'])), name='invitation_method_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'failed'])), name='invitation_state_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('sent_how__in', ['mail', 'by-hand'])), name='invitation_sent_how_known'),
        ),
        migrations.RunPython(tell_of_briefs, migrations.RunPython.noop, elidable=True),
    ]
