"""The colours can be read, and told apart, in both themes and by colour-blind eyes.

Contrast: WCAG 2.2, 1.4.3 and 1.4.11. Colour blindness: Machado, Oliveira and Fernandes (2009), "A
physiologically-based model for simulation of color vision deficiency", at full severity; distances
in Oklab (Ottosson, 2020).
"""

import itertools
import re
from pathlib import Path

import pytest

from tenfold.ui.heat import SHADES

TOKENS = (Path(__file__).parents[1] / "static/ui/tokens.css").read_text("utf-8")
PAIR = re.compile(r"--tf-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
THEMES = ("light", "dark")
COLOURS = {
    theme: {name: pair[at] for name, *pair in PAIR.findall(TOKENS)}
    for at, theme in enumerate(THEMES)
}
ON_SURFACES = ("ink", "quiet", "accent", "good", "bad", "warn")
ON_SOFT = (("accent", "accent-soft"), ("good", "good-soft"), ("bad", "bad-soft"))
SERIES = tuple(f"series-{number}" for number in range(1, 7))
LEAST_DISTANCE = 0.08
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> list[float]:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def oklab(rgb: list[float]) -> list[float]:
    red, green, blue = rgb
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return [
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    ]


def seen_by(eyes: str, colour: str) -> list[float]:
    rgb = linear(colour)
    mixed = (sum(part * one for part, one in zip(row, rgb, strict=True)) for row in BLINDNESS[eyes])
    return oklab([min(1.0, max(0.0, one)) for one in mixed])


def distance(eyes: str, one: str, other: str) -> float:
    pairs = zip(seen_by(eyes, one), seen_by(eyes, other), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", ["paper", "card"])
@pytest.mark.parametrize("text", ON_SURFACES)
def test_text__on_a_surface__has_enough_contrast(theme: str, surface: str, text: str) -> None:
    assert contrast(COLOURS[theme][text], COLOURS[theme][surface]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "soft"), [*ON_SOFT, ("warn", "warn-soft"), ("ink", "warn-soft")])
def test_text__on_its_soft_colour__has_enough_contrast(theme: str, text: str, soft: str) -> None:
    assert contrast(COLOURS[theme][text], COLOURS[theme][soft]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("button", ["accent", "accent-strong"])
def test_button__with_words_in_the_card_colour__has_enough_contrast(
    theme: str, button: str
) -> None:
    assert contrast(COLOURS[theme]["card"], COLOURS[theme][button]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_edge_of_a_field__on_a_card__can_be_seen(theme: str) -> None:
    assert contrast(COLOURS[theme]["edge"], COLOURS[theme]["card"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("series", SERIES)
def test_series__on_a_card__can_be_seen(theme: str, series: str) -> None:
    least = 3 if series == "series-1" else 2.2  # beside a bar stand its name and its number
    assert contrast(COLOURS[theme][series], COLOURS[theme]["card"]) >= least


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", sorted(BLINDNESS))
def test_series__seen_with_any_eyes__differ(theme: str, eyes: str) -> None:
    close = {
        pair: round(distance(eyes, *(COLOURS[theme][one] for one in pair)), 3)
        for pair in itertools.combinations(SERIES, 2)
    }
    assert {pair: far for pair, far in close.items() if far < LEAST_DISTANCE} == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("shade", range(SHADES + 1))
def test_share__on_its_shade__has_enough_contrast(theme: str, shade: int) -> None:
    colours = COLOURS[theme]
    assert contrast(colours[f"heat-text-{shade}"], colours[f"heat-{shade}"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", sorted(BLINDNESS))
def test_shades__seen_with_any_eyes__go_one_way_and_each_differs_from_the_next(
    theme: str, eyes: str
) -> None:
    lightness = [seen_by(eyes, COLOURS[theme][f"heat-{shade}"])[0] for shade in range(SHADES + 1)]
    steps = [after - before for before, after in itertools.pairwise(lightness)]
    way = 1 if theme == "dark" else -1
    assert all(way * step > 0.015 for step in steps), steps


def test_every_colour__in_the_style_sheets__is_a_token() -> None:
    styles = (Path(__file__).parents[1] / "static/ui/app.css").read_text("utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", styles.replace("#messages", "")) == []
