"""Every definition of a metric is kept from now on; what is defined today is the first of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_what_is_defined(apps, schema_editor):
    """Write down today's definitions, each as the version that it is."""
    version = apps.get_model("metrics", "MetricVersion")
    for row in apps.get_model("metrics", "MetricDefinition").objects.all():
        version.objects.create(
            name=row.name,
            version=row.version,
            title=row.title,
            asks=row.asks,
            spec=row.spec,
            better=row.better,
            defined_at=row.defined_at,
            defined_by_id=row.defined_by_id,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0002_one_metric_a_place"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="MetricVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.SlugField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("asks", models.CharField(blank=True, max_length=240)),
                ("spec", models.JSONField()),
                ("better", models.CharField(max_length=4)),
                ("defined_at", models.DateTimeField()),
                (
                    "defined_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["name", "version"]},
        ),
        migrations.AddConstraint(
            model_name="metricversion",
            constraint=models.UniqueConstraint(
                fields=("name", "version"), name="metrics_version_once_a_metric"
            ),
        ),
        migrations.RunPython(keep_what_is_defined, migrations.RunPython.noop),
    ]
