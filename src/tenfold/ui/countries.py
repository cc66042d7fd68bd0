"""Which country a text means: a code, or a name in one of the languages of our customers.

    find_country(text="Norge") -> "NO"        name_country(code="NO", formats=formats) -> "Norway"

Names and codes come from CLDR (Babel). Pure.
"""

import re
import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from tenfold.ui.format import Formats

LANGUAGES = (
    *("en", "de", "fr", "es", "it", "nl", "da", "nb", "sv", "fi", "is", "pl", "pt", "cs"),
    *("sk", "hu", "ro", "el", "tr", "et", "lv", "lt", "sl", "hr", "bg", "uk", "ru", "ja"),
)
"""Where two languages call two countries the same, the earlier one is meant."""

_ALSO = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "great britain": "GB", "united states of america": "US", "america": "US", "holland": "NL",
    "the netherlands": "NL", "czech republic": "CZ", "south korea": "KR", "north korea": "KP",
    "ivory coast": "CI", "russian federation": "RU", "eire": "IE", "republic of ireland": "IE",
    "viet nam": "VN", "turkey": "TR", "macedonia": "MK", "uae": "AE", "el": "GR", "hong kong": "HK",
    "macau": "MO", "burma": "MM", "swaziland": "SZ", "cape verde": "CV", "channel islands": "JE",
    "rsa": "ZA", "usa": "US", "u s a": "US", "u k": "GB", "gbr": "GB", "palestine": "PS",
}  # fmt: skip
_NOT_A_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_SIGNS = re.compile(r"[^\w]+")


def find_country(*, text: str) -> str:
    """Return the ISO 3166 code (two letters, XK for Kosovo) that a text means, or ""."""
    wanted = _plain(text)
    return _names().get(wanted, "") if wanted else ""


def name_country(*, code: str, formats: Formats) -> str:
    """Return a country's name in the company's language; the code where CLDR has none."""
    return str(formats.locale.territories.get(code, code))


def country_of_zone(*, timezone: str) -> str:
    """Return the code of the country that a time zone is of ("Europe/Copenhagen": DK), or ""."""
    found = get_global("zone_territories").get(timezone, "")
    return found if len(found) == 2 else ""


def _plain(text: str) -> str:
    """Without case, accents and signs: "Côte d’Ivoire" and "cote d ivoire" are one."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _SIGNS.sub(" ", bare).strip()


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    found = dict(_ALSO)
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if _is_country(code):
                found.setdefault(_plain(code), code)
                found.setdefault(_plain(name), code)
    for older, newer in get_global("territory_aliases").items():
        if len(newer) == 1 and _is_country(newer[0]) and (len(older) == 3 or older.isdigit()):
            found.setdefault(_plain(older), newer[0])
    return found


def _is_country(code: str) -> bool:
    return len(code) == 2 and code not in _NOT_A_COUNTRY
