"""What a metric once was is kept, and metrics that are made of each other stay whole."""

from datetime import UTC, datetime

import pytest

from tenfold.metrics import actions, queries
from tenfold.metrics.answers import to_json
from tenfold.metrics.asking import make_question
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.definitions import InvalidDefinition, from_spec
from tenfold.metrics.models import MetricVersion
from tenfold.metrics.questions import Question, Used
from tenfold.metrics.rules import InvalidMetric, MetricInUse, UnknownMetric
from tenfold.metrics.tests.world import Event, fill
from tenfold.outbox.models import OutboxRow

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, tzinfo=UTC)
ORDERS = {"kind": "count", "event": "order"}
VISITS = {"kind": "count", "event": "visit"}


def define(name, spec, **rest):
    return actions.define_metric(name=name, title=name.title(), spec=spec, at=AT, **rest)


def share(first, second):
    named = {"a": {"kind": "metric", "name": first}, "b": {"kind": "metric", "name": second}}
    return {"kind": "formula", "text": "a / b", "of": named}


def test_versions__of_a_metric_defined_anew__are_all_kept_newest_first():
    define("orders", ORDERS)
    define("orders", VISITS, better="down")
    found = queries.list_versions(name="orders")
    assert [(one.version, one.spec, one.better.value) for one in found] == [
        (2, VISITS, "down"),
        (1, ORDERS, "up"),
    ]
    assert queries.get_metric(name="orders", version=1).spec == ORDERS
    assert queries.list_versions(name="events") == ()


@pytest.mark.parametrize(
    ("name", "version", "field"), [("orders", 3, "version"), ("nosuch", 1, "version")]
)
def test_version__that_never_was__is_refused(name, version, field):
    define("orders", ORDERS)
    with pytest.raises(UnknownMetric) as refused:
        queries.get_metric(name=name, version=version)
    assert refused.value.field == field
    with pytest.raises(UnknownMetric):
        queries.list_versions(name="nosuch")


def test_formula__of_named_metrics__is_answered_as_they_are_and_says_which(log):
    fill(log, [Event(AT, name) for name in ("order", "visit", "visit")])
    define("orders", VISITS)
    define("orders", ORDERS)
    define("conversion", share("orders", "events"))
    metric = queries.get_metric(name="conversion")
    assert metric.spec == share("orders", "events")
    question = make_question(
        definition=metric.definition, uses=metric.uses, calendar=Calendar(), where='name != "x"'
    )
    found = queries.answer(question=question, calendar=Calendar(), at=AT, log=log)
    assert round(float(found.value), 4) == 0.3333
    assert found.lineage.metrics == (
        Used("conversion", 1),
        Used("orders", 2),
        Used("events", 0),
    )
    given = to_json(answer=found)["lineage"]
    assert given["metrics"][1] == {"name": "orders", "version": 2}
    assert from_spec(given["definition"]) == question.definition


def test_name__asked_for_without_being_resolved__is_resolved_or_refused_in_its_place(log):
    fill(log, [Event(AT, "order")])
    define("orders", ORDERS)
    specs = ({"kind": "metric", "name": name} for name in ("orders", "nosuch"))
    named = [Question(definition=from_spec(spec)) for spec in specs]
    found, refused = queries.answer_all(questions=named, calendar=Calendar(), at=AT, log=log)
    assert (found.value, found.lineage.metrics) == (1, (Used("orders", 1),))
    assert isinstance(refused, UnknownMetric)


def test_old_version__of_a_part__can_be_asked_for():
    define("orders", VISITS)
    define("orders", ORDERS)
    define("old", {"kind": "metric", "name": "orders", "version": 1})
    assert queries.get_metric(name="old").definition == from_spec(VISITS)


def test_metric__made_of_itself__is_refused_naming_the_way():
    define("a", ORDERS)
    define("b", share("a", "events"))
    define("c", share("b", "events"))
    with pytest.raises(InvalidDefinition, match="a → c → b → a"):
        define("a", share("c", "events"))
    with pytest.raises(InvalidDefinition, match="d → d"):
        define("d", share("d", "events"))


def test_metric__of_one_that_there_is_not__is_refused():
    with pytest.raises(UnknownMetric):
        define("a", share("nosuch", "events"))


def test_formula__of_a_metric_that_is_no_number__is_refused():
    define("back", {"kind": "retention"})
    with pytest.raises(InvalidDefinition) as refused:
        define("a", share("back", "events"))
    assert refused.value.field == "spec.of.a"


def test_metric__that_others_are_made_of__is_neither_removed_nor_made_unfit():
    define("orders", ORDERS)
    define("rate", share("orders", "events"))
    with pytest.raises(MetricInUse, match="rate"):
        actions.remove_metric(name="orders", at=AT)
    with pytest.raises(MetricInUse, match="rate"):
        define("orders", {"kind": "retention"})
    assert queries.get_metric(name="orders").version == 1
    actions.remove_metric(name="rate", at=AT)
    actions.remove_metric(name="orders", at=AT)


def test_metric__removed__is_gone_but_stays_explainable_and_goes_on_counting():
    define("orders", ORDERS)
    actions.remove_metric(name="orders", at=AT)
    with pytest.raises(UnknownMetric):
        queries.get_metric(name="orders")
    assert queries.get_metric(name="orders", version=1).spec == ORDERS
    assert OutboxRow.objects.last().name == "MetricRemoved"
    assert define("orders", VISITS) == 2


def test_metric__that_every_company_has_or_that_is_not__cannot_be_removed():
    with pytest.raises(InvalidMetric):
        actions.remove_metric(name="events", at=AT)
    with pytest.raises(UnknownMetric):
        actions.remove_metric(name="nosuch", at=AT)


def test_version__is_written_down_with_every_change_and_only_then():
    define("orders", ORDERS)
    define("orders", ORDERS)
    assert MetricVersion.objects.count() == 1
