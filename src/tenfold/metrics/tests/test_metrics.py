"""Metrics that a company defines."""

from datetime import UTC, datetime

import pytest

from tenfold.metrics import actions, queries
from tenfold.metrics.definitions import Count, InvalidDefinition, Sum
from tenfold.metrics.models import MetricDefinition
from tenfold.metrics.rules import InvalidMetric, UnknownMetric, require_visible
from tenfold.outbox.models import OutboxRow

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, tzinfo=UTC)
REVENUE = {"kind": "sum", "event": "order"}


def define(name: str = "revenue", **changed) -> int:
    given = {"title": "Revenue", "spec": REVENUE, "at": AT} | changed
    return actions.define_metric(name=name, **given)


def test_define_metric__new__can_be_asked_for_by_name():
    assert define(asks="How much came in?", headline=1) == 1
    metric = queries.get_metric(name="revenue")
    assert metric.definition == Sum(event="order")
    assert (metric.title, metric.headline, metric.version) == ("Revenue", 1, 1)


def test_define_metric__anew__is_the_next_version_and_says_so():
    define()
    assert define(spec={"kind": "count", "event": "order"}) == 2
    assert queries.get_metric(name="revenue").definition == Count(event="order")
    told = OutboxRow.objects.order_by("id").values_list("name", "properties")
    assert list(told) == [
        ("MetricDefined", {"metric": "revenue", "version": 1}),
        ("MetricDefined", {"metric": "revenue", "version": 2}),
    ]


def test_define_metric__the_same_again__changes_nothing():
    define()
    assert define() == 1
    assert OutboxRow.objects.count() == 1


def test_define_metric__in_a_headline_place_that_is_taken__takes_it():
    define(headline=2)
    define(name="orders", title="Orders", headline=2)
    assert queries.get_metric(name="revenue").headline is None
    assert [one.name for one in queries.list_metrics()][:4] == [
        "orders",
        "events",
        "persons",
        "revenue",
    ]


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"name": "Revenue!"}, InvalidMetric, "name"),
        ({"name": "events"}, InvalidMetric, "name"),
        ({"name": "answer"}, InvalidMetric, "name"),
        ({"name": "a" * 61}, InvalidMetric, "name"),
        ({"title": " "}, InvalidMetric, "title"),
        ({"asks": "?" * 241}, InvalidMetric, "asks"),
        ({"better": "sideways"}, InvalidMetric, "better"),
        ({"headline": 5}, InvalidMetric, "headline"),
        ({"spec": {"kind": "sum", "of": 1}}, InvalidDefinition, "spec.of"),
    ],
)
def test_define_metric__that_cannot_be__is_refused_and_leaves_nothing(changed, refusal, field):
    with pytest.raises(refusal) as refused:
        define(**changed)
    assert refused.value.field == field
    assert not MetricDefinition.objects.exists()
    assert not OutboxRow.objects.exists()


def test_get_metric__every_company_has__counts_everything():
    assert queries.get_metric(name="events").definition == Count()
    assert queries.get_metric(name="persons").spec == {"kind": "persons"}


def test_get_metric__unknown__is_refused():
    with pytest.raises(UnknownMetric):
        queries.get_metric(name="revenues")


@pytest.mark.parametrize(
    ("is_money", "names_persons", "code"),
    [(True, False, "money_hidden"), (False, True, "persons_hidden")],
)
def test_require_visible__to_somebody_who_may_not__says_why(is_money, names_persons, code):
    shown = {"is_money": is_money, "names_persons": names_persons}
    require_visible(**shown, sees_money=is_money, sees_persons=names_persons)
    with pytest.raises(Exception, match="not allowed to see") as refused:
        require_visible(**shown, sees_money=names_persons, sees_persons=is_money)
    assert refused.value.code == code
