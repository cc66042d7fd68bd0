"""Gauges, maps and texts as the page gets them."""

import json
import re

import pytest

from tenfold.ui import vendor, world
from tenfold.ui.countries import country_of_zone, find_country, name_country
from tenfold.ui.format import Formats
from tenfold.ui.gauges import Better, Gauge
from tenfold.ui.heat import SHADES
from tenfold.ui.maps import Place, WorldMap, begin_of, shade_of
from tenfold.ui.texts import write_markdown

ENGLISH = Formats(language="en-gb", timezone="UTC", currency="EUR")
GERMAN = Formats(language="de", timezone="Europe/Berlin", currency="EUR")
WORLD = json.loads((vendor.FOLDER / "world.json").read_text("utf-8"))


def gauge(value: float | None, target: float = 100, **more: object) -> Gauge:
    return Gauge(id="g", title="Orders", value=value, target=target, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (gauge(74), "74% of the way; 26 to go."),
        (gauge(99.99), "99% of the way; 0.01 to go."),
        (gauge(100), "Exactly what it should be."),
        (gauge(112), "Reached, and 12 beyond."),
        (gauge(0), "100 to go."),
        (gauge(-5), "105 to go."),
        (gauge(None), "There is no number yet."),
        (gauge(60, start=50), "20% of the way; 40 to go."),
        (gauge(120, better=Better.DOWN), "20 more than there should be."),
        (gauge(90, better=Better.DOWN), "Good: 10 below the limit."),
        (gauge(150, better=Better.DOWN, start=200), "50% of the way; 50 to go."),
        (gauge(0.031, 0.02, unit="%", better=Better.DOWN), "1.1 points more than there should be."),
        (gauge(0.01, 0.02, unit="%"), "50% of the way; 1 point to go."),
        (gauge(18420.5, 25000, unit="EUR"), "73% of the way; €6,580 to go."),
    ],
)
def test_gauge__in_words__says_how_far_it_is(of: Gauge, said: str) -> None:
    assert of.sentence(formats=ENGLISH) == said


def test_gauge__on_a_way_that_leads_down__fills_what_is_done() -> None:
    done = gauge(4, 2, better=Better.DOWN, start=6).drawn(formats=ENGLISH)
    begun = gauge(6, 2, better=Better.DOWN, start=6).drawn(formats=ENGLISH)
    assert done.done.startswith("M16.00 100.00A84 84 0 0 1")
    assert begun.done == ""
    assert (done.tone, gauge(1, 2, better=Better.DOWN, start=6).drawn(formats=ENGLISH).tone) == (
        "open",
        "good",
    )


@pytest.mark.parametrize("value", [-1e9, 0, 1e-9, 1e9])
@pytest.mark.parametrize("target", [-100.0, 0.0, 100.0])
def test_gauge__with_any_number__stays_on_its_half_circle(value: float, target: float) -> None:
    drawn = gauge(value, target).drawn(formats=ENGLISH)
    numbers = [
        float(one) for one in re.findall(r"-?\d+\.\d+", drawn.room + drawn.done + drawn.mark)
    ]
    assert all(0 <= one <= 200 for one in numbers)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[("Norway", "NO"), ("norge", "NO"), ("NO", "NO"), ("nor", "NO"), ("578", "NO")],
        *[("UK", "GB"), ("U.K.", "GB"), ("Great Britain", "GB"), ("Österreich", "AT")],
        *[("Osterreich", "AT"), ("Allemagne", "DE"), ("Côte d’Ivoire", "CI"), ("Kosovo", "XK")],
        *[("Ελλάδα", "GR"), ("日本", "JP"), ("Tschechien", "CZ"), (" Danmark ", "DK")],
        *[("", ""), ("Atlantis", ""), ("not said", ""), ("EU", ""), ("Europe", ""), ("—", "")],
    ],
)
def test_country__by_code_or_name_of_many_languages__is_found(text: str, code: str) -> None:
    assert find_country(text=text) == code


def test_country__in_the_companys_language__is_called_as_there() -> None:
    assert name_country(code="NO", formats=GERMAN) == "Norwegen"
    assert country_of_zone(timezone="Europe/Copenhagen") == "DK"
    assert country_of_zone(timezone="UTC") == ""


def places(*said: tuple[str, float | None]) -> tuple[Place, ...]:
    return tuple(Place(name, value) for name, value in said)


