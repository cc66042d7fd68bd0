"""Two metrics could hold one headline place; from now on the database refuses that."""

from django.db import migrations, models


def keep_the_newest(apps, schema_editor):
    """Let the metric that took a place last keep it, as `define_metric` has always meant."""
    metric = apps.get_model("metrics", "MetricDefinition")
    taken = set()
    for row in metric.objects.filter(headline__isnull=False).order_by("-defined_at", "-id"):
        if row.headline in taken:
            row.headline = None
            row.save(update_fields=["headline"])
        taken.add(row.headline)


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_initial")]
    operations = [
        migrations.RunPython(keep_the_newest, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="metricdefinition",
            constraint=models.UniqueConstraint(
                fields=["headline"], name="metrics_metric_one_a_place"
            ),
        ),
    ]
