"""Charts that no browser draws: as they were looked at, small, and the same in words.

The pictures in golden/ were looked at. After a change on purpose: `GOLDEN_PICTURES=write pytest` with
this file draws them anew; look at each before it is committed.
"""

import io
import os
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from tenfold.ui.charts import Chart, Kind, Lives, Series, lifecycle_series
from tenfold.ui.format import Formats
from tenfold.ui.gauges import Better, Gauge
from tenfold.ui.static_charts import Sparkline, Theme, describe, draw_png, draw_svg
from tenfold.ui.static_charts.letters import fit, width_of, wrap
from tenfold.ui.static_charts.palette import read_palette, soften
from tenfold.ui.static_charts.scales import make_axis

GOLDEN = Path(__file__).parent / "golden"
ENGLISH = Formats(language="en-gb", timezone="UTC", currency="EUR")
GERMAN = Formats(language="de", timezone="Europe/Berlin", currency="EUR")
SHAPE = (8, 9, 7, 10, 12, 14, 11, 9, 10, 8, 11, 13, 16, 6)
DAYS = tuple(f"{day} Nov" for day in range(10, 24))
LARGEST = 30_000
UNLIKE = 2.0
"""How far a picture may be from the one that was looked at, of 255: letters differ by FreeType."""


def chart(kind: Kind, names: tuple[str, ...] = ("Norway",), **more: object) -> Chart:
    series = tuple(
        Series(name, tuple(one * (620 - 90 * at) for one in SHAPE), rest=name == "Other")
        for at, name in enumerate(names)
    )
    given = {"labels": DAYS, "full_labels": DAYS, "series": series, "unit": "EUR", **more}
    return Chart(id="c", title="Revenue by day", kind=kind, **given)  # type: ignore[arg-type]


COUNTRIES = ("Norway", "Denmark", "Sweden", "Other")
LIVES = Lives(new=(4, 5), returning=(6, 6), resurrecting=(1, 2), dormant=(3, 0))
DRAWN = {
    "line": chart(Kind.LINE, unfinished=True, before=Series("the 14 days before", SHAPE)),
    "lines-with-a-gap": chart(
        Kind.LINE,
        series=(Series("Share", (0.2, 0.25, None, 0.3, None, 0.31, 0.28, *[0.3] * 7)),),
        unit="%",
    ),
    "areas": chart(Kind.AREA, COUNTRIES),
    "bars": chart(Kind.BAR, COUNTRIES[:2], unfinished=True),
    "stacked": chart(Kind.STACKED, COUNTRIES, unfinished=True),
    "lifecycle": chart(
        Kind.STACKED,
        labels=("7 Sep", "14 Sep"),
        full_labels=("7 Sep", "14 Sep"),
        series=lifecycle_series(lives=LIVES),
        unit="",
    ),
    "sparkline": Sparkline((3, 4, 2, None, 6, 9), "Orders"),
    "bullet": Gauge(id="g", title="Revenue", value=18420.5, target=25000, unit="EUR"),
    "bullet-above-a-limit": Gauge(
        id="g", title="Refunds", value=0.031, target=0.02, unit="%", better=Better.DOWN
    ),
}


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("name", DRAWN)
def test_picture__of_every_kind__looks_as_it_did_when_it_was_looked_at(
    name: str, theme: Theme
) -> None:
    png = draw_png(chart=DRAWN[name], formats=ENGLISH, theme=theme)
    kept = GOLDEN / f"{name}-{theme}.png"
    if os.environ.get("GOLDEN_PICTURES") == "write":
        GOLDEN.mkdir(exist_ok=True)
        kept.write_bytes(png)
    with Image.open(io.BytesIO(png)) as now, Image.open(kept) as before:
        assert now.size == before.size
        apart = ImageChops.difference(now.convert("RGB"), before.convert("RGB"))
        assert max(ImageStat.Stat(apart).mean) < UNLIKE


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("name", DRAWN)
def test_picture__for_an_e_mail__is_small_and_has_a_ground_of_its_own(
    name: str, theme: Theme
) -> None:
    png = draw_png(chart=DRAWN[name], formats=ENGLISH, theme=theme)
    assert len(png) <= LARGEST
    with Image.open(io.BytesIO(png)) as image:
        assert image.convert("RGBA").getextrema()[3] == (255, 255)
        ground = "#{:02x}{:02x}{:02x}".format(*image.convert("RGB").getpixel((1, 1)))
    assert ground == read_palette(theme=theme).ground


