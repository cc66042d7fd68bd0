"""A PostgreSQL server of one's own in a temporary folder: durable, as it comes from its makers."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ingesting.tenfold_up import free_port

SCHEMA = """
CREATE TABLE events (
    source integer NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    actor text,
    at timestamptz NOT NULL,
    value double precision,
    properties jsonb NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
)
"""
IDEMPOTENT = "ALTER TABLE events ADD PRIMARY KEY (source, id)"


class PostgresMissingError(Exception):
    """There are no PostgreSQL programs on this machine."""


def find_programs() -> Path:
    """Return the folder with initdb and postgres of the newest version. Raises PostgresMissingError."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if found:
        return found[-1]
    on_path = shutil.which("initdb")
    if on_path is None:
        raise PostgresMissingError("PostgreSQL is not installed (Debian: apt install postgresql)")
    return Path(on_path).resolve().parent


@contextmanager
def running(*, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield the address of a fresh server. fsync and synchronous_commit are on, as they come.

    Memory is set to what its manual advises for a machine of this size; beside `settings` nothing
    else is changed.
    """
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="tenfold-peer-"))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    data, port = folder / "data", free_port()
    try:
        _run(user, [str(programs / "initdb"), "-D", str(data), "-U", "peer", "-A", "trust"])
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} "
            "-c shared_buffers=1GB -c max_wal_size=4GB -c fsync=on -c synchronous_commit=on"
        ) + "".join(f" -c {name}={value}" for name, value in (settings or {}).items())
        control = [str(programs / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-w"]
        _run(user, [*control, "-o", options, "start"])
        try:
            yield f"postgresql://peer@127.0.0.1:{port}/postgres"
        finally:
            _run(user, [*control, "-m", "fast", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def version() -> str:
    """Return what the server calls itself."""
    said = subprocess.run(
        [find_programs() / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return said.stdout.strip()


def _run(user: str, command: list[str]) -> None:
    if os.geteuid() == 0:
        command = ["runuser", "-u", user, "--", *command]
    done = subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=2, cwd="/"
    )
    done.check_returncode()
