"""Prints the size figures of style.md, and fails where a bound is broken."""

import ast
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE_LINES = 400
FUNCTION_MEDIAN = 12
FUNCTION_P95 = 40
TEST_P95 = 25


@dataclass(frozen=True)
class Sizes:
    """Lengths in lines: of every file, of every function, of every test function."""

    files: dict[Path, int]
    functions: list[int]
    tests: list[int]


def _is_test(path: Path) -> bool:
    return "tests" in path.parts or path.name == "conftest.py"


def _functions(path: Path) -> list[int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        node.end_lineno - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, kinds) and node.end_lineno
    ]


def measure() -> Sizes:
    """Read every Python file that we write."""
    files: dict[Path, int] = {}
    functions: list[int] = []
    tests: list[int] = []
    for folder in ("src", "tests", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            files[path.relative_to(ROOT)] = path.read_text(encoding="utf-8").count("\n")
            (tests if _is_test(path.relative_to(ROOT)) else functions).extend(_functions(path))
    for folder in ("src", "docs"):
        for kind in ("*.html", "*.js", "*.css"):
            for path in sorted((ROOT / folder).rglob(kind)):
                if "vendor" not in path.parts:
                    files[path.relative_to(ROOT)] = path.read_text(encoding="utf-8").count("\n")
    return Sizes(files=files, functions=functions, tests=tests)


def _p95(lengths: list[int]) -> float:
    return statistics.quantiles(lengths, n=20)[-1] if len(lengths) > 1 else 0


def broken(sizes: Sizes) -> list[str]:
    """Return what is larger than it may be, in sentences."""
    said = [f"{path} has {n} lines" for path, n in sizes.files.items() if n > FILE_LINES]
    if statistics.median(sizes.functions) > FUNCTION_MEDIAN:
        said.append("the median function is too long")
    if _p95(sizes.functions) > FUNCTION_P95:
        said.append("the longest functions are too long")
    if sizes.tests and _p95(sizes.tests) > TEST_P95:
        said.append("the longest tests are too long")
    return said


def main() -> int:
    """Print the figures; return 1 where a bound is broken."""
    sizes = measure()
    largest = max(sizes.files, key=lambda path: sizes.files[path])
    print(f"files      {len(sizes.files)}, the largest {sizes.files[largest]} lines ({largest})")
    print(
        f"functions  {len(sizes.functions)}, median {statistics.median(sizes.functions):.0f}, "
        f"95th percentile {_p95(sizes.functions):.0f}, the longest {max(sizes.functions)} lines"
    )
    print(f"tests      {len(sizes.tests)}, 95th percentile {_p95(sizes.tests):.0f} lines")
    said = broken(sizes)
    for sentence in said:
        print(f"TOO LARGE  {sentence}")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
