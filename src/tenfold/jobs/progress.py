"""What a job that runs may say: how far it is, and that it is of no use to try again."""

from collections.abc import Callable
from contextvars import ContextVar

from tenfold.kit.refusal import Refusal

Report = Callable[[int, int | None], None]
_report: ContextVar[Report | None] = ContextVar("report", default=None)


class GiveUp(Refusal):
    """The job would fail again however often it is tried. A job raises it, and is tried no more."""

    code = "job_gave_up"


class Interrupted(BaseException):
    """The server stops: the job ends where it stands and runs again later.

    No `Exception`, so that a job that catches those does not catch this.
    """


def report_progress(*, done: int, of: int | None = None) -> None:
    """Say that `done` of `of` are done. Long jobs call it often: it is where a stop reaches them.

    Does nothing outside of a job.
    """
    report = _report.get()
    if report is not None:
        report(done, of)


class Reporting:
    """Inside, `report_progress` reaches `report`."""

    def __init__(self, *, report: Report) -> None:
        self._reporting = report

    def __enter__(self) -> None:
        self._token = _report.set(self._reporting)

    def __exit__(self, *_: object) -> None:
        _report.reset(self._token)
