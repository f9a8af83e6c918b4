"""The devices that reminders are pushed to, the messages to them, and whether the day's line goes there."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("storage", "0010_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name='remindersetting',
            name='pushes_digest',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('endpoint', models.CharField(max_length=2000)),
                ('endpoint_hash', models.CharField(max_length=64, unique=True)),
                ('p256dh', models.CharField(max_length=100)),
                ('auth', models.CharField(max_length=40)),
                ('server_key', models.CharField(max_length=100)),
                ('device', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField()),
                ('reached_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.TextField(blank=True)),
                ('digest_on', models.DateField(blank=True, null=True)),
                ('digest_at', models.DateTimeField(blank=True, null=True)),
                ('digest_sessions', models.JSONField(blank=True, default=list)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Push',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('dedupe_key', models.CharField(max_length=120)),
                ('says', models.JSONField(default=dict)),
                ('topic', models.CharField(max_length=32)),
                ('status', models.CharField(default='waiting', max_length=10)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('not_before', models.DateTimeField()),
                ('not_after', models.DateTimeField()),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('holder', models.CharField(blank=True, max_length=120)),
                ('last_error', models.TextField(blank=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('subscription', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pushes', to='storage.pushsubscription')),
            ],
        ),
        migrations.AddIndex(
            model_name='pushsubscription',
            index=models.Index(fields=['owner', 'id'], name='pushsubscription_owner'),
        ),
        migrations.AddIndex(
            model_name='push',
            index=models.Index(fields=['status', 'not_before'], name='push_status_due'),
        ),
        migrations.AddIndex(
            model_name='push',
            index=models.Index(fields=['owner', 'created_at'], name='push_owner_created'),
        ),
        migrations.AddConstraint(
            model_name='push',
            constraint=models.UniqueConstraint(fields=('subscription', 'dedupe_key'), name='push_once'),
        ),
        migrations.AddConstraint(
            model_name='push',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'claimed', 'sent', 'failed'])), name='push_status_known'),
        ),
    ]
