"""`tenfold jobs`: what runs by itself, and trying again what failed."""

from typing import Annotated, Any, Literal

import typer

from tenfold.kit.operations import Call, ask, operation
from tenfold.kit.refusal import Refusal

app = typer.Typer(
    no_args_is_help=True,
    help="What Tenfold does by itself: see it, try again what failed.",
    epilog="Example: tenfold jobs list --state failed",
)
Format = Annotated[str, typer.Option(help="text for people, json for programs.", metavar="FORMAT")]
State = Literal["waiting", "running", "done", "failed"]


class NothingToRetry(Refusal):
    """Neither a number nor --all was given."""

    code = "nothing_to_retry"


def register(root: typer.Typer) -> None:
    """Add `tenfold jobs` to the root."""
    root.add_typer(app, name="jobs", rich_help_panel="Keep safe")


@operation("jobs.list")
def list_all(call: Call, *, state: str | None, limit: int) -> dict[str, Any]:  # noqa: ARG001
    """Return schedules and jobs."""
    from tenfold.jobs.queries import describe
    from tenfold.kit import clock

    return describe(state=state, limit=limit, at=clock.now())


@operation("jobs.retry")
def retry(call: Call, *, job_id: int | None) -> dict[str, Any]:  # noqa: ARG001
    """Try one failed job again, or all of them (None)."""
    from tenfold.jobs import actions
    from tenfold.kit import clock

    if job_id is None:
        return {"retried": actions.retry_all(at=clock.now())}
    actions.retry_job(job_id=job_id, at=clock.now())
    return {"retried": 1}


@operation("jobs.run")
def run(call: Call, *, name: str) -> dict[str, Any]:  # noqa: ARG001
    """Have a schedule run as soon as somebody works."""
    from tenfold.jobs import actions
    from tenfold.kit import clock

    actions.run_soon(name=name, at=clock.now())
    return {"name": name}


@app.command(
    "list",
    epilog="Examples: tenfold jobs list   |   tenfold jobs list --state failed --format json",
)
def list_command(
    *,
    state: Annotated[
        State | None, typer.Option(help="Only jobs that are waiting, running, done or failed.")
    ] = None,
    limit: Annotated[int, typer.Option(help="How many jobs at most.", min=1, max=1000)] = 20,
    format: Format = "text",
) -> None:
    """Show what is done again and again, and the newest jobs."""
    from tenfold.ui.terminal import show

    said = ask(list_all, state=state, limit=limit)
    show(said, format=format, table=lambda: _tables(said))


@app.command("retry", epilog="Examples: tenfold jobs retry 42   |   tenfold jobs retry --all")
def retry_command(
    *,
    job: Annotated[int | None, typer.Argument(help="The number of a job that failed.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that failed.")] = False,
    format: Format = "text",
) -> None:
    """Try again what failed, as soon as somebody works."""
    from tenfold.ui.terminal import show

    if (job is None) is not everything:
        raise NothingToRetry(
            "Say either which job to try again or --all.",
            next_step="tenfold jobs list --state failed shows their numbers.",
        )
    said = ask(retry, job_id=job)
    show(said, format=format, text=f"{said['retried']} tried again.")


@app.command("run", epilog="Example: tenfold jobs run house.back_up")
def run_command(
    *,
    name: Annotated[str, typer.Argument(help="What is done, as tenfold jobs list calls it.")],
    format: Format = "text",
) -> None:
    """Have something that is done again and again run now instead of later."""
    from tenfold.ui.terminal import show

    said = ask(run, name=name)
    show(said, format=format, text=f"{name} runs as soon as somebody works.")


def _tables(said: dict[str, Any]) -> Any:
    from rich.console import Group

    from tenfold.ui.terminal import make_table

    schedules = make_table(
        title="Again and again",
        columns=("Name", "What", "How it is", "Last began (UTC)", "Next (UTC)"),
        rows=[_schedule_line(each) for each in said["schedules"]],
    )
    jobs = make_table(
        title="Asked for",
        columns=("Job#", "What", "How it is", "Tried#", "Due (UTC)", "What went wrong"),
        rows=[_job_line(each) for each in said["jobs"]],
    )
    return Group(schedules, jobs) if said["jobs"] else schedules


def _schedule_line(schedule: dict[str, Any]) -> tuple[str, ...]:
    instants = (_instant(schedule["last_began_at"]), _instant(schedule["next_due_at"]))
    return (schedule["name"], schedule["title"], schedule["health"], *instants)


def _job_line(job: dict[str, Any]) -> tuple[str, ...]:
    wrong = f"{job['problem']} [{job['reference']}]" if job["reference"] else job["problem"]
    due = _instant(job["due_at"])
    return (str(job["id"]), job["title"], job["state"], str(job["attempts"]), due, wrong)


def _instant(said: str | None) -> str:
    return said[:19].replace("T", " ") if said else "never"
