"""A log, a source, a mapping and files for imports."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.store import EventLog
from tenfold.techniques.interfaces.actions import ensure_file_source
from tenfold.techniques.interfaces.actions.imports import begin_import, run_import
from tenfold.techniques.interfaces.queries.imports import ImportView
from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.tests.imports.files import AT, HEADER, SPEC

Import = Callable[..., ImportView]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    """The event log of a company."""
    opened = open_log(path=tmp_path / "log.duckdb", erasure_key=b"k" * 32)
    yield opened
    opened.close()


@pytest.fixture
def mapping() -> Mapping:
    """What the files of these tests mean."""
    return Mapping.from_spec(SPEC)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a CSV of rows and return where it is."""

    def do(rows: list[str], *, name: str = "orders.csv", header: str = HEADER) -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return do


@pytest.fixture
def do_import(db: None, log: EventLog, mapping: Mapping) -> Import:
    """Import a file and return what came of it."""

    def do(
        path: Path, *, mapping: Mapping = mapping, source: str = "Shop", **more: object
    ) -> ImportView:
        found = ensure_file_source(name=source, at=AT)
        begun = begin_import(path=path, mapping=mapping, source_id=found.id, by=None, at=AT)
        return run_import(import_id=begun.id, log=log, **more)  # type: ignore[arg-type]

    return do
