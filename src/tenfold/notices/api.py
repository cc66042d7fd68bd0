"""What programs may read and do with notices and ways."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from tenfold.kit import clock
from tenfold.notices import actions, queries
from tenfold.people.permissions import Permission

router = Router(tags=["notices"])
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Notice(Schema):
    """Something that you were told."""

    id: int
    kind: str
    subject: str
    lines: list[str]
    path: str
    verb: str
    urgent: bool
    told_at: datetime
    is_read: bool


class Read(Schema):
    """Which notices were read; without `ids`, all of them."""

    ids: Annotated[list[Id], Field(max_length=1000)] | None = None


class Marked(Schema):
    """How many had not been read before."""

    marked: int


class Way(Schema):
    """A way out of the house. `shown` is all that is said of where it leads."""

    id: int
    name: str
    kind: str
    shown: str
    belongs_to: int | None
    hears_money: bool
    most_a_day: int
    failed: int


class NewWay(Schema):
    """A way to set up. `belongs_to` is the member whose own it is."""

    name: Annotated[str, Field(max_length=100)]
    kind: Literal["email", "apprise", "webhook"]
    address: Annotated[str, Field(max_length=2000)]
    belongs_to: Id | None = None
    hears_money: bool = False
    most_a_day: Annotated[int, Field(ge=1, le=10_000)] | None = None


class WayMade(Way):
    """A way that was set up. `secret` is what webhooks are signed with; it is said only now."""

    secret: str


class Secret(Schema):
    """What webhooks are signed with from now on; it is said only now."""

    secret: str


class Tested(Schema):
    """What became of a test; `problem` is empty where it was taken."""

    way_id: int
    name: str
    problem: str


@router.get("/notices", response=list[Notice], url_name="notices")
def list_notices(
    request: HttpRequest,
    unread: bool = False,
    limit: Annotated[int, Field(ge=1, le=1000)] = 100,
) -> list[queries.NoticeView]:
    """Return what you were told, newest first."""
    return list(
        queries.list_notices(
            account_id=_me(request),
            sees_money=request.viewer.allows(Permission.SEE_MONEY),  # type: ignore[attr-defined]
            unread_only=unread,
            limit=limit,
        )
    )


@router.post("/notices/read", response=Marked, url_name="notices_read")
def mark_read(request: HttpRequest, read: Read) -> dict[str, int]:
    """Mark notices as read."""
    marked = actions.mark_read(account_id=_me(request), notice_ids=read.ids, at=clock.now())
    return {"marked": marked}


@router.get("/ways", response=list[Way], url_name="ways")
def list_ways(request: HttpRequest) -> list[queries.WayView]:  # noqa: ARG001
    """Return the ways out of the house."""
    return list(queries.list_all_ways())


@router.post("/ways", response={201: WayMade}, url_name="ways")
def add_way(request: HttpRequest, way: NewWay) -> Status[dict[str, Any]]:
    """Set up a way."""
    made = actions.add_way(
        name=way.name,
        kind=way.kind,
        address=way.address,
        account_id=way.belongs_to,
        hears_money=way.hears_money,
        most_a_day=way.most_a_day,
        by=_me(request),
        at=clock.now(),
    )
    view = queries.get_way(way_id=made.id)
    said = {name: getattr(view, name) for name in Way.model_fields}
    return Status(201, {**said, "secret": made.secret})


@router.get("/ways/{way_id}", response=Way, url_name="way")
def get_way(request: HttpRequest, way_id: Id) -> queries.WayView:  # noqa: ARG001
    """Return one way."""
    return queries.get_way(way_id=way_id)


@router.delete("/ways/{way_id}", response={204: None}, url_name="way")
def remove_way(request: HttpRequest, way_id: Id) -> Status[None]:
    """Tell a way nothing any more."""
    actions.remove_way(way_id=way_id, by=_me(request), at=clock.now())
    return Status(204, None)


@router.post("/ways/{way_id}/test", response=Tested, url_name="way_test")
def send_test(request: HttpRequest, way_id: Id) -> actions.Tested:  # noqa: ARG001
    """Send a test by a way, now, and say what became of it."""
    return actions.send_test(way_id=way_id, at=clock.now())


@router.post("/ways/{way_id}/secret", response=Secret, url_name="way_secret")
def replace_secret(request: HttpRequest, way_id: Id) -> dict[str, str]:
    """Give a webhook a new secret. For a day it is also signed with the one before."""
    secret = actions.replace_secret(way_id=way_id, by=_me(request), at=clock.now())
    return {"secret": secret}


def _me(request: HttpRequest) -> int:
    assert request.user.pk is not None  # noqa: S101  the permission table lets nobody else in
    return int(request.user.pk)
