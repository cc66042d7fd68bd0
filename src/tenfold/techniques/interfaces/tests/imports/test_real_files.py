"""Real files of real companies, whole. They come out to the last thousandth."""

import csv
import datetime as dt
import gzip
import json
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest

from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.queries import answer, get_metric
from tenfold.metrics.questions import Question
from tenfold.techniques.interfaces.actions.imports import undo_import
from tenfold.techniques.interfaces.queries.imports import examine_file
from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.tests.imports.files import AT, counts, total

ROOT = Path(__file__).parents[6]
DATA = ROOT.parent / "shared/data"
LONDON = Calendar("Europe/London", "monday", "GBP")
UTC = Calendar("UTC", "monday", "EUR")

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"the data sets are not in {DATA}")


def example(name: str) -> Mapping:
    """Return the mapping that comes with Tenfold for a data set."""
    return Mapping.from_yaml((ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8"))


def ask(log, spec, *, calendar=LONDON, grain=None):
    """Return what the metric language answers."""
    question = Question(definition=from_spec(spec), grain=grain)
    return answer(question=question, calendar=calendar, at=AT, log=log)


def where(*tests, kind="count", **more):
    """Return the spec of a metric over some invoice lines."""
    return {"kind": kind, "event": "order_line", "where": list(tests), **more}


CANCELLED = {"property": "InvoiceNo", "starts_with": "C"}
ADJUSTED = {"property": "InvoiceNo", "starts_with": "A"}
WITH_CUSTOMER = {"property": "actor", "exists": True}
SALES = ({"not": CANCELLED}, {"not": ADJUSTED},
         {"property": "Quantity", "above": 0}, {"property": "UnitPrice", "above": 0})  # fmt: skip

FIGURES = {
    "rows": where(),
    "distinct_invoices": where(kind="unique", property="InvoiceNo"),
    "cancelled_rows_C": where(CANCELLED),
    "cancelled_invoices_C": where(CANCELLED, kind="unique", property="InvoiceNo"),
    "adjustment_rows_A": where(ADJUSTED),
    "negative_quantity_rows": where({"property": "Quantity", "below": 0}),
    "negative_quantity_not_C_rows": where({"property": "Quantity", "below": 0}, {"not": CANCELLED}),
    "zero_price_rows": where({"property": "UnitPrice", "is": 0}),
    "negative_price_rows": where({"property": "UnitPrice", "below": 0}),
    "null_customer_rows": where({"not": WITH_CUSTOMER}),
    "null_description_rows": where({"not": {"property": "Description", "exists": True}}),
    "distinct_customers": where(kind="persons"),
    "distinct_stock_codes": where(kind="unique", property="StockCode"),
    "distinct_countries": where(kind="unique", property="Country"),
    "min_quantity": where(kind="min", property="Quantity"),
    "max_quantity": where(kind="max", property="Quantity"),
    "min_price": where(kind="min", property="UnitPrice"),
    "max_price": where(kind="max", property="UnitPrice"),
    "sales_rows": where(*SALES),
    "sales_invoices": where(*SALES, kind="unique", property="InvoiceNo"),
}
REVENUE = {
    "net_all_rows": where(kind="sum"),
    "gross_not_C": where({"not": CANCELLED}, kind="sum"),
    "sales_Qpos_Ppos_not_C_not_A": where(*SALES, kind="sum"),
    "cancelled_C": where(CANCELLED, kind="sum"),
    "adjust_A": where(ADJUSTED, kind="sum"),
    "sales_with_customer": where(*SALES, WITH_CUSTOMER, kind="sum"),
    "net_with_customer": where(WITH_CUSTOMER, kind="sum"),
}


@pytest.mark.slow
def test_online_retail__imported_with_its_example__gives_every_figure_exactly(do_import, log):
    truth = json.loads(
        (DATA / "online_retail/truth.json").read_text(encoding="utf-8"), parse_float=Decimal
    )
    path = DATA / "online_retail/online_retail.csv.gz"
    view = do_import(path, mapping=example("online_retail"), source="Online Retail")
    assert counts(view) == (541_909, 541_909, 0, 0)

    found = {name: ask(log, spec).value for name, spec in FIGURES.items()}
    revenue = {name: ask(log, spec).value for name, spec in REVENUE.items()}
    days = ask(log, where(), grain=Grain.DAY).points
    assert {name: Decimal(str(value)) for name, value in found.items()} == {
        name: truth[name] for name in FIGURES
    }
    assert {name: Decimal(str(value)) for name, value in revenue.items()} == truth["revenue_gbp"]
    assert sum(1 for point in days if point.value) == truth["distinct_days"]
    assert _ends(log) == (truth["first_ts"], truth["last_ts"])
    assert _exactly_alike(log) == truth["exact_duplicate_rows_beyond_first"]
    assert set(truth) == {*FIGURES, "revenue_gbp", "first_ts", "last_ts", "distinct_days",
                          "exact_duplicate_rows_beyond_first"}  # fmt: skip

    for name, figure in (("revenue", "net_all_rows"), ("orders", None), ("customers", None)):
        spec = get_metric(name=name).spec
        expected = truth["revenue_gbp"][figure] if figure else None
        assert expected is None or Decimal(str(ask(log, spec).value)) == expected

    again = do_import(path, mapping=example("online_retail"), source="Online Retail")
    assert counts(again) == (541_909, 0, 541_909, 0)
    assert undo_import(import_id=view.id, log=log, by=None, at=AT).removed == 541_909
    assert total(log)[0] == 0


def _ends(log) -> tuple[str, str]:
    table = log.reading().table
    ends = log.read(f"SELECT min(happened_at), max(happened_at) FROM {table} WHERE source > 0")[0]
    local = (end.replace(tzinfo=dt.UTC).astimezone(LONDON.zone) for end in ends)
    first, last = (end.strftime("%Y-%m-%d %H:%M:%S") for end in local)
    return first, last


def _exactly_alike(log) -> int:
    table = log.reading().table
    found = log.read(
        f"""SELECT count(*) - count(DISTINCT (happened_at, coalesce(actor, ''), properties::VARCHAR))
        FROM {table} WHERE source > 0"""
    )
    return found[0][0]


def test_cookie_cats__imported_with_its_example__gives_its_players(do_import, log):
    path = DATA / "cookie_cats/cookie_cats.csv"
    view = do_import(path, mapping=example("cookie_cats"), source="Cookie Cats")
    assert counts(view) == (90_189, 90_189, 0, 0)
    truth = json.loads((DATA / "cookie_cats/truth.json").read_text(encoding="utf-8"))
    in_control = {"property": "version", "is": "gate_30"}
    stayed = {"property": "retention_7", "is": True}
    control = ask(log, {"kind": "count", "event": "install", "where": [in_control]}, calendar=UTC)
    kept = ask(
        log, {"kind": "count", "event": "install", "where": [in_control, stayed]}, calendar=UTC
    )
    assert ask(log, {"kind": "persons", "event": "install"}, calendar=UTC).value == 90_189
    assert control.value == truth["retention_7"]["control_n"]
    assert kept.value == truth["retention_7"]["control_x"]


def test_sensor__out_of_order_and_with_equal_stamps__keeps_every_reading(do_import, log):
    path = DATA / "sensors/nab_machine_temperature_system_failure.csv"
    view = do_import(path, mapping=example("machine_temperature"), source="Machine")
    assert counts(view) == (22_695, 22_695, 0, 0)
    table = log.reading().table
    stamps = log.read(f"SELECT count(DISTINCT happened_at) FROM {table} WHERE source > 0")[0][0]
    assert 22_695 - stamps == 12
    assert counts(do_import(path, mapping=example("machine_temperature"), source="Machine"))[1] == 0


def test_cdnow__of_fixed_width_without_header__gives_its_customers(do_import, log):
    path = DATA / "cdnow/CDNOW_sample.txt"
    view = do_import(path, mapping=example("cdnow"), source="CDNOW")
    assert counts(view) == (6_919, 6_919, 0, 0)
    assert ask(log, {"kind": "persons", "event": "purchase"}).value == 2_357
    spent = ask(log, {"kind": "sum", "event": "purchase"})
    assert Decimal(str(spent.value)) == Decimal("244091.94")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "questions"),
    [
        ("online_retail/online_retail.csv.gz", {"time.zone"}),
        ("cookie_cats/cookie_cats.csv", {"time", "event"}),
        ("sensors/nab_machine_temperature_system_failure.csv", {"time.zone"}),
        ("cdnow/CDNOW_sample.txt", {"time.zone", "event", "actor"}),
    ],
)
def test_real_file__unknown__is_understood_but_for_what_it_does_not_tell(name, questions):
    found = examine_file(path=DATA / name, timezone="Europe/London", currency="GBP", at=AT)
    assert {question.key for question in found.questions} == questions
    assert found.rejected_rows == 0
    assert all(row.event is not None for row in found.rows)


