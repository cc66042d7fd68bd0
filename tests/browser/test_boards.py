"""Boards in a browser: arranged by dragging and by keyboard, by two at once, at every size."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import expect

from tenfold.techniques.dashboards.rules.boards.grid import Place, nudge, put, require_layout
from tenfold.techniques.dashboards.tests.boards.test_grid import ANYWHERE, LAYOUTS
from tests.browser.boards import FOUR, ask, make_board, saved, shown
from tests.browser.conftest import Eyes, until
from tests.running import Running

Visit = Callable[..., Eyes]


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A busy machine answers later than a person would wait."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


def arranging(eyes: Eyes, **given: Any) -> tuple[Any, int]:
    """Open a new board and begin to arrange it."""
    page = eyes.open("/boards/")
    board = make_board(page, **given)
    page = eyes.open(f"/boards/{board}/")
    page.get_by_role("button", name="Arrange").click()
    return page, board


def drag(page: Any, title: str, *, right: float, down: float, by: str = ".tf-head") -> None:
    """Take a tile and put it down so many columns and rows further."""
    board = page.locator("#board").bounding_box()
    handle = page.locator("[data-tile]", has=page.get_by_role("heading", name=title))
    box = handle.locator(by).first.bounding_box()
    across = (board["width"] + 16) / 12
    x, y = box["x"] + min(box["width"] / 2, 60), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for part in (0.3, 0.6, 1):
        page.mouse.move(x + right * across * part, y + down * 88 * part)
    page.mouse.up()


def press(page: Any, title: str, *keys: str) -> None:
    """Go to a tile and press keys."""
    page.locator("[data-tile]", has=page.get_by_role("heading", name=title)).focus()
    for key in keys:
        page.keyboard.press(key)


def expect_saved(page: Any, board: int, **places: tuple[int, int, int, int]) -> None:
    """Wait until the rows have the tiles where they are expected, and the page shows the same."""
    wanted = {title.replace("_", " "): Place(*place) for title, place in places.items()}
    until(lambda: {title: saved(page, board)[title] for title in wanted} == wanted)
    assert {title: shown(page)[title] for title in wanted} == wanted
    require_layout(places=dict(enumerate(saved(page, board).values())))


def test_tile__dragged_onto_one_of_its_size__changes_places_and_is_saved(
    shop: Running, visit: Visit
) -> None:
    page, board = arranging(visit(shop))
    drag(page, "Orders", right=6, down=0)
    expect_saved(page, board, Orders=(6, 0, 3, 2), Revenue=(0, 0, 3, 2))
    expect(page.locator("#arrange-state")).to_have_text("Saved")
    page.get_by_role("button", name="Undo").click()
    expect_saved(page, board, Orders=(0, 0, 3, 2), Revenue=(6, 0, 3, 2))
    page.reload()
    assert shown(page)["Orders"] == Place(0, 0, 3, 2)


def test_tile__dragged_by_its_corner__grows_and_pushes_down_what_is_below(
    shop: Running, visit: Visit
) -> None:
    page, board = arranging(visit(shop))
    drag(page, "Orders", right=0, down=2, by="[data-size]")
    expect_saved(page, board, Orders=(0, 0, 3, 4), By_day=(0, 4, 6, 4))


def test_drag__taken_back_with_escape__changes_nothing(shop: Running, visit: Visit) -> None:
    page, board = arranging(visit(shop))
    before = shown(page)
    head = page.get_by_role("heading", name="By day").bounding_box()
    page.mouse.move(head["x"] + 5, head["y"] + 5)
    page.mouse.down()
    page.mouse.move(head["x"] + 400, head["y"] + 60)
    page.mouse.move(head["x"] + 500, head["y"] + 90)
    assert shown(page) != before
    page.keyboard.press("Escape")
    page.mouse.up()
    assert shown(page) == before == saved(page, board)


def test_tile__moved_and_sized_by_keyboard__is_said_and_saved(
    shop: Running, visit: Visit, barriers: Callable[[Any], list[str]]
) -> None:
    page, board = arranging(visit(shop))
    press(page, "Orders", "ArrowRight")
    expect(page.locator("#arrange-said")).to_have_text("Orders: column 4, row 1, 3 wide, 2 high.")
    press(page, "Orders", "Shift+ArrowDown")
    expect_saved(page, board, Orders=(3, 0, 3, 3), Customers=(0, 0, 3, 2))
    press(page, "Customers", "ArrowLeft")
    expect(page.locator("#arrange-said")).to_have_text("Customers goes no further that way.")
    assert barriers(page) == []
    page.keyboard.press("Control+z")
    expect_saved(page, board, Orders=(3, 0, 3, 2))


def test_tile__walked_away_and_taken_back_with_escape__stands_where_it_stood(
    shop: Running, visit: Visit
) -> None:
    page, board = arranging(visit(shop))
    before = shown(page)
    press(page, "By day", "ArrowUp", "ArrowRight", "Shift+ArrowLeft")
    assert shown(page) != before
    page.keyboard.press("Escape")
    expect(page.locator("#arrange-said")).to_have_text("By day is back where it was.")
    until(lambda: saved(page, board) == before)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Arrange")).to_be_focused()
    expect(page.locator("#arrange-bar")).to_be_hidden()


def test_tile__moved_by_keyboard_alone_from_the_top_of_the_page__is_reached(
    shop: Running, visit: Visit
) -> None:
    eyes = visit(shop)
    board = make_board(eyes.open("/boards/"))
    page = eyes.open(f"/boards/{board}/")
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "arrange":
            break
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect_saved(page, board, Orders=(0, 6, 3, 2), By_day=(0, 2, 6, 4))


def test_two_arrangers__at_once__the_later_is_told_and_loses_nothing(
    shop: Running, visit: Visit
) -> None:
    first, second = visit(shop), visit(shop)
    page, board = arranging(first)
    other = second.open(f"/boards/{board}/")
    other.get_by_role("button", name="Arrange").click()
    press(page, "Orders", "ArrowRight")
    expect_saved(page, board, Orders=(3, 0, 3, 2))
    press(other, "By day", "ArrowUp")
    expect(other.locator("#arrange-note")).to_contain_text("Somebody else has changed this board")
    assert shown(other)["Orders"] == Place(3, 0, 3, 2)
    other.get_by_role("button", name="Use my arrangement").click()
    expect_saved(other, board, By_day=(0, 0, 6, 4), Orders=(0, 4, 3, 2))
    refused = [one for one in second.wrong if "409" in one]
    assert refused
    second.wrong = [one for one in second.wrong if "409" not in one]


def test_arranger__of_a_board_that_was_only_renamed_meanwhile__is_not_disturbed(
    shop: Running, visit: Visit
) -> None:
    eyes = visit(shop)
    page, board = arranging(eyes)
    ask(page, "PATCH", f"/api/boards/{board}", {"title": "Another name"})
    press(page, "Orders", "ArrowRight")
    expect_saved(page, board, Orders=(3, 0, 3, 2))
    expect(page.locator("#arrange-note")).to_be_hidden()
    eyes.wrong = [one for one in eyes.wrong if "409" not in one]


def test_arrangement__while_the_server_is_away__is_kept_until_it_is_back(
    shop: Running, visit: Visit
) -> None:
    eyes = visit(shop)
    page, board = arranging(eyes)
    page.context.set_offline(True)
    press(page, "Orders", "ArrowRight")
    expect(page.locator("#arrange-note")).to_contain_text("cannot be reached")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect_saved(page, board, Orders=(3, 0, 3, 2))
    eyes.wrong = [one for one in eyes.wrong if "ERR_INTERNET_DISCONNECTED" not in one]


RACE = """async ([board, version, places, others]) => {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const headers = {"Content-Type": "application/json", "X-CSRFToken": token};
  const send = (path, method, body) =>
    fetch(path, {method, headers, body: JSON.stringify(body)}).then((answer) => answer.status);
  const arrange = () => send(`/api/boards/${board}/places`, "PUT", {version, places});
  const add = () => send(`/api/boards/${board}/tiles`, "POST", {kind: "text", says: {text: "x"}});
  return Promise.all([...Array(others)].flatMap(() => [arrange(), add()]));
}"""


def test_arrangers_and_adders__all_at_once__never_lay_a_tile_over_another(
    shop: Running, visit: Visit
) -> None:
    eyes = visit(shop)
    page = eyes.open("/boards/")
    board = make_board(page)
    layout = ask(page, "GET", f"/api/boards/{board}/places")
    statuses = page.evaluate(RACE, [board, layout["version"], layout["places"], 8])
    arranged, added = statuses[::2], statuses[1::2]
    assert added == [201] * 8
    assert arranged.count(200) <= 1
    assert set(arranged) <= {200, 409}
    after = ask(page, "GET", f"/api/boards/{board}/places")
    assert len(after["places"]) == len(FOUR) + 8
    require_layout(
        places={
            one["id"]: Place(one["x"], one["y"], one["width"], one["height"])
            for one in after["places"]
        }
    )
    assert after["version"] == layout["version"] + 8 + arranged.count(200)
    eyes.wrong = [one for one in eyes.wrong if "409" not in one]


RULES = """async ([given, tile, at]) => {
  const sources = [...document.scripts].map((one) => one.src);
  const path = sources.find((one) => one.includes("/boards/board."));
  const rules = await import(path.replace(/board(\\.[0-9a-f]+)?\\.js/, "grid.js"));
  const places = new Map(given.map(([id, ...place]) =>
    [id, Object.fromEntries(["x", "y", "width", "height"].map((name, n) => [name, place[n]]))]));
  const said = (found) => [...found].map(([id, one]) => [id, one.x, one.y, one.width, one.height]);
  return [said(rules.put(places, tile, at)),
    ...[[1, 0], [-1, 0], [0, 1], [0, -1]].map(([toRight, down]) =>
      said(rules.nudge(places, tile, {toRight, down})))];
}"""


def test_rules__in_the_browser_and_on_the_server__are_the_same(shop: Running, visit: Visit) -> None:
    page = visit(shop).open("/boards/")
    page = visit(shop).open(f"/boards/{make_board(page)}/")

    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(LAYOUTS, ANYWHERE)
    def same(places: dict[int, Place], at: Place) -> None:
        tile = min(places)
        plain = [[one, p.x, p.y, p.width, p.height] for one, p in places.items()]
        wanted = {"x": at.x, "y": at.y, "width": at.width, "height": at.height}
        found = page.evaluate(RULES, [plain, tile, wanted])
        expected = [
            put(places=places, tile=tile, at=at),
            *(
                nudge(places=places, tile=tile, right=right, down=down)
                for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1))
            ),
        ]
        assert [{one: Place(*place) for one, *place in each} for each in found] == expected

    same()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440, 2560])
def test_board__at_every_size_in_both_themes__is_readable_and_keeps_nobody_out(
    shop: Running,
    visit: Visit,
    barriers: Callable[[Any], list[str]],
    look: Callable[[Any, str], None],
    width: int,
    theme: str,
) -> None:
    eyes = visit(shop, theme=theme)
    board = make_board(eyes.open("/boards/"))
    eyes.page.set_viewport_size({"width": width, "height": 900})
    page = eyes.open(f"/boards/{board}/")
    expect(page.locator("[data-tile] svg").first).to_be_attached()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    boxes = [one.bounding_box() for one in page.locator("[data-tile]").all()]
    if width == 390:
        assert boxes[0]["y"] == boxes[1]["y"]  # numbers in two
        assert boxes[3]["width"] > 1.9 * boxes[0]["width"]
        expect(page.get_by_role("button", name="Arrange")).to_be_hidden()
    else:
        assert len({one["y"] for one in boxes[:3]}) == 1
    look(page, f"board-{width}-{theme}")


def test_empty_company__looking_at_boards__is_taught_what_to_do(
    empty: Running, visit: Visit, barriers: Callable[[Any], list[str]]
) -> None:
    page = visit(empty).open("/boards/")
    page.get_by_role("link", name="Make a board").click()
    page.get_by_role("link", name="A shop").click()
    expect(page.get_by_text("There is nothing to fill it with yet")).to_be_visible()
    expect(page.get_by_text("Send an event “order” for each order").first).to_be_visible()
    expect(page.get_by_role("link", name="Import a file")).to_be_visible()
    assert barriers(page) == []


def test_board__made_from_a_template_and_filled_from_the_gallery__by_clicking_alone(
    shop: Running, visit: Visit, barriers: Callable[[Any], list[str]]
) -> None:
    page = visit(shop).open("/boards/new/")
    page.get_by_role("link", name="A shop").click()
    expect(page.get_by_text("How it would look now")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Make this board").click()
    expect(page.get_by_role("heading", name="A shop")).to_be_visible()
    count = page.locator("[data-tile]").count()
    page.get_by_role("link", name="Add a tile").click()
    page.get_by_role("button", name="Weekly retention of new customers").click()
    assert barriers(page) == []
    page.get_by_role("link", name="Look at the board").click()
    expect(page.locator("[data-tile]")).to_have_count(count + 1)


def test_answer__explored__is_put_on_a_board_changed_there_and_taken_away(
    shop: Running, visit: Visit
) -> None:
    page = visit(shop).open("/explore/?kind=count&event=order")
    page.get_by_role("button", name="Put on a board").click()
    page.get_by_label("On which board?").select_option("new")
    page.get_by_label("What do you call the new board?").fill("From Explore")
    page.get_by_role("button", name="Put it there").click()
    page.get_by_role("link", name="Look at the board").click()
    tile = page.locator("[data-tile]")
    tile.locator("[data-menu] > summary").click()
    tile.get_by_role("link", name="Change").click()
    page.get_by_role("button", name="How many people").click()
    expect(page.locator("#answer")).to_contain_text("different people")
    page.get_by_role("button", name="Save to the board").click()
    page.locator("#drawer").get_by_label("Title of the tile").fill("Buyers")
    page.locator("#drawer").get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Buyers")).to_be_visible()
    tile = page.locator("[data-tile]")
    expect(tile).to_contain_text("different people")
    tile.locator("[data-menu] > summary").click()
    tile.get_by_role("button", name="Take away").click()
    expect(page.locator("[data-tile]")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Buyers")).to_be_visible()


def test_places__as_json__are_what_the_page_shows(shop: Running, visit: Visit) -> None:
    page = visit(shop).open("/boards/")
    board = make_board(page)
    said = page.goto(f"http://127.0.0.1:{shop.port}/boards/{board}/places/")
    assert len(json.loads(said.text())["places"]) == len(FOUR)