def test_map__of_two_spellings_that_add_up__shows_their_sum_and_each() -> None:
    of = WorldMap("m", "Revenue", places(("UK", 10), ("Norway", 25), ("United Kingdom", 20)))
    assert of.as_json(formats=ENGLISH)["GB"]["text"] == "30"
    rows = [(row.code, row.name, row.text) for row in of.rows(formats=ENGLISH)]
    assert rows == [
        ("GB", "United Kingdom", "30"),
        ("", "United Kingdom (UK)", "10"),
        ("", "United Kingdom (United Kingdom)", "20"),
        ("NO", "Norway", "25"),
    ]


def test_map__of_means__never_adds_two_spellings() -> None:
    of = WorldMap("m", "Mean", places(("UK", 10), ("GB", 20)), adds=False)
    assert of.as_json(formats=ENGLISH)["GB"]["text"] == "10"
    assert [row.text for row in of.rows(formats=ENGLISH)] == ["10", "20"]


def test_map__of_what_is_no_country__lists_it_and_drops_nothing() -> None:
    of = WorldMap("m", "M", (*places(("Norway", 3), ("Atlantis", 2)), Place("Other", 1, rest=True)))
    assert [(one.name, one.text) for one in of.others(formats=ENGLISH)] == [
        ("Atlantis", "2"),
        ("Other", "1"),
    ]
    assert len(of.rows(formats=ENGLISH)) + len(of.others(formats=ENGLISH)) == 3


@pytest.mark.parametrize("darkest", [1, 7, 13533.5])
def test_shades__of_a_map__begin_where_the_legend_says(darkest: float) -> None:
    for shade in range(2, SHADES + 1):
        begin = begin_of(shade=shade, darkest=darkest)
        assert shade_of(value=begin * 1.0001, darkest=darkest) == shade
        assert shade_of(value=begin * 0.9999, darkest=darkest) == shade - 1
    assert shade_of(value=darkest, darkest=darkest) == SHADES
    assert [shade_of(value=one, darkest=darkest) for one in (None, 0, -1)] == [0, 0, 0]


def test_world__as_it_is_carried__is_small_and_has_every_country_of_our_customers() -> None:
    assert (vendor.FOLDER / "world.json.gz").stat().st_size < 120_000
    assert {"NO", "DK", "GB", "MT", "SG", "XK", "US", "FJ", "RU", "LI", "MC"} <= set(WORLD["lands"])
    assert "AQ" not in WORLD["lands"]


def test_world__with_countries_on_both_sides_of_its_edge__draws_no_line_across() -> None:
    for code in ("RU", "FJ", "US"):
        xs = [float(part.split()[0]) for part in WORLD["lands"][code]["d"].split("M")[1:]]
        assert all(0 <= x <= world.WIDTH for x in xs)
    assert WORLD["lands"]["FJ"]["box"][2] < 300


@pytest.mark.parametrize(
    ("longitude", "latitude", "at"),
    [(0, 0, (5000, None)), (-180, 0, (0, None)), (180, 0, (10_000, None)), (0, 84, (5000, 0))],
)
def test_projection__of_a_known_place__puts_it_there(longitude, latitude, at) -> None:  # type: ignore[no-untyped-def]
    x, y = world.project(longitude=longitude, latitude=latitude)
    assert x == pytest.approx(at[0])
    assert at[1] is None or y == pytest.approx(at[1], abs=1e-6)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("<script>alert(1)</script>", "<script"),
        ('<img src=x onerror="alert(1)">', "<img"),
        ("![picture](https://elsewhere.example/x.png)", "<img"),
        ("[click](javascript:alert(1))", "href"),
        ("[click](data:text/html,hello)", "href"),
        ("[click](vbscript:x)", "href"),
        ('[a](https://a.example "\\" onclick=\\"x")', ' onclick="'),
    ],
)
def test_text__that_would_run_or_fetch_something__does_not(text: str, never: str) -> None:
    assert never not in write_markdown(text=text)


def test_text__of_a_member__is_drawn_below_the_cards_title() -> None:
    page = write_markdown(
        text="# Big\n\n**bold** [out](https://a.example)\n\n| a | b |\n|-|-|\n| 1 | 2 |"
    )
    assert "<h3>Big</h3>" in page
    assert "<strong>bold</strong>" in page
    assert '<a href="https://a.example" rel="noopener noreferrer nofollow">out</a>' in page
    assert "<td>1</td>" in page