def _first_lines(count: int) -> list[dict[str, str]]:
    path = DATA / "online_retail/online_retail.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(islice(csv.DictReader(file), count))


def _figures(lines: list[dict[str, str]]) -> dict[str, Decimal]:
    worth = (Decimal(line["Quantity"]) * Decimal(line["UnitPrice"]) for line in lines)
    return {
        "revenue": sum(worth, Decimal()),
        "orders": Decimal(len({line["InvoiceNo"] for line in lines})),
        "customers": Decimal(len({line["CustomerID"] for line in lines} - {""})),
        "order_lines": Decimal(len(lines)),
    }


@pytest.mark.django_db
def test_online_retail__without_its_mapping__shows_the_numbers_of_its_first_rows():
    path = DATA / "online_retail/online_retail.csv.gz"
    found = examine_file(path=path, timezone="Europe/London", currency="GBP", at=AT)
    assert found.mapping.event.constant == "order_line"
    assert found.mapping.time.part.column == "InvoiceDate"
    assert found.mapping.time.zone == "Europe/London"
    assert (found.mapping.actor.column, found.mapping.actor.drop_ending) == ("CustomerID", ".0")
    assert found.mapping.value.expression == "Quantity * UnitPrice"
    lines = _first_lines(20_000)
    seen = {one.metric: one.value for one in found.glimpses}
    assert seen.pop("repeat_purchase_rate") is None  # of rows of a fortnight it would be wrong
    assert {metric: Decimal(value) for metric, value in seen.items()} == _figures(lines)
    countries = len({line["Country"] for line in lines})
    assert ("Country", countries) in {(one.name, one.values) for one in found.breakdowns}


def test_online_retail__without_its_mapping__leaves_the_numbers_behind(do_import, log, tmp_path):
    lines = _first_lines(3_000)
    path = tmp_path / "online_retail.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    found = examine_file(path=path, timezone="Europe/London", currency="GBP", at=AT)
    assert counts(do_import(path, mapping=found.mapping)) == (3_000, 3_000, 0, 0)
    there = {name: get_metric(name=name) for name in _figures(lines)}
    answers = {name: ask(log, metric.spec).value for name, metric in there.items()}
    assert {name: Decimal(str(value)) for name, value in answers.items()} == _figures(lines)
    assert [metric.headline for metric in there.values()] == [1, 2, 3, 4]
