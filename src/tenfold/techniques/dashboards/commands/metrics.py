"""`tenfold metric`: one number. `tenfold metrics`: those there are, and how to define one.

Nothing heavy is imported until a command runs.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from tenfold.kit.operations import Call, ask, operation

metrics_app = typer.Typer(
    no_args_is_help=True,
    help="Metrics: list those there are, define one.",
    epilog="Example: tenfold metrics list",
)
FormatOption = Annotated[
    str, typer.Option("--format", help="table, for people; json, for scripts.", metavar="FORMAT")
]
_BARS = "▁▂▃▄▅▆▇█"
_MOST_ROWS = 60


def register(app: typer.Typer) -> None:
    """Add `tenfold metric` and `tenfold metrics` to the root."""
    app.command(
        "metric",
        epilog="Examples: tenfold metric revenue --by week --breakdown Country   |   "
        "tenfold metric events --from 2026-11-01 --to 2026-12-01 --compare   |   "
        """tenfold metric persons --where 'country = "Norway" and price > 3'   |   """
        "tenfold metric --spec orders.json --by day --format json",
    )(metric_command)
    app.add_typer(metrics_app, name="metrics")
    metrics_app.command("list", epilog="Example: tenfold metrics list --format json")(list_command)
    metrics_app.command(
        "define",
        epilog="Example: tenfold metrics define revenue --spec revenue.json "
        '--title "Revenue" --headline 1   |   '
        """A spec: {"kind": "sum", "event": "order", "where": [{"property": "country", """
        """"is": "Norway"}]}""",
    )(define_command)


@operation("metric.answer")
def answer_metric(
    call: Call,
    *,
    name: str | None,
    spec: Any,
    question: dict[str, Any],
    shown: bool,
) -> dict[str, Any]:
    """Return the answer; with `shown` also the texts of its table, in the company's language."""
    from django.utils import translation

    from tenfold.kit import clock
    from tenfold.metrics import queries
    from tenfold.metrics.answers import to_json
    from tenfold.metrics.asking import calendar_of, make_question
    from tenfold.metrics.definitions import from_spec
    from tenfold.people.queries import get_company
    from tenfold.techniques.dashboards.commands.describing import describe

    company = get_company()
    calendar = calendar_of(company=company)
    with translation.override(company.language):
        definition = from_spec(spec) if name is None else queries.get_metric(name=name).definition
        asked = make_question(definition=definition, calendar=calendar, **question)
        answer = queries.answer(question=asked, calendar=calendar, at=clock.now(), log=call.log)
        described = describe(answer=answer, question=asked) if shown else None
    return {"answer": to_json(answer=answer), "shown": described}


@operation("metrics.list")
def list_all(_call: Call) -> list[dict[str, Any]]:
    """Return every metric: headlines first."""
    from tenfold.metrics import queries

    return [queries.as_json(metric=one) for one in queries.list_metrics()]


@operation("metrics.define")
def define(_call: Call, *, name: str, **given: Any) -> dict[str, Any]:
    """Define a metric and return it."""
    from tenfold.kit import clock
    from tenfold.metrics import actions, queries

    actions.define_metric(name=name, **given, at=clock.now())
    return queries.as_json(metric=queries.get_metric(name=name))


