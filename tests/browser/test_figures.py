"""Every drawn form in a browser: both themes, both sizes, mouse, keyboard, paper and pictures."""

import os
import struct
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import figures
from tests.browser.pictures import GAUGES

Open = Callable[..., Any]


def chart(page: Any, id: str) -> Any:
    return page.locator(f'[data-chart="{id}-data"]')


def pixel(page: Any, id: str, at: int, value: float) -> dict[str, float]:
    """Where a value stands in a chart, in pixels of its element."""
    script = """([element, at, value]) =>
        echarts.getInstanceByDom(element).convertToPixel({ gridIndex: 0 }, [at, value])"""
    x, y = page.evaluate(script, [chart(page, id).element_handle(), at, value])
    return {"x": x, "y": y}


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figures__in_any_theme_and_size__keep_nobody_out(
    show: Open, look: Any, barriers: Any, theme: str, narrow: bool
) -> None:
    page = show(narrow=narrow, theme=theme)
    look(page, f"figures-{theme}-{390 if narrow else 1440}")
    for fold in page.locator("details.tf-fold > summary").all():
        fold.click()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(
    ("id", "at", "value", "door"),
    [
        ("stacked", 2, 2000, "/who/stacked-Norway/2"),
        ("stacked", 2, 6000, "/who/stacked-Denmark/2"),
        ("area", 5, 12000, "/who/area-Denmark/5"),
        ("lines", 8, 6100, "/who/lines-Norway/8"),
        ("share", 3, 0.1, "/who/share/3"),
        ("stickiness", 20, 2000, "/who/days/20"),
        ("lifecycle", 1, 100, "/who/new/1"),
        ("lifecycle", 1, -100, "/who/dormant/1"),
    ],
)
def test_mark__that_is_clicked__opens_who_is_behind_it(
    show: Open, id: str, at: int, value: float, door: str
) -> None:
    page = show()
    chart(page, id).click(position=pixel(page, id, at, value))
    expect(page).to_have_url(f"http://127.0.0.1:8080{door}")


def test_bar_beside_others__that_is_clicked__opens_its_own_door(show: Open) -> None:
    page = show()
    place = pixel(page, "beside", 6, 500)
    first = page.evaluate(
        """(element) => [...echarts.getInstanceByDom(element).getZr().storage.getDisplayList()]
            .filter((one) => one.type === 'rect' && one.shape.width < 12 && one.shape.height)
            .map((one) => one.shape.x + one.shape.width / 2)""",
        chart(page, "beside").element_handle(),
    )
    nearest = sorted(first, key=lambda x: abs(x - place["x"]))[:6]
    chart(page, "beside").click(position={"x": min(nearest), "y": place["y"]})
    expect(page).to_have_url("http://127.0.0.1:8080/who/beside-Norway/6")


def test_empty_room__above_a_stack__opens_nothing(show: Open) -> None:
    page = show()
    chart(page, "stacked").click(position=pixel(page, "stacked", 2, 39000))
    expect(page).to_have_url("http://127.0.0.1:8080/figures")


def test_event_in_paths__that_is_clicked__opens_who_went_there(show: Open) -> None:
    page = show()
    paths = chart(page, "paths")
    paths.scroll_into_view_if_needed()
    paths.click(position={"x": 4, "y": 100})
    expect(page).to_have_url("http://127.0.0.1:8080/who/node/start")


def test_stack__that_is_pointed_at__is_told_from_its_top_and_the_time_before_last(
    show: Open,
) -> None:
    page = show()
    chart(page, "stacked").hover(position=pixel(page, "stacked", 12, 2000))
    told = chart(page, "stacked").locator(".tf-tip")
    expect(told.locator(".tf-tip-head")).to_have_text("22 November 2026")
    rows = told.locator("tr").all_inner_texts()
    assert [row.split()[0] for row in rows[:2]] == ["Other", "Finland"]
    assert rows[-1].split("\t")[1:] == ["the 14 days before", "€18,900.00"]


def test_link_in_paths__that_is_pointed_at__says_from_where_to_where(show: Open) -> None:
    page = show()
    chart(page, "paths").hover(position={"x": 250, "y": 40})
    expect(chart(page, "paths").locator(".tf-tip")).to_contain_text("Start page → Catalogue")
    expect(chart(page, "paths").locator(".tf-tip")).to_contain_text("5,200 persons")


def test_first_touch__tells__and_the_second_goes_behind(show: Open) -> None:
    page = show(narrow=True, touch=True)
    place = pixel(page, "share", 3, 0.1)
    chart(page, "share").tap(position=place)
    expect(page).to_have_url("http://127.0.0.1:8080/figures")
    chart(page, "share").tap(position=place)
    expect(page).to_have_url("http://127.0.0.1:8080/who/share/3")


def test_chart__with_the_keyboard_alone__says_each_point_and_opens_it(show: Open) -> None:
    page = show()
    chart(page, "stacked").focus()
    page.keyboard.press("ArrowLeft")
    spoken = page.locator('figure:has([data-chart="stacked-data"]) [data-told]')
    expect(spoken).to_have_text("23 November 2026, Norway: €3,857.00")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    expect(spoken).to_have_text("22 November 2026, Denmark: €8,617.00")
    page.keyboard.press("Enter")
    expect(page).to_have_url("http://127.0.0.1:8080/who/stacked-Denmark/12")


@pytest.mark.parametrize("name", ["5,120 persons", "3,016 dropped out"])
def test_funnel__with_the_keyboard__leads_to_who_came_and_who_dropped_out(
    show: Open, name: str
) -> None:
    page = show()
    doors = {"5,120 persons": "/who/norway/0", "3,016 dropped out": "/dropped/norway/1"}
    page.get_by_role("link", name=name).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"http://127.0.0.1:8080{doors[name]}")


