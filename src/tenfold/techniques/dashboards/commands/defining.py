"""`tenfold metrics`: those there are, how to define one, what it once was, how to take it away.

Nothing heavy is imported until a command runs.
"""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from tenfold.kit.operations import Call, ask, operation

metrics_app = typer.Typer(
    no_args_is_help=True,
    help="Metrics: list those there are, define one, look at its versions.",
    epilog="Example: tenfold metrics list",
)
FormatOption = Annotated[
    str, typer.Option("--format", help="table, for people; json, for scripts.", metavar="FORMAT")
]
NameArgument = Annotated[str, typer.Argument(help="A metric's name; see: tenfold metrics list")]


def register(app: typer.Typer) -> None:
    """Add `tenfold metrics` to the root."""
    app.add_typer(metrics_app, name="metrics")
    metrics_app.command("list", epilog="Example: tenfold metrics list --format json")(list_command)
    metrics_app.command(
        "define",
        epilog="Example: tenfold metrics define revenue --spec revenue.json "
        '--title "Revenue" --headline 1   |   '
        """A spec: {"kind": "sum", "event": "order", "where": [{"property": "country", """
        """"is": "Norway"}]}""",
    )(define_command)

    metrics_app.command("versions", epilog="Example: tenfold metrics versions revenue")(
        versions_command
    )
    metrics_app.command("remove", epilog="Example: tenfold metrics remove revenue")(remove_command)
    metrics_app.command("schema", epilog="Example: tenfold metrics schema > metric.schema.json")(
        schema_command
    )


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


@operation("metrics.versions")
def list_versions(_call: Call, *, name: str) -> list[dict[str, Any]]:
    """Return all that a metric was ever defined as, the newest first."""
    from tenfold.metrics import queries

    return [queries.version_as_json(version=one) for one in queries.list_versions(name=name)]


@operation("metrics.remove")
def remove(_call: Call, *, name: str) -> dict[str, Any]:
    """Take a metric away; its versions stay."""
    from tenfold.kit import clock
    from tenfold.metrics import actions

    actions.remove_metric(name=name, at=clock.now())
    return {"removed": name}


@operation("metrics.schema")
def schema(_call: Call) -> dict[str, Any]:
    """Return the JSON Schema of all definitions."""
    from tenfold.metrics import definitions

    return definitions.schema()


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


def versions_command(name: NameArgument, format: FormatOption = "table") -> None:
    """List all that a metric was ever defined as, the newest first; also of one that is removed."""
    from tenfold.ui.terminal import make_table, show

    found = ask(list_versions, name=name)
    show(
        found,
        format=format,
        table=lambda: make_table(
            columns=("version#", "title", "defined", "definition"),
            rows=[
                (
                    str(one["version"]),
                    one["title"],
                    one["defined_at"][:16].replace("T", " "),
                    json.dumps(one["spec"], ensure_ascii=False),
                )
                for one in found
            ],
        ),
    )


def remove_command(name: NameArgument, format: FormatOption = "table") -> None:
    """Take a metric away, unless others are made of it. Old answers stay explainable."""
    from tenfold.ui.terminal import show

    found = ask(remove, name=name)
    said = (
        f"{found['removed']} is removed. What it was: tenfold metrics versions {found['removed']}"
    )
    show(found, format=format, table=lambda: said)


def schema_command() -> None:
    """Print the JSON Schema of every definition."""
    typer.echo(json.dumps(ask(schema), ensure_ascii=False, indent=2))


def read_spec(path: Path) -> Any:
    """Return the JSON in a file. Raises `typer.BadParameter` where there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}", param_hint="--spec") from error
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter(f"{path} is no JSON: {error}", param_hint="--spec") from error
