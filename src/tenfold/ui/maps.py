"""A map as a value: a number for each country, darker where more; what is on no map beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tenfold.ui.bars import UNKNOWN
from tenfold.ui.countries import find_country, name_country
from tenfold.ui.format import Formats, Value
from tenfold.ui.heat import SHADES


@dataclass(frozen=True)
class Place:
    """One group. `said` is what the events say: "Norway", "NO", "Norge"; `rest`: all others."""

    said: str
    value: Value | None
    behind: str = ""
    rest: bool = False


@dataclass(frozen=True)
class WorldMap:
    """Numbers by country, the largest first. What is no country stands beside the map.

    id       unique on the page
    title    what a screen reader calls it, and what stands over a downloaded picture
    unit     ISO 4217 code, "%" (values are shares), "" or a word
    adds     whether two spellings of one country may be added up; else each stands for itself in
             the table, and the first is drawn
    column   what the numbers are, over their column
    csv_url  where the same can be fetched as CSV; "": nowhere
    """

    id: str
    title: str
    places: tuple[Place, ...]
    unit: str = ""
    adds: bool = True
    column: str = ""
    csv_url: str = ""

    def lands(self) -> tuple["Land", ...]:
        """Return the countries, the largest number first."""
        found: dict[str, Land] = {}
        for place in self.places:
            code = "" if place.rest else find_country(text=place.said)
            if not code:
                continue
            known = found.get(code)
            found[code] = Land(code, (place,) if known is None else (*known.places, place))
        return tuple(sorted(found.values(), key=lambda land: -land.size(adds=self.adds)))

    def elsewhere(self) -> tuple[Place, ...]:
        """Return what is no country: never dropped, only not drawn."""
        return tuple(one for one in self.places if one.rest or not find_country(text=one.said))

    def as_json(self, *, formats: Formats) -> dict[str, Any]:
        """Return what the map's script reads, by code."""
        lands = self.lands()
        darkest = self._darkest(lands)
        return {
            land.code: {
                "name": name_country(code=land.code, formats=formats),
                "text": self.write(land.value(adds=self.adds), formats),
                "shade": shade_of(value=land.value(adds=self.adds), darkest=darkest),
            }
            for land in lands
        }

    def rows(self, *, formats: Formats) -> list["DrawnPlace"]:
        """Return the table: a country with all its spellings, or each for itself."""
        return [row for land in self.lands() for row in self._rows(land, formats)]

    def others(self, *, formats: Formats) -> list["DrawnPlace"]:
        """Return what is beside the map."""
        return [
            DrawnPlace("", one.said, self.write(one.value, formats), one.behind)
            for one in self.elsewhere()
        ]

    def scale(self, *, formats: Formats) -> list[tuple[int, str]]:
        """Return each shade and the number it begins with, for the legend."""
        darkest = self._darkest(self.lands())
        return [
            (shade, self.write(begin_of(shade=shade, darkest=darkest), formats))
            for shade in range(1, SHADES + 1)
        ]

    def write(self, value: Value | None, formats: Formats) -> str:
        """Return a number as it stands on the map and in its table."""
        return UNKNOWN if value is None else formats.value(value=value, unit=self.unit)

    def _rows(self, land: "Land", formats: Formats) -> list["DrawnPlace"]:
        name = name_country(code=land.code, formats=formats)
        if len(land.places) == 1:
            only = land.places[0]
            return [DrawnPlace(land.code, name, self.write(only.value, formats), only.behind)]
        single = [
            DrawnPlace("", f"{name} ({one.said})", self.write(one.value, formats), one.behind)
            for one in land.places
        ]
        if not self.adds:
            return [DrawnPlace(land.code, *_parts(single[0])), *single[1:]]
        return [DrawnPlace(land.code, name, self.write(land.value(adds=True), formats)), *single]

    def _darkest(self, lands: Sequence["Land"]) -> float:
        return max((land.size(adds=self.adds) for land in lands), default=0.0)


@dataclass(frozen=True)
class Land:
    """A country, and all the groups whose name means it."""

    code: str
    places: tuple[Place, ...]

    def value(self, *, adds: bool) -> Value | None:
        """Return its number: of all spellings together, or of the first that has one."""
        known = [place.value for place in self.places if place.value is not None]
        if not known:
            return None
        return sum(known[1:], known[0]) if adds else known[0]

    def size(self, *, adds: bool) -> float:
        """Return its number to compare by; nothing known is nothing."""
        value = self.value(adds=adds)
        return 0.0 if value is None else float(value)


@dataclass(frozen=True)
class DrawnPlace:
    """A row with every text ready. `code` is what its land on the map is called; "": none."""

    code: str
    name: str
    text: str
    behind: str = ""


def _parts(row: DrawnPlace) -> tuple[str, str, str]:
    return row.name, row.text, row.behind


def begin_of(*, shade: int, darkest: float) -> float:
    """Return the number with which a shade begins.

    The steps grow by the square, because a few countries have most of what there is: in equal steps
    all others would look alike.
    """
    return darkest * ((shade - 1) / SHADES) ** 2


def shade_of(*, value: Value | None, darkest: float) -> int:
    """Return 0 for nothing, else 1 to 7."""
    if value is None or float(value) <= 0 or darkest <= 0:
        return 0
    return min(SHADES, 1 + int(SHADES * (float(value) / darkest) ** 0.5))
