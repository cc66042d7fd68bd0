"""`tenfold metric`: one number.

Nothing heavy is imported until a command runs.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from tenfold.kit.operations import Call, ask, operation
from tenfold.techniques.dashboards.commands.defining import FormatOption, read_spec

_BARS = "▁▂▃▄▅▆▇█"
_MOST_ROWS = 60


def register(app: typer.Typer) -> None:
    """Add `tenfold metric` to the root."""
    app.command(
        "metric",
        epilog="Examples: tenfold metric revenue --by week --breakdown Country   |   "
        "tenfold metric events --from 2026-11-01 --to 2026-12-01 --compare   |   "
        """tenfold metric persons --where 'country = "Norway" and price > 3'   |   """
        "tenfold metric --spec orders.json --by day --format json",
    )(metric_command)


@operation("metric.answer")
def answer_metric(
    call: Call,
    *,
    name: str | None,
    version: int | None = None,
    spec: Any,
    question: dict[str, Any],
    timezone: str | None = None,
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
    calendar = calendar_of(company=company, timezone=timezone)
    with translation.override(company.language):
        metric = None if name is None else queries.get_metric(name=name, version=version)
        asked = make_question(
            definition=metric.definition if metric else from_spec(spec),
            uses=metric.uses if metric else (),
            calendar=calendar,
            **question,
        )
        answer = queries.answer(question=asked, calendar=calendar, at=clock.now(), log=call.log)
        described = describe(answer=answer, question=asked) if shown else None
    return {"answer": to_json(answer=answer), "shown": described}


def metric_command(  # noqa: PLR0917  typer reads the parameters as options
    name: Annotated[
        str | None, typer.Argument(help="A metric's name; see: tenfold metrics list")
    ] = None,
    spec: Annotated[
        Path | None, typer.Option("--spec", help="A file with a definition, instead of a name.")
    ] = None,
    version: Annotated[
        int | None, typer.Option("--version", help="As the metric was defined then.")
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
        list[str] | None,
        typer.Option("--breakdown", help="A property; one row for each value. Twice: pairs."),
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
    timezone: Annotated[
        str | None, typer.Option("--timezone", help="Reckon in this zone, not in the company's.")
    ] = None,
    format: FormatOption = "table",
) -> None:
    """Answer a number: in all, by period, broken down, compared with before."""
    from tenfold.ui.terminal import show

    if (name is None) == (spec is None):
        raise typer.BadParameter("give a name or --spec FILE.json, not both", param_hint="NAME")
    if version is not None and name is None:
        raise typer.BadParameter("a version is of a metric with a name", param_hint="--version")
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
        version=version,
        spec=None if spec is None else read_spec(spec),
        question=question,
        timezone=timezone,
        shown=format != "json",
    )
    show(found["answer"], format=format, table=lambda: _draw(found["shown"]))


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
    for table in shown["tables"]:
        lines.append(make_table(columns=table["columns"], rows=table["rows"]))
        if table["more"]:
            lines.append(Text("…"))
    lines.append(Text(shown["note"], style="dim"))
    return Group(*lines)
