"""Addresses that nobody's browser makes: each is refused, none breaks the page."""

import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from tenfold.techniques.dashboards.tests.conftest import Sell
from tenfold.techniques.dashboards.tests.exploring.test_explore_pages import AsMember, told

pytestmark = pytest.mark.django_db
DEEP = "[" * 3_900
SQUARED = "\u00b2"  # str.isdigit says that it is one


@pytest.fixture
def sold(sell: Sell) -> None:
    """Two customers' orders; of one the address is known."""
    sell(300, days=0, country="Norway", note="ann@example.com")
    sell(100, days=1, country="Denmark")


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize(
    "said",
    [
        {"top": SQUARED, "split": "country"},
        {"where.1.property": "country", "where.1.op": "is", "where.1.value": f"json:{DEEP}"},
        {"kind": "segment", "people.1.json": DEEP},
    ],
    ids=["a strange digit", "a value nested deep", "a condition nested deep"],
)
def test_answer__of_a_strange_address__says_what_is_wrong(
    client: Client, said: dict[str, str]
) -> None:
    query = urlencode({"kind": "count", "event": "order"} | said)
    answer = client.get(f"/explore/answer/?{query}")
    assert (answer.status_code, answer.context["answer"].value) == (200, "")
    assert answer.context["answer"].withheld


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("many", [SQUARED, "9" * 5_000, "-1"])
def test_persons__asked_for_by_a_strange_number__are_as_many_as_usual(
    client: Client, many: str
) -> None:
    answer = client.get(f"/explore/who/?{urlencode({'event': 'order', 'many': many})}")
    assert (answer.status_code, len(answer.context["behind"].persons)) == (200, 1)


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize(
    "pointed",
    [
        {"who.start": "0001-01-01T00:00:00+14:00"},
        {"who.start": "9999-12-31T23:59:59-14:00"},
        {"who.start": "2026-11-24"},
        {"who.step": SQUARED},
        {"who.offset": "9" * 3_000},
        {"who.days": "-1"},
    ],
)
def test_persons__behind_a_point_that_cannot_be__are_refused(
    client: Client, pointed: dict[str, str]
) -> None:
    answer = client.get(f"/explore/who/?{urlencode({'event': 'order', **pointed})}")
    assert answer.status_code == 422


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("do", [f"remove where.{SQUARED}", f"add where.{SQUARED}.any"])
def test_change__of_a_strange_place__leads_to_a_page_that_says_so(client: Client, do: str) -> None:
    query = urlencode({"event": "order", "where.1.property": "country", "do": do})
    assert client.get(f"/explore/?{query}").status_code == 200


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize(
    "person", [{"how": "is", "property": "note", "op": "is", "value": "x"}, "json", "segment"]
)
def test_group__by_an_address_of_persons__is_hidden_from_who_may_not_see_them(
    as_member: AsMember, client: Client, person: dict[str, str] | str
) -> None:
    test = {"property": "properties.note", "is": "ann@example.com"}
    if person == "segment":
        from tenfold.kit import clock
        from tenfold.metrics.segments.actions import define_segment

        define_segment(name="ann", title="Ann", spec=test, by=None, at=clock.now())
        test = {"segment": "ann"}
    said = person if isinstance(person, dict) else {"json": json.dumps(test)}
    query = urlencode({"kind": "segment", **{f"people.1.{key}": said[key] for key in said}})
    as_member()
    assert "not allowed to see" in told(client, query)
    assert client.get(f"/explore/csv/?{query}").status_code == 403


@pytest.mark.usefixtures("sold")
def test_formula__that_turns_an_amount_upside_down__is_hidden_from_who_may_not_see_money(
    as_member: AsMember,
) -> None:
    part = {"letter": "a", "kind": "metric", "name": "revenue"}
    said = {"kind": "formula", "text": "1 / a", **{f"parts.1.{key}": part[key] for key in part}}
    assert "not allowed to see" in told(as_member(), urlencode(said))


@pytest.mark.parametrize("kind", ["max", "min", "quantile", "mean", "sum"])
@pytest.mark.parametrize("view", ["", "table"])
def test_answer__about_numbers_beyond_all_counting__is_drawn(
    client: Client, sell: Sell, kind: str, view: str
) -> None:
    sell(1, days=1, size=1.5e300)
    sell(1, days=2, size=-1.5e30)
    said = {"kind": kind, "event": "order", "property": "size", "split": "size", "view": view}
    answer = client.get(f"/explore/answer/?{urlencode(said)}")
    assert (answer.status_code, answer.context["answer"].withheld) == (200, "")
