"""This technique's part of the interface of programs: boards and their tiles."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema, Status

from tenfold.kit import clock
from tenfold.people.queries import get_company, get_viewer
from tenfold.techniques.dashboards.actions import boards as actions
from tenfold.techniques.dashboards.queries.asking import Asker, make_asker
from tenfold.techniques.dashboards.queries.boards import boards as queries
from tenfold.techniques.dashboards.queries.boards import plain
from tenfold.techniques.dashboards.rules.boards.grid import COLUMNS, DEEPEST, MOST_TILES, TALLEST
from tenfold.techniques.dashboards.rules.boards.grid import Place as GridPlace
from tenfold.techniques.dashboards.rules.boards.kinds import SAYING
from tenfold.techniques.dashboards.rules.boards.owning import LONGEST_ABOUT, LONGEST_TITLE
from tenfold.techniques.dashboards.rules.boards.tiles import (
    LONGEST_QUERY,
    NewTile,
    draft_of_tile,
    make_tile,
)

router = Router(tags=["boards"])
MOST_ID = 2**63 - 1
BoardId = Annotated[int, Path(ge=1, le=MOST_ID, description="A board's id.")]
TileId = Annotated[int, Path(ge=1, le=MOST_ID, description="A tile's id.")]
Title = Annotated[str, Field(max_length=LONGEST_TITLE)]
About = Annotated[str, Field(max_length=LONGEST_ABOUT)]


class Place(Schema):
    """Where a tile stands: columns (twelve) and rows, counted from 0 at the top left."""

    x: Annotated[int, Field(ge=0, lt=COLUMNS)]
    y: Annotated[int, Field(ge=0, lt=DEEPEST)]
    width: Annotated[int, Field(ge=1, le=COLUMNS)]
    height: Annotated[int, Field(ge=1, le=TALLEST)]


class TileGiven(Schema):
    """A tile to be made; see docs/reference/boards.md.

    `kind` "": as fits the question best. `query`: as the page Explore writes it into its address.
    Without a place it goes to the first that is free.
    """

    kind: Annotated[str, Field(max_length=16)] = ""
    title: Title = ""
    query: Annotated[str, Field(max_length=LONGEST_QUERY)] = ""
    says: dict[str, Any] = {}
    place: Place | None = None


class TileChange(Schema):
    """What a tile is to ask and show from now on. It stays where it is."""

    kind: Annotated[str, Field(max_length=16)] = ""
    title: Title = ""
    query: Annotated[str, Field(max_length=LONGEST_QUERY)] = ""
    says: dict[str, Any] = {}


class BoardGiven(Schema):
    """A board to be made."""

    title: Title
    about: About = ""
    tiles: Annotated[list[TileGiven], Field(max_length=MOST_TILES)] = []


class BoardChange(Schema):
    """What is to be different about a board; what is left out stays."""

    title: Title | None = None
    about: About | None = None
    archived: bool | None = None


class PlaceOfTile(Place):
    """Where one tile is to stand."""

    id: Annotated[int, Field(ge=1, le=MOST_ID)]


class PlacesGiven(Schema):
    """A place for each tile of the board, at the version of it that you have seen."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    places: Annotated[list[PlaceOfTile], Field(max_length=MOST_TILES)]


class Places(Schema):
    """Where the tiles stand now."""

    version: int
    places: list[PlaceOfTile]


class BoardHead(Schema):
    """A board without its tiles."""

    id: int
    title: str
    about: str
    made_by: str
    changed_at: datetime
    tile_count: int
    version: int
    may_change: bool
    archived: bool


class Tile(Schema):
    """A tile with what it shows. `answer`: as /api/metrics answers; null where there is none to see."""

    id: int
    kind: str
    title: str
    over: str
    query: str
    says: dict[str, Any]
    place: Place
    sentence: str
    value: str
    hidden: bool
    problem: str
    next_step: str
    digest: str
    answer: dict[str, Any] | None


class Board(BoardHead):
    """A board with the answers of all its tiles, in the order in which they are read."""

    fresh_at: datetime | None
    tiles: list[Tile]


@router.get("/boards", response=list[BoardHead], url_name="boards")
def list_boards(request: HttpRequest) -> list[dict[str, Any]]:
    """Return every board, those that were archived last."""
    return plain.list_as_json(asker=_asker(request))


@router.post("/boards", response={201: Board}, url_name="boards")
def make(request: HttpRequest, given: BoardGiven) -> Status[dict[str, Any]]:
    """Make a board, with tiles where some are given."""
    board_id = actions.make_board(
        title=given.title,
        about=given.about,
        tiles=[_tile(one) for one in given.tiles],
        by=_me(request),
        at=clock.now(),
    )
    return Status(201, plain.board_as_json(board_id=board_id, asker=_asker(request)))


