"""Rows become envelopes, or are rejected with the reason."""

import datetime as dt
import json
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from tenfold.kit.ids import stable_id
from tenfold.techniques.interfaces.rules.mapping import Mapping, MappingInvalid
from tenfold.techniques.interfaces.rules.rows import make_mapper

AT = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
SPEC = {"time": {"column": "t"}, "event": "order"}


@dataclass
class Table:
    """Some rows that were read."""

    header: tuple
    rows: list
    texts: bool = True
    named: bool = False
    lines: list = field(default_factory=list)


def map_rows(spec, header, *rows, texts=True, named=False):
    table = Table(tuple(header.split()), [list(row) for row in rows], texts, named)
    table.lines = list(range(2, 2 + len(rows)))
    return make_mapper(mapping=Mapping.from_spec(spec), table=table, source=1, at=AT)(table)


def one(spec, header, row, **kind):
    mapped = map_rows(spec, header, row, **kind)
    assert not mapped.faults
    return mapped.envelopes[0]


def fault(spec, header, row, **kind):
    mapped = map_rows(spec, header, row, **kind)
    assert not mapped.envelopes
    return mapped.faults[0]


def test_row__with_all_parts__becomes_an_envelope():
    spec = {
        **SPEC,
        "time": {"column": "t", "zone": "Europe/London"},
        "actor": {"column": "who", "drop_ending": ".0"},
        "value": "n * price",
        "currency": "GBP",
        "properties": {"types": {"n": "number", "ok": "truth"}, "rename": {"note": "remark"}},
    }
    made = one(
        spec, "t who n price ok note", ["2011-07-01 12:00", " 17850.0 ", "6", "2.55", "TRUE", " x "]
    )
    assert made.at == 1309518000_000000
    assert (made.name, made.actor, made.value, made.currency) == ("order", "17850", 15.3, "GBP")
    assert made.properties == '{"n":6,"price":"2.55","ok":true,"remark":" x "}'
    assert made.sent_at == made.at


def test_actor__empty_or_marked_as_nothing__is_nobody():
    spec = {**SPEC, "actor": {"column": "who"}, "nothing": ["NULL"]}
    for cell in ("", "  ", "NULL"):
        assert one(spec, "t who", ["2020-01-01", cell]).actor is None


def test_empty_cells__as_properties__are_left_out():
    assert one(SPEC, "t a b", ["2020-01-01", "", "x"]).properties == '{"b":"x"}'


def test_property__said_to_be_a_number__keeps_every_digit_or_stays_text():
    spec = {**SPEC, "properties": {"types": {"a": "number"}}}
    for cell, expected in (
        ("2.10", "2.1"),
        ("1,234.5", "1234.5"),
        ("0.1234567890123456", "0.1234567890123456"),
        ("12345678901234567890", '"12345678901234567890"'),
        ("n/a", '"n/a"'),
    ):
        assert one(spec, "t a", ["2020-01-01", cell]).properties == f'{{"a":{expected}}}'


def test_properties__kept_or_dropped__are_those_of_the_mapping():
    kept = {**SPEC, "properties": {"keep": ["b"]}}
    dropped = {**SPEC, "properties": {"drop": ["b"]}}
    assert one(kept, "t a b", ["2020-01-01", "1", "2"]).properties == '{"b":"2"}'
    assert one(dropped, "t a b", ["2020-01-01", "1", "2"]).properties == '{"a":"1"}'


def test_properties__two_of_one_name__are_refused():
    with pytest.raises(MappingInvalid, match="a"):
        one({**SPEC, "properties": {"rename": {"b": "a"}}}, "t a b", ["2020-01-01", "1", "2"])


def test_event__by_column_or_expression__names_each_row():
    by_column = {**SPEC, "event": {"column": "what"}}
    by_expression = {**SPEC, "event": {"expression": 'if(what = "R", "refund", "order")'}}
    assert one(by_column, "t what", ["2020-01-01", "refund"]).name == "refund"
    assert one(by_expression, "t what", ["2020-01-01", "R"]).name == "refund"
    assert fault(by_column, "t what", ["2020-01-01", " "]).column == "what"


def test_time__from_an_expression_or_a_constant__is_found():
    joined = {**SPEC, "time": {"expression": 'concat(d, " ", c)', "format": "%d.%m.%Y %H:%M"}}
    assert one(joined, "d c", ["01.12.2010", "8:26"]).at == 1291191960_000000
    constant = {**SPEC, "time": {"constant": "2020-01-01T00:00:00"}}
    assert one(constant, "a", ["x"]).at == 1577836800_000000
    with pytest.raises(MappingInvalid):
        one({**SPEC, "time": {"constant": "soon"}}, "a", ["x"])


def test_filter__leaves_rows_out__and_counts_them():
    mapped = map_rows({**SPEC, "where": "n > 1"}, "t n", ["2020-01-01", "1"], ["2020-01-01", "2"])
    assert (len(mapped.envelopes), mapped.left_out, mapped.lines) == (1, 1, [3])


def test_filter__does_not_change__which_row_is_which():
    rows = (["2020-01-01", "1"], ["2020-01-01", "2"])
    filtered = map_rows({**SPEC, "where": "n > 1"}, "t n", *rows).envelopes[0]
    assert filtered.event_id == map_rows(SPEC, "t n", *rows).envelopes[1].event_id


