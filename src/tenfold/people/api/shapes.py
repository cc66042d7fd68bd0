"""What the operations of this room share: the shapes of ids and texts, and who asks."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Schema

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Text = Annotated[str, Field(max_length=2000)]


def get_me(request: HttpRequest) -> int:
    """Return the id of whoever asks; the permission table has let them in."""
    assert request.user.pk is not None  # noqa: S101  the permission table lets nobody else in
    return int(request.user.pk)


def merge(*, shape: type[Schema], now: Any, change: Schema) -> dict[str, Any]:
    """Return what is, overlaid with what was sent and is not null."""
    sent = change.dict(exclude_none=True)
    return {name: sent.get(name, getattr(now, name)) for name in shape.model_fields}
