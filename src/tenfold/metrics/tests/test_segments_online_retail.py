"""Who is about to lapse at a real retailer, against a plain reckoning over the same file."""

import csv
import gzip
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from tenfold.metrics.access import Access
from tenfold.metrics.calendar import Grain
from tenfold.metrics.context import Context, until_of
from tenfold.metrics.definitions import condition_from_spec
from tenfold.metrics.segments.looking import count_over_time, list_members
from tenfold.metrics.tests.test_online_retail import BRITISH, DATA, retail  # noqa: F401

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not DATA.exists(), reason="the retailer's file is not beside the repository"
    ),
]
SOLD = {"event": "order_line", "where": [{"property": "Quantity", "above": 0}]}
LAPSING = {
    "all": [
        {"did": {**SOLD, "at_least": 2, "within": "365d"}},
        {"not": {"did": {**SOLD, "within": "90d"}}},
    ]
}
BRITONS = {"all": [{"property": "Country", "is": "United Kingdom"}, {"did": {"least_sum": 5000}}]}


@pytest.fixture(scope="session")
def lines():
    """Each customer's lines: when, how many, at which price, to which country; in their order."""
    found = defaultdict(list)
    with gzip.open(DATA / "online_retail.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["CustomerID"]:
                at = datetime.fromisoformat(row["InvoiceDate"]).replace(tzinfo=UTC)
                found[row["CustomerID"]].append((at, row))
    return found


def access(log, until):
    return Access(log=log, context=Context(until=until, calendar=BRITISH))


def lapsing(lines, until):
    def bought(own, days):
        since = until - timedelta(days=days)
        return sum(since <= at < until and int(row["Quantity"]) > 0 for at, row in own)

    return {who for who, own in lines.items() if bought(own, 365) >= 2 and not bought(own, 90)}


def test_lapsing__at_a_real_retailer__are_those_of_the_plain_reckoning(retail, lines):  # noqa: F811
    until = until_of(end=None, log=retail)
    found = list_members(condition=condition_from_spec(LAPSING), access=access(retail, until))
    assert set(found) == lapsing(lines, until)
    assert 1000 < len(found) < 2000


def test_bought_twice__of_lines_told_apart_by_invoice__are_those_of_two_invoices(
    retail,  # noqa: F811
    lines,
):
    until = until_of(end=None, log=retail)
    twice = {"did": {**SOLD, "at_least": 2, "different": "InvoiceNo"}}
    found = list_members(condition=condition_from_spec(twice), access=access(retail, until))
    bought = {
        who: {row["InvoiceNo"] for at, row in own if at < until and int(row["Quantity"]) > 0}
        for who, own in lines.items()
    }
    assert set(found) == {who for who, invoices in bought.items() if len(invoices) >= 2}
    assert 2000 < len(found) < 3500


def test_lapsing__month_by_month__are_those_of_the_plain_reckoning(retail, lines):  # noqa: F811
    start, end = datetime(2011, 5, 1, tzinfo=UTC), datetime(2011, 12, 1, tzinfo=UTC)
    moments = BRITISH.periods(grain=Grain.MONTH, start=start, end=end).bounds
    sizes = count_over_time(
        condition=condition_from_spec(LAPSING), moments=moments, access=access(retail, None)
    )
    assert sizes == tuple(len(lapsing(lines, moment)) for moment in moments)


def test_britons_who_spend__at_a_real_retailer__are_those_of_the_plain_reckoning(
    retail,  # noqa: F811
    lines,
):
    until = until_of(end=None, log=retail)
    found = list_members(condition=condition_from_spec(BRITONS), access=access(retail, until))
    expected = set()
    for who, own in lines.items():
        newest = max(at for at, _row in own)
        countries = {row["Country"] for at, row in own if at == newest}
        spent = sum(round(int(row["Quantity"]) * float(row["UnitPrice"]), 6) for _at, row in own)
        assert len(countries) == 1
        if countries == {"United Kingdom"} and spent >= 5000:
            expected.add(who)
    assert set(found) == expected
