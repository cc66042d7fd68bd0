"""docs/reference/jobs.md: what runs by itself, and when what failed is tried again."""

from datetime import timedelta

from tenfold.config.reference.markdown import code, page, table
from tenfold.jobs import rules
from tenfold.jobs.declaring import MOST_ATTEMPTS, Job, Schedule
from tenfold.ui.format import Formats

INTRO = """
What Tenfold does by itself. [How to see it](../how-to/see-what-runs-by-itself.md), and why it is
[made so](../adr/0009-jobs-are-rows-with-a-lease.md).
"""
_ENGLISH = Formats(language="en-gb")


def make_page() -> str:
    """Return the page."""
    from tenfold.jobs.declaring import list_jobs, list_schedules

    schedules = sorted(map(_schedule_row, list_schedules()))
    jobs = sorted(map(_job_row, list_jobs()))
    parts = [
        "## Again and again",
        "Due for the first time as soon as Tenfold starts. What was missed is made up once.",
        table(columns=("name", "what", "every", "runs in"), rows=schedules),
        "## When it is asked for",
        table(columns=("name", "what", "tried at most", "runs in"), rows=jobs),
        "## When it is tried again",
        _pauses(),
        _lease(),
        _memory(),
    ]
    return page(title="Jobs", intro=INTRO, parts=parts)


def _schedule_row(schedule: Schedule) -> tuple[str, ...]:
    every = _ENGLISH.period(of=schedule.every)
    return (code(schedule.name), str(schedule.title), every, _where(needs_log=schedule.needs_log))


def _job_row(job: Job) -> tuple[str, ...]:
    tried = f"{job.most_attempts} times"
    return (code(job.name), str(job.title), tried, _where(needs_log=job.needs_log))


def _where(*, needs_log: bool) -> str:
    return "the server" if needs_log else "the server or a worker"


def _pauses() -> str:
    pauses = [rules.pause_after(attempts=n, chance=0.5) for n in range(1, MOST_ATTEMPTS)]
    return (
        f"After {', '.join(map(_said, pauses))}: each up to a fifth longer or shorter, by chance."
    )


def _lease() -> str:
    return (
        f"Whoever runs something says every {_said(rules.BEAT)} that it lives. Whoever has not said "
        f"so for {_said(rules.LEASE)} is taken for dead, and what it had is due again."
    )


def _memory() -> str:
    from tenfold.jobs.tidying import FAILED_KEPT, KEPT

    return (
        f"What went well is remembered for {KEPT.days} days and its key with it; what failed, for "
        f"{FAILED_KEPT.days} days."
    )


def _said(length: timedelta) -> str:
    return _ENGLISH.duration(of=length)