def test_heat_map__is_a_table__whose_cells_are_links_and_say_out_of_how_many(show: Open) -> None:
    page = show()
    table = page.get_by_role("table", name="Customers who ordered again")
    row = table.get_by_role("row", name="2 Nov 2026")
    last = row.get_by_role("cell").nth(3)
    expect(last).to_have_text("40%, not over yet")
    expect(last).to_have_attribute("title", "136 of 338 persons")
    row.get_by_role("link", name="40%").click()
    expect(page).to_have_url("http://127.0.0.1:8080/who/cohort/8/2")


def first_words(page: Any) -> list[str]:
    return [name.split()[0] for name in page.locator("#table tbody th").all_inner_texts()]


def test_table__sorted_with_the_keyboard__turns_round_and_keeps_the_unknown_last(
    show: Open,
) -> None:
    page = show()
    heading = page.locator("#table thead th", has_text="Share that came back")
    heading.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert first_words(page) == ["Gift", "White", "ångström", "Zinc", "Æbleskive"]
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert first_words(page) == ["Zinc", "ångström", "White", "Gift", "Æbleskive"]
    assert page.locator("#table tfoot th").inner_text() == "All"


def test_table__sorted_by_words__goes_by_the_alphabet(show: Open) -> None:
    page = show()
    page.get_by_role("button", name="Product").click()
    assert first_words(page) == ["Æbleskive", "ångström", "Gift", "White", "Zinc"]


def test_table__on_a_phone__keeps_its_first_column_in_sight(show: Open) -> None:
    page = show(narrow=True)
    region = page.get_by_role("region", name="Products of this month")
    region.evaluate("element => { element.scrollLeft = 200; }")
    pinned = page.locator("#table tbody th").first
    assert pinned.bounding_box()["x"] == pytest.approx(region.bounding_box()["x"], abs=1)


def read_png(content: bytes) -> tuple[int, int]:
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    return width, height


PICTURE = """async (figure) => {
    const beside = document.querySelector('script[src$="charts.js"]').src;
    const { picture } = await import(new URL("picture.js", beside));
    return picture(figure).toDataURL("image/png");
}"""


@pytest.mark.parametrize(("theme", "narrow"), [("light", False), ("dark", True)])
def test_every_figure__as_a_picture__is_whole_and_twice_as_fine_as_the_page(
    show: Open, keep: Callable[[bytes, str], None], theme: str, narrow: bool
) -> None:
    page = show(theme=theme, narrow=narrow)
    shown = page.locator("[data-figure]").all()
    expect(page.locator(".tf-map > svg")).to_have_count(2)
    assert len(shown) == len(figures.FIGURES) - 2 + len(GAUGES)  # a text is none, gauges are many
    for at, figure in enumerate(shown):
        content = b64decode(figure.evaluate(PICTURE).split(",")[1])
        keep(content, f"picture-{at}-{theme}-{390 if narrow else 1440}")
        width, height = read_png(content)
        needed = figure.evaluate(
            "(one) => Math.max(one.clientWidth, one.querySelector('.tf-scroll').scrollWidth)"
            if figure.locator(":scope > .tf-scroll").count()
            else "(one) => one.clientWidth"
        )
        assert width == 2 * (needed + 48)
        assert height > 300
        assert len(content) > 8_000


def test_picture__of_a_figure__is_saved_under_its_title(show: Open, tmp_path: Path) -> None:
    page = show()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download PNG").first.click()
    assert download.value.suggested_filename == "customers-who-came-back.png"
    download.value.save_as(tmp_path / "picture.png")
    read_png((tmp_path / "picture.png").read_bytes())


@pytest.fixture
def keep() -> Callable[[bytes, str], None]:
    """Keep a picture that was made in the folder that TENFOLD_SCREENSHOTS names, if it names one."""

    def write(content: bytes, name: str) -> None:
        folder = os.environ.get("TENFOLD_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            (Path(folder) / f"{name}.png").write_bytes(content)

    return write


def test_paper__of_a_page_read_in_the_dark__is_light_and_no_chart_is_cut_off(show: Open) -> None:
    page = show(theme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 1000})
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(247, 246, 242)"
    ink = chart(page, "share").locator("svg text").first
    assert ink.get_attribute("fill") == "rgb(95, 102, 115)"
    for one in page.locator("[data-chart] svg").all():
        assert one.bounding_box()["width"] <= 720
        assert one.bounding_box()["height"] > 100
    expect(page.get_by_role("button", name="Download PNG").first).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


SWAP = """async (selector) => {
    const text = await (await fetch("/figures")).text();
    const anew = new DOMParser().parseFromString(text, "text/html").querySelector(selector);
    document.querySelector(selector).replaceWith(anew);
    htmx.trigger(anew, "htmx:afterSwap");
    return anew.querySelectorAll("[data-chart] svg").length;
}"""
"""What htmx does, and what has been drawn by the time that it is done."""


def test_chart__that_is_swapped_in_anew__is_drawn_before_the_page_is_painted(show: Open) -> None:
    page = show()
    assert page.evaluate(SWAP, 'figure:has([data-chart="share-data"])') == 1


def test_table__that_is_swapped_in_anew__keeps_how_it_was_sorted(show: Open) -> None:
    page = show()
    page.get_by_role("button", name="Product").click()
    page.evaluate(SWAP, "figure:has(#table)")
    assert first_words(page) == ["Æbleskive", "ångström", "Gift", "White", "Zinc"]
