from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("dashboards", "0002_sharing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='Annotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('about', models.TextField(blank=True, max_length=1000)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('time', models.TimeField(null=True)),
                ('metric', models.CharField(blank=True, max_length=60)),
                ('event', models.CharField(blank=True, max_length=200)),
                ('fact', models.CharField(blank=True, max_length=60)),
                ('says', models.JSONField(default=dict)),
                ('key', models.CharField(max_length=80, null=True, unique=True)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='annotations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_on', '-time', '-id'],
                'indexes': [models.Index(condition=models.Q(('removed_at__isnull', True)), fields=['starts_on'], name='dashboards_annotation_shown')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('release', 'campaign', 'holiday', 'experiment', 'other', 'fact'))), name='dashboards_annotation_kind'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='dashboards_annotation_ends_later'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('time__isnull', True), _connector='OR'), name='dashboards_annotation_moment_or_days'), models.CheckConstraint(condition=models.Q(('metric', ''), ('event', ''), _connector='OR'), name='dashboards_annotation_about_one'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('kind', 'fact'), _negated=True), models.Q(('title', ''), _negated=True), ('fact', '')), models.Q(('kind', 'fact'), ('title', ''), models.Q(('fact', ''), _negated=True)), _connector='OR'), name='dashboards_annotation_says')],
            },
        ),
    ]
