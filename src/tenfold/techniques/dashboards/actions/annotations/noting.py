"""Adding a note, changing it, taking it off the charts and back."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.annotations import (
    AnnotationAdded,
    AnnotationBroughtBack,
    AnnotationChanged,
    AnnotationRemoved,
)
from tenfold.people.permissions import Viewer
from tenfold.techniques.dashboards.models import Annotation
from tenfold.techniques.dashboards.rules.annotations.noting import (
    InvalidAnnotation,
    Noted,
    require_mine,
    require_noted,
    unknown_annotation,
)


@transaction.atomic
def add_annotation(*, noted: Noted, by: int | None, at: datetime) -> int:
    """Note what happened; return its id. Raises `InvalidAnnotation`."""
    require_noted(noted=noted)
    row = Annotation.objects.create(**_fields(noted), made_by_id=by, made_at=at, changed_at=at)
    outbox.tell(fact=AnnotationAdded(annotation_id=row.id, kind=row.kind), actor_id=by, at=at)
    return row.id


@transaction.atomic
def change_annotation(*, annotation_id: int, noted: Noted, viewer: Viewer, at: datetime) -> None:
    """Note it otherwise. Saying the same again changes nothing.

    Raises `UnknownAnnotation`, `NotYourAnnotation` and `InvalidAnnotation`.
    """
    row = _mine(annotation_id, viewer)
    require_noted(noted=noted)
    if row.fact:
        raise InvalidAnnotation(_said_by_tenfold(), field="title")
    given = _fields(noted)
    if all(getattr(row, name) == value for name, value in given.items()):
        return
    for name, value in given.items():
        setattr(row, name, value)
    row.changed_at = at
    row.save()
    fact = AnnotationChanged(annotation_id=row.id)
    outbox.tell(fact=fact, actor_id=viewer.account_id, at=at)


@transaction.atomic
def remove_annotation(*, annotation_id: int, viewer: Viewer, at: datetime) -> None:
    """Take a note off the charts. Raises `UnknownAnnotation` and `NotYourAnnotation`."""
    row = _mine(annotation_id, viewer)
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    fact = AnnotationRemoved(annotation_id=row.id)
    outbox.tell(fact=fact, actor_id=viewer.account_id, at=at)


@transaction.atomic
def bring_back_annotation(*, annotation_id: int, viewer: Viewer, at: datetime) -> None:
    """Put a note that was removed back on the charts; nothing happens where it is there.

    Raises `UnknownAnnotation` and `NotYourAnnotation`.
    """
    row = _locked().filter(id=annotation_id).first()
    if row is None:
        raise unknown_annotation()
    require_mine(made_by=row.made_by_id, viewer=viewer)
    if row.removed_at is None:
        return
    row.removed_at = None
    row.save(update_fields=["removed_at"])
    fact = AnnotationBroughtBack(annotation_id=row.id)
    outbox.tell(fact=fact, actor_id=viewer.account_id, at=at)


def _mine(annotation_id: int, viewer: Viewer) -> Annotation:
    row = _locked().filter(id=annotation_id, removed_at=None).first()
    if row is None:
        raise unknown_annotation()
    require_mine(made_by=row.made_by_id, viewer=viewer)
    return row


def _locked() -> QuerySet[Annotation]:
    return Annotation.objects.select_for_update()


def _said_by_tenfold() -> str:
    return _("Tenfold noted this itself. It can be taken off the charts, not put into other words.")


def _fields(noted: Noted) -> dict[str, object]:
    return {
        "kind": noted.kind,
        "title": noted.title.strip(),
        "about": noted.about.strip(),
        "starts_on": noted.starts_on,
        "ends_on": noted.ends_on,
        "time": noted.time,
        "metric": noted.metric,
        "event": noted.event,
    }
