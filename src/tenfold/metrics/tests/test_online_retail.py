"""The figures of a real retailer come out exactly."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tenfold.eventlog.duckdb_log import open_log
from tenfold.metrics import queries
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import Question

DATA = Path(__file__).parents[4].parent / "shared/data/online_retail"
AT = datetime(2026, 11, 24, tzinfo=UTC)
BRITISH = Calendar("UTC", "monday", "GBP")
LINE = {"event": "order_line"}
GROSS = {"not": {"property": "InvoiceNo", "starts_with": "C"}}
SALES = [
    GROSS,
    {"not": {"property": "InvoiceNo", "starts_with": "A"}},
    {"property": "Quantity", "above": 0},
    {"property": "UnitPrice", "above": 0},
]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not DATA.exists(), reason="the retailer's file is not beside the repository"
    ),
]


# Written by the engine itself: this is about answers, and how lines become events is the import's.
LINES = """INSERT INTO events BY NAME SELECT
    uuid() AS event_id, 1 AS source, 'order_line' AS name, 'GBP' AS currency,
    InvoiceDate::TIMESTAMP AS happened_at, happened_at AS received_at,
    CustomerID AS actor, Quantity::INTEGER * UnitPrice::DECIMAL(12, 6) AS amount,
    amount::DOUBLE AS value,
    json_object('InvoiceNo', InvoiceNo, 'StockCode', StockCode, 'Description', Description,
        'Country', Country, 'Quantity', Quantity::INTEGER, 'UnitPrice', UnitPrice::DOUBLE)
        AS properties,
    row_number() OVER () // 5000 AS batch
    FROM read_csv($path, all_varchar = true, header = true, delim = ',', quote = '"')"""


@pytest.fixture(scope="session")
def retail(tmp_path_factory):
    path = tmp_path_factory.mktemp("retail") / "log.duckdb"
    open_log(path=path, erasure_key=b"test").close()
    with duckdb.connect(str(path)) as connection:
        connection.execute(LINES, {"path": str(DATA / "online_retail.csv.gz")})
    log = open_log(path=path, erasure_key=b"test")
    for name in ("InvoiceNo", "Quantity", "UnitPrice"):
        log.promote(name=name)
    yield log
    log.close()


def truth() -> dict:
    return json.loads((DATA / "truth.json").read_text())


def ask(log, spec, **rest):
    question = Question(definition=from_spec(spec), **rest)
    return queries.answer(question=question, calendar=BRITISH, at=AT, log=log)


def test_online_retail__every_figure__comes_out_exactly(retail):
    expected = truth()
    money = expected["revenue_gbp"]
    unique = {**LINE, "kind": "unique"}
    total = {**LINE, "kind": "sum"}
    cases = [
        ({**LINE, "kind": "count"}, expected["rows"]),
        ({**unique, "property": "InvoiceNo"}, expected["distinct_invoices"]),
        ({**unique, "property": "StockCode"}, expected["distinct_stock_codes"]),
        ({**unique, "property": "Country"}, expected["distinct_countries"]),
        ({"kind": "persons"}, expected["distinct_customers"]),
        ({**LINE, "kind": "min", "property": "Quantity"}, expected["min_quantity"]),
        ({**LINE, "kind": "max", "property": "Quantity"}, expected["max_quantity"]),
        ({**LINE, "kind": "min", "property": "UnitPrice"}, expected["min_price"]),
        ({**LINE, "kind": "max", "property": "UnitPrice"}, expected["max_price"]),
        (total, money["net_all_rows"]),
        ({**total, "where": GROSS}, money["gross_not_C"]),
        ({**total, "where": SALES}, money["sales_Qpos_Ppos_not_C_not_A"]),
        ({**total, "where": {"property": "InvoiceNo", "starts_with": "C"}}, money["cancelled_C"]),
        ({**total, "where": {"property": "InvoiceNo", "starts_with": "A"}}, money["adjust_A"]),
        (
            {**total, "where": [*SALES, {"property": "actor", "exists": True}]},
            money["sales_with_customer"],
        ),
        ({**total, "where": {"property": "actor", "exists": True}}, money["net_with_customer"]),
        ({**LINE, "kind": "count", "where": SALES}, expected["sales_rows"]),
        ({**unique, "property": "InvoiceNo", "where": SALES}, expected["sales_invoices"]),
        (
            {**LINE, "kind": "count", "where": {"property": "Description", "is_missing": True}},
            expected["null_description_rows"],
        ),
    ]
    for spec, value in cases:
        found = ask(retail, spec).value
        assert Decimal(str(found)) == Decimal(str(value)), spec


def test_online_retail__by_week_and_country__adds_up_to_the_whole(retail):
    answer = ask(retail, {**LINE, "kind": "sum"}, grain=Grain.WEEK, breakdown=("Country",), top=5)
    whole = Decimal(str(truth()["revenue_gbp"]["net_all_rows"]))
    assert answer.unit == "GBP"
    assert sum(point.value for point in answer.points) == whole
    assert sum(group.value for group in answer.groups) == whole
    assert len(answer.groups) == 6
    assert answer.groups[0].label == "United Kingdom"
    for group in answer.groups:
        assert sum(point.value for point in group.points) == group.value


def test_online_retail__rolling_over_a_month__is_the_month_and_over_a_year_their_sum(retail):
    total = {**LINE, "kind": "sum"}
    months = [point.value for point in ask(retail, total, grain=Grain.MONTH).points]
    rolling = {"kind": "rolling", "of": total, "over": "1mo"}
    found = ask(retail, rolling, grain=Grain.MONTH)
    # The last month is not over: there it is the time of a month up to the newest line.
    assert [point.value for point in found.points][:-1] == months[:-1]
    year = ask(retail, {**rolling, "over": "12mo"}, grain=Grain.MONTH)
    assert year.points[-2].value == sum(months[-13:-1])
    persons = {"kind": "rolling", "of": {**LINE, "kind": "persons"}, "over": "12mo"}
    before = datetime(2011, 12, 1, tzinfo=UTC)
    alone = ask(
        retail, {**LINE, "kind": "persons"}, start=datetime(2010, 12, 1, tzinfo=UTC), end=before
    )
    assert ask(retail, persons, grain=Grain.MONTH, end=before).points[-1].value == alone.value


def test_online_retail__median_and_formula__are_those_of_the_file(retail):
    ((median,),) = retail.read(
        "SELECT quantile_cont(CAST(properties->>'Quantity' AS DOUBLE), 0.5) FROM events"
    )
    quantile = {**LINE, "kind": "quantile", "property": "Quantity"}
    assert ask(retail, quantile).value == median
    invoices = {**LINE, "kind": "unique", "property": "InvoiceNo", "where": SALES}
    revenue = {**LINE, "kind": "sum", "where": SALES}
    spec = {"kind": "formula", "text": "a / b", "of": {"a": revenue, "b": invoices}}
    found = ask(retail, spec, grain=Grain.MONTH, breakdown=("Country",), top=3)
    ratio = ask(
        retail,
        {"kind": "ratio", "of": revenue, "per": invoices},
        grain=Grain.MONTH,
    )
    assert (found.value, found.unit) == (ratio.value, "GBP")
    assert [point.value for point in found.points] == [point.value for point in ratio.points]
    first = [group.labels for group in ask(retail, revenue, breakdown=("Country",), top=3).groups]
    assert [group.labels for group in found.groups] == first
