"""What an event may be, whichever door it comes through."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.eventlog.checks import (
    MAX_DEPTH,
    MAX_INTEGER,
    MIN_INTEGER,
    find_repeated_key,
    find_unstorable,
    has_control,
    is_currency,
    nests_deeper,
)


def nest(levels):
    value = 1
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


@pytest.mark.parametrize(
    ("text", "control"),
    [("a", False), ("æ ☃ 😀\u00a0", False), ("a\n", True), ("\x00", True), ("\x9f", True)],
)
def test_texts__with_control_characters__are_told(text, control):
    assert has_control(text) is control


def test_currencies__are_three_capital_letters_of_the_latin_alphabet():
    assert is_currency("EUR")
    assert not any(map(is_currency, ["eur", "EURO", "ÅÄÖ", "E1R", "", None, 3]))


def test_values__up_to_the_bounds__can_be_stored():
    assert find_unstorable({"a": [1.5, True, None, "x", MIN_INTEGER, MAX_INTEGER]}) is None
    assert find_unstorable(nest(MAX_DEPTH)) is None
    assert not nests_deeper(nest(MAX_DEPTH))


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"a": ["\0"]}, "nul"),
        ({"a\0": 1}, "nul"),
        ([MAX_INTEGER + 1], "number"),
        ({"a": MIN_INTEGER - 1}, "number"),
        (nest(MAX_DEPTH + 1), "depth"),
    ],
)
def test_values__beyond_the_bounds__say_why_not(value, why):
    assert find_unstorable(value) == why
    assert nests_deeper(value) is (why == "depth")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('{"a": 1, "b": "a\\": a:"}', None),
        ('{"a" : {"a" : [{"a": 1}, {"a": 1}]}}', None),
        ('{"a": 1, "a": 1}', "a"),
        ('{"a"\n:1,"\\u0061":":"}', "a"),
        ('{"l": [{"b": {"a": 1, "a": 2}}]}', "a"),
    ],
)
def test_keys__that_stand_twice_in_one_object__are_found(text, key):
    assert find_repeated_key(text=text, decoded=json.loads(text)) == key


_JSON = st.recursive(
    st.none() | st.integers() | st.text(alphabet='":{} a', max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.lists(st.tuples(st.sampled_from("ab:"), inner)),
    max_leaves=8,
)


def _write(value):
    """Lists of pairs are objects, in which keys may stand twice."""
    if isinstance(value, list) and value and all(isinstance(one, tuple) for one in value):
        return "{" + ",".join(f"{json.dumps(key)}:{_write(one)}" for key, one in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_write(one) for one in value) + "]"
    return json.dumps(value)


def _repeats(value):
    if not isinstance(value, list):
        return False
    pairs = [one for one in value if isinstance(one, tuple)]
    inner = [one[1] if isinstance(one, tuple) else one for one in value]
    return len({key for key, _ in pairs}) != len(pairs) or any(map(_repeats, inner))


@given(_JSON)
def test_keys__of_any_object__are_found_to_repeat_exactly_where_they_do(value):
    text = '{"root":' + _write(value) + "}"
    found = find_repeated_key(text=text, decoded=json.loads(text))
    assert (found is not None) is _repeats(value)
