"""tenfold events, tenfold trace: what happened, and how one event came in."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from tenfold.kit.operations import Call, ask, operation
from tenfold.techniques.interfaces.commands.options import FormatOption

app = typer.Typer(
    no_args_is_help=True,
    help="Events: list the latest, follow live, export.",
    epilog="Example: tenfold events list --name order --limit 5",
)


def register(root: typer.Typer) -> None:
    """Add `tenfold events` and `tenfold trace` to the root."""
    root.add_typer(app, name="events")
    root.command("trace", epilog="Example: tenfold trace 0197a3c2-5b1e-7c44-9f2e-2b8a3f6f0c11")(
        trace_command
    )


@operation("events.list")
def list_latest(
    call: Call,
    *,
    name: str | None,
    limit: int,
    internal: bool,
    source: str | None,
    person: str | None,
) -> list[dict[str, Any]]:
    """Return the newest events, newest first."""
    from tenfold.techniques.interfaces.queries.events import as_json, list_events
    from tenfold.techniques.interfaces.queries.sources import find_source

    found = list_events(
        log=call.log,
        limit=limit,
        name=name,
        source=None if source is None else find_source(named=source).id,
        person=person,
        internal=internal,
    )
    return [as_json(view=view) for view in found]


@operation("events.tail")
def tail(
    call: Call, *, name: str | None, limit: int, internal: bool, source: str | None
) -> dict[str, int]:
    """Report each event as it arrives (as progress) until cancelled or `limit` were reported.

    `limit` 0 means without end. Where more arrive at once than the log passes on, the report says
    how many were left out.
    """
    from tenfold.techniques.interfaces.queries.live import Wanted, follow
    from tenfold.techniques.interfaces.queries.sources import find_source

    wanted = Wanted(
        name=name,
        internal=internal,
        source=None if source is None else find_source(named=source).id,
    )
    shown = follow(
        log=call.log, wanted=wanted, limit=limit, tell=call.progress, cancelled=call.cancelled
    )
    return {"shown": shown}


@operation("events.export")
def export(
    call: Call,
    *,
    path: str,
    form: str,
    start: str | None,
    end: str | None,
    name: str | None,
    internal: bool,
) -> dict[str, Any]:
    """Write events to a new file; return how many."""
    from tenfold.techniques.interfaces.actions.exports import export_events

    written = export_events(
        log=call.log, path=Path(path), form=form, start=start, end=end, name=name, internal=internal
    )
    return {"path": path, "as": form, "events": written}


@operation("events.trace")
def trace(call: Call, *, event_id: str) -> dict[str, Any]:
    """Return the way of one event, step by step."""
    from tenfold.techniques.interfaces.queries.trace import as_json, trace_event

    return as_json(trace=trace_event(log=call.log, event_id=event_id))


@app.command(
    "list",
    epilog="Examples: tenfold events list   |   tenfold events list --name order --limit 5   |   "
    "tenfold events list --internal --format json",
)
def list_command(  # noqa: PLR0917  each is an option
    name: str | None = typer.Option(None, help="Only events of this name."),
    limit: int = typer.Option(20, min=1, max=10_000, help="How many."),
    internal: bool = typer.Option(False, "--internal", help="Tenfold's own facts, too."),
    source: str | None = typer.Option(None, help="Only from this source (name or number)."),
    person: str | None = typer.Option(None, help="Only of this person."),
    format: FormatOption = "text",
) -> None:
    """List the latest events, newest first."""
    from tenfold.ui.terminal import show

    found = ask(
        list_latest, name=name, limit=limit, internal=internal, source=source, person=person
    )
    show(found, format=format, table=lambda: _draw_events(found))


@app.command(
    "tail",
    epilog="Examples: tenfold events tail   |   tenfold events tail --name order --limit 1",
)
def tail_command(
    name: str | None = typer.Option(None, help="Only events of this name."),
    limit: int = typer.Option(0, min=0, help="Stop after so many; 0: only at Ctrl-C."),
    internal: bool = typer.Option(False, "--internal", help="Tenfold's own facts, too."),
    source: str | None = typer.Option(None, help="Only from this source (name or number)."),
    format: FormatOption = "text",
) -> None:
    """Follow events as they arrive, until Ctrl-C."""
    printer = _print_json_item() if format == "json" else _print_line
    if format == "json":
        typer.echo("[", nl=False)
    try:
        ask(tail, progress=printer, name=name, limit=limit, internal=internal, source=source)
    except KeyboardInterrupt:
        pass  # this is how one stops following
    finally:
        if format == "json":
            typer.echo("]")


@app.command(
    "export",
    epilog="Examples: tenfold events export events.parquet   |   "
    "tenfold events export november.csv --as csv --from 2026-11-01 --to 2026-12-01 --name order",
)
def export_command(  # noqa: PLR0917  each is an option
    path: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
    form: str | None = typer.Option(
        None, "--as", help="parquet, csv or jsonl; else told by the file's ending.", metavar="FORM"
    ),
    start: str | None = typer.Option(None, "--from", help="From this day or instant on."),
    end: str | None = typer.Option(None, "--to", help="Up to, but not including, this."),
    name: str | None = typer.Option(None, help="Only events of this name."),
    internal: bool = typer.Option(False, "--internal", help="Tenfold's own facts, too."),
    format: FormatOption = "text",
) -> None:
    """Write events to a Parquet, CSV or JSON lines file, oldest first."""
    from tenfold.ui.terminal import show

    written = ask(
        export,
        path=str(path.expanduser().absolute()),
        form=form or path.suffix.lstrip(".").lower(),
        start=start,
        end=end,
        name=name,
        internal=internal,
    )
    show(written, format=format, text=f"Wrote {written['events']:,} events to {written['path']}.")


def trace_command(
    event_id: str = typer.Argument(help="The event's id."),
    format: FormatOption = "text",
) -> None:
    """Show the way of one event, from its source to the numbers, with timings."""
    from tenfold.ui.terminal import show

    way = ask(trace, event_id=event_id)
    show(way, format=format, text=_say_trace(way))


def _draw_events(answer: list[dict[str, Any]]) -> Any:
    from tenfold.ui.terminal import make_table

    if not answer:
        return "There is no such event."
    return make_table(
        columns=("time", "event", "who", "value#", "source#", "properties"),
        rows=[
            (
                event["time"][:19].replace("T", " "),
                event["name"],
                event["person"] or "nobody",
                _worth(event),
                str(event["source"]),
                _short(event["properties"]),
            )
            for event in answer
        ],
    )


def _short(properties: dict[str, Any]) -> str:
    text = ", ".join(f"{name}: {value}" for name, value in properties.items())
    return text if len(text) <= 60 else text[:59] + "…"


def _worth(event: dict[str, Any]) -> str:
    if event["value"] is None:
        return ""
    return f"{event['value']:,.10g} {event['currency'] or ''}".strip()


def _print_line(said: dict[str, Any]) -> None:
    if "skipped" in said:
        typer.echo(f"... and {said['skipped']} more at the same moment", err=True)
        return
    event = said["event"]
    who = event["person"] or "nobody"
    typer.echo(f"{event['time'][:19]}  {event['name']}  {who}  {_worth(event)}".rstrip())


def _print_json_item() -> Any:
    printed = 0

    def printer(said: dict[str, Any]) -> None:
        nonlocal printed
        if "event" in said:
            typer.echo(("," if printed else "") + "\n" + json.dumps(said["event"]), nl=False)
            printed += 1

    return printer


def _say_trace(answer: dict[str, Any]) -> str:
    lines = [f"{answer['event']['name']} {answer['event']['id']}"]
    for step in answer["steps"]:
        took = "" if step["millis"] is None else f"{step['millis']:,.2f} ms"
        when = (step["at"] or "")[:23].replace("T", " ")
        lines.append(f"  {step['step']:<9} {when:<23} {took:>16}  {step['says']}")
    return "\n".join(lines)
