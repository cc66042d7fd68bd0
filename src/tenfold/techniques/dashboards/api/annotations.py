"""This technique's part of the interface of programs: what happened, as it stands on the charts."""

from datetime import date, time
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from tenfold.kit import clock
from tenfold.people.permissions import Viewer
from tenfold.people.queries import get_company, get_viewer
from tenfold.techniques.dashboards.actions.annotations import holidays, noting
from tenfold.techniques.dashboards.queries.annotations import listing
from tenfold.techniques.dashboards.queries.annotations.views import AnnotationView
from tenfold.techniques.dashboards.rules.annotations.noting import Noted
from tenfold.ui.countries import country_of_zone, find_country
from tenfold.ui.format import Formats

router = Router(tags=["annotations"])
Title = Annotated[str, Field(max_length=120, description="What happened, in a few words.")]
Kind = Annotated[
    str,
    Field(max_length=16, description="release, campaign, holiday, experiment or other."),
]
Moment = Annotated[
    time | None, Field(description="The moment of that one day; null: the whole of it.")
]


class Annotation(Schema):
    """Something that happened. Days are the company's, the last one included.

    `metric`, `event`: the one number or event whose charts it stands on; blank: on all.
    `is_fact`: Tenfold noted it itself.
    """

    id: int
    kind: str
    title: str
    about: str
    starts_on: date
    ends_on: date | None
    time: Moment
    metric: str
    event: str
    by: str
    is_fact: bool


class AnnotationGiven(Schema):
    """What to note."""

    title: Title
    kind: Kind = "other"
    starts_on: date
    ends_on: date | None = None
    time: Moment = None
    about: Annotated[str, Field(max_length=1_000)] = ""
    metric: Annotated[str, Field(max_length=60)] = ""
    event: Annotated[str, Field(max_length=200)] = ""


class Between(Schema):
    """Which annotations."""

    first: Annotated[date | None, Field(alias="from", description="The first day.")] = None
    last: Annotated[date | None, Field(alias="to", description="The last day, included.")] = None
    limit: Annotated[int, Field(ge=1, le=1_000)] = 300


class HolidaysGiven(Schema):
    """Of which years; `country`: ISO 3166 or a name, blank: the company's."""

    years: Annotated[
        list[Annotated[int, Field(ge=1900, le=2199)]],
        Field(min_length=1, max_length=holidays.MOST_YEARS),
    ]
    country: Annotated[str, Field(max_length=60)] = ""


class HolidaysAdded(Schema):
    """How many days were new."""

    country: str
    added: int


@router.get("/annotations", response=list[Annotation], url_name="annotations")
def list_annotations(request: HttpRequest, asked: Query[Between]) -> tuple[AnnotationView, ...]:
    """Return what happened, the latest first."""
    return listing.list_annotations(
        formats=_formats(),
        viewer=_viewer(request),
        first=asked.first,
        last=asked.last,
        limit=asked.limit,
    )


@router.post("/annotations", response={201: Annotation}, url_name="annotations")
def add(request: HttpRequest, given: AnnotationGiven) -> Status[AnnotationView]:
    """Note what happened: what a release pipeline does when it is through."""
    viewer = _viewer(request)
    made = noting.add_annotation(noted=Noted(**given.dict()), by=viewer.account_id, at=clock.now())
    return Status(201, _one(made, viewer))


@router.post("/annotations/holidays", response=HolidaysAdded, url_name="annotation_holidays")
def add_holidays(request: HttpRequest, given: HolidaysGiven) -> HolidaysAdded:
    """Note the public holidays of a country. A day that was noted before stays as it is."""
    company = get_company()
    own = country_of_zone(timezone=company.timezone)
    country = find_country(text=given.country) or given.country if given.country else own
    added = holidays.note_holidays(
        country=country,
        years=given.years,
        language=company.language,
        by=_viewer(request).account_id,
        at=clock.now(),
    )
    return HolidaysAdded(country=country, added=added)


@router.get("/annotations/{int:annotation_id}", response=Annotation, url_name="annotation")
def show(request: HttpRequest, annotation_id: int) -> AnnotationView:
    """Return one annotation."""
    return _one(annotation_id, _viewer(request))


@router.put("/annotations/{int:annotation_id}", response=Annotation, url_name="annotation")
def change(request: HttpRequest, annotation_id: int, given: AnnotationGiven) -> AnnotationView:
    """Note it otherwise. Your own; everybody's where you define numbers."""
    viewer = _viewer(request)
    noting.change_annotation(
        annotation_id=annotation_id, noted=Noted(**given.dict()), viewer=viewer, at=clock.now()
    )
    return _one(annotation_id, viewer)


@router.delete("/annotations/{int:annotation_id}", response={204: None}, url_name="annotation")
def remove(request: HttpRequest, annotation_id: int) -> Status[None]:
    """Take it off the charts."""
    viewer = _viewer(request)
    noting.remove_annotation(annotation_id=annotation_id, viewer=viewer, at=clock.now())
    return Status(204, None)


@router.post(
    "/annotations/{int:annotation_id}/bring-back",
    response=Annotation,
    url_name="annotation_bring_back",
)
def bring_back(request: HttpRequest, annotation_id: int) -> AnnotationView:
    """Put it back on the charts."""
    viewer = _viewer(request)
    noting.bring_back_annotation(annotation_id=annotation_id, viewer=viewer, at=clock.now())
    return _one(annotation_id, viewer)


def _one(annotation_id: int, viewer: Viewer) -> AnnotationView:
    return listing.get_annotation(annotation_id=annotation_id, formats=_formats(), viewer=viewer)


def _formats() -> Formats:
    company = get_company()
    return Formats(language=company.language, timezone=company.timezone, currency=company.currency)


def _viewer(request: HttpRequest) -> Viewer:
    assert request.user.pk is not None  # noqa: S101  the permission table lets nobody else in
    return get_viewer(account_id=int(request.user.pk))
