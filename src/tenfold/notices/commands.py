"""`tenfold ways`: how somebody is told, and whether it arrives."""

from typing import Annotated, Any

import typer

from tenfold.kit.operations import Call, ask, operation
from tenfold.kit.refusal import Refusal

app = typer.Typer(
    no_args_is_help=True,
    help="Ways to tell somebody something: see them, try one out.",
    epilog="Example: tenfold ways test 'Sales channel'",
)
Format = Annotated[str, typer.Option(help="text for people, json for programs.", metavar="FORMAT")]


class TestDidNotArrive(Refusal):
    """A test was sent and was not taken."""

    code = "test_did_not_arrive"


def register(root: typer.Typer) -> None:
    """Add `tenfold ways` to the root."""
    root.add_typer(app, name="ways")


@operation("notices.list_ways")
def list_all(call: Call) -> list[dict[str, Any]]:  # noqa: ARG001
    """Return every way, and how many messages failed on it."""
    from tenfold.notices import queries

    names = ("id", "name", "kind", "shown", "belongs_to", "hears_money", "most_a_day", "failed")
    return [{name: getattr(way, name) for name in names} for way in queries.list_all_ways()]


@operation("notices.test_way")
def test_one(call: Call, *, name: str) -> dict[str, Any]:  # noqa: ARG001
    """Send a test by the way of this name or number. Raises `UnknownWay`, `TestDidNotArrive`."""
    from tenfold.kit import clock
    from tenfold.notices import actions, queries

    way = queries.find_way(name=name)
    tested = actions.send_test(way_id=way.id, at=clock.now())
    if tested.problem:
        raise TestDidNotArrive(
            f"{tested.name}: {tested.problem}",
            next_step="Look at the way on the page “Ways to tell”, mend it and try again.",
        )
    return {"id": way.id, "name": way.name, "arrived": True}


@app.command("list", epilog="Examples:  tenfold ways list  ·  tenfold ways list --format json")
def _list(format: Format = "text") -> None:
    """Show the ways out of the house."""
    from tenfold.ui.terminal import show

    ways = ask(list_all)
    if not ways:
        show(ways, format=format, text="No way leads out of the house yet. Add one on /ways/.")
        return
    show(ways, format=format, table=lambda: _draw(ways))


@app.command("test", epilog="Examples:  tenfold ways test 'Sales channel'  ·  tenfold ways test 2")
def _test(
    name: Annotated[str, typer.Argument(help="The name of the way, or its number.")],
    format: Format = "text",
) -> None:
    """Send a test by a way and say whether it was taken."""
    from tenfold.ui.terminal import show

    tested = ask(test_one, name=name)
    show(tested, format=format, text=f"{tested['name']}: the test was taken.")


def _draw(ways: list[dict[str, Any]]) -> Any:
    from tenfold.ui.terminal import make_table

    return make_table(
        columns=("#", "Name", "Kind", "Leads to", "A day#", "Failed#"),
        rows=[
            (
                str(way["id"]),
                way["name"],
                way["kind"],
                way["shown"],
                str(way["most_a_day"]),
                str(way["failed"]),
            )
            for way in ways
        ],
    )
