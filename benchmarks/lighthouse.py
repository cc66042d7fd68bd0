"""How fast and how accessible the pages are, by Lighthouse: on a phone and on a desk.

    python benchmarks/lighthouse.py
    BENCH_PAGES="/ /boards/" BENCH_FORMS=mobile python benchmarks/lighthouse.py

Starts the demo company on a port of its own, signs in, and lets Lighthouse open each page in
Chromium as somebody does who comes for the first time: nothing is cached. `mobile` is Lighthouse's
slow telephone (a processor four times slower, 1.6 Mbit/s, 150 ms there and back), simulated;
`desktop` its desk. The figure is the middle of three runs; on a busy machine it falls.

Lighthouse comes from npm, once, into a folder that is kept (BENCH_LIGHTHOUSE, else one in the
temporary folder); after that nothing needs the internet.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from ingesting.tenfold_up import free_port, wait_until_answering

VERSION = "12"
LEAST = 90
RUNS = int(os.environ.get("BENCH_RUNS", "3"))
PAGES = tuple(os.environ.get("BENCH_PAGES", "/ /boards/1/ /goals/ /purpose/").split())
FORMS = tuple(os.environ.get("BENCH_FORMS", "mobile desktop").split())
CHROMIUM = os.environ.get("CHROME_PATH", "/usr/bin/chromium")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
FOLDER = Path(
    os.environ.get("BENCH_LIGHTHOUSE", Path(tempfile.gettempdir()) / "tenfold-lighthouse")
)


def fetch_lighthouse() -> Path:
    """Return the program; npm brings it where it is not there yet."""
    program = FOLDER / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--prefix", FOLDER,
             f"lighthouse@{VERSION}"],
            check=True,
        )  # fmt: skip
    return program


@contextmanager
def demo() -> Iterator[str]:
    """Start the demo company in a folder of its own; yield where it is."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="tenfold-lighthouse-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "tenfold.config.cli", "demo", "--port", str(port)],
            env={**os.environ, "TENFOLD_HOME": folder},
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_until_answering(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def sign_in(address: str) -> str:
    """Enter the demo with a click; return the cookie of the session."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(f"{address}/sign-in/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if token is None:
        raise RuntimeError("the page for signing in has no form")
    sent = urlencode({"csrfmiddlewaretoken": token[1]}).encode()
    opener.open(urllib.request.Request(f"{address}/demo/sign-in", sent, {"Referer": address}))
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def run(program: Path, address: str, cookie: str, form: str) -> dict[str, Any]:
    """Let Lighthouse open a page once; return its report."""
    with tempfile.TemporaryDirectory() as folder:
        headers, report = Path(folder) / "headers.json", Path(folder) / "report.json"
        headers.write_text(json.dumps({"Cookie": cookie}), encoding="utf-8")
        subprocess.run(
            [program, address, "--quiet", "--output=json", f"--output-path={report}",
             "--only-categories=performance,accessibility", f"--extra-headers={headers}",
             f"--chrome-flags={FLAGS}", *(["--preset=desktop"] if form == "desktop" else [])],
            env={**os.environ, "CHROME_PATH": CHROMIUM},
            check=True,
            timeout=180,
        )  # fmt: skip
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return found


def scores(report: dict[str, Any]) -> dict[str, int]:
    """Return the points of each category, of a hundred."""
    return {name: round(part["score"] * 100) for name, part in report["categories"].items()}


def explain(report: dict[str, Any]) -> str:
    """Return what a run was made of: its timings, and what Lighthouse would mend."""
    audits = report["audits"]
    names = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time",
             "cumulative-layout-shift", "speed-index")  # fmt: skip
    timings = "  ".join(f"{name} {audits[name].get('displayValue', '?')}" for name in names)
    failed = [
        f"{name} ({audit.get('displayValue') or audit['score']})"
        for name, audit in audits.items()
        if audit["score"] is not None and audit["score"] < 0.9 and name not in names
    ]
    return f"    {timings}\n    to mend: {', '.join(failed) or 'nothing'}"


def try_page(program: Path, address: str, page: str, cookie: str, form: str) -> bool:
    """Measure one page, print it, and return whether it is good enough."""
    reports = [run(program, address + page, cookie, form) for _ in range(RUNS)]
    if any(report["finalDisplayedUrl"].endswith("/sign-in/") for report in reports):
        raise RuntimeError(f"{page} could not be opened")
    middle = {
        name: round(median(scores(report)[name] for report in reports))
        for name in scores(reports[0])
    }
    good = all(points >= LEAST for points in middle.values())
    told = "  ".join(f"{name} {points}" for name, points in middle.items())
    print(f"{form:8} {page:16} {told}  {'ok' if good else f'BELOW {LEAST}'}", flush=True)
    print(explain(reports[-1]), flush=True)
    return good


def main() -> int:
    """Measure all pages in all forms; 1 where one of them is below the least."""
    program = fetch_lighthouse()
    with demo() as address:
        cookie = sign_in(address)
        good = [try_page(program, address, page, cookie, form) for form in FORMS for page in PAGES]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
