"""`tenfold segment`: persons by what they did, by who they are, by a list.

Nothing heavy is imported until a command runs.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from tenfold.kit.operations import Call, ask, operation
from tenfold.techniques.dashboards.commands.defining import FormatOption, read_spec
from tenfold.techniques.dashboards.commands.metrics import sparkline

app = typer.Typer(
    no_args_is_help=True,
    help="Segments: persons by what they did, by who they are, by a list.",
    epilog="Example: tenfold segment list",
)
Answer = TypeVar("Answer")
NameArgument = Annotated[str, typer.Argument(help="A segment's name; see: tenfold segment list")]
NewArgument = Annotated[str, typer.Argument(help="Small letters, digits and hyphens.")]
TitleOption = Annotated[str, typer.Option("--title", help="What people read.")]

_SPEC = (
    """A spec: {"all": [{"did": {"event": "order", "at_least": 2, "within": "90d"}}, """
    """{"not": {"did": {"event": "order", "within": "60d"}}}]}"""
)


def register(root: typer.Typer) -> None:
    """Add `tenfold segment` to the root."""
    root.add_typer(app, name="segment")
    for name, command, example in (
        ("list", list_command, "tenfold segment list --format json"),
        ("show", show_command, "tenfold segment show lapsing --by month --periods 12"),
        ("who", who_command, "tenfold segment who lapsing --limit 20"),
        (
            "define",
            define_command,
            'tenfold segment define lapsing --title "About to lapse" --spec lapsing.json   |   '
            + _SPEC,
        ),
        ("freeze", freeze_command, "tenfold segment freeze lapsing lapsing-in-june"),
        ("upload", upload_command, 'tenfold segment upload vips vips.csv --title "VIPs"'),
        ("remove", remove_command, "tenfold segment remove vips"),
    ):
        app.command(name, epilog=f"Example: {example}")(command)


@operation("segment.list")
def list_all(_call: Call) -> list[dict[str, Any]]:
    """Return every segment with its size now."""
    from tenfold.metrics.segments import queries
    from tenfold.techniques.dashboards.queries.segments import seeing

    return _in_the_companys_words(
        lambda calendar: [
            seeing.as_json(segment=one, viewer=None, calendar=calendar)
            for one in queries.list_segments()
        ]
    )


@operation("segment.show")
def show_one(_call: Call, *, name: str, by: str, periods: int) -> dict[str, Any]:
    """Return one segment with its size now, and at the end of each of the last periods."""
    from tenfold.metrics.calendar import Grain
    from tenfold.metrics.segments import queries
    from tenfold.techniques.dashboards.queries.segments import seeing

    segment = queries.get_segment(name=name)

    def read(calendar: Any) -> dict[str, Any]:
        sizes = queries.get_sizes_over_time(
            condition=segment.condition, calendar=calendar, grain=Grain(by), periods=periods
        )
        points = [
            {"at": calendar.to_local(at=one.at).isoformat(), "persons": one.persons}
            for one in sizes
        ]
        shown = seeing.as_json(segment=segment, viewer=None, calendar=calendar)
        return {**shown, "sizes": points}

    return _in_the_companys_words(read)


@operation("segment.who")
def list_persons(_call: Call, *, name: str, offset: int, limit: int) -> dict[str, Any]:
    """Return who is in it now."""
    from tenfold.metrics.segments import queries

    condition = queries.get_segment(name=name).condition

    def read(calendar: Any) -> dict[str, Any]:
        found = queries.list_persons(
            condition=condition, calendar=calendar, offset=offset, limit=limit
        )
        persons = [
            {
                "person": one.person,
                "events": one.events,
                "last_at": calendar.to_local(at=one.last_at).isoformat(),
            }
            for one in found.persons
        ]
        return {"total": found.total, "persons": persons}

    return _in_the_companys_words(read)


@operation("segment.define")
def define(_call: Call, *, name: str, title: str, spec: Any) -> dict[str, Any]:
    """Define a live segment and return it."""
    from tenfold.kit import clock
    from tenfold.metrics.segments import actions

    actions.define_segment(name=name, title=title, spec=spec, at=clock.now())
    return _shown(name)


@operation("segment.freeze")
def freeze(_call: Call, *, name: str, into: str, title: str | None) -> dict[str, Any]:
    """Keep who is in a segment now as a segment of its own, and return that."""
    from tenfold.kit import clock
    from tenfold.metrics.segments import actions, queries

    known = title or queries.get_segment(name=name).title

    def do(calendar: Any) -> dict[str, Any]:
        actions.freeze_segment(name=name, into=into, title=known, calendar=calendar, at=clock.now())
        return _shown(into)

    return _in_the_companys_words(do)


@operation("segment.upload")
def upload(_call: Call, *, name: str, title: str, path: str) -> dict[str, Any]:
    """Make a segment of the ids in a file on this machine."""
    import dataclasses

    from tenfold.kit import clock
    from tenfold.metrics.segments import actions
    from tenfold.metrics.segments.files import read_ids

    given = read_ids(content=Path(path).read_bytes())
    found = actions.upload_segment(
        name=name, title=title, ids=given.ids, duplicates=given.duplicates, at=clock.now()
    )
    return {**dataclasses.asdict(found), "unknown": list(found.unknown)}


@operation("segment.remove")
def remove(_call: Call, *, name: str) -> dict[str, Any]:
    """Take a segment away that nothing is made of."""
    from tenfold.kit import clock
    from tenfold.metrics.segments import actions

    actions.remove_segment(name=name, at=clock.now())
    return {"name": name}


def list_command(format: FormatOption = "table") -> None:
    """List every segment with its size now."""
    from tenfold.ui.terminal import make_table, show

    found = ask(list_all)
    show(
        found,
        format=format,
        table=lambda: make_table(
            columns=("name", "title", "kind", "persons#", "meaning"),
            rows=[
                (one["name"], one["title"], one["kind"], _size(one), one["sentence"])
                for one in found
            ],
        ),
    )


def show_command(
    name: NameArgument,
    by: Annotated[str, typer.Option("--by", help="day, week, month, quarter or year.")] = "month",
    periods: Annotated[
        int, typer.Option("--periods", min=1, max=120, help="How many, up to now.")
    ] = 12,
    format: FormatOption = "table",
) -> None:
    """Show what a segment means, its size now, and how that changed."""
    from tenfold.ui.terminal import make_table, show

    if by not in ("day", "week", "month", "quarter", "year"):
        raise typer.BadParameter("day, week, month, quarter or year", param_hint="--by")
    found = ask(show_one, name=name, by=by, periods=periods)

    def draw() -> Any:
        from rich.console import Group
        from rich.text import Text

        sizes = [point["persons"] for point in found["sizes"]]
        head = Text.assemble((f"{found['title']}: {_size(found)}", "bold"), "  ", sparkline(sizes))
        rows = [(point["at"][:16], str(point["persons"])) for point in found["sizes"]]
        table = make_table(columns=("until", "persons#"), rows=rows)
        return Group(head, Text(found["sentence"]), table)

    show(found, format=format, table=draw)


def who_command(
    name: NameArgument,
    offset: Annotated[int, typer.Option("--offset", min=0, help="How many to skip.")] = 0,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=10_000, help="How many to show.")
    ] = 100,
    format: FormatOption = "table",
) -> None:
    """List who is in a segment now, whoever did something last first."""
    from tenfold.ui.terminal import make_table, show

    found = ask(list_persons, name=name, offset=offset, limit=limit)
    show(
        found,
        format=format,
        table=lambda: make_table(
            columns=("person", "events#", "last seen"),
            rows=[
                (one["person"], str(one["events"]), one["last_at"][:16]) for one in found["persons"]
            ],
        ),
    )


def define_command(
    name: NewArgument,
    spec: Annotated[Path, typer.Option("--spec", help="A file with the condition, as JSON.")],
    title: TitleOption,
    format: FormatOption = "table",
) -> None:
    """Define a live segment, or define it anew."""
    _tell(ask(define, name=name, title=title, spec=read_spec(spec)), format)


def freeze_command(
    name: NameArgument,
    into: Annotated[str, typer.Argument(help="The new segment's name.")],
    title: Annotated[
        str | None, typer.Option("--title", help="What people read; else the same title.")
    ] = None,
    format: FormatOption = "table",
) -> None:
    """Keep who is in a segment now as a segment of its own."""
    _tell(ask(freeze, name=name, into=into, title=title), format)


def upload_command(
    name: NewArgument,
    file: Annotated[Path, typer.Argument(help="One id a line, or CSV with a column of ids.")],
    title: TitleOption,
    format: FormatOption = "table",
) -> None:
    """Make a segment of a list of ids, in the place of what it was before."""
    from tenfold.ui.terminal import show

    try:
        file.open("rb").close()
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}", param_hint="FILE") from error
    found = ask(upload, name=name, title=title, path=str(file.resolve()))
    said = (
        f"{title}: {found['persons']} ids, {found['duplicates']} came twice,"
        f" {found['unknown_count']} unknown and left out. tenfold segment show {name}"
    )
    show(found, format=format, table=lambda: said)


def remove_command(name: NameArgument, format: FormatOption = "table") -> None:
    """Take a segment away that nothing is made of."""
    from tenfold.ui.terminal import show

    found = ask(remove, name=name)
    show(found, format=format, table=lambda: f"{name} is gone.")


def _tell(found: dict[str, Any], format: str) -> None:
    from tenfold.ui.terminal import show

    said = f"{found['title']}: {_size(found)} persons. tenfold segment show {found['name']}"
    show(found, format=format, table=lambda: said)


def _size(segment: dict[str, Any]) -> str:
    return "?" if segment["persons"] is None else str(segment["persons"])


def _shown(name: str) -> dict[str, Any]:
    from tenfold.metrics.segments import queries
    from tenfold.techniques.dashboards.queries.segments import seeing

    segment = queries.get_segment(name=name)
    return _in_the_companys_words(
        lambda calendar: seeing.as_json(segment=segment, viewer=None, calendar=calendar)
    )


def _in_the_companys_words(read: Callable[[Any], Answer]) -> Answer:
    from django.utils import translation

    from tenfold.metrics.asking import calendar_of
    from tenfold.people.queries import get_company

    company = get_company()
    with translation.override(company.language):
        return read(calendar_of(company=company))