@pytest.mark.parametrize(
    ("more", "row", "column", "reason"),
    [
        ({}, ["soon", "x", "1"], "t", "iso"),
        ({}, ["", "x", "1"], "t", "no time"),
        ({}, ["2026-11-26", "x", "1"], "t", "future"),
        ({}, ["1899-01-01", "x", "1"], "t", "1900"),
        ({"value": "n"}, ["2020-01-01", "x", "one"], "n", "number"),
        ({"value": "n"}, ["2020-01-01", "x", "1e12"], "n", "10^12"),
        ({"value": "1 / n"}, ["2020-01-01", "x", "0"], "value", "zero"),
        ({"actor": "a"}, ["2020-01-01", "x" * 201, "1"], "a", "200"),
        ({"actor": "a"}, ["2020-01-01", "x\ty", "1"], "a", "control"),
        ({"value": "n", "currency": {"column": "a"}}, ["2020-01-01", "euro", "1"], "a", "capital"),
        ({}, ["2020-01-01", "x\0y", "1"], "a", "NUL"),
        ({}, ["2020-01-01", "x" * 70_000, "1"], "", "bytes"),
        ({}, ["2020-01-01", "caf\udce9", "1"], "", "encoding"),
    ],
)
def test_row__that_cannot_be_an_event__is_rejected_with_column_and_reason(
    more, row, column, reason
):
    found = fault({**SPEC, **more}, "t a n", row)
    assert found.line == 2
    assert found.column == column
    assert reason in found.reason


def test_undecodable_row__among_good_ones__does_not_move_their_ids():
    good = [["2020-01-01", "a"], ["2020-01-01", "b"]]
    mixed = [good[0], ["2020-01-01", "\udce9"], good[1]]
    ids = [envelope.event_id for envelope in map_rows(SPEC, "t a", *mixed).envelopes]
    assert ids == [envelope.event_id for envelope in map_rows(SPEC, "t a", *good).envelopes]


def test_id__of_columns__is_the_id_given_by_the_file():
    made = one({**SPEC, "id": ["no"]}, "t no", ["2020-01-01", "o-1"])
    assert made.event_id == stable_id(source=1, given="o-1").bytes
    assert fault({**SPEC, "id": ["no"]}, "t no", ["2020-01-01", ""]).column == "no"


def test_typed_cells__keep_their_types():
    spec = {**SPEC, "actor": {"column": "who"}, "value": "a"}
    row = [
        dt.datetime(2020, 1, 1),  # noqa: DTZ001  workbooks know no zone
        17,
        Decimal("2.50"),
        True,
        {"x": [1]},
        None,
        float("nan"),
        dt.date(2020, 1, 2),
    ]
    made = one(spec, "t who a b c d e f", row, texts=False)
    assert (made.actor, made.value) == ("17", 2.5)
    kept = {"b": True, "c": {"x": [1]}, "f": "2020-01-02"}
    assert json.loads(made.properties) == kept


def test_typed_number__beyond_64_bits__is_rejected():
    assert "64 bits" in fault(SPEC, "t a", ["2020-01-01", 2**70], texts=False).reason


NATIVE = {"native": True, "format": {"kind": "jsonl"}}
FIELDS = "id name actor time value properties extra"


def native(**fields):
    row = [fields.get(name) for name in FIELDS.split()]
    return map_rows(NATIVE, FIELDS, row, texts=False, named=True)


def test_native_event__whole__is_taken_as_it_is():
    mapped = native(
        id="o-1", name="order", actor=7, time="2026-11-24T10:00:00+02:00", value=1.5,
        properties={"currency": "EUR", "n": 1},
    )  # fmt: skip
    made = mapped.envelopes[0]
    assert made.event_id == stable_id(source=1, given="o-1").bytes
    assert (
        made.at == made.sent_at == (dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC).timestamp() * 1e6)
    )
    assert (made.name, made.actor, made.value, made.currency) == ("order", "7", 1.5, "EUR")
    assert made.properties == '{"currency":"EUR","n":1}'


def test_native_event__without_time_or_id__gets_the_time_of_the_import():
    made = native(name="order").envelopes[0]
    assert made.at == AT.timestamp() * 1e6
    assert (made.sent_at, made.properties) == (None, "{}")


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"name": ""}, "name"),
        ({"name": 3}, "name"),
        ({"name": "x", "time": "2026-11-24T10:00:00"}, "time"),
        ({"name": "x", "time": "soon"}, "time"),
        ({"name": "x", "time": 4e9}, "time"),
        ({"name": "x", "value": "1"}, "value"),
        ({"name": "x", "value": 1e12}, "value"),
        ({"name": "x", "properties": [1]}, "properties"),
        ({"name": "x", "properties": {"a": "\0"}}, "properties"),
        ({"name": "x", "actor": "a\nb"}, "actor"),
        ({"name": "x", "id": ""}, "id"),
        ({"name": "x", "extra": 1}, "extra"),
    ],
)
def test_native_event__that_the_collector_would_refuse__is_rejected(fields, column):
    mapped = native(**fields)
    assert not mapped.envelopes
    assert mapped.faults[0].column == column
