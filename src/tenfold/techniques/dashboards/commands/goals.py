"""`tenfold goals`: objectives and key results. Nothing heavy is imported until a command runs."""

import re
from typing import Annotated, Any

import typer

from tenfold.kit.operations import Call, ask, operation
from tenfold.techniques.dashboards.commands.defining import FormatOption

app = typer.Typer(
    no_args_is_help=True,
    help="Goals: objectives, key results, check-ins.",
    epilog="Example: tenfold goals list --period 2026-Q4",
)
_CONFIDENCES = ("low", "medium", "high")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")


def register(root: typer.Typer) -> None:
    """Add `tenfold goals` to the root."""
    root.add_typer(app, name="goals")
    app.command("list", epilog="Example: tenfold goals list --period 2026-Q4 --format json")(
        list_command
    )
    app.command(
        "check-in",
        epilog='Example: tenfold goals check-in 12 --sure high --value 52 --note "It works"',
    )(check_in_command)


@operation("goals.list")
def list_all(_call: Call, *, period: str) -> list[dict[str, Any]]:
    """Return the objectives that are not archived, with how they stand now."""
    from django.utils import translation

    from tenfold.techniques.dashboards.queries.goals import showing

    asker = _asker()
    with translation.override(asker.company.language):
        return list(showing.list_objectives(asker=asker, period=period))


@operation("goals.check_in")
def check_in(
    _call: Call, *, result: int, sure: str, value: str | None, note: str, account: str | None
) -> dict[str, Any]:
    """Check in for a member, or for the first owner; return the objective."""
    from decimal import Decimal

    from django.utils import translation

    from tenfold.kit import ids
    from tenfold.techniques.dashboards.actions import goals as actions
    from tenfold.techniques.dashboards.queries.goals import showing
    from tenfold.techniques.dashboards.rules.goals.checking import Confidence

    asker = _asker()
    entry = actions.Entry(
        result_id=result,
        confidence=Confidence(sure),
        token=ids.new_id(),
        note=note,
        value=None if value is None else Decimal(value),
    )
    with translation.override(asker.company.language):
        actions.check_in(
            entries=[entry], calendar=asker.calendar, by=_account_of(account), at=asker.at
        )
        return showing.show_of_result(result_id=result, asker=asker)


def _asker() -> Any:
    """Whoever may run commands sees what the owner sees."""
    from tenfold.kit import clock
    from tenfold.people.queries import find_first_owner, get_company
    from tenfold.techniques.dashboards.queries.asking import make_asker

    company, owner = get_company(), find_first_owner()
    if owner is None:
        raise LookupError("the company has no owner")
    return make_asker(viewer=owner, company=company, at=clock.now())


def _account_of(email: str | None) -> int:
    from tenfold.people.queries import list_members

    if email is None:
        return int(_asker().viewer.account_id)
    known = {one.email.lower(): one.id for one in list_members()}
    return known.get(email.lower(), 0)


def list_command(
    period: Annotated[
        str, typer.Option("--period", help="2026, 2026-Q4, 2026-11, or from..to. Default: all.")
    ] = "",
    format: FormatOption = "table",
) -> None:
    """List objectives and their key results, with how they stand now."""
    from tenfold.ui.terminal import make_table, show

    found = ask(list_all, period=period)
    show(
        found,
        format=format,
        table=lambda: make_table(
            columns=("id#", "goal", "period", "phase", "how it stands", "pace"),
            rows=[line for one in found for line in _lines(one)],
        ),
    )


def check_in_command(  # noqa: PLR0917  each is an option
    result: Annotated[int, typer.Argument(help="A key result's id; see: tenfold goals list")],
    sure: Annotated[str, typer.Option("--sure", help="Will we make it? low, medium or high.")],
    value: Annotated[
        str | None,
        typer.Option("--value", help="Of one that is typed: the number. Done: 1. A share: 0.52"),
    ] = None,
    note: Annotated[str, typer.Option("--note", help="What happened, what comes next.")] = "",
    account: Annotated[
        str | None, typer.Option("--as", help="A member's e-mail address. Default: the owner.")
    ] = None,
    format: FormatOption = "table",
) -> None:
    """Say how a key result goes."""
    from tenfold.ui.terminal import show

    if sure not in _CONFIDENCES:
        raise typer.BadParameter("low, medium or high", param_hint="--sure")
    if value is not None and not _NUMBER.fullmatch(value):
        raise typer.BadParameter("a number, such as 52 or 0.52", param_hint="--value")
    found = ask(check_in, result=result, sure=sure, value=value, note=note, account=account)
    show(found, format=format, table=lambda: found["sentence"])


def _lines(goal: dict[str, Any]) -> list[tuple[str, ...]]:
    own = (str(goal["id"]), goal["title"], goal["period"], goal["phase"], "", goal["pace"])
    return [
        own,
        *(
            (
                str(one["id"]),
                f"  {one['title']}",
                "",
                one["kind"],
                one["of"],
                one["pace"] or "",
            )
            for one in goal["key_results"]
        ),
    ]
