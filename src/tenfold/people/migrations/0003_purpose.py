"""Every wording of the purpose is kept from now on, and what people think of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_the_words_of_today(apps, schema_editor):
    """Write down today's purpose as the first version. Nobody knows who adopted it."""
    for company in apps.get_model("people", "Company").objects.exclude(purpose=""):
        apps.get_model("people", "PurposeVersion").objects.create(
            number=1, text=company.purpose[:2000], adopted_at=company.founded_at
        )


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_teams'),
    ]

    operations = [
        migrations.CreateModel(
            name='PurposeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('text', models.TextField(blank=True, max_length=2000)),
                ('because', models.TextField(blank=True, max_length=4000)),
                ('adopted_at', models.DateTimeField()),
                ('adopted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='purposes', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PurposeAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=32)),
                ('says', models.CharField(max_length=8)),
                ('because', models.TextField(blank=True, max_length=1000)),
                ('answered_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purpose_answers', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='people.purposeversion')),
            ],
        ),
        migrations.AddConstraint(
            model_name='purposeversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='people_purpose_counts_from_1'),
        ),
        migrations.AddConstraint(
            model_name='purposeanswer',
            constraint=models.UniqueConstraint(fields=('version', 'question', 'account'), name='people_purpose_answer_once'),
        ),
        migrations.AddConstraint(
            model_name='purposeanswer',
            constraint=models.CheckConstraint(condition=models.Q(('says__in', ('yes', 'no', 'unsure'))), name='people_purpose_answer_says'),
        ),
        migrations.RunPython(keep_the_words_of_today, migrations.RunPython.noop),
    ]
