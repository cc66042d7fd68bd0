"""Metrics that techniques declare as values."""

from types import SimpleNamespace

import pytest

from tenfold.kit import clock
from tenfold.metrics import actions, declaring, queries
from tenfold.metrics.declaring import Metric, declared
from tenfold.metrics.definitions import Count, Formula, from_spec
from tenfold.metrics.questions import Used
from tenfold.metrics.rules import require_name


def test_declared__by_the_techniques_that_are_installed__are_whole():
    found = declared()
    assert {"events", "persons", "sources-heard", "known-actors"} <= found.keys()
    assert found["known-actors"].technique == "interfaces"
    for name, one in found.items():
        assert (name, str(one.metric.title) != "", str(one.metric.asks)[-1]) == (name, True, "?")
        if one.technique:
            require_name(name=name)


def test_declared__twice_under_one_name__is_a_bug(monkeypatch):
    again = SimpleNamespace(METRICS=(Metric(name="events", title="E", asks="?", of=Count()),))
    monkeypatch.setattr(declaring, "import_module", lambda _name: again)
    declared.cache_clear()
    with pytest.raises(ValueError, match="events"):
        declared()
    declared.cache_clear()


@pytest.mark.django_db
def test_declared__under_a_name_that_the_company_has_given__makes_way():
    assert queries.get_metric(name="sources-heard").technique == "interfaces"
    actions.define_metric(
        name="sources-heard", title="Mine", spec={"kind": "count"}, at=clock.now()
    )
    metric = queries.get_metric(name="sources-heard")
    assert (metric.title, metric.technique, metric.version) == ("Mine", "", 1)
    assert [one.name for one in queries.list_metrics()].count("sources-heard") == 1


@pytest.mark.django_db
def test_declared__can_be_part_of_a_formula():
    share = {"kind": "metric", "name": "known-actors"}
    spec = {"kind": "formula", "text": "a * 100", "of": {"a": share}}
    actions.define_metric(name="known-percent", title="Known", spec=spec, at=clock.now())
    metric = queries.get_metric(name="known-percent")
    assert isinstance(metric.definition, Formula)
    assert metric.definition.of == (("a", declared()["known-actors"].metric.of),)
    assert metric.uses == (Used("known-percent", 1), Used("known-actors", 0))
    assert metric.written == from_spec(spec)
