"""What the documentation says of the code is true, and it leaves nothing out."""

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tenfold.config.reference import commands, endpoints, events, refusals
from tenfold.config.reference.__main__ import FOLDER, PAGES, stale_pages, write_pages
from tests.running import ROOT

DOCS = ROOT / "docs"
PAGES_OF_PEOPLE = sorted(
    [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
INLINE_CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
SHELL_BLOCK = re.compile(r"^```(?:console|sh|bash|shell)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"\btenfold((?: +[a-z][a-z-]+)+)")


def anchors_of(text: str) -> set[str]:
    """Return the anchors that a page's headings make, as code hosts do."""
    headings = HEADING.findall(FENCE.sub("", text))
    plain = [re.sub(r"[^\w\- ]", "", heading.replace("`", "")).lower() for heading in headings]
    return {heading.replace(" ", "-") for heading in plain}


def broken_links(page: Path, *, root: Path = ROOT) -> list[str]:
    """Return the relative links of a page that lead nowhere, or out of the project."""
    text = INLINE_CODE.sub("", FENCE.sub("", page.read_text(encoding="utf-8")))
    broken = []
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        leads = target.exists() and target.is_relative_to(root)
        if leads and anchor:
            leads = anchor in anchors_of(target.read_text(encoding="utf-8"))
        if not leads:
            broken.append(link)
    return broken


@pytest.mark.parametrize("page", PAGES_OF_PEOPLE, ids=lambda page: str(page.relative_to(ROOT)))
def test_page__its_links__lead_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_link_check__of_a_page_with_links_that_lead_nowhere__names_them(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("# A good page: `it`\n")
    page = tmp_path / "page.md"
    page.write_text(
        "[a](good.md) [b](good.md#a-good-page-it) [c](https://example.org) `[d](no.md)`\n"
        "[e](nowhere.md) [f](good.md#nothing) ![g](../outside.png)\n```\n[h](no.md)\n```\n"
    )
    assert broken_links(page, root=tmp_path) == ["nowhere.md", "good.md#nothing", "../outside.png"]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_reference__what_stands_there__is_what_the_code_says(name: str) -> None:
    assert name not in stale_pages(folder=FOLDER), "write it anew: make reference"


def test_reference__a_page_that_was_changed_by_hand__is_found(tmp_path: Path) -> None:
    write_pages(folder=tmp_path)
    assert stale_pages(folder=tmp_path) == []
    (tmp_path / "refusals.md").write_text("changed")
    (tmp_path / "events.md").unlink()
    assert stale_pages(folder=tmp_path) == ["events.md", "refusals.md"]


def test_commands__every_one__is_described_with_help_and_an_example() -> None:
    page = (FOLDER / "commands.md").read_text(encoding="utf-8")
    found = commands.list_commands()
    assert len(found) > 15
    for described in found:
        assert f"## {described.path}\n" in page
        assert (described.command.help or "").strip(), described.path
        assert described.path in (described.command.epilog or ""), f"{described.path}: example"


def test_refusals__every_code_and_verdict__is_described() -> None:
    page = (FOLDER / "refusals.md").read_text(encoding="utf-8")
    codes = [one.code for one in refusals.list_codes()]
    assert len(codes) > 20
    for code in (*codes, *refusals.list_verdicts()):
        assert f"`{code}`" in page
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", code) for code in codes)


def test_events__every_member_and_fact__is_described() -> None:
    from tenfold.collector.formats.native import Sent

    assert set(events.MEMBERS) == set(Sent.__struct_fields__)
    page = (FOLDER / "events.md").read_text(encoding="utf-8")
    for fact in events.list_facts():
        assert f"`{fact.name()}`" in page
        assert all(f"`{field.name}`" in page for field in dataclasses.fields(fact))


def test_endpoints__none__is_closed_to_everybody() -> None:
    closed = [one for one in endpoints.list_addresses() if "nobody" in one.who]
    assert closed == []


def test_settings__every_one__is_described_with_its_default() -> None:
    from tenfold.config.options import Options

    page = (FOLDER / "settings.md").read_text(encoding="utf-8")
    for name, default in settings_of(Options(), prefix=""):
        assert f"\n### {name}\n" in page, name
        section = page.split(f"\n### {name}\n")[1].split("\n#")[0]
        assert f"default `{as_toml(default)}`" in section, name


def settings_of(table: Any, *, prefix: str) -> Iterator[tuple[str, object]]:
    """Yield every setting and its default; those of a table inside with the table's name."""
    for field in dataclasses.fields(table):
        default = getattr(table, field.name)
        if dataclasses.is_dataclass(default):
            yield from settings_of(default, prefix=f"{field.name}.")
        else:
            yield prefix + field.name, default


def as_toml(value: object) -> str:
    """Return a default as tenfold.toml would write it."""
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def test_prose__every_command_in_it__exists() -> None:
    known = {described.path.removeprefix("tenfold ") for described in commands.list_commands()}
    groups = {name.split()[0] for name in known if " " in name}
    for page in PAGES_OF_PEOPLE:
        for block in SHELL_BLOCK.findall(page.read_text(encoding="utf-8")):
            for said in COMMAND.findall(block):
                words = said.split()
                name = " ".join(words[:2]) if words[0] in groups else words[0]
                assert name in known, f"{page.name}: tenfold {name}"


def test_prose__speaks_of_tenfold_alone() -> None:
    for page in PAGES_OF_PEOPLE:
        text = page.read_text(encoding="utf-8")
        assert str(ROOT) not in text, page
        assert not re.search(r"\b(TODO|FIXME|TBD|lorem)\b", text), page


def test_code__every_page_that_it_names__exists() -> None:
    named = re.compile(r"docs/[a-z/-]+\.md")
    for path in (ROOT / "src").rglob("*.py"):
        for page in named.findall(path.read_text(encoding="utf-8")):
            assert (ROOT / page).exists(), f"{path.relative_to(ROOT)} names {page}"


def test_recipes__every_file_that_they_name__exists() -> None:
    named = re.findall(r"`((?:src|tests|docs)/[^`]+)`", (ROOT / "CONTRIBUTING.md").read_text())
    assert len(named) > 10
    missing = [path for path in named if "<" not in path and not (ROOT / path).exists()]
    assert missing == []
