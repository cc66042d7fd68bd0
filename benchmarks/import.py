"""Import of a company's own sales file: rows a second, mapping included, into a real log on disk.

Prints the ratio to the figure that is promised (25,000 rows/s), to a bare pass of Python's csv
reader over the same file in the same run, and the peak of memory. Fails where a figure is missed.
"""

import csv
import gzip
import io
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE = ROOT.parent / "shared/data/online_retail/online_retail.csv.gz"
PROMISED_ROWS_A_SECOND = 25_000
PROMISED_SECONDS = 20.0
PROMISED_MIB = 1_024


def read_bare() -> int:
    """Pass the file through Python's csv reader and do nothing with it."""
    with gzip.open(FILE) as packed:
        return (
            sum(1 for _ in csv.reader(io.TextIOWrapper(packed, encoding="utf-8", newline=""))) - 1
        )


def import_once(home: Path) -> int:
    """Import the file into a fresh company and return how many rows came in."""
    from django.core.management import call_command

    from tenfold.eventlog.duckdb_log import open_log
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.actions import ensure_file_source
    from tenfold.techniques.interfaces.actions.imports import begin_import, run_import
    from tenfold.techniques.interfaces.rules.mapping import Mapping

    call_command("migrate", verbosity=0)
    mapping = Mapping.from_yaml((ROOT / "examples/online_retail.yaml").read_text(encoding="utf-8"))
    log = open_log(path=home / "log.duckdb", erasure_key=b"b" * 32)
    at = clock.now()
    source = ensure_file_source(name=mapping.source, at=at)

    def run() -> int:
        begun = begin_import(path=FILE, mapping=mapping, source_id=source.id, by=None, at=at)
        return run_import(import_id=begun.id, log=log).accepted

    try:
        return report("import", run)
    finally:
        log.close()


def report(what: str, run: Callable[[], int]) -> int:
    """Run it, print and keep how fast it was, and return the rows."""
    began, cpu = time.perf_counter(), time.process_time()
    rows = run()
    seconds = time.perf_counter() - began
    TAKEN[what] = (rows, seconds)
    busy = time.process_time() - cpu
    print(
        f"{what:8} {rows:,} rows in {seconds:.1f} s ({rows / seconds:,.0f} rows/s, {busy:.1f} s CPU)"
    )
    return rows


TAKEN: dict[str, tuple[int, float]] = {}


def main() -> int:
    """Measure; return 1 where a promised figure was missed."""
    if not FILE.exists():
        print(f"skipped: {FILE} is not there")
        return 0
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TENFOLD_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tenfold.config.settings"
        import django

        django.setup()
        report("bare csv", read_bare)
        import_once(Path(folder))
    bare, whole = (rows / seconds for rows, seconds in (TAKEN["bare csv"], TAKEN["import"]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = TAKEN["import"][1]
    print(f"import / promised      {whole / PROMISED_ROWS_A_SECOND:.2f} x (at least 1)")
    print(f"import / bare csv      {whole / bare:.3f} x")
    print(f"seconds / promised     {seconds / PROMISED_SECONDS:.2f} x (at most 1)")
    print(f"peak memory / promised {peak / PROMISED_MIB:.2f} x (at most 1): {peak:.0f} MiB")
    missed = whole < PROMISED_ROWS_A_SECOND or seconds > PROMISED_SECONDS or peak > PROMISED_MIB
    return 1 if missed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    sys.exit(main())
