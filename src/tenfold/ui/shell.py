"""What stands around every page: navigation, company, and who is signed in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from tenfold.ui.format import Formats
from tenfold.ui.manifest import Manifest, NavItem, Place, list_manifests

PHONE_PLACES = 5
TITLES: dict[Place, Any] = {
    Place.TOP: "",
    Place.WHERE: _("Where"),
    Place.OWN: _("What we own"),
    Place.LINK: _("Whom we link with"),
    Place.LEVERAGE: _("What we leverage"),
    Place.LEARN: _("How we learn"),
    Place.HOUSE: _("The house"),
}


@dataclass(frozen=True)
class Link:
    """One entry of the navigation, ready to be drawn."""

    label: Any
    short: Any
    url: str
    current: bool
    phone: bool
    count: int = 0
    counts: Any = ""


@dataclass(frozen=True)
class Section:
    """Entries under one title; the first section has none."""

    title: Any
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Shell:
    """All that base.html needs. `phone` are at most four places: the fifth is "More".

    `more` is what is counted beside the entries that a phone shows under "More" alone.
    """

    company: str
    person: str
    sections: tuple[Section, ...]
    phone: tuple[Link, ...]
    more: int = 0


def _count_nothing(item: NavItem) -> int:  # noqa: ARG001
    return 0


def build_sections(
    *,
    manifests: Iterable[Manifest],
    path: str,
    may_open: Callable[[str], bool],
    count: Callable[[NavItem], int] = _count_nothing,
) -> tuple[Section, ...]:
    """Return the navigation in the order of `Place`, without what the viewer may not open.

    Exactly one link is current: the one whose address is the longest beginning of `path`.
    """
    items = [item for manifest in manifests for item in manifest.navigation]
    addressed = [(item, _address(item)) for item in items if may_open(item.url_name)]
    here = max(
        (url for _, url in addressed if path == url or (url != "/" and path.startswith(url))),
        key=len,
        default=None,
    )
    ordered = sorted(addressed, key=lambda pair: pair[0].order)
    return tuple(
        Section(TITLES[place], links)
        for place in Place
        if (links := _links([pair for pair in ordered if pair[0].place is place], here, count))
    )


def _links(
    addressed: list[tuple[NavItem, str]], here: str | None, count: Callable[[NavItem], int]
) -> tuple[Link, ...]:
    return tuple(
        Link(
            item.label,
            item.short or item.label,
            url,
            url == here,
            item.phone,
            count=count(item),
            counts=item.counts,
        )
        for item, url in addressed
        if url
    )


def _address(item: NavItem) -> str:
    """A page that is not installed has no address, and then no place in the navigation."""
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return ""


def read_formats(request: HttpRequest) -> Formats:
    """Return how the company of this request writes; neutral where there is no company yet."""
    company = getattr(request, "company", None)
    if company is None:
        return Formats()
    return Formats(
        language=company.language or "en", timezone=company.timezone, currency=company.currency
    )


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template `shell`, and `formats` for the tags in `{% load tenfold %}`.

    A middleware may put `may_open` on the request (URL name -> bool): what a person may not open
    is not in the navigation.
    """
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    sections = build_sections(
        manifests=list_manifests() if signed_in else (),
        path=request.path,
        may_open=getattr(request, "may_open", lambda _: True),
        count=lambda item: item.count(request) if item.count else 0,
    )
    links = [link for section in sections for link in section.links]
    phone = tuple(link for link in links if link.phone)[: PHONE_PLACES - 1]
    return {
        "formats": read_formats(request),
        "shell": Shell(
            company=getattr(getattr(request, "company", None), "name", ""),
            person=(getattr(user, "name", "") or str(user)) if signed_in else "",
            sections=sections,
            phone=phone,
            more=sum(link.count for link in links if link not in phone),
        ),
    }
