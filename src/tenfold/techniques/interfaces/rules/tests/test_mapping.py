"""The mapping: its form, and what is refused."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.kit.refusal import Refusal
from tenfold.techniques.interfaces.rules.formats import FileFormat, FormatInvalid
from tenfold.techniques.interfaces.rules.mapping import (
    Mapping,
    MappingInvalid,
    MetricHint,
    Part,
    Properties,
    TimeRule,
    fingerprint_of,
    require_columns,
)

LEAST = {"time": {"column": "t"}, "event": "order"}
EXAMPLES = Path(__file__).parents[6] / "examples"


def test_mapping__that_says_least__has_plain_defaults():
    mapping = Mapping.from_spec(LEAST)
    assert mapping.format == FileFormat()
    assert mapping.time == TimeRule(Part(column="t"), format="iso", zone="UTC")
    assert mapping.event == Part(constant="order")
    assert (mapping.actor, mapping.value, mapping.id, mapping.where) == (None, None, (), "")


def test_short_forms__of_parts__mean_constant_or_expression():
    mapping = Mapping.from_spec({**LEAST, "actor": "who", "value": "a * b", "currency": "EUR"})
    assert mapping.actor == Part(column="who")
    assert mapping.value == Part(expression="a * b")
    assert mapping.currency == Part(constant="EUR")


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.name)
def test_examples__read_and_written__stay_the_same(path):
    mapping = Mapping.from_yaml(path.read_text(encoding="utf-8"))
    assert Mapping.from_yaml(mapping.to_yaml()) == mapping
    assert mapping.source


names = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=6)
parts = st.builds(Part, column=names) | st.builds(Part, expression=st.just("a * b"))


@settings(max_examples=30, deadline=None)
@given(
    mapping=st.builds(
        Mapping,
        format=st.builds(FileFormat, delimiter=st.sampled_from(";\t|"), skip=st.integers(0, 3)),
        time=st.builds(TimeRule, parts, zone=st.sampled_from(["UTC", "Europe/London"])),
        event=st.builds(Part, constant=names) | parts,
        actor=st.none() | st.builds(Part, column=names, drop_ending=st.sampled_from(["", ".0"])),
        value=st.none() | parts,
        currency=st.none() | st.builds(Part, constant=st.sampled_from(["EUR", "GBP"])),
        id=st.lists(names, max_size=2).map(tuple),
        where=st.sampled_from(["", "a > 1"]),
        properties=st.builds(
            Properties,
            keep=st.none() | st.lists(names, max_size=2).map(tuple),
            rename=st.dictionaries(names, names, max_size=2),
            types=st.dictionaries(names, st.sampled_from(["text", "number", "truth"]), max_size=2),
        ),
        decimal=st.sampled_from(".,"),
        nothing=st.lists(names, max_size=2).map(tuple),
        source=st.sampled_from(["", "Shop"]),
        metrics=st.lists(
            st.builds(MetricHint, name=names, title=names, spec=st.just({"kind": "count"})),
            max_size=2,
        ).map(tuple),
    )
)
def test_any_mapping__written_and_read__is_the_same(mapping):
    assert Mapping.from_yaml(mapping.to_yaml()) == mapping
    assert Mapping.from_spec(mapping.to_spec()) == mapping


def test_native_mapping__written_and_read__is_the_same():
    native = Mapping.of_native(format=FileFormat(kind="jsonl"))
    assert Mapping.from_yaml(native.to_yaml()) == native


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        ("text", ""),
        ([], ""),
        ({"event": "x"}, "time"),
        ({"time": {"column": "t"}}, "event"),
        ({**LEAST, "surprise": 1}, "surprise"),
        ({**LEAST, "version": 2}, "version"),
        ({**LEAST, "time": {}}, "time"),
        ({**LEAST, "time": {"column": "t", "constant": "2020-01-01"}}, "time"),
        ({**LEAST, "time": {"column": "t", "zone": "Nowhere/Town"}}, "time.zone"),
        ({**LEAST, "time": {"column": "t", "format": "%H"}}, "time.format"),
        ({**LEAST, "actor": {"column": 3}}, "actor.column"),
        ({**LEAST, "value": "a *"}, "value"),
        ({**LEAST, "where": "a >"}, "where"),
        ({**LEAST, "currency": "euro"}, "currency"),
        ({**LEAST, "id": []}, "id"),
        ({**LEAST, "decimal": ";"}, "decimal"),
        ({**LEAST, "properties": {"types": {"a": "colour"}}}, "properties.types.a"),
        ({**LEAST, "properties": {"keep": "a"}}, "properties.keep"),
        ({**LEAST, "metrics": [{"name": "x"}]}, "metrics.0"),
        ({**LEAST, "metrics": [{"name": "x", "spec": {}, "headline": "1"}]}, "metrics.0.headline"),
        ({**LEAST, "format": {"kind": "cvs"}}, "format.kind"),
        ({**LEAST, "format": {"delimiter": ",,"}}, "format.delimiter"),
        ({**LEAST, "format": {"kind": "fixed"}}, "format.ends"),
        ({**LEAST, "format": {"header": "yes"}}, "format.header"),
        ({**LEAST, "format": {"colour": "red"}}, "format.colour"),
    ],
)
def test_mapping__that_cannot_be_meant__is_refused_naming_the_field(spec, field):
    with pytest.raises(Refusal) as caught:
        Mapping.from_spec(spec)
    assert caught.value.field == field
    assert caught.value.next_step


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "!!python/object/apply:os.system ['true']",
        "a: &a [1]\nb: [*a, *a]",
        "x" * 300_000,
        "{" * 5_000,
    ],
)
def test_yaml__malformed_or_malicious__is_refused(text):
    with pytest.raises(MappingInvalid):
        Mapping.from_yaml(text)


def test_columns__that_the_file_lacks__are_refused_naming_where():
    for spec, field in (
        ({**LEAST, "time": {"column": "nope"}}, "time.column"),
        ({**LEAST, "value": "a * nope"}, "value"),
        ({**LEAST, "id": ["nope"]}, "id"),
        ({**LEAST, "where": "nope > 1"}, "where"),
    ):
        with pytest.raises(MappingInvalid, match="nope") as caught:
            require_columns(mapping=Mapping.from_spec(spec), header=("t", "a"))
        assert caught.value.field == field


def test_fingerprint__of_files_of_one_shape__is_the_same_whatever_the_dialect():
    shape = fingerprint_of(form=FileFormat(), header=("a", "b"))
    assert shape == fingerprint_of(
        form=FileFormat(delimiter=";", encoding="cp1252"), header=("a", "b")
    )
    assert shape == fingerprint_of(form=FileFormat(kind="excel"), header=("a", "b"))
    assert shape != fingerprint_of(form=FileFormat(), header=("b", "a"))
    assert shape != fingerprint_of(form=FileFormat(header=False), header=("a", "b"))


def test_format__written_and_read__is_the_same():
    form = FileFormat(kind="fixed", ends=(3, 9), header=False, columns=("a", "b"), encoding="cp850")
    assert FileFormat.from_spec(form.to_spec()) == form
    with pytest.raises(FormatInvalid):
        FileFormat.from_spec({"kind": "fixed", "ends": [9, 3]})
