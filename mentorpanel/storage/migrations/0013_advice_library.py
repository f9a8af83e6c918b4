"""Advice in answer to a parked item, the lines of notes that it came from, and where two pieces differ."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("storage", "0011_pushes"),
    ]

    operations = [
        migrations.CreateModel(
            name='Contrast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('question', models.TextField()),
                ('decided', models.TextField(blank=True)),
                ('why', models.TextField(blank=True)),
                ('decided_on', models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ContrastMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='NotedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('text', models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name='advice',
            name='item',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='advice', to='storage.parkeditem'),
        ),
        migrations.AddIndex(
            model_name='advice',
            index=models.Index(fields=['owner', 'status', '-on'], name='advice_owner_status'),
        ),
        migrations.AddIndex(
            model_name='advice',
            index=models.Index(fields=['owner', 'item'], name='advice_owner_item'),
        ),
        migrations.AddField(
            model_name='contrast',
            name='choice',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='chosen_in', to='storage.advice'),
        ),
        migrations.AddField(
            model_name='contrast',
            name='item',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contrasts', to='storage.parkeditem'),
        ),
        migrations.AddField(
            model_name='contrast',
            name='owner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='contrastmember',
            name='advice',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='contrasts', to='storage.advice'),
        ),
        migrations.AddField(
            model_name='contrastmember',
            name='contrast',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='storage.contrast'),
        ),
        migrations.AddField(
            model_name='contrastmember',
            name='owner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notedline',
            name='advice',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='noted_lines', to='storage.advice'),
        ),
        migrations.AddField(
            model_name='notedline',
            name='owner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notedline',
            name='session',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='noted_lines', to='storage.session'),
        ),
        migrations.AddIndex(
            model_name='contrast',
            index=models.Index(fields=['owner', 'decided_on'], name='contrast_owner_decided'),
        ),
        migrations.AddIndex(
            model_name='contrast',
            index=models.Index(fields=['owner', 'item'], name='contrast_owner_item'),
        ),
        migrations.AddIndex(
            model_name='contrast',
            index=models.Index(fields=['owner', 'choice'], name='contrast_owner_choice'),
        ),
        migrations.AddIndex(
            model_name='contrastmember',
            index=models.Index(fields=['owner', 'advice'], name='contrastmember_owner_advice'),
        ),
        migrations.AddConstraint(
            model_name='contrastmember',
            constraint=models.UniqueConstraint(fields=('contrast', 'advice'), name='contrast_member_once'),
        ),
        migrations.AddIndex(
            model_name='notedline',
            index=models.Index(fields=['owner', 'session'], name='notedline_owner_session'),
        ),
        migrations.AddIndex(
            model_name='notedline',
            index=models.Index(fields=['owner', 'advice'], name='notedline_owner_advice'),
        ),
    ]
