"""A mapping as a form's choices, and back."""

from dataclasses import replace

import pytest

from tenfold.kit.refusal import Refusal
from tenfold.techniques.interfaces.rules.choosing import (
    apply_choices,
    quote_column,
    read_choices,
)
from tenfold.techniques.interfaces.rules.mapping import Mapping

HEADER = ("InvoiceNo", "Quantity", "InvoiceDate", "Unit Price", "CustomerID", "Note")
MAPPING = Mapping.from_spec(
    {
        "format": {"kind": "csv"},
        "time": {"column": "InvoiceDate", "format": "iso", "zone": "Europe/London"},
        "event": "order_line",
        "actor": {"column": "CustomerID", "drop_ending": ".0"},
        "value": "Quantity * [Unit Price]",
        "currency": "GBP",
        "properties": {"drop": ["Note"], "types": {"Quantity": "number"}},
    }
)


def test_choices__of_a_mapping__say_what_each_column_is():
    choices = read_choices(mapping=MAPPING, header=HEADER)
    assert choices.roles == {
        "InvoiceNo": "property",
        "Quantity": "property",
        "InvoiceDate": "time",
        "Unit Price": "property",
        "CustomerID": "actor",
        "Note": "dropped",
    }
    assert (choices.event, choices.currency, choices.zone) == ("order_line", "GBP", "Europe/London")


def test_choices__unchanged__give_the_same_mapping():
    choices = read_choices(mapping=MAPPING, header=HEADER)
    assert apply_choices(mapping=MAPPING, choices=choices) == MAPPING


def test_choices__a_column_that_identifies_the_row__becomes_its_id():
    choices = read_choices(mapping=MAPPING, header=HEADER)
    changed = replace(choices, roles={**choices.roles, "InvoiceNo": "id"})
    mapping = apply_choices(mapping=MAPPING, choices=changed)
    assert mapping.id == ("InvoiceNo",)
    assert read_choices(mapping=mapping, header=HEADER) == changed


def test_choices__nobody_did_it_and_a_column_names_the_event__are_taken():
    choices = read_choices(mapping=MAPPING, header=HEADER)
    roles = {**choices.roles, "CustomerID": "dropped", "Note": "event"}
    mapping = apply_choices(mapping=MAPPING, choices=replace(choices, roles=roles, event=""))
    assert mapping.actor is None
    assert mapping.event.column == "Note"
    assert "CustomerID" in mapping.properties.drop


def test_choices__one_time_for_all_rows__is_kept_where_no_column_says_it():
    choices = read_choices(mapping=MAPPING, header=HEADER)
    roles = {**choices.roles, "InvoiceDate": "property"}
    fixed = replace(choices, roles=roles, time="2026-11-24 14:05")
    mapping = apply_choices(mapping=MAPPING, choices=fixed)
    assert mapping.time.part.constant == "2026-11-24 14:05"
    assert read_choices(mapping=mapping, header=HEADER) == fixed


@pytest.mark.parametrize("value", ["Unit Price", "`Unit Price`"])
def test_choices__one_column_as_the_value__is_that_column(value):
    choices = read_choices(mapping=MAPPING, header=HEADER)
    mapping = apply_choices(mapping=MAPPING, choices=replace(choices, value=value))
    assert mapping.value is not None
    assert mapping.value.column == "Unit Price"


@pytest.mark.parametrize(
    ("field", "text"),
    [("value", "Quantity *"), ("where", "Quantity >"), ("currency", "euro"), ("zone", "Mars")],
)
def test_choices__that_cannot_be_meant__are_refused(field, text):
    choices = replace(read_choices(mapping=MAPPING, header=HEADER), **{field: text})
    with pytest.raises(Refusal):
        apply_choices(mapping=MAPPING, choices=choices)


@pytest.mark.parametrize(
    ("name", "quoted"),
    [("Quantity", "Quantity"), ("Unit Price", "`Unit Price`"), ("not", "`not`"), ("a`b", "`a``b`")],
)
def test_column__in_an_expression__is_quoted_where_it_must_be(name, quoted):
    assert quote_column(name=name) == quoted
