"""Whether a scan must look at currencies follows from what the log knows already."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tenfold.metrics import queries
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.figures import MixedCurrencies, Money
from tenfold.metrics.knowledge import consult
from tenfold.metrics.questions import Question
from tenfold.metrics.tests.world import Event, fill

AT = datetime(2024, 3, 1, 12, tzinfo=UTC)
SUM = from_spec({"kind": "sum", "event": "order"})
COUNT = from_spec({"kind": "count", "event": "order"})
EVERY = from_spec({"kind": "mean"})


def known_of(currencies, *measures):
    given = {name: frozenset(coins) for name, coins in currencies.items()}
    return consult(currencies=given, measures=measures, own="EUR")


@pytest.mark.parametrize(
    ("coins", "currency", "look"),
    [
        ([], None, False),
        ([None], None, False),
        (["EUR"], "EUR", False),
        (["EUR", None], "EUR", False),
        (["GBP"], "GBP", False),
        (["GBP", None], "GBP", True),
        (["GBP", "EUR"], None, True),
        (["GBP", "EUR", None], None, True),
    ],
)
def test_sum__of_one_name__looks_only_where_there_may_be_two(coins, currency, look):
    known = known_of({"order": coins, "refund": ["NOK", "SEK"]}, SUM)
    assert known.money == (Money(currency),)
    assert known.look is look
    assert known.has_money is any(coins)


def test_count__of_many_currencies__never_looks():
    assert not known_of({"order": ["GBP", "EUR"]}, COUNT).look


def test_mean__of_every_name__looks_where_names_differ():
    assert known_of({"order": ["EUR"], "refund": ["NOK"]}, EVERY).look
    assert not known_of({"order": ["EUR"], "visit": [None]}, EVERY).look


@pytest.mark.parametrize("second", ["EUR", None])
def test_sum__of_a_foreign_currency__looks_once_another_comes(log, second):
    def ask():
        question = Question(definition=SUM, breakdown=("currency",))
        return queries.answer(question=question, calendar=Calendar(), at=AT, log=log)

    fill(log, [Event(AT, value=5, currency="GBP")])
    assert (ask().value, ask().unit) == (5, "GBP")
    assert "coin_low" not in ask().lineage.sql
    assert [(group.label, group.unit) for group in ask().groups] == [("GBP", "GBP")]

    fill(log, [Event(AT, value=7, currency=second)])
    assert "coin_low" in ask().lineage.sql
    assert [(group.label, group.value) for group in ask().groups] == [
        ("EUR", Decimal(7)),
        ("GBP", Decimal(5)),
    ]
    with pytest.raises(MixedCurrencies):
        queries.answer(question=Question(definition=SUM), calendar=Calendar(), at=AT, log=log)