def metric_command(  # noqa: PLR0917  typer reads the parameters as options
    name: Annotated[
        str | None, typer.Argument(help="A metric's name; see: tenfold metrics list")
    ] = None,
    spec: Annotated[
        Path | None, typer.Option("--spec", help="A file with a definition, instead of a name.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", help="minute, hour, day, week, month, quarter or year."),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", help="First moment: a date or an RFC 3339 time.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", help="The moment after the last; not included.")
    ] = None,
    breakdown: Annotated[
        str | None, typer.Option("--breakdown", help="A property; one row for each value.")
    ] = None,
    top: Annotated[int, typer.Option("--top", help="How many values get a row.")] = 10,
    where: Annotated[
        str | None, typer.Option("--where", help='Only these events: country = "Norway"')
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="With the time before, of the same length.")
    ] = False,
    compare_with: Annotated[
        str | None,
        typer.Option("--compare-with", help="Back by one day, week, month, quarter or year."),
    ] = None,
    internal: Annotated[bool, typer.Option("--internal", help="Tenfold's own facts, too.")] = False,
    format: FormatOption = "table",
) -> None:
    """Answer a number: in all, by period, broken down, compared with before."""
    from tenfold.ui.terminal import show

    if (name is None) == (spec is None):
        raise typer.BadParameter("give a name or --spec FILE.json, not both", param_hint="NAME")
    question = {
        "by": by,
        "start": start,
        "end": end,
        "breakdown": breakdown,
        "top": top,
        "where": where,
        "compare": compare_with or ("before" if compare else None),
        "internal": internal,
    }
    found = ask(
        answer_metric,
        name=name,
        spec=None if spec is None else read_spec(spec),
        question=question,
        shown=format != "json",
    )
    show(found["answer"], format=format, table=lambda: _draw(found["shown"]))


def list_command(format: FormatOption = "table") -> None:
    """List every metric."""
    from tenfold.ui.terminal import make_table, show

    found = ask(list_all)
    show(
        found,
        format=format,
        table=lambda: make_table(
            columns=("name", "title", "asks", "headline#", "definition"),
            rows=[
                (
                    one["name"],
                    one["title"],
                    one["asks"],
                    str(one["headline"] or ""),
                    json.dumps(one["spec"], ensure_ascii=False),
                )
                for one in found
            ],
        ),
    )


def define_command(  # noqa: PLR0917  typer reads the parameters as options
    name: Annotated[str, typer.Argument(help="Small letters, digits and hyphens.")],
    spec: Annotated[Path, typer.Option("--spec", help="A file with the definition, as JSON.")],
    title: Annotated[str, typer.Option("--title", help="What people read.")],
    asks: Annotated[str, typer.Option("--asks", help="The question that it answers.")] = "",
    better: Annotated[str, typer.Option("--better", help="up, down or none.")] = "up",
    headline: Annotated[
        int | None, typer.Option("--headline", help="Its place on the home page, 1 to 4.")
    ] = None,
    format: FormatOption = "table",
) -> None:
    """Define a metric, or define it anew."""
    from tenfold.ui.terminal import show

    found = ask(
        define,
        name=name,
        title=title,
        spec=read_spec(spec),
        asks=asks,
        better=better,
        headline=headline,
    )
    said = f"{found['title']}: tenfold metric {found['name']}"
    show(found, format=format, table=lambda: said)


def read_spec(path: Path) -> Any:
    """Return the JSON in a file. Raises `typer.BadParameter` where there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}", param_hint="--spec") from error
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter(f"{path} is no JSON: {error}", param_hint="--spec") from error


def sparkline(values: Sequence[float | None]) -> str:
    """Return one bar for each value, a gap where there is none; "" for fewer than two."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), max(known) - min(known)
    return "".join(
        " " if value is None else _BARS[round((value - low) / span * 7) if span else 3]
        for value in values
    )


def _draw(shown: dict[str, Any]) -> Any:
    from rich.console import Group
    from rich.text import Text

    from tenfold.ui.terminal import make_table

    lines: list[Any] = [
        Text.assemble((shown["value"], "bold"), "  ", sparkline(shown["values"])),
        Text(shown["sentence"]),
    ]
    rows = shown["rows"]
    if rows:
        columns = (shown["first"], f"{shown['second']}#", *(["trend"] if shown["trends"] else []))
        lines.append(
            make_table(
                columns=columns,
                rows=[
                    (row["label"], row["value"], sparkline(row["values"]))[: len(columns)]
                    for row in rows[-_MOST_ROWS:]
                ],
            )
        )
    if len(rows) > _MOST_ROWS:
        lines.append(Text(shown["more"]))
    lines.append(Text(shown["note"], style="dim"))
    return Group(*lines)
