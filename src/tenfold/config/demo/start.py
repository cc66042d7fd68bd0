"""`tenfold demo`: make the invented company if it is not there yet, then serve it."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from tenfold.config.database import VARIABLE
from tenfold.config.home import Home
from tenfold.config.lock import HomeLock

Tell = Callable[[str], None]
ADDRESS = "127.0.0.1"
_MADE = "demo-made-on"


def demo_home() -> Home:
    """Return the demo's own home: TENFOLD_DEMO_HOME, or ~/.tenfold-demo. Never a company's."""
    given = os.environ.get("TENFOLD_DEMO_HOME")
    return Home(Path(given or Path.home() / ".tenfold-demo").expanduser())


def start_demo(*, port: int, fresh: bool, tell: Tell, format: str = "text") -> None:
    """Make the demo company where it is missing or of another day, then become its server.

    The server replaces this process (exec), so that there is no child to leave behind, and what
    the making took of memory is given back. Raises `CompanyBusy` where the demo runs already.
    """
    os.environ.pop(VARIABLE, None)  # a database is a company's, never the demo's
    home = demo_home()
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with HomeLock(home=home) as lock:
        lock.take(wait_seconds=0)
        stale = fresh or not home.exists() or _made_on(home) != _today()
        if stale:
            _clear(home)
    if stale:
        tell("Making the demo company: two years of an invented maker of gifts ...")
        _make(home)
    sys.stdout.flush()
    os.environ["TENFOLD_HOME"] = str(home.folder)
    os.execv(  # noqa: S606  the same interpreter, our own module
        sys.executable, [sys.executable, "-m", "tenfold.config.serve_demo", str(port), format]
    )


def _make(home: Home) -> None:
    from tenfold.config.demo.company import FOUNDING, furnish
    from tenfold.config.init import found

    found(home=home, founding=FOUNDING, furnish=furnish)
    (home.folder / _MADE).write_text(_today(), encoding="ascii")


def _clear(home: Home) -> None:
    # Only what Tenfold itself puts into a home: the folder may be one that somebody named.
    for pattern in ("rows.sqlite3*", "log.duckdb*", "secret.key", "tenfold.toml", _MADE):
        for path in home.folder.glob(pattern):
            path.unlink()
    for folder in (home.uploads, home.reports, home.backups):
        shutil.rmtree(folder, ignore_errors=True)


def _made_on(home: Home) -> str:
    marker = home.folder / _MADE
    return marker.read_text(encoding="ascii") if marker.exists() else ""


def _today() -> str:
    from tenfold.kit import clock

    return clock.now().date().isoformat()
