"""What is hidden from somebody who may not see persons, or not money."""

import pytest

from tenfold.people.sight import EVERYTHING, Sight, split_properties

NEITHER = Sight(persons=False, money=False)


@pytest.mark.parametrize(
    "properties",
    [
        {"email": "ada@x.example"},
        {"note": "ada@x.example"},
        {"contactPhone": 5},
        {"UnitPrice": 7.5},
        {"order": {"ship_to": ["somebody", "ada@x.example"]}},
    ],
)
def test_property__that_tells_too_much__is_hidden_and_named(properties):
    assert split_properties(properties=properties, sight=NEITHER) == ({}, tuple(properties))
    assert split_properties(properties=properties, sight=EVERYTHING) == (properties, ())


@pytest.mark.parametrize("value", ["c-17850", ["x", "c-17850"], {"by": "c-17850"}])
def test_property__that_repeats_who_did_it__is_hidden_whatever_its_name(value):
    properties = {"who": value, "country": "Norway"}
    shown, hidden = split_properties(properties=properties, sight=NEITHER, ids={"c-17850", None})
    assert (shown, hidden) == ({"country": "Norway"}, ("who",))


def test_property__that_repeats_an_id_that_is_a_number__is_hidden_too():
    properties = {"ref": 17850, "quantity": 3}
    shown, _ = split_properties(properties=properties, sight=NEITHER, ids={"17850"})
    assert shown == {"quantity": 3}


def test_property__that_repeats_who_did_it__is_shown_to_whoever_sees_persons():
    sight = Sight(persons=True, money=False)
    shown, _ = split_properties(properties={"who": "c-1"}, sight=sight, ids={"c-1"})
    assert shown == {"who": "c-1"}
