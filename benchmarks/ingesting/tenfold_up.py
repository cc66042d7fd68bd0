"""A company of its own with a log that is filled beforehand, and its real server."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eventlog_payloads import make_log


@dataclass(frozen=True)
class Up:
    """Where the server is, the key of a source, and the process."""

    port: int
    key: str
    pid: int


def found(*, folder: Path, stored: int) -> str:
    """Found a company with one source and so many events; return the source's write key."""
    tenfold(
        *("init", "--company", "Bench", "--timezone", "Europe/Copenhagen", "--currency", "EUR"),
        *("--owner", "owner@example.com", "--password-stdin"),
        folder=folder,
        given="correct horse battery staple\n",
    )
    added = tenfold("source", "add", "Shop", "--kind", "server", "--format", "json", folder=folder)
    for leftover in folder.glob("log.duckdb*"):
        leftover.unlink()
    make_log(path=folder / "log.duckdb", events=stored)
    return str(json.loads(added)["write_key"])


@contextmanager
def serving(*, folder: Path, key: str) -> Iterator[Up]:
    """Run `tenfold up` until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tenfold.config.cli", "up", "--port", str(port)],
        env=_environment(folder),
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until_answering(f"http://127.0.0.1:{port}/healthz")
        yield Up(port=port, key=key, pid=process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_until_answering(address: str) -> None:
    """Wait until something answers there with 200."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing answers at {address}")


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def tenfold(*arguments: str, folder: Path, given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tenfold.config.cli", *arguments],
        input=given,
        capture_output=True,
        text=True,
        env=_environment(folder),
        timeout=120,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def _environment(folder: Path) -> dict[str, str]:
    source = Path(__file__).parents[2] / "src"
    return {**os.environ, "TENFOLD_HOME": str(folder), "PYTHONPATH": str(source)}
