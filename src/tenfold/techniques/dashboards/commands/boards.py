"""`tenfold boards`: the company's boards, with the numbers on them.

Nothing heavy is imported until a command runs.
"""

from typing import Annotated, Any

import typer

from tenfold.kit.operations import Call, ask, operation
from tenfold.techniques.dashboards.commands.defining import FormatOption

app = typer.Typer(
    no_args_is_help=True,
    help="Boards: numbers that belong together, on one page.",
    epilog="Example: tenfold boards list",
)
BoardArgument = Annotated[int, typer.Argument(help="A board's id; see: tenfold boards list")]


def register(root: typer.Typer) -> None:
    """Add `tenfold boards` to the root."""
    root.add_typer(app, name="boards")
    app.command("list", epilog="Example: tenfold boards list --format json")(list_command)
    app.command("show", epilog="Example: tenfold boards show 1")(show_command)


@operation("boards.list")
def list_all(_call: Call) -> list[dict[str, Any]]:
    """Return every board."""
    from tenfold.techniques.dashboards.queries.boards import plain
    from tenfold.techniques.dashboards.queries.boards.house import as_the_house

    return as_the_house(lambda asker: plain.list_as_json(asker=asker))


@operation("boards.show")
def show_one(_call: Call, *, board_id: int) -> dict[str, Any]:
    """Return one board with the answers of its tiles."""
    from tenfold.techniques.dashboards.queries.boards import plain
    from tenfold.techniques.dashboards.queries.boards.house import as_the_house

    return as_the_house(lambda asker: plain.board_as_json(board_id=board_id, asker=asker))


def list_command(format: FormatOption = "table") -> None:
    """List the company's boards."""
    from tenfold.ui.terminal import make_table, show

    found = ask(list_all)
    show(
        found,
        format=format,
        table=lambda: make_table(
            columns=("id#", "board", "tiles#", "by", "changed"),
            rows=[
                (
                    str(one["id"]),
                    f"{one['title']} (archived)" if one["archived"] else one["title"],
                    str(one["tile_count"]),
                    one["made_by"],
                    one["changed_at"][:16],
                )
                for one in found
            ],
        ),
    )


def show_command(board: BoardArgument, format: FormatOption = "table") -> None:
    """Show a board: what each of its tiles says now."""
    from tenfold.ui.terminal import make_table, show

    found = ask(show_one, board_id=board)
    show(
        found,
        format=format,
        table=lambda: make_table(
            columns=("id#", "tile", "value", "what it says"),
            rows=[
                (
                    str(one["id"]),
                    one["title"],
                    one["value"],
                    one["sentence"] or f"{one['problem']} {one['next_step']}".strip(),
                )
                for one in found["tiles"]
            ],
        ),
    )
