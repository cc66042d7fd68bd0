import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# No constraint can say that there is no circle, or that nothing is added to what is closed: triggers
# do. Where SQLite copies one of these tables into another form, its triggers are gone: a later
# migration that does so must add them again (a test looks whether they are there).
_SQLITE = (
    """
    CREATE TRIGGER dashboards_objective_no_circle
    BEFORE UPDATE OF parent_id ON dashboards_objective WHEN NEW.parent_id IS NOT NULL
    BEGIN
        SELECT RAISE(ABORT, 'dashboards_objective_no_circle') WHERE NEW.id IN (
            WITH RECURSIVE above(id) AS (
                SELECT NEW.parent_id
                UNION
                SELECT one.parent_id FROM dashboards_objective one JOIN above ON one.id = above.id
                WHERE one.parent_id IS NOT NULL
            )
            SELECT id FROM above
        );
    END
    """,
    """
    CREATE TRIGGER dashboards_check_in_while_open
    BEFORE INSERT ON dashboards_checkin
    BEGIN
        SELECT RAISE(ABORT, 'dashboards_check_in_while_open') WHERE NOT EXISTS (
            SELECT 1 FROM dashboards_keyresult result
            JOIN dashboards_objective objective ON objective.id = result.objective_id
            WHERE result.id = NEW.result_id AND objective.state = 'adopted'
        );
    END
    """,
    """
    CREATE TRIGGER dashboards_check_in_stays
    BEFORE UPDATE ON dashboards_checkin
    BEGIN
        SELECT RAISE(ABORT, 'dashboards_check_in_stays');
    END
    """,
)
_POSTGRESQL = (
    """
    CREATE FUNCTION dashboards_objective_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtext('dashboards_objective_no_circle'));
        IF EXISTS (
            WITH RECURSIVE above(id) AS (
                SELECT NEW.parent_id
                UNION
                SELECT one.parent_id FROM dashboards_objective one JOIN above ON one.id = above.id
                WHERE one.parent_id IS NOT NULL
            )
            SELECT 1 FROM above WHERE id = NEW.id
        ) THEN
            RAISE EXCEPTION 'dashboards_objective_no_circle' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER dashboards_objective_no_circle
    BEFORE UPDATE OF parent_id ON dashboards_objective FOR EACH ROW
    WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION dashboards_objective_no_circle()
    """,
    """
    CREATE FUNCTION dashboards_check_in_while_open() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM dashboards_keyresult result
        JOIN dashboards_objective objective ON objective.id = result.objective_id
        WHERE result.id = NEW.result_id AND objective.state = 'adopted' FOR SHARE OF objective;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'dashboards_check_in_while_open' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER dashboards_check_in_while_open
    BEFORE INSERT ON dashboards_checkin FOR EACH ROW
    EXECUTE FUNCTION dashboards_check_in_while_open()
    """,
    """
    CREATE FUNCTION dashboards_check_in_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'dashboards_check_in_stays' USING ERRCODE = 'check_violation';
    END $$
    """,
    """
    CREATE TRIGGER dashboards_check_in_stays
    BEFORE UPDATE ON dashboards_checkin FOR EACH ROW
    EXECUTE FUNCTION dashboards_check_in_stays()
    """,
)
_TRIGGERS = {
    "dashboards_objective_no_circle": "dashboards_objective",
    "dashboards_check_in_while_open": "dashboards_checkin",
    "dashboards_check_in_stays": "dashboards_checkin",
}


