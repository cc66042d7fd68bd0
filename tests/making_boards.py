"""Boards for tests that cross rooms: put into the rows of a company before or while it is up."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from tests.running import Running

_MAKE = """
import json, os, sys
from pathlib import Path
from tenfold.config.company import set_up_django
from tenfold.config.home import Home
set_up_django(home=Home(Path(os.environ["TENFOLD_HOME"])))
from tenfold.kit import clock
from tenfold.techniques.dashboards.actions.boards import make_board
from tenfold.techniques.dashboards.rules.boards.tiles import NewTile
said = json.load(sys.stdin)
tiles = tuple(NewTile(**one) for one in said["tiles"])
print(make_board(title=said["title"], tiles=tiles, by=1, at=clock.now()))
"""


def make_board(running: Running, *, title: str, tiles: Sequence[Mapping[str, Any]]) -> int:
    """Return the id of a board that the owner makes."""
    done = subprocess.run(
        [sys.executable, "-c", _MAKE],
        input=json.dumps({"title": title, "tiles": list(tiles)}),
        capture_output=True,
        text=True,
        env={**running.environment_of(), "DJANGO_SETTINGS_MODULE": "tenfold.config.settings"},
        check=True,
    )
    return int(done.stdout.strip())
