"""A board of a shop that has sold something."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from tenfold.people.models import Account
from tenfold.techniques.dashboards.actions.boards import make_board
from tenfold.techniques.dashboards.actions.boards.sharing import Shared, share_board
from tenfold.techniques.dashboards.models import Annotation
from tenfold.techniques.dashboards.rules.boards.tiles import NewTile
from tenfold.techniques.dashboards.tests.conftest import NOW

TILES = (
    NewTile(kind="number", title="Orders", query="kind=count&event=order"),
    NewTile(kind="number", title="Sold", query="kind=sum&event=order"),
    NewTile(kind="bar", title="By country", query="kind=count&event=order&by=day&split=country"),
)


EVERY_KIND = (
    *TILES,
    NewTile(kind="line", query="kind=count&event=order&by=day&range=last_30_days"),
    NewTile(kind="area", query="kind=count&event=order&by=day&split=country&range=last_30_days"),
    NewTile(kind="table", query="kind=count&event=order&split=country&view=table"),
    NewTile(kind="table", query="kind=count&event=order&split=email&view=table"),
    NewTile(kind="bar", query="kind=count&event=order&by=none&split=country"),
    NewTile(kind="map", query="kind=count&event=order&by=none&split=country"),
    NewTile(kind="funnel", query="kind=conversion&steps.1.event=order&steps.2.event=order"),
    NewTile(kind="heat", query="kind=retention&start.event=order&return.event=order"),
    NewTile(kind="paths", query="kind=paths&at.event=order"),
    NewTile(kind="bar", query="kind=lifecycle&event=order"),
    NewTile(kind="line", query="kind=segment&people.1.how=did&people.1.event=order"),
    NewTile(kind="gauge", query="kind=count&event=order", says={"target": 10}),
    NewTile(kind="text", says={"text": "What we look at."}),
    NewTile(kind="stream", says={}),
)


@pytest.fixture
def every_kind(company, sell) -> int:
    """A board with a tile of every kind, and a note on its charts."""
    sell(48.5, days=1, country="Norway", email="kari@example.org")
    Annotation.objects.create(
        title="A note for us alone",
        kind="other",
        starts_on=NOW.date(),
        made_at=NOW,
        changed_at=NOW,
    )
    return make_board(title="Everything", tiles=EVERY_KIND, by=company, at=NOW)


@pytest.fixture(autouse=True)
def nothing_was_guessed_before():
    """Rate limits of one test are not those of the next."""
    cache.clear()


@pytest.fixture
def shared_board(company, sell) -> int:
    """A board of three tiles, one of them money, of a shop with two orders."""
    sell(48.5, days=1, country="Norway")
    sell(20, days=2, country="Denmark")
    return make_board(title="Shop today", tiles=TILES, by=company, at=NOW)


@pytest.fixture
def share(shared_board, company) -> Callable[..., Shared]:
    """Make a link to the board: `share(money=True, lasts="day")`."""

    def make(*, money: bool = False, lasts: str = "month", label: str = "The screen") -> Shared:
        return share_board(
            board_id=shared_board, label=label, lasts=lasts, money=money, by=company, at=NOW
        )

    return make


@pytest.fixture
def colleague(company) -> Account:
    """A member who sees numbers, and neither persons nor money."""
    return Account.objects.create(
        email="kim@nordlys.example", name="Kim", role="member", joined_at=NOW
    )


@pytest.fixture
def board(company) -> int:
    """A board of the owner's with a number, a line and a table."""
    tiles = (
        NewTile(kind="number", title="Orders", query="kind=count&event=order"),
        NewTile(kind="line", query="kind=sum&event=order&range=last_7_days"),
        NewTile(kind="table", query="kind=count&event=order&split=country&view=table"),
    )
    return make_board(title="Shop today", tiles=tiles, by=company, at=NOW)


@pytest.fixture
def colleague_id(colleague) -> int:
    """The number of the colleague."""
    return colleague.id


@pytest.fixture
def stranger(db) -> Client:
    """A browser of nobody's."""
    return Client(headers={"host": "127.0.0.1"})
