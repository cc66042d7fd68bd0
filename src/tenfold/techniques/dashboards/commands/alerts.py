"""`tenfold alerts`: what is watched, what fired, how often a rule would have; and looking now.

Nothing heavy is imported until a command runs.
"""

import json
from typing import Annotated, Any

import typer

from tenfold.kit.operations import Call, ask, operation
from tenfold.techniques.dashboards.commands.defining import FormatOption

app = typer.Typer(
    no_args_is_help=True,
    help="Alerts: numbers that are watched.",
    epilog="Example: tenfold alerts list",
)
QueryArgument = Annotated[
    str, typer.Argument(help="What is watched, as Explore's address says it.")
]
RuleOption = Annotated[
    str, typer.Option("--rule", help="What to watch for, as JSON; see docs/reference/alerts.md.")
]
_TRY = (
    "tenfold alerts test 'kind=metric&name=revenue' "
    """--rule '{"kind": "threshold", "side": "below", "value": 500, "by": "day"}'"""
)


def register(root: typer.Typer) -> None:
    """Add `tenfold alerts` to the root."""
    root.add_typer(app, name="alerts")
    app.command("list", epilog="Example: tenfold alerts list --format json")(list_command)
    app.command("test", epilog=f"Example: {_TRY}")(try_command)
    app.command("run", epilog="Example: tenfold alerts run")(run_command)


@operation("alerts.list")
def list_all(_call: Call) -> list[dict[str, Any]]:
    """Return every alert with what is open of it."""
    from tenfold.techniques.dashboards.queries.alerts import plain
    from tenfold.techniques.dashboards.queries.boards.house import as_the_house

    return as_the_house(lambda asker: plain.as_plain(plain.list_alerts(asker=asker)))


@operation("alerts.test")
def try_rule(_call: Call, *, query: str, rule: Any) -> dict[str, Any]:
    """Return how often a rule would have fired."""
    from tenfold.techniques.dashboards.queries.alerts import plain
    from tenfold.techniques.dashboards.queries.boards.house import as_the_house
    from tenfold.techniques.dashboards.rules.alerts.conditions import rule_from_spec

    wanted = rule_from_spec(rule)
    return as_the_house(
        lambda asker: plain.as_plain(plain.past_as_json(query=query, rule=wanted, asker=asker))
    )


@operation("alerts.run")
def run_now(_call: Call) -> dict[str, int]:
    """Look at every alert that is due, and tell whoever listens."""
    from tenfold.kit import clock
    from tenfold.techniques.dashboards.jobs import look_at_alerts

    return look_at_alerts(at=clock.now())


def list_command(format: FormatOption = "table") -> None:
    """List the company's alerts: what each watches for, and what it is up to."""
    from tenfold.ui.terminal import make_table, show

    found = ask(list_all)
    show(
        found,
        format=format,
        table=lambda: make_table(
            columns=("id#", "alert", "watches", "state", "looked"),
            rows=[
                (
                    str(one["id"]),
                    one["title"],
                    one["says"],
                    one["state"],
                    (one["looked_at"] or "")[:16],
                )
                for one in found
            ],
        ),
    )


def try_command(query: QueryArgument, rule: RuleOption, format: FormatOption = "table") -> None:
    """Say how often a rule would have fired, without making an alert of it."""
    from rich.text import Text

    from tenfold.ui.terminal import show

    try:
        said = json.loads(rule)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--rule") from error
    if not isinstance(said, dict):
        raise typer.BadParameter("a JSON object", param_hint="--rule")
    found = ask(try_rule, query=query, rule=said)
    lines = [found["sentence"], f"{found['warning']} {found['next_step']}".strip()]
    lines += [one["sentence"] for one in found["firings"]]
    show(found, format=format, table=lambda: Text("\n".join(line for line in lines if line)))


def run_command(format: FormatOption = "table") -> None:
    """Look at every alert that is due now instead of at the next minute."""
    from rich.text import Text

    from tenfold.ui.terminal import show

    found = ask(run_now)
    said = (
        f"{found['alerts']} looked at, {found['began']} fired, {found['ended']} over,"
        f" {found['failed']} not answered, {found['messages']} messages"
    )
    show(found, format=format, table=lambda: Text(said))
