"""`tenfold worker`: a process that runs jobs beside the server, where the rows are in PostgreSQL."""

import signal
import threading
from collections.abc import Callable

from tenfold.config.company import set_up_django
from tenfold.config.database import address_of_rows
from tenfold.config.faults import name_fault
from tenfold.config.home import Home
from tenfold.config.surroundings import as_in_the_company
from tenfold.config.upgrade import require_current_rows
from tenfold.kit.refusal import Refusal

STOP_SECONDS = 4.0


class WorkerNotNeeded(Refusal):
    """With the rows in SQLite, the server itself runs all jobs."""

    code = "worker_not_needed"


def work(*, home: Home, tell: Callable[[str], None]) -> None:
    """Run jobs until SIGTERM or SIGINT; then stop within five seconds, nothing lost.

    Only those that need no event log, which the server has open. Raises `NoCompanyHere`,
    `WorkerNotNeeded`, `UpgradeNeeded`.
    """
    home.require()
    if not address_of_rows():
        raise WorkerNotNeeded(
            "The rows of this company are in SQLite: its server runs all jobs by itself.",
            next_step="Start the server with: tenfold up. Workers are for rows in PostgreSQL.",
        )
    set_up_django(home=home)
    require_current_rows()
    from tenfold.jobs.worker import Worker

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    worker = Worker(has_log=False, alone=False, explain=name_fault, surround=as_in_the_company)
    worker.start()
    tell("A worker runs jobs (stop: Ctrl-C)")
    stop.wait()
    worker.stop(seconds=STOP_SECONDS)
