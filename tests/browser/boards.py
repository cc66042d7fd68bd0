"""What the tests of boards in a browser share: boards made quickly, and where their tiles stand."""

from typing import Any

from tenfold.techniques.dashboards.rules.boards.grid import Place

Layout = dict[str, Place]

ASK = """async ([method, path, body]) => {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const answer = await fetch(path, {method, body: body && JSON.stringify(body),
    headers: {"Content-Type": "application/json", "X-CSRFToken": token}});
  return [answer.status, answer.status === 204 ? null : await answer.json()];
}"""
FOUR = (
    ("number", "Orders", "kind=count&event=order&range=last_7_days", (0, 0, 3, 2)),
    ("number", "Customers", "kind=persons&event=order&range=last_7_days", (3, 0, 3, 2)),
    ("number", "Revenue", "kind=sum&event=order&range=last_7_days", (6, 0, 3, 2)),
    ("line", "By day", "kind=count&event=order", (0, 2, 6, 4)),
    ("bar", "By country", "kind=count&event=order&split=country&by=none", (6, 2, 6, 4)),
)


def ask(page: Any, method: str, path: str, body: Any = None) -> Any:
    """Ask the interface of programs as the page itself does; return what it answers."""
    status, said = page.evaluate(ASK, [method, path, body])
    assert status < 300, (status, said)
    return said


def make_board(page: Any, *, title: str = "Shop today", tiles: Any = FOUR) -> int:
    """Make a board and return its id; the page must be one of somebody who is signed in."""
    given = [
        {
            "kind": kind,
            "title": name,
            "query": query,
            "place": dict(zip(("x", "y", "width", "height"), place, strict=True)),
        }
        for kind, name, query, place in tiles
    ]
    return int(ask(page, "POST", "/api/boards", {"title": title, "tiles": given})["id"])


def shown(page: Any) -> Layout:
    """Return where the tiles stand on the page, by title."""
    found = page.evaluate(
        """() => [...document.querySelectorAll("#board > [data-tile]")].map((tile) =>
        [tile.querySelector("h2").textContent,
         ...["x", "y", "width", "height"].map((name) => Number(tile.dataset[name]))])"""
    )
    return {title: Place(*place) for title, *place in found}


def saved(page: Any, board: int) -> Layout:
    """Return where the tiles stand in the company's rows, by title."""
    tiles = ask(page, "GET", f"/api/boards/{board}")["tiles"]
    return {one["title"]: Place(**one["place"]) for one in tiles}
