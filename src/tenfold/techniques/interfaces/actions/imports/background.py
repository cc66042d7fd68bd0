"""Run an import beside the requests of the page that began it."""

import logging
from threading import Semaphore, Thread

from django.db import connections

from tenfold.eventlog.store import EventLog
from tenfold.kit.refusal import Refusal
from tenfold.techniques.interfaces.actions.imports.running import run_import

AT_ONCE = 2  # imports that run side by side; the others wait for their turn

_logger = logging.getLogger(__name__)
_turns = Semaphore(AT_ONCE)


def run_in_background(*, import_id: int, log: EventLog) -> Thread:
    """Start a thread that runs the import when it is its turn.

    What comes of it stands in the import's row. One that waits can be cancelled like any other.
    """
    thread = Thread(
        target=_run,
        kwargs={"import_id": import_id, "log": log},
        name=f"import-{import_id}",
        daemon=True,
    )
    thread.start()
    return thread


def _run(*, import_id: int, log: EventLog) -> None:
    try:
        with _turns:
            run_import(import_id=import_id, log=log)
    except Refusal as refusal:
        # The row says so to whoever looks at the import; the log says so to whoever runs the server.
        _logger.warning("import %s: %s (%s)", import_id, refusal.sentence, refusal.code)
    except Exception:
        _logger.exception("import %s broke", import_id)
    finally:
        connections.close_all()
