import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("storage", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='Acquaintance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('other', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='known_by', to='storage.person')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='knows', to='storage.person')),
            ],
            options={
                'indexes': [models.Index(fields=['owner', 'person'], name='acquaintance_owner_person'), models.Index(fields=['owner', 'other'], name='acquaintance_owner_other')],
                'constraints': [models.UniqueConstraint(fields=('person', 'other'), name='acquaintance_once'), models.CheckConstraint(condition=models.Q(('person', models.F('other')), _negated=True), name='acquaintance_of_two_people')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('name', models.CharField(max_length=120)),
                ('start', models.CharField(max_length=12)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('scope', models.CharField(max_length=10)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['owner', '-id'], name='token_owner')],
                'constraints': [models.CheckConstraint(condition=models.Q(('scope__in', ['read', 'write'])), name='token_scope_known')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('on', models.DateField()),
                ('text', models.TextField(blank=True)),
                ('shows', models.JSONField(default=list)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='storage.person')),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='evidence', to='storage.touchpoint')),
            ],
            options={
                'indexes': [models.Index(fields=['owner', 'person', '-on'], name='evidence_owner_person')],
            },
        ),
        migrations.CreateModel(
            name='IdempotentReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('key', models.CharField(max_length=255)),
                ('fingerprint', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('headers', models.JSONField(default=dict)),
                ('body', models.TextField(blank=True)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['owner', 'created_at'], name='idempotent_owner_created')],
                'constraints': [models.UniqueConstraint(fields=('owner', 'key'), name='idempotent_reply_once')],
            },
        ),
        migrations.CreateModel(
            name='LetterTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(max_length=30)),
                ('text', models.TextField()),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('owner', 'kind'), name='letter_template_once')],
            },
        ),
        migrations.CreateModel(
            name='NeedLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('need', models.CharField(max_length=60)),
                ('level', models.PositiveSmallIntegerField()),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='need_levels', to='storage.person')),
            ],
            options={
                'indexes': [models.Index(fields=['owner', 'need'], name='needlevel_owner_need')],
                'constraints': [models.UniqueConstraint(fields=('person', 'need'), name='need_level_once'), models.CheckConstraint(condition=models.Q(('level__lte', 3)), name='need_level_known')],
            },
        ),
        migrations.CreateModel(
            name='NeedWeight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('phase', models.CharField(max_length=60)),
                ('need', models.CharField(max_length=60)),
                ('weight', models.PositiveSmallIntegerField()),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('owner', 'phase', 'need'), name='need_weight_once'), models.CheckConstraint(condition=models.Q(('weight__lte', 3)), name='need_weight_known')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(max_length=10)),
                ('where', models.TextField()),
                ('impressed', models.TextField()),
                ('question', models.TextField(blank=True)),
                ('noticed_on', models.DateField()),
                ('ending', models.CharField(blank=True, max_length=10)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='storage.person')),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='storage.touchpoint')),
            ],
            options={
                'indexes': [models.Index(fields=['owner', 'person', '-id'], name='notice_owner_person'), models.Index(fields=['owner', 'ended_on'], name='notice_owner_ended')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['talk', 'meeting'])), name='notice_kind_known'), models.CheckConstraint(condition=models.Q(('ending__in', ['', 'met', 'let-go'])), name='notice_ending_known')],
            },
        ),
        migrations.AddField(
            model_name='draft',
            name='answered_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='relationship',
            name='monthly_answer',
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name='relationship',
            name='monthly_answer_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='relationship',
            constraint=models.CheckConstraint(condition=models.Q(('monthly_answer__in', ['', 'yes', 'no'])), name='relationship_monthly_known'),
        ),
        migrations.AddField(
            model_name='draft',
            name='notice',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='drafts', to='storage.notice'),
        ),
    ]
