"""Navigation from what techniques offer, and the shell around a page."""

import re
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from tenfold.ui import shell
from tenfold.ui.manifest import Manifest, NavItem, Place

SOURCES = Path(__file__).parents[3]
TEMPLATES = sorted(SOURCES.glob("tenfold/**/templates/**/*.html"))
INLINE = re.compile(
    r"""\sstyle=|\son[a-z]+=|<style|<script(?![^>]*(?:\bsrc=|type="application/json"))"""
    r"""|javascript:|hx-on|hx-vals='js"""
)


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        "home": "/",
        "sources": "/sources/",
        "import": "/sources/import/",
        "members": "/members/",
    }
    monkeypatch.setattr(shell, "_address", lambda item: known.get(item.url_name, ""))


def item(name: str, place: Place = Place.OWN, **more: object) -> NavItem:
    return NavItem(label=name.title(), url_name=name, place=place, **more)  # type: ignore[arg-type]


def build(*items: NavItem, path: str = "/", closed: str = "") -> tuple[shell.Section, ...]:
    return shell.build_sections(
        manifests=(Manifest(navigation=items),), path=path, may_open=lambda name: name != closed
    )


@pytest.mark.usefixtures("addresses")
def test_navigation__from_manifests__stands_in_the_order_of_the_places() -> None:
    sections = build(item("members", Place.HOUSE), item("sources"), item("home", Place.TOP))
    assert [str(section.title) for section in sections] == ["", "What we own", "The house"]


@pytest.mark.usefixtures("addresses")
def test_navigation__within_a_place__follows_the_order_of_the_entries() -> None:
    (section,) = build(item("import", order=20), item("sources", order=10))
    assert [link.label for link in section.links] == ["Sources", "Import"]


@pytest.mark.usefixtures("addresses")
@pytest.mark.parametrize(
    ("path", "current"),
    [("/", "Home"), ("/sources/7/", "Sources"), ("/sources/import/x/", "Import"), ("/else/", "")],
)
def test_navigation__on_a_page__marks_the_nearest_entry(path: str, current: str) -> None:
    sections = build(item("home", Place.TOP), item("sources"), item("import"), path=path)
    marked = [link.label for section in sections for link in section.links if link.current]
    assert marked == ([current] if current else [])


@pytest.mark.usefixtures("addresses")
def test_navigation__for_somebody__leaves_out_what_they_may_not_open() -> None:
    sections = build(item("home", Place.TOP), item("members", Place.HOUSE), closed="members")
    assert [link.label for section in sections for link in section.links] == ["Home"]


@pytest.mark.usefixtures("addresses")
def test_navigation__of_a_page_that_is_not_installed__has_no_entry() -> None:
    assert build(item("boards")) == ()


def test_formats__before_there_is_a_company__are_neutral() -> None:
    assert shell.read_formats(HttpRequest()).timezone == "UTC"


def test_shell__for_nobody__shows_no_navigation() -> None:
    around = shell.shell(RequestFactory().get("/"))["shell"]
    assert around.sections == ()
    assert around.person == ""
    assert around.phone == ()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_template__of_any_room__has_nothing_inline(template: Path) -> None:
    assert INLINE.findall(template.read_text("utf-8")) == []


@pytest.mark.usefixtures("addresses")
def test_navigation__of_an_entry_that_counts__says_how_many() -> None:
    counted = item("sources", count=lambda _: 3, counts="not read")
    (section,) = shell.build_sections(
        manifests=(Manifest(navigation=(counted, item("import"))),),
        path="/",
        may_open=lambda _: True,
        count=lambda entry: entry.count(None) if entry.count else 0,
    )
    assert [(link.count, str(link.counts)) for link in section.links] == [(3, "not read"), (0, "")]
