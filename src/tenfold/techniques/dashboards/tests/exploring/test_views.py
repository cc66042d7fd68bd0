"""As what an answer is drawn: lines, areas, bars, a map, a table."""

from collections.abc import Callable

import pytest
from django.test import Client

from tenfold.techniques.dashboards.tests.conftest import Sell
from tenfold.ui.charts import Kind
from tenfold.ui.maps import WorldMap

pytestmark = pytest.mark.django_db
AsMember = Callable[..., Client]
SPLIT = "event=order&range=last_7_days&split=country"
REVENUE = f"kind=sum&property=value&{SPLIT}"


@pytest.fixture
def sold(sell: Sell) -> None:
    sell(300, country="Norway")
    sell(100, days=1, country="Danmark")
    sell(50, days=1, country="Norge")
    sell(20, days=2, country="Atlantis")


def asked(client: Client, query: str):
    return client.get(f"/explore/answer/?{query}").context["answer"]


def drawn(client: Client, query: str):
    (figure,) = asked(client, query).figures
    return figure.of


def offered(client: Client, query: str) -> list[str]:
    return [view.label for view in asked(client, query).views]


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize(
    ("query", "labels"),
    [
        (SPLIT, ["Bars", "Lines", "Areas", "Map", "Table"]),
        (f"{SPLIT}&by=none", ["Bars", "Map", "Table"]),
        (f"kind=persons&{SPLIT}", ["Lines", "Bars", "Map", "Table"]),
        ("event=order&range=last_7_days", ["Bars", "Lines", "Areas", "Table"]),
        (f"{SPLIT}&split2=source.name", ["Bars", "Lines", "Areas", "Table"]),
        (f"{SPLIT.replace('country', 'source.name')}", ["Bars", "Lines", "Areas", "Table"]),
    ],
)
def test_views__of_an_answer__are_those_that_do_not_mislead(
    client: Client, query: str, labels: list[str]
) -> None:
    assert offered(client, query) == labels


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize(
    ("view", "kind"),
    [("", Kind.STACKED), ("line", Kind.LINE), ("area", Kind.AREA), ("bar", Kind.STACKED)],
)
def test_view__that_is_chosen__is_drawn(client: Client, view: str, kind: Kind) -> None:
    assert drawn(client, f"{SPLIT}&view={view}").kind is kind


@pytest.mark.usefixtures("sold")
def test_areas__of_what_does_not_add_up__are_lines(client: Client) -> None:
    assert drawn(client, f"kind=persons&{SPLIT}&view=area").kind is Kind.LINE


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("by", ["", "none", "day"])
def test_map__of_countries_in_several_languages__knows_each_and_drops_none(
    client: Client, by: str
) -> None:
    figure = drawn(client, f"{SPLIT}&by={by}&view=map")
    assert isinstance(figure, WorldMap)
    assert {land.code: land.value(adds=True) for land in figure.lands()} == {"NO": 2, "DK": 1}
    assert [(one.said, one.value) for one in figure.elsewhere()] == [("Atlantis", 1)]


@pytest.mark.usefixtures("sold")
def test_map__of_countries__has_the_doors_of_every_figure(client: Client) -> None:
    page = client.get(f"/explore/answer/?{SPLIT}&view=map").content.decode()
    assert 'data-behind="DK"' in page
    assert "On no map" in page


@pytest.mark.usefixtures("sold")
def test_map__of_money_that_is_hidden__is_not_drawn(as_member: AsMember) -> None:
    answer = asked(as_member(), f"{REVENUE}&view=map")
    assert (answer.value, answer.figures) == ("hidden", ())


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("view", ["map", "area", "nonsense"])
def test_view__that_does_not_fit__leaves_the_answer_as_it_is(client: Client, view: str) -> None:
    figure = drawn(client, f"kind=mean&event=order&range=last_7_days&view={view}")
    assert figure.kind is Kind.LINE
