"""The catalogue: what people say about names and properties."""

from datetime import datetime

from django.db import transaction

from tenfold.facts import interfaces as facts
from tenfold.outbox import tell
from tenfold.techniques.interfaces.models import NameDescription, PropertyDescription
from tenfold.techniques.interfaces.rules import catalogue as rules


@transaction.atomic
def describe_name(
    *,
    name: str,
    description: str,
    by: int | None,
    at: datetime,
    property: str | None = None,
) -> None:
    """Say what an event name, or one of its properties, means. An empty description takes it back.

    Raises `UnknownName` or `DescriptionTooLong`.
    """
    cleaned = rules.clean_description(text=description)
    _change(name=name, property=property, changes={"description": cleaned}, by=by, at=at)


@transaction.atomic
def hide_name(
    *,
    name: str,
    hidden: bool,
    by: int | None,
    at: datetime,
    property: str | None = None,
) -> None:
    """Leave an event name, or one of its properties, out of lists; or show it again.

    Nothing is lost: it is still stored and still counted. Raises `UnknownName`.
    """
    _change(name=name, property=property, changes={"hidden": hidden}, by=by, at=at)


@transaction.atomic
def require_property(
    *,
    name: str,
    property: str,
    required: bool,
    by: int | None,
    at: datetime,
) -> None:
    """Say that each event of that name should have the property; those without are counted.

    Events that lack it are still stored. Raises `UnknownName`.
    """
    _change(name=name, property=property, changes={"required": required}, by=by, at=at)


def _change(
    *,
    name: str,
    property: str | None,
    changes: dict[str, str | bool],
    by: int | None,
    at: datetime,
) -> None:
    rules.require_describable(name=name)
    values = {**changes, "changed_at": at, "changed_by_id": by}
    if property is None:
        NameDescription.objects.update_or_create(name=name, defaults=values)
    else:
        rules.require_describable(name=property)
        PropertyDescription.objects.update_or_create(name=name, property=property, defaults=values)
    tell(fact=facts.CatalogueChanged(changed=sorted(changes)[0]), actor_id=by, at=at)