def test_picture__of_the_most_that_there_can_be__stays_small() -> None:
    names = tuple(f"A country with a long name, number {at}" for at in range(5))
    labels = tuple(f"Day {at}" for at in range(366))
    series = tuple(
        Series(name, tuple((at * 7919 + number * 104729) % 1000 for at in range(366)))
        for number, name in enumerate(names)
    )
    most = chart(Kind.LINE, labels=labels, full_labels=labels, series=series)
    assert len(draw_png(chart=most, formats=ENGLISH)) <= 3 * LARGEST
    svg = draw_svg(chart=most, formats=ENGLISH)
    assert "…" in svg


@pytest.mark.parametrize("name", DRAWN)
def test_svg__of_every_kind__is_well_formed_and_fetches_nothing(name: str) -> None:
    svg = draw_svg(chart=DRAWN[name], formats=ENGLISH)
    root = ET.fromstring(svg)
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == describe(chart=DRAWN[name], formats=ENGLISH)
    assert "href" not in svg
    assert "nan" not in svg
    assert len(svg) <= LARGEST


def test_svg__of_a_name_with_signs_of_its_own__stays_an_svg() -> None:
    nasty = chart(Kind.BAR, ('<script>"&', "b"))
    texts = [one.text for one in ET.fromstring(draw_svg(chart=nasty, formats=ENGLISH)).iter()]
    assert '<script>"&' in texts


@pytest.mark.parametrize(
    "nothing",
    [
        chart(Kind.LINE, labels=(), full_labels=(), series=()),
        chart(Kind.BAR, labels=("a",), full_labels=("a",), series=(Series("a", (None,)),)),
        chart(Kind.AREA, labels=("a",), full_labels=("a",), series=(Series("a", (0,)),)),
        Sparkline(()),
        Sparkline((5, 5, 5)),
        Gauge(id="g", title="", value=None, target=0),
    ],
)
@pytest.mark.parametrize("kind", ["svg", "png"])
def test_picture__of_nothing__is_drawn_all_the_same(nothing: object, kind: str) -> None:
    draw = {"svg": draw_svg, "png": draw_png}[kind]
    assert draw(chart=nothing, formats=ENGLISH)  # type: ignore[operator]


def test_words__of_a_chart__say_where_the_last_values_stand() -> None:
    said = describe(chart=DRAWN["stacked"], formats=GERMAN)
    assert said.startswith("Revenue by day, 23 Nov: Norway 3.720")
    assert describe(chart=Sparkline((1, None), "Orders"), formats=ENGLISH) == "Orders: 1"


@pytest.mark.parametrize(
    ("values", "from_zero", "low", "high"),
    [
        ([3, 97], True, 0, 100),
        ([0.2, 0.35], False, 0, 0.4),
        ([96, 99.5], False, 96, 100),
        ([-30, 40], False, -40, 40),
        ([0], True, 0, 1),
        ([], True, 0, 1),
        ([5, 5], False, 0, 6),
        ([-2, -2], True, -2, 0),
    ],
)
def test_axis__of_any_values__ends_on_numbers_that_people_can_read(
    values: list[float], from_zero: bool, low: float, high: float
) -> None:
    axis = make_axis(values=values, from_zero=from_zero)
    assert (axis.low, axis.high) == pytest.approx((low, high))
    assert 2 <= len(axis.lines()) <= 8


def test_text__that_has_no_room__ends_in_an_ellipsis() -> None:
    text = fit(text="United Kingdom of Great Britain", size=12, room=80)
    assert text.endswith("…")
    assert width_of(text=text, size=12) <= 80
    assert wrap(text="one two three four five", size=12, room=60, most=2)[-1].endswith("…")
    assert fit(text="short", size=12, room=80) == "short"


def test_colours__of_pictures__are_those_of_the_page() -> None:
    assert read_palette(theme=Theme.LIGHT).series[0] == "#0f6b62"
    assert read_palette(theme=Theme.DARK).series[0] == "#4cc0ae"
    assert soften(colour="#000000", ground="#ffffff", share=0.5) == "#808080"