@router.get("/boards/{board_id}", response=Board, url_name="board")
def show(request: HttpRequest, board_id: BoardId) -> dict[str, Any]:
    """Return a board with the answers of all its tiles, read from the log together."""
    return plain.board_as_json(board_id=board_id, asker=_asker(request))


@router.patch("/boards/{board_id}", response=Board, url_name="board")
def change(request: HttpRequest, board_id: BoardId, given: BoardChange) -> dict[str, Any]:
    """Call a board something else, archive it, or bring it back."""
    actions.change_board(board_id=board_id, **given.dict(), by=_me(request), at=clock.now())
    return show(request, board_id)


@router.delete("/boards/{board_id}", response={204: None}, url_name="board")
def remove(request: HttpRequest, board_id: BoardId) -> Status[None]:
    """Archive a board. Nothing of it is lost: PATCH it with archived=false to bring it back."""
    actions.archive_board(board_id=board_id, by=_me(request), at=clock.now())
    return Status(204, None)


@router.get("/boards/{board_id}/places", response=Places, url_name="board_places")
def list_places(request: HttpRequest, board_id: BoardId) -> dict[str, Any]:  # noqa: ARG001
    """Return where the tiles of a board stand, and at which version."""
    return queries.get_layout(board_id=board_id)


@router.put("/boards/{board_id}/places", response=Places, url_name="board_places")
def arrange(request: HttpRequest, board_id: BoardId, given: PlacesGiven) -> dict[str, Any]:
    """Arrange a board: a place for each of its tiles, none over another."""
    places = {one.id: GridPlace(one.x, one.y, one.width, one.height) for one in given.places}
    actions.move_tiles(
        board_id=board_id,
        places=places,
        version=given.version,
        by=_me(request),
        at=clock.now(),
    )
    return queries.get_layout(board_id=board_id)


@router.post("/boards/{board_id}/tiles", response={201: Board}, url_name="board_tiles")
def add_tile(request: HttpRequest, board_id: BoardId, given: TileGiven) -> Status[dict[str, Any]]:
    """Put a tile on a board: at its place if that is free, else at the first that is."""
    actions.add_tile(board_id=board_id, tile=_tile(given), by=_me(request), at=clock.now())
    return Status(201, show(request, board_id))


@router.put("/boards/{board_id}/tiles/{tile_id}", response=Board, url_name="board_tile")
def change_tile(
    request: HttpRequest, board_id: BoardId, tile_id: TileId, given: TileChange
) -> dict[str, Any]:
    """Make a tile ask and show something else. It stays where it is."""
    actions.change_tile(
        board_id=board_id,
        tile_id=tile_id,
        tile=_tile(TileGiven(**given.dict())),
        by=_me(request),
        at=clock.now(),
    )
    return show(request, board_id)


@router.delete("/boards/{board_id}/tiles/{tile_id}", response={204: None}, url_name="board_tile")
def remove_tile(request: HttpRequest, board_id: BoardId, tile_id: TileId) -> Status[None]:
    """Take a tile away. For thirty days it can be put back."""
    actions.remove_tile(board_id=board_id, tile_id=tile_id, by=_me(request), at=clock.now())
    return Status(204, None)


@router.post("/boards/{board_id}/tiles/{tile_id}/back", response=Board, url_name="board_tile_back")
def put_back(request: HttpRequest, board_id: BoardId, tile_id: TileId) -> dict[str, Any]:
    """Put a tile back that was taken away."""
    actions.put_back_tile(board_id=board_id, tile_id=tile_id, by=_me(request), at=clock.now())
    return show(request, board_id)


def _tile(given: TileGiven) -> NewTile:
    at = given.place
    place = (at.x, at.y, at.width, at.height) if at is not None else None
    if given.kind in SAYING:
        return NewTile(kind=given.kind, title=given.title, says=given.says, place=place)
    return make_tile(
        draft=draft_of_tile(query=given.query),
        kind=given.kind,
        title=given.title,
        says=given.says,
        place=place,
    )


def _asker(request: HttpRequest) -> Asker:
    viewer = get_viewer(account_id=_me(request))
    return make_asker(viewer=viewer, company=get_company(), at=clock.now())


def _me(request: HttpRequest) -> int:
    assert request.user.pk is not None  # noqa: S101  the permission table lets nobody else in
    return int(request.user.pk)
