"""The shapes of annotations that templates, programs and charts receive."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.translation import gettext_lazy as _

KIND_NAMES: dict[str, Any] = {
    "release": _("Release"),
    "campaign": _("Campaign"),
    "holiday": _("Holiday"),
    "experiment": _("Experiment"),
    "other": _("Other"),
    "fact": _("Noted by Tenfold"),
}


@dataclass(frozen=True)
class AnnotationView:
    """One annotation, with every text ready.

    title     what happened; a fact is put into words here
    when      "24 Nov 2026", "20–24 Nov 2026" or "24 Nov 2026, 14:02"
    concerns  what it is about, in words; "": everything
    by        who noted it; "": Tenfold itself, or a program
    """

    id: int
    kind: str
    kind_name: str
    title: str
    about: str
    starts_on: date
    ends_on: date | None
    time: time | None
    when: str
    metric: str
    event: str
    concerns: str
    by: str
    mine: bool
    may_change: bool
    is_fact: bool
    removed: bool = False


@dataclass(frozen=True)
class Year:
    """The annotations of one year, the latest first."""

    year: int
    annotations: tuple[AnnotationView, ...]


@dataclass(frozen=True)
class KindFilter:
    """A kind by which the list can be narrowed."""

    kind: str
    name: str
    count: str
    chosen: bool


@dataclass(frozen=True)
class AnnotationsPage:
    """The page of all annotations.

    country  whose public holidays can be noted, by its code, and what it is called; "": not known
    removed  the one that was removed just now, while it can be brought back
    """

    years: tuple[Year, ...]
    kinds: tuple[KindFilter, ...]
    country: str
    country_name: str
    holiday_years: tuple[int, ...]
    removed: AnnotationView | None = None
    more: int = 0

    @property
    def chosen(self) -> bool:
        """Whether only one kind is shown."""
        return any(one.chosen for one in self.kinds)
