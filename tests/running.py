"""Real commands and a real server for tests that cross rooms."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PASSWORD = "correct horse battery staple"
OWNER = "ingrid@example.com"


@dataclass
class Said:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Running:
    """A company in a folder of its own, and its server when it is up."""

    folder: Path
    process: subprocess.Popen[str] | None = None
    port: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    def tenfold(self, *arguments: object, given: str = "", check: bool = True) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "tenfold.config.cli", *map(str, arguments)],
            input=given,
            capture_output=True,
            text=True,
            env=self.environment_of(),
            timeout=120,
        )
        said = Said(status=done.returncode, out=done.stdout, err=done.stderr)
        assert not check or said.status == 0, said
        return said

    def found(self, *, currency: str = "EUR", timezone: str = "Europe/Copenhagen") -> "Running":
        self.tenfold(
            *("init", "--company", "Nordlys Gifts", "--timezone", timezone),
            *("--currency", currency, "--owner", OWNER, "--password-stdin"),
            *("--purpose", "Every celebration leaves nothing behind but the memory."),
            given=f"{PASSWORD}\n",
        )
        return self

    def up(self, *, port: int | None = None) -> "Running":
        self.port = port or free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tenfold.config.cli", "up", "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "server.err").open("a"),
            text=True,
            env=self.environment_of(),
        )
        wait_until_healthy(port=self.port, process=self.process)
        return self

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.process = None

    def stop(self, *, seconds: float = 10) -> int | None:
        if self.process is None:
            return None
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=seconds)
        self.process = None
        return status

    def add_source(self, name: str = "Web shop", kind: str = "web") -> dict[str, Any]:
        return self.tenfold("source", "add", name, "--kind", kind, "--format", "json").json

    def post(self, events: Any, *, key: str, path: str = "/v1/events") -> dict[str, Any]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=json.dumps(events).encode(),
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def environment_of(self) -> dict[str, str]:
        return {
            **os.environ,
            "TENFOLD_HOME": str(self.folder),
            "PYTHONPATH": str(ROOT / "src"),
            **self.environment,
        }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(*, port: int, process: subprocess.Popen[str], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended before it was healthy"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                if json.load(answer) == {"status": "ok"}:
                    return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not become healthy")
