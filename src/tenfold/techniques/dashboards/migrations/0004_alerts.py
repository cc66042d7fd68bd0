
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dashboards', '0003_annotations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('about', models.TextField(blank=True, max_length=2000)),
                ('query', models.TextField(blank=True, max_length=8000)),
                ('key_result', models.PositiveBigIntegerField(null=True)),
                ('rule', models.JSONField()),
                ('unit', models.CharField(blank=True, max_length=16)),
                ('listeners', models.JSONField(default=dict)),
                ('urgent', models.BooleanField(default=False)),
                ('quiet_begins', models.TimeField(null=True)),
                ('quiet_ends', models.TimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('paused_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('watched_since', models.DateTimeField()),
                ('looked_at', models.DateTimeField(null=True)),
                ('next_at', models.DateTimeField(null=True)),
                ('judged_until', models.DateTimeField(null=True)),
                ('pending_since', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('problem', models.TextField(blank=True)),
                ('problem_since', models.DateTimeField(null=True)),
                ('problem_told_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['title', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AlertMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(max_length=64)),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('alerts', models.JSONField()),
                ('incidents', models.JSONField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('audience', 'number'), name='dashboards_alert_message_number')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('value', models.CharField(blank=True, max_length=64)),
                ('labels', models.JSONField(default=list)),
                ('stage', models.CharField(default='firing', max_length=16)),
                ('began_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('hits', models.PositiveIntegerField(default=1)),
                ('measured', models.JSONField(default=dict)),
                ('noticed_at', models.DateTimeField()),
                ('over_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('ended', models.CharField(blank=True, max_length=16)),
                ('taken_at', models.DateTimeField(null=True)),
                ('put_off_until', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('told_end_at', models.DateTimeField(null=True)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='incidents', to='dashboards.alert')),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-began_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='AlertChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('what', models.CharField(max_length=16)),
                ('says', models.JSONField(default=dict)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='dashboards.alert')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='dashboards.incident')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(condition=models.Q(('removed_at__isnull', True)), fields=['next_at'], name='dashboards_alert_due'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quiet_begins__isnull', True), ('quiet_ends__isnull', True)), models.Q(('quiet_begins__isnull', False), ('quiet_ends__isnull', False)), _connector='OR'), name='dashboards_alert_quiet_hours'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('query', ''), ('key_result__isnull', False)), models.Q(models.Q(('query', ''), _negated=True), ('key_result__isnull', True)), _connector='OR'), name='dashboards_alert_watches_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('failures', 0), ('problem_since__isnull', True)), models.Q(('failures__gt', 0), ('problem_since__isnull', False)), _connector='OR'), name='dashboards_alert_problem_since'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('alert', 'value'), name='dashboards_incident_one_open'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.UniqueConstraint(fields=('alert', 'version', 'value', 'began_at'), name='dashboards_incident_begins_once'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('ended', ''), ('stage__in', ('firing', 'acknowledged'))), models.Q(('closed_at__isnull', False), ('stage__in', ('resolved', 'withdrawn')), ('ended__in', ('calm', 'person', 'late', 'clock', 'gone', 'changed'))), _connector='OR'), name='dashboards_incident_stage'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'acknowledged'), _negated=True), models.Q(('holder__isnull', False), ('taken_at__isnull', False)), _connector='OR'), name='dashboards_incident_somebody_has_it'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('last_at__gte', models.F('began_at'))), name='dashboards_incident_in_order'),
        ),
        migrations.AddConstraint(
            model_name='alertchange',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ('made', 'changed', 'removed', 'paused', 'woken', 'handed', 'failing', 'answering', 'began', 'reopened', 'over', 'withdrawn', 'taken', 'given_back', 'resolved', 'put_off', 'told'))), name='dashboards_alert_change'),
        ),
    ]
