"""Runs every benchmark, one after the other, then the long attack on durability.

`python benchmarks/run.py metrics merges` runs only those two. Each script prints ratios from one run
on one machine; docs/explanation/performance.md records them.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
KILLS = "200"
NOT_SCRIPTS = {"run.py", "eventlog_payloads.py", "shop.py"}


def scripts(wanted: list[str]) -> list[Path]:
    """Return the benchmark scripts, all or the wanted ones, in the order of their names."""
    found = sorted(path for path in HERE.glob("*.py") if path.name not in NOT_SCRIPTS)
    return [path for path in found if not wanted or path.stem in wanted]


def main() -> int:
    """Run them; return 1 if one of them missed its figure or failed."""
    wanted = sys.argv[1:]
    environment = {**os.environ, "PYTHONPATH": f"{HERE.parent / 'src'}:{HERE.parent}"}
    failed = []
    for script in scripts(wanted):
        print(f"\n== {script.stem}", flush=True)
        if subprocess.run([sys.executable, str(script)], env=environment).returncode:
            failed.append(script.stem)
    if not wanted or "reliability" in wanted:
        print(f"\n== reliability: killed {KILLS} times under load", flush=True)
        attack = [sys.executable, "-m", "pytest", "-q", "tests/reliability"]
        if subprocess.run(
            attack, env={**environment, "TENFOLD_KILLS": KILLS}, cwd=HERE.parent
        ).returncode:
            failed.append("reliability")
    print(f"\nmissed or failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
