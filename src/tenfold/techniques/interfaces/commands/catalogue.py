"""tenfold catalogue: every event name and property there is."""

from typing import Any

import typer

from tenfold.kit.operations import Call, ask, operation
from tenfold.techniques.interfaces.commands.options import FormatOption


def register(root: typer.Typer) -> None:
    """Add `tenfold catalogue` to the root."""
    root.command(
        "catalogue",
        epilog="Examples: tenfold catalogue   |   tenfold catalogue order   |   "
        "tenfold catalogue --format json",
    )(catalogue_command)


@operation("catalogue.list")
def list_all(call: Call, *, name: str | None, internal: bool, hidden: bool) -> list[dict[str, Any]]:
    """Return the event names with their properties, most frequent first."""
    from tenfold.techniques.interfaces.queries.catalogue import as_json, list_catalogue

    found = list_catalogue(log=call.log, internal=internal, hidden=hidden or name is not None)
    return [as_json(view=view) for view in found if name in (None, view.name)]


def catalogue_command(
    name: str | None = typer.Argument(None, help="Only this event name, with its properties."),
    internal: bool = typer.Option(False, "--internal", help="Tenfold's own facts, too."),
    hidden: bool = typer.Option(False, "--hidden", help="Names that were hidden, too."),
    format: FormatOption = "text",
) -> None:
    """List every event name and property: type, volume, first and last seen."""
    from tenfold.ui.terminal import show

    found = ask(list_all, name=name, internal=internal, hidden=hidden)
    draw = _draw_names if name is None else _draw_properties
    show(found, format=format, table=lambda: draw(found))


def _draw_names(answer: list[dict[str, Any]]) -> Any:
    from tenfold.ui.terminal import make_table

    if not answer:
        return "No event has arrived yet. Import a file: tenfold import orders.csv"
    return make_table(
        columns=("event", "events#", "first", "last", "properties", "means"),
        rows=[
            (
                entry["name"],
                f"{entry['events']:,}",
                entry["first_seen_at"][:10],
                entry["last_seen_at"][:10],
                ", ".join(found["name"] for found in entry["properties"] if not found["hidden"]),
                entry["description"],
            )
            for entry in answer
        ],
    )


def _draw_properties(answer: list[dict[str, Any]]) -> Any:
    from tenfold.ui.terminal import make_table

    if not answer:
        return "No event has that name. See them all with: tenfold catalogue"
    return make_table(
        columns=("property", "type", "missing#", "samples", "note"),
        rows=[
            (
                found["name"],
                found["type"],
                f"{found['missing']:,}",
                ", ".join(found["samples"])[:60],
                _note(found),
            )
            for found in answer[0]["properties"]
        ],
    )


def _note(found: dict[str, Any]) -> str:
    notes = [found["description"]] if found["description"] else []
    if found["type_changed"]:
        notes.append("its type changed")
    if found["required"]:
        notes.append("required")
    return "; ".join(notes)
