"""Annotations in words: the list, and one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from tenfold.metrics.queries import list_metrics
from tenfold.people.permissions import Viewer
from tenfold.techniques.dashboards.asgi.feed import get_feed
from tenfold.techniques.dashboards.models import Annotation, Objective
from tenfold.techniques.dashboards.queries.annotations.views import (
    KIND_NAMES,
    AnnotationsPage,
    AnnotationView,
    KindFilter,
    Year,
)
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.rules.annotations.facts import say_fact
from tenfold.techniques.dashboards.rules.annotations.noting import may_change, unknown_annotation
from tenfold.techniques.dashboards.rules.happening import name_in_words
from tenfold.ui.countries import country_of_zone, name_country
from tenfold.ui.format import Formats

MOST = 300


@dataclass
class Wording:
    """Puts annotations into words. Looks names up once, and only where they are needed."""

    formats: Formats
    viewer: Viewer | None = None
    _metrics: dict[str, str] | None = None
    _sources: dict[str, str] | None = None
    _objectives: dict[str, str] | None = None

    def view(self, row: Annotation) -> AnnotationView:
        """Return one annotation in words."""
        return AnnotationView(
            id=row.id,
            kind=row.kind,
            kind_name=str(KIND_NAMES[row.kind]),
            title=self.title(row),
            about=row.about,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            time=row.time,
            when=self.when(row),
            metric=row.metric,
            event=row.event,
            concerns=self._concerns(row),
            by=row.made_by.name if row.made_by else "",
            mine=self.viewer is not None and row.made_by_id == self.viewer.account_id,
            may_change=self.viewer is not None
            and may_change(made_by=row.made_by_id, viewer=self.viewer),
            is_fact=bool(row.fact),
            removed=row.removed_at is not None,
        )

    def title(self, row: Annotation) -> str:
        """Return what happened."""
        if not row.fact:
            return row.title
        return say_fact(fact=row.fact, says=row.says, names=self._name)

    def when(self, row: Annotation) -> str:
        """Return the day, the days or the moment."""
        if row.ends_on is not None:
            return self.formats.days(first=row.starts_on, last=row.ends_on)
        day = self.formats.day(on=row.starts_on)
        return day if row.time is None else f"{day}, {self.formats.clock(at=row.time)}"

    def _concerns(self, row: Annotation) -> str:
        if row.metric:
            return self._name("metric", row.metric) or row.metric
        return name_in_words(name=row.event) if row.event else ""

    def _name(self, what: str, id: str) -> str:
        if what == "number":
            return self.formats.number(value=int(id))
        if what == "metric":
            if self._metrics is None:
                self._metrics = {one.name: one.title for one in list_metrics()}
            return self._metrics.get(id, "")
        if what == "objective":
            return self._objective(id)
        return self._source(id) if what == "source" else ""

    def _objective(self, id: str) -> str:
        if self._objectives is None:
            rows = Objective.objects.values_list("id", "title")
            self._objectives = {str(number): title for number, title in rows}
        return self._objectives.get(id, "")

    def _source(self, id: str) -> str:
        if self._sources is None:
            feed = get_feed()
            names = feed.source_names() if feed else {}
            self._sources = {str(number): name for number, name in names.items()}
        return self._sources.get(id, "")


def rows_between(*, first: date | None, last: date | None) -> QuerySet[Annotation]:
    """Return the rows that touch the days from `first` to `last`; None: from ever, for ever."""
    rows = Annotation.objects.filter(removed_at=None).select_related("made_by")
    if last is not None:
        rows = rows.filter(starts_on__lte=last)
    if first is not None:
        rows = rows.filter(Q(ends_on__gte=first) | Q(starts_on__gte=first))
    return rows


def list_annotations(
    *,
    formats: Formats,
    viewer: Viewer | None,
    first: date | None = None,
    last: date | None = None,
    kind: str = "",
    limit: int = MOST,
) -> tuple[AnnotationView, ...]:
    """Return what happened between two days, the latest first."""
    rows = rows_between(first=first, last=last)
    wording = Wording(formats, viewer)
    chosen = rows.filter(kind=kind) if kind else rows
    return tuple(wording.view(row) for row in chosen[:limit])


def get_annotation(
    *, annotation_id: int, formats: Formats, viewer: Viewer | None, removed: bool = False
) -> AnnotationView:
    """Return one annotation, or one that was removed. Raises `UnknownAnnotation`."""
    rows = Annotation.objects.select_related("made_by").filter(id=annotation_id)
    row = rows.filter(removed_at__isnull=not removed).first()
    if row is None:
        raise unknown_annotation()
    return Wording(formats, viewer).view(row)


def get_page(*, asker: Asker, kind: str = "", removed: str = "") -> AnnotationsPage:
    """Return the page of all annotations. `removed`: the id of what was removed just now."""
    chosen = kind if kind in KIND_NAMES else ""
    found = list_annotations(formats=asker.formats, viewer=asker.viewer, kind=chosen)
    counts = _counts()
    code = country_of_zone(timezone=asker.company.timezone)
    this_year = asker.calendar.to_local(at=asker.at).year
    shown = sum(counts.values()) if not chosen else counts.get(chosen, 0)
    return AnnotationsPage(
        years=_by_year(found),
        kinds=_filters(counts, chosen, asker.formats),
        country=code,
        country_name=name_country(code=code, formats=asker.formats),
        holiday_years=tuple(range(this_year - 2, this_year + 2)),
        removed=_removed(removed, asker),
        more=shown - len(found),
    )


def _removed(given: str, asker: Asker) -> AnnotationView | None:
    if not given.isdecimal() or len(given) > 18:
        return None
    rows = Annotation.objects.select_related("made_by").exclude(removed_at=None)
    row = rows.filter(id=int(given)).first()
    view = Wording(asker.formats, asker.viewer).view(row) if row else None
    return view if view is not None and view.may_change else None


def _counts() -> dict[str, int]:
    rows = Annotation.objects.filter(removed_at=None).order_by()
    return dict(rows.values_list("kind").annotate(Count("id")))


def _filters(counts: dict[str, int], chosen: str, formats: Formats) -> tuple[KindFilter, ...]:
    """All kinds, and each that there is; nothing to choose where there is only one."""
    there = [kind for kind in KIND_NAMES if counts.get(kind)]
    if len(there) < 2 and not chosen:
        return ()
    return tuple(
        KindFilter(kind, str(KIND_NAMES[kind]), formats.number(value=counts[kind]), kind == chosen)
        for kind in there
    )


def _by_year(found: Iterable[AnnotationView]) -> tuple[Year, ...]:
    years = groupby(found, key=lambda one: one.starts_on.year)
    return tuple(Year(year, tuple(those)) for year, those in years)