def add_triggers(apps, schema_editor):
    by_vendor = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
    for statement in by_vendor[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop_triggers(apps, schema_editor):
    for name, table in _TRIGGERS.items():
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}", params=None)
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('dashboards', '0004_alerts'),
        ('people', '0002_teams'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=140)),
                ('about', models.TextField(blank=True, max_length=2000)),
                ('length', models.CharField(max_length=8)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('serves_purpose', models.BooleanField(default=False)),
                ('serves', models.CharField(blank=True, max_length=280)),
                ('state', models.CharField(default='proposed', max_length=8)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('score', models.DecimalField(decimal_places=1, max_digits=2, null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('learned', models.TextField(blank=True, max_length=2000)),
                ('archived_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('carried_from', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_into', to='dashboards.objective')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='dashboards.objective')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to='people.team')),
            ],
            options={
                'ordering': ['starts_on', 'id'],
                'indexes': [models.Index(fields=['starts_on', 'ends_on'], name='dashboards_objective_period')],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='dashboards_objective_title'),
                    models.CheckConstraint(condition=models.Q(('state__in', ('proposed', 'declined', 'adopted', 'closed'))), name='dashboards_objective_state'),
                    models.CheckConstraint(condition=models.Q(('length__in', ('month', 'quarter', 'year', 'own'))), name='dashboards_objective_length'),
                    models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='dashboards_objective_period_order'),
                    models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='dashboards_objective_not_its_own_parent'),
                    models.CheckConstraint(condition=models.Q(('carried_from__isnull', True), models.Q(('carried_from', models.F('id')), _negated=True), _connector='OR'), name='dashboards_objective_not_carried_into_itself'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='dashboards_objective_decided_by_somebody'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='dashboards_objective_declined_for_a_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('score__gte', 0), ('score__lte', 1), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True), ('closed_by__isnull', True), ('score__isnull', True)), _connector='OR'), name='dashboards_objective_closed_is_scored'),
                ],
            },
        ),
        migrations.CreateModel(
            name='KeyResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('title', models.CharField(max_length=140)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('metric', models.CharField(blank=True, max_length=60)),
                ('metric_version', models.PositiveIntegerField(null=True)),
                ('query', models.TextField(blank=True, max_length=4000)),
                ('over', models.CharField(default='so_far', max_length=8)),
                ('count', models.PositiveSmallIntegerField(default=0)),
                ('unit', models.CharField(blank=True, max_length=20)),
                ('start', models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ('target', models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ('due_on', models.DateField()),
                ('shape', models.CharField(default='line', max_length=10)),
                ('score', models.DecimalField(decimal_places=1, max_digits=2, null=True)),
                ('final', models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('carried_from', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_into', to='dashboards.keyresult')),
                ('objective', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='dashboards.objective')),
            ],
            options={
                'ordering': ['place', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='dashboards_result_title'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ('metric', 'manual', 'milestone'))), name='dashboards_result_kind'),
                    models.CheckConstraint(condition=models.Q(('shape__in', ('line', 'last_year'))), name='dashboards_result_shape'),
                    models.CheckConstraint(condition=models.Q(models.Q(('count', 0), ('over', 'so_far')), models.Q(('count__gte', 1), ('over__in', ['day', 'week'])), _connector='OR'), name='dashboards_result_reading'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind', 'metric'), ('metric_version__isnull', False), models.Q(('metric', ''), _negated=True)), models.Q(('kind__in', ['manual', 'milestone']), ('metric', ''), ('metric_version__isnull', True)), _connector='OR'), name='dashboards_result_metric_and_version'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind', 'milestone'), ('start__isnull', True), ('target__isnull', True)), models.Q(models.Q(('start', models.F('target')), _negated=True), ('kind__in', ['metric', 'manual']), ('start__isnull', False), ('target__isnull', False)), _connector='OR'), name='dashboards_result_has_a_way_to_go'),
                    models.CheckConstraint(condition=models.Q(('score__isnull', True), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='dashboards_result_score'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CheckInDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('team', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='check_in_day', to='people.team')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='dashboards_check_in_weekday'), models.UniqueConstraint(models.Value(1), condition=models.Q(('team__isnull', True)), name='dashboards_check_in_day_of_the_company')],
            },
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('value', models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ('pace', models.CharField(blank=True, max_length=16)),
                ('confidence', models.CharField(max_length=8)),
                ('note', models.CharField(blank=True, max_length=1000)),
                ('token', models.UUIDField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to=settings.AUTH_USER_MODEL)),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='dashboards.keyresult')),
            ],
            options={
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['result', 'at'], name='dashboards_check_in_of_result'), models.Index(fields=['at'], name='dashboards_check_in_at')],
                'constraints': [models.UniqueConstraint(fields=('result', 'token'), name='dashboards_check_in_once'), models.CheckConstraint(condition=models.Q(('confidence__in', ('low', 'medium', 'high'))), name='dashboards_check_in_confidence')],
            },
        ),
        migrations.RunPython(add_triggers, drop_triggers),
    ]
