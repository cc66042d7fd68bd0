"""Who comes back to a real retailer, against what plain Python finds in the same file."""

import csv
import gzip
from collections import defaultdict
from datetime import datetime, timedelta

import duckdb
import pytest

from tenfold.eventlog.duckdb_log import open_log
from tenfold.metrics.tests.test_online_retail import DATA, LINES, SALES, ask

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not DATA.exists(), reason="the retailer's file is not beside the repository"
    ),
]
PURCHASE = {"event": "order_line"}


@pytest.fixture(scope="module")
def retail(tmp_path_factory):
    path = tmp_path_factory.mktemp("cohorts") / "log.duckdb"
    open_log(path=path, erasure_key=b"test").close()
    with duckdb.connect(str(path)) as connection:
        connection.execute(LINES, {"path": str(DATA / "online_retail.csv.gz")})
    log = open_log(path=path, erasure_key=b"test")
    yield log
    log.close()


@pytest.fixture(scope="module")
def purchases():
    """The instants at which each customer bought something."""
    found = defaultdict(set)
    with gzip.open(DATA / "online_retail.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sold = int(row["Quantity"]) > 0 and float(row["UnitPrice"]) > 0
            if sold and row["CustomerID"] and row["InvoiceNo"][0] not in "CA":
                found[row["CustomerID"]].add(datetime.fromisoformat(row["InvoiceDate"]))
    return found


def week(at):
    return (at.date() - timedelta(days=at.weekday())).toordinal() // 7


def month(at):
    return at.year * 12 + at.month - 1


def returns(purchases, number, *, rolling):
    """For each offset: customers who have that period, and those who bought in it (or later)."""
    newest = max(number(at) for own in purchases.values() for at in own)
    eligible, back = defaultdict(int), defaultdict(int)
    for own in purchases.values():
        numbers = {number(at) for at in own}
        first, last = min(numbers), max(numbers)
        for offset in range(newest - first + 1):
            eligible[offset] += 1
            came = last >= first + offset if rolling else first + offset in numbers
            back[offset] += came
    return [(eligible[offset], back[offset]) for offset in sorted(eligible)]


def overall(answer):
    return [(one.eligible, one.returned) for one in answer.detail.offsets.overall]


def test_online_retail__weekly_retention_of_new_customers__is_what_the_file_says(retail, purchases):
    spec = {"kind": "retention", "start": PURCHASE, "return": PURCHASE, "grain": "week"}
    answer = ask(retail, {**spec, "where": SALES})
    assert overall(answer) == returns(purchases, week, rolling=False)
    assert sum(one.size for one in answer.detail.cohorts) == len(purchases)


def test_online_retail__repeat_purchase_rate_by_month__is_what_the_file_says(retail, purchases):
    spec = {"kind": "retention", "start": PURCHASE, "return": PURCHASE, "grain": "month"}
    answer = ask(retail, {**spec, "mode": "rolling", "where": SALES})
    assert overall(answer) == returns(purchases, month, rolling=True)
    first = {who: min(month(at) for at in own) for who, own in purchases.items()}
    again = {who: max(month(at) for at in own) > first[who] for who, own in purchases.items()}
    expected = {}
    for number in set(first.values()):
        own = [again[who] for who in purchases if first[who] == number]
        expected[number] = sum(own) / len(own)
    points = {month(point.start): point.value for point in answer.points}
    assert points.pop(max(points)) is None  # of this month nobody can have come back
    assert {number: float(value) for number, value in points.items()} == pytest.approx(
        {number: expected[number] for number in points}
    )


def test_online_retail__days_on_which_customers_buy__are_what_the_file_says(retail, purchases):
    spread = defaultdict(int)
    for own in purchases.values():
        spread[len({at.date() for at in own})] += 1
    answer = ask(retail, {"kind": "stickiness", **PURCHASE, "where": SALES})
    assert dict(answer.detail.spread.persons) == spread
    assert answer.sample == len(purchases)


def test_online_retail__lives_by_month__are_what_the_file_says(retail, purchases):
    months = {who: {month(at) for at in own} for who, own in purchases.items()}
    answer = ask(retail, {"kind": "lifecycle", **PURCHASE, "where": SALES, "grain": "month"})
    for one in answer.detail.periods.lives:
        number = month(one.start)
        seen = [own for own in months.values() if number in own]
        assert one.new == sum(min(own) == number for own in seen)
        assert one.returning == sum(number - 1 in own for own in seen)
        assert one.active == len(seen)
        assert one.dormant == sum(
            number - 1 in own and number not in own for own in months.values()
        )
