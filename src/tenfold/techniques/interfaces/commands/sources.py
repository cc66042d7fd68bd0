"""tenfold source: where events come from."""

import sys
from typing import Any

import typer

from tenfold.kit.operations import Call, ask, operation
from tenfold.techniques.interfaces.commands.options import (
    ConfirmationNeeded,
    FormatOption,
    YesOption,
)

app = typer.Typer(
    no_args_is_help=True,
    help="Sources of events: add, list, give a new key.",
    epilog="Example: tenfold source add 'Web shop' --kind web",
)


def register(root: typer.Typer) -> None:
    """Add `tenfold source` to the root."""
    root.add_typer(app, name="source")


@operation("sources.add")
def add(call: Call, *, name: str, kind: str) -> dict[str, Any]:  # noqa: ARG001
    """Add a source; return its id, name and write key."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.actions import add_source

    added = add_source(name=name, kind=kind, by=None, at=clock.now())
    return {"id": added.id, "name": added.name, "write_key": added.write_key}


@operation("sources.list")
def list_all(call: Call, *, archived: bool) -> list[dict[str, Any]]:
    """Return the sources with their health."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.queries.sources import as_json, list_sources

    views = list_sources(log=call.log, at=clock.now(), archived=archived)
    return [as_json(view=view) for view in views]


@operation("sources.replace_key")
def replace_key(call: Call, *, source: str) -> dict[str, Any]:  # noqa: ARG001
    """Give a source a new write key."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.actions import replace_write_key
    from tenfold.techniques.interfaces.queries.sources import find_source

    found = find_source(named=source)
    key = replace_write_key(source_id=found.id, by=None, at=clock.now())
    return {"id": found.id, "name": found.name, "write_key": key}


@operation("sources.archive")
def archive(call: Call, *, source: str, undo: bool) -> dict[str, Any]:  # noqa: ARG001
    """Take a source out of use, or back into use."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.actions import archive_source, unarchive_source
    from tenfold.techniques.interfaces.queries.sources import find_source

    found = find_source(named=source)
    if undo:
        key = unarchive_source(source_id=found.id, by=None, at=clock.now())
        return {"id": found.id, "name": found.name, "archived": False, "write_key": key}
    archive_source(source_id=found.id, by=None, at=clock.now())
    return {"id": found.id, "name": found.name, "archived": True, "write_key": None}


@operation("sources.preview_retention")
def preview(call: Call, *, source: str, days: str) -> dict[str, Any]:
    """Return what it would mean to keep a source's events for so many days."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.queries.retention import preview_retention
    from tenfold.techniques.interfaces.queries.sources import find_source
    from tenfold.techniques.interfaces.rules.retention import read_days

    shown = preview_retention(
        source_id=find_source(named=source).id,
        days=read_days(said=days),
        log=call.log,
        at=clock.now(),
    )
    return {
        "id": shown.source_id,
        "name": shown.name,
        "days": shown.days,
        "before": None if shown.before is None else shown.before.isoformat(),
        "events": shown.events,
    }


@operation("sources.retain")
def retain(call: Call, *, source: str, days: str) -> dict[str, Any]:
    """Say for how many days a source keeps its events; return what that means."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.actions import set_retention

    shown: dict[str, Any] = preview.run(call, source=source, days=days)
    set_retention(source_id=shown["id"], days=shown["days"], by=None, at=clock.now())
    return shown


@app.command(
    "add",
    epilog="Examples: tenfold source add 'Web shop'   |   "
    "tenfold source add 'Kiln 2' --kind device --format json",
)
def add_command(
    name: str = typer.Argument(help="What people call it, such as 'Web shop'."),
    kind: str = typer.Option("web", help="web, server, device or file.", metavar="KIND"),
    format: FormatOption = "text",
) -> None:
    """Add a source of events and show its write key."""
    from tenfold.ui.terminal import show

    added = ask(add, name=name, kind=kind)
    show(added, format=format, text=_say_key(added))


@app.command(
    "list",
    epilog="Examples: tenfold source list   |   tenfold source list --archived --format json",
)
def list_command(
    archived: bool = typer.Option(False, "--archived", help="Those out of use, too."),
    format: FormatOption = "text",
) -> None:
    """List the sources and how they are."""
    from tenfold.ui.terminal import show

    found = ask(list_all, archived=archived)
    show(found, format=format, table=lambda: _draw_sources(found))


