"""tenfold imports: list them, take one back, go on with one, show a mapping."""

import sys
from typing import Annotated, Any

import typer

from tenfold.kit.operations import ask
from tenfold.techniques.interfaces.commands.imports import operations
from tenfold.techniques.interfaces.commands.imports.importing import ask_watching, say_done
from tenfold.techniques.interfaces.commands.options import FormatOption

app = typer.Typer(
    no_args_is_help=True,
    help="Imports: list, undo, continue.",
    epilog="Example: tenfold imports undo 3",
)
Number = Annotated[int, typer.Argument(help="The number of the import; see: tenfold imports list")]


def register(root: typer.Typer) -> None:
    """Add `tenfold imports` to the root."""
    root.add_typer(app, name="imports")


@app.command(
    "list", epilog="Examples: tenfold imports list   |   tenfold imports list --format json"
)
def list_command(
    limit: int = typer.Option(20, min=1, max=1_000, help="How many."),
    format: FormatOption = "text",
) -> None:
    """List the imports, newest first."""
    from tenfold.ui.terminal import show

    found = ask(operations.list_all, limit=limit)
    show(found, format=format, table=lambda: _draw(found))


@app.command("undo", epilog="Example: tenfold imports undo 3")
def undo_command(number: Number, format: FormatOption = "text") -> None:
    """Take out again all that an import brought. Its rows may be imported again."""
    from tenfold.ui.terminal import show

    undone = ask(operations.undo, import_id=number)
    show(undone, format=format, text=f"Undone: {undone['removed']:,} events were taken out again.")


@app.command("continue", epilog="Example: tenfold imports continue 3")
def continue_command(number: Number, format: FormatOption = "text") -> None:
    """Go on with an import that was cancelled, interrupted or failed. Nothing is doubled."""
    from tenfold.ui.terminal import show

    arguments: dict[str, Any] = {"import_id": number}
    talks = format == "text" and sys.stdout.isatty()
    done = ask_watching(operations.go_on, arguments, talks=talks)
    show(done, format=format, text=say_done(done))


@app.command("mapping", epilog="Example: tenfold imports mapping 3 > orders.yaml")
def mapping_command(number: Number, format: FormatOption = "text") -> None:
    """Show the mapping that an import used, as YAML to keep or to change."""
    from tenfold.ui.terminal import show

    found = ask(operations.mapping_of, import_id=number)
    show(found["mapping"], format=format, text=found["yaml"].rstrip())


def _draw(found: list[dict[str, Any]]) -> Any:
    from tenfold.ui.terminal import make_table

    if not found:
        return "Nothing was imported yet. Begin with: tenfold import FILE"
    names = ("read", "accepted", "rejected")
    return make_table(
        columns=("", "file", "state", "read#", "added#", "rejected#"),
        rows=[
            (
                str(one["id"]),
                one["file_name"],
                one["state"],
                *(f"{one[name]:,}" for name in names),
            )
            for one in found
        ],
    )
