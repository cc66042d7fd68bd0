"""Repeat purchases of a real retailer, against plain Python over its file."""

import csv
import gzip
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import duckdb
import pytest

from tenfold.eventlog.duckdb_log import open_log
from tenfold.metrics import queries
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import Question

DATA = Path(__file__).parents[4].parent / "shared/data/online_retail"
AT = datetime(2026, 11, 24, tzinfo=UTC)
WINDOW = timedelta(days=30)
REPEAT = {
    "kind": "conversion",
    "steps": [{"event": "order"}, {"event": "order"}],
    "within": "30d",
}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not DATA.exists(), reason="the retailer's file is not beside the repository"
    ),
]

# One order an invoice, when its first line was written.
ORDERS = """INSERT INTO events BY NAME SELECT
    uuid() AS event_id, 1 AS source, 'order' AS name,
    min(InvoiceDate::TIMESTAMP) AS happened_at, happened_at AS received_at,
    min(CustomerID) AS actor, json_object('Country', min(Country)) AS properties, 1 AS batch
    FROM read_csv($path, all_varchar = true, header = true, delim = ',', quote = '"')
    WHERE NOT starts_with(InvoiceNo, 'C') GROUP BY InvoiceNo"""


@pytest.fixture(scope="module")
def retail(tmp_path_factory):
    path = tmp_path_factory.mktemp("retail") / "log.duckdb"
    open_log(path=path, erasure_key=b"test").close()
    with duckdb.connect(str(path)) as connection:
        connection.execute(ORDERS, {"path": str(DATA / "online_retail.csv.gz")})
    log = open_log(path=path, erasure_key=b"test")
    yield log
    log.close()


@pytest.fixture(scope="module")
def orders():
    """By customer: the time and country of each invoice that is no cancellation, in order."""
    invoices = {}
    with gzip.open(DATA / "online_retail.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["InvoiceNo"].startswith("C") and row["CustomerID"]:
                said = (datetime.fromisoformat(row["InvoiceDate"]), row["Country"])
                key = (row["CustomerID"], row["InvoiceNo"])
                invoices[key] = min(said, invoices.get(key, said))
    found = defaultdict(list)
    for (customer, _invoice), said in invoices.items():
        found[customer].append(said)
    return {customer: sorted(own) for customer, own in found.items()}


def best_of(own, among=lambda _at: True):
    """The order that counts and the next one within the window, if there is one."""
    pairs = [
        (first, following if following and following[0] - first[0] <= WINDOW else None)
        for first, following in zip(own, [*own[1:], None], strict=True)
        if among(first[0])
    ]
    return max(pairs, key=lambda pair: (pair[1] is not None, pair[0]), default=None)


def ask(log, **rest):
    question = Question(definition=from_spec(REPEAT), **rest)
    return queries.answer(question=question, calendar=Calendar("UTC"), at=AT, log=log)


def test_online_retail__who_bought_again_within_30_days__is_what_plain_python_finds(retail, orders):
    best = [best_of(own) for own in orders.values()]
    again = [following[0] - first[0] for first, following in best if following is not None]
    found = ask(retail).detail.funnel.steps
    assert [step.persons for step in found] == [len(orders), len(again)]
    assert found[1].quartiles[1] == pytest.approx(median(again).total_seconds())
    assert len(again) > 1_000


def test_online_retail__by_country__adds_up_and_is_what_plain_python_finds(retail, orders):
    expected = defaultdict(lambda: [0, 0])
    for first, following in map(best_of, orders.values()):
        expected[first[1]][0] += 1
        expected[first[1]][1] += following is not None
    groups = ask(retail, breakdown=("Country",), top=100).groups
    found = {group.label: [step.persons for step in group.detail.steps] for group in groups}
    assert found == expected
    assert groups[0].label == "United Kingdom"


def test_online_retail__by_month__is_each_month_by_itself(retail, orders):
    answer = ask(retail, grain=Grain.MONTH)
    for period in answer.detail.funnel.periods:
        month = (period.start.year, period.start.month)
        best = [
            best_of(own, lambda at, month=month: (at.year, at.month) == month)
            for own in orders.values()
        ]
        begun = [pair for pair in best if pair is not None]
        again = sum(following is not None for _first, following in begun)
        assert period.persons == (len(begun), again)
    assert len(answer.points) == 13
