"""Amounts are exact, and of different currencies never added."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tenfold.metrics import queries
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.figures import MixedCurrencies
from tenfold.metrics.questions import Question
from tenfold.metrics.tests.world import Event, fill

AT = datetime(2024, 3, 1, 12, tzinfo=UTC)
DANISH = Calendar("Europe/Copenhagen", "monday", "DKK")
REVENUE = {"kind": "sum", "event": "order"}


def ask(log, spec=REVENUE, **rest):
    question = Question(definition=from_spec(spec), **rest)
    return queries.answer(question=question, calendar=DANISH, at=AT, log=log)


def paid(value, currency=None, name="order", days=0):
    return Event(AT + timedelta(days=days), name=name, value=value, currency=currency)


def test_sum__of_many_small_amounts__is_exact(log):
    fill(log, [paid(0.1), paid(0.2), paid(1e11), paid(-1e11), paid(0.001)] * 100)
    assert ask(log).value == Decimal("30.1")


def test_sum__in_one_currency__says_which(log):
    fill(log, [paid(5, "EUR"), paid(7, "EUR")])
    answer = ask(log)
    assert (answer.value, answer.unit, answer.is_money) == (12, "EUR", True)


def test_sum__of_plain_numbers__has_no_currency(log):
    fill(log, [paid(5), paid(7)])
    assert (ask(log).unit, ask(log).is_money) == ("", False)


def test_sum__of_money_that_does_not_say__is_in_the_companys_currency(log):
    fill(log, [paid(5), paid(7, "DKK")])
    assert (ask(log).value, ask(log).unit) == (12, "DKK")


def test_sum__over_a_time_without_events__is_still_money(log):
    fill(log, [paid(5, "EUR")])
    answer = ask(log, start=AT + timedelta(days=3), end=AT + timedelta(days=4))
    assert (answer.value, answer.unit) == (0, "EUR")


@pytest.mark.parametrize("kind", ["sum", "mean", "min", "max", "quantile"])
@pytest.mark.parametrize("second", ["NOK", None])
def test_amounts__in_two_currencies__are_refused_naming_both(log, kind, second):
    fill(log, [paid(5, "EUR"), paid(7, second)])
    with pytest.raises(MixedCurrencies) as refused:
        ask(log, {**REVENUE, "kind": kind})
    assert "EUR" in refused.value.sentence
    assert (second or "DKK") in refused.value.sentence
    assert "currency" in refused.value.next_step


def test_amounts__filtered_to_one_currency__add_up(log):
    fill(log, [paid(5, "EUR"), paid(7, "NOK"), paid(8)])
    narrow = {**REVENUE, "where": {"property": "currency", "is": "NOK"}}
    assert (ask(log, narrow).value, ask(log, narrow).unit) == (7, "NOK")
    own = {**REVENUE, "where": {"property": "currency", "is": "DKK"}}
    assert (ask(log, own).value, ask(log, own).unit) == (8, "DKK")


def test_amounts__broken_down_by_currency__stand_side_by_side(log):
    fill(log, [paid(5, "EUR"), paid(7, "NOK"), paid(8), paid(1, "EUR", days=1)])
    answer = ask(log, breakdown=("currency",), grain=Grain.DAY)
    assert (answer.value, answer.unit) == (None, "")
    assert [(group.label, group.unit, group.value) for group in answer.groups] == [
        ("DKK", "DKK", 8),
        ("NOK", "NOK", 7),
        ("EUR", "EUR", 6),
    ]
    assert [point.value for point in answer.groups[2].points] == [5, 1]
    assert answer.is_money


def test_amounts__in_two_currencies_but_of_other_names__do_not_matter(log):
    fill(log, [paid(5, "EUR"), paid(7, "NOK", name="refund")])
    assert ask(log).value == 5


def test_ratio__of_money_for_each_person__is_money(log):
    fill(log, [Event(AT, actor="ann", value=5, currency="EUR"), paid(7, "EUR")])
    answer = ask(log, {"kind": "ratio", "of": REVENUE, "per": {"kind": "persons"}})
    assert (answer.value, answer.unit) == (12, "EUR")


def test_ratio__of_two_currencies__is_refused(log):
    fill(log, [paid(5, "EUR"), paid(7, "NOK", name="refund")])
    refunds = {"kind": "sum", "event": "refund"}
    with pytest.raises(MixedCurrencies):
        ask(log, {"kind": "ratio", "of": REVENUE, "per": refunds})


def test_ratio__of_two_currencies_by_currency_and_day__is_never_a_number(log):
    fill(log, [paid(5, "EUR"), paid(7, "NOK", name="refund")])
    spec = {"kind": "ratio", "of": REVENUE, "per": {"kind": "sum", "event": "refund"}}
    answer = ask(log, spec, breakdown=("currency",), grain=Grain.DAY)
    assert (answer.value, [point.value for point in answer.points]) == (None, [None])
    for group in answer.groups:
        assert (group.value, [point.value for point in group.points]) == (None, [None])


def test_ratio__to_nothing__is_none(log):
    fill(log, [paid(5)])
    assert ask(log, {"kind": "ratio", "of": REVENUE, "per": {"kind": "persons"}}).value is None


def test_sum__of_a_property__counts_what_is_no_number_as_left_out(log):
    given = ["5", 2.25, "x", True, 1e300, None]
    fill(log, [Event(AT, properties={"weight": weight}) for weight in given] + [Event(AT)])
    answer = ask(log, {"kind": "sum", "property": "weight"})
    assert (answer.value, answer.unit) == (Decimal("7.25"), "")
    assert (answer.lineage.left_out, answer.lineage.events) == (3, 7)