@app.command("replace-key", epilog="Example: tenfold source replace-key 'Web shop'")
def replace_key_command(
    source: str = typer.Argument(help="The source's name or number."),
    format: FormatOption = "text",
) -> None:
    """Give a source a new write key; the old one stops working within a second."""
    from tenfold.ui.terminal import show

    replaced = ask(replace_key, source=source)
    show(replaced, format=format, text=_say_key(replaced))


@app.command(
    "archive",
    epilog="Examples: tenfold source archive 'Old till'   |   "
    "tenfold source archive 'Old till' --undo",
)
def archive_command(
    source: str = typer.Argument(help="The source's name or number."),
    undo: bool = typer.Option(False, "--undo", help="Take it back into use, with a new key."),
    format: FormatOption = "text",
) -> None:
    """Take a source out of use: its key ends, what it sent stays."""
    from tenfold.ui.terminal import show

    done = ask(archive, source=source, undo=undo)
    show(done, format=format, text=_say_archived(done))


@app.command(
    "retain",
    epilog="Examples: tenfold source retain 'Kiln 2' --days 90   |   "
    "tenfold source retain 'Kiln 2' --days forever --yes",
)
def retain_command(
    source: str = typer.Argument(help="The source's name or number."),
    days: str = typer.Option(help="How many days, or forever.", metavar="N|forever"),
    yes: YesOption = False,
    format: FormatOption = "text",
) -> None:
    """Keep a source's single events for some days only; older ones become totals for good."""
    from tenfold.ui.terminal import show

    if not yes:
        _make_sure(ask(preview, source=source, days=days))
    done = ask(retain, source=source, days=days)
    show(done, format=format, text=_say_retained(done))


def _make_sure(shown: dict[str, Any]) -> None:
    if not shown["events"]:
        return
    if not sys.stdin.isatty():
        raise ConfirmationNeeded(
            f"{shown['events']:,} events of {shown['name']} from before {shown['before'][:10]} would"
            " become totals for good, and there is nobody here to ask.",
            next_step="If you are sure, say the same again with --yes.",
        )
    typer.echo(
        f"{shown['events']:,} events of {shown['name']} from before {shown['before'][:10]} become"
        " totals: who did it and what else was said of it are gone for good."
    )
    typer.confirm("Go on?", abort=True)


def _say_retained(answer: dict[str, Any]) -> str:
    if answer["days"] is None:
        return f"{answer['name']} keeps its events for ever. What became a total stays one."
    return (
        f"{answer['name']} keeps its events for {answer['days']} days. {answer['events']:,} older ones"
        " become totals, beginning within the hour while Tenfold runs.\n"
        f"Until then it can be taken back: tenfold source retain {answer['id']} --days forever"
    )


def _say_key(answer: dict[str, Any]) -> str:
    key = answer["write_key"]
    return "\n".join(
        (
            f"{answer['name']} (source {answer['id']}) has the write key",
            f"  {key}",
            "Send a first event:",
            f"  curl -H 'Authorization: Bearer {key}' \\",
            """    -d '{"name": "hello", "actor": "me"}' http://127.0.0.1:8000/v1/events""",
        )
    )


def _say_archived(answer: dict[str, Any]) -> str:
    name, key = answer["name"], answer["write_key"]
    if answer["archived"]:
        return (
            f"{name} is archived. What it sent stays; its key has ended.\n"
            f"Take it back into use: tenfold source archive {answer['id']} --undo"
        )
    return f"{name} is in use again." + (f"\nIts new write key: {key}" if key else "")


def _draw_sources(answer: list[dict[str, Any]]) -> Any:
    from tenfold.ui.terminal import make_table

    if not answer:
        return "There is no source yet. Add one: tenfold source add 'Web shop'"
    return make_table(
        columns=("", "source", "kind", "health", "last event", "events#", "last day#", "refused#"),
        rows=[
            (
                str(source["id"]),
                source["name"],
                source["kind"],
                source["health"],
                (source["last_received_at"] or "")[:16].replace("T", " "),
                f"{source['events']:,}",
                f"{source['events_last_day']:,}",
                f"{source['refused']:,}",
            )
            for source in answer
        ],
    )
