"""Writes the pages, or compares them with what they should be."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tenfold.config.reference import (
    commands,
    endpoints,
    events,
    jobs,
    permissions,
    refusals,
    schemas,
)

FOLDER = Path(__file__).parents[4] / "docs" / "reference"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands.make_page,
    "endpoints.md": endpoints.make_page,
    "events.md": events.make_page,
    "jobs.md": jobs.make_page,
    "metric.schema.json": schemas.make_page,
    "permissions.md": permissions.make_page,
    "refusals.md": refusals.make_page,
}


def set_up() -> None:
    """Load the house as it is installed, with a home that holds nothing of anybody's."""
    os.environ["TENFOLD_HOME"] = tempfile.mkdtemp(prefix="tenfold-reference-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenfold.config.settings")
    import django

    django.setup()


def stale_pages(*, folder: Path) -> list[str]:
    """Return the names of the pages in `folder` that are not what the code says."""
    return [
        name
        for name, make_page in PAGES.items()
        if not (folder / name).exists()
        or (folder / name).read_text(encoding="utf-8") != make_page()
    ]


def write_pages(*, folder: Path) -> None:
    """Write every page into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make_page in PAGES.items():
        (folder / name).write_text(make_page(), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Write, or with --check compare; return the exit status."""
    set_up()
    if "--check" not in arguments:
        write_pages(folder=FOLDER)
        return 0
    stale = stale_pages(folder=FOLDER)
    for name in stale:
        sys.stderr.write(f"docs/reference/{name} is out of date. Write it anew: make reference\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
