"""`tenfold annotation`: what happened, as it stands on the charts.

Nothing heavy is imported until a command runs.
"""

from typing import Annotated, Any

import typer

from tenfold.kit.operations import Call, ask, operation
from tenfold.techniques.dashboards.commands.defining import FormatOption

app = typer.Typer(
    no_args_is_help=True,
    help="What happened, as it stands on the charts: releases, campaigns, holidays.",
    epilog="Example: tenfold annotation list",
)
TitleArgument = Annotated[str, typer.Argument(help="What happened, in a few words.")]
KindOption = Annotated[
    str, typer.Option("--kind", help="release, campaign, holiday, experiment or other.")
]
OnOption = Annotated[
    str, typer.Option("--on", help="The day, or the moment: 2026-11-24 or 2026-11-24T14:02.")
]
UntilOption = Annotated[str, typer.Option("--until", help="The last day, where there are several.")]
MetricOption = Annotated[str, typer.Option("--metric", help="Only on the charts of this metric.")]


def register(root: typer.Typer) -> None:
    """Add `tenfold annotation` to the root."""
    root.add_typer(app, name="annotation")
    for name, command, example in (
        ("list", list_command, "tenfold annotation list --format json"),
        ("add", add_command, 'tenfold annotation add "Shop 2.1 is live" --kind release'),
    ):
        app.command(name, epilog=f"Example: {example}")(command)


@operation("annotation.list")
def list_all(_call: Call) -> list[dict[str, Any]]:
    """Return what happened, the latest first."""
    from tenfold.people.queries import get_company
    from tenfold.techniques.dashboards.queries.annotations.listing import list_annotations
    from tenfold.ui.format import Formats

    company = get_company()
    formats = Formats(language=company.language, timezone=company.timezone)
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "title": one.title,
            "starts_on": one.starts_on.isoformat(),
            "ends_on": one.ends_on and one.ends_on.isoformat(),
            "time": one.time and one.time.isoformat("minutes"),
            "metric": one.metric,
            "event": one.event,
            "by": one.by,
        }
        for one in list_annotations(formats=formats, viewer=None)
    ]


@operation("annotation.add")
def add_one(
    _call: Call, *, title: str, kind: str, on: str, until: str, metric: str
) -> dict[str, Any]:
    """Note what happened; return its id."""
    from tenfold.kit import clock
    from tenfold.metrics.asking import calendar_of
    from tenfold.people.queries import get_company
    from tenfold.techniques.dashboards.actions.annotations.noting import add_annotation
    from tenfold.techniques.dashboards.rules.annotations.noting import Noted, read_day, read_when

    today = calendar_of(company=get_company()).to_local(at=clock.now()).date()
    starts_on, time = read_when(text=on, today=today)
    noted = Noted(
        kind=kind,
        title=title,
        starts_on=starts_on,
        ends_on=read_day(text=until, field="until") if until else None,
        time=time,
        metric=metric,
    )
    return {"id": add_annotation(noted=noted, by=None, at=clock.now())}


def list_command(format: FormatOption = "table") -> None:
    """List what happened, the latest first."""
    from tenfold.ui.terminal import make_table, show

    found = ask(list_all)
    show(
        found,
        format=format,
        table=lambda: make_table(
            columns=("id#", "day", "until", "kind", "what happened", "by"),
            rows=[
                (
                    str(one["id"]),
                    " ".join(filter(None, (one["starts_on"], one["time"]))),
                    one["ends_on"] or "",
                    one["kind"],
                    one["title"],
                    one["by"],
                )
                for one in found
            ],
        ),
    )


def add_command(  # noqa: PLR0917  typer reads the parameters as options
    title: TitleArgument,
    kind: KindOption = "other",
    on: OnOption = "",
    until: UntilOption = "",
    metric: MetricOption = "",
    format: FormatOption = "table",
) -> None:
    """Note what happened today, or on another day."""
    from tenfold.ui.terminal import show

    made = ask(add_one, title=title, kind=kind, on=on, until=until, metric=metric)
    show(made, format=format, table=lambda: f"Noted, as number {made['id']}.")
