"""One metric holds a headline place, whoever asks for it and however fast."""

import pytest
from django.db import IntegrityError

from tenfold.kit import clock
from tenfold.metrics.models import MetricDefinition


@pytest.mark.django_db
def test_headline__a_second_metric_in_one_place__is_refused_by_the_database():
    given = {"title": "T", "spec": {"kind": "count"}, "defined_at": clock.now()}
    MetricDefinition.objects.create(name="first", headline=1, **given)
    MetricDefinition.objects.create(name="nowhere", headline=None, **given)
    MetricDefinition.objects.create(name="nowhere-either", headline=None, **given)
    with pytest.raises(IntegrityError):
        MetricDefinition.objects.create(name="second", headline=1, **given)
