"""What the import linter cannot see."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "tenfold"
TECHNIQUES = sorted(
    path.name for path in (SRC / "techniques").iterdir() if (path / "apps.py").exists()
)
FORBIDDEN_NAMES = {"utils", "helpers", "services", "common", "core", "misc"}
ROOMS = {
    "__init__", "actions", "api", "apps", "asgi", "commands", "forms", "handlers", "jobs",
    "metrics", "migrations", "models", "queries", "readers", "rules", "static", "templates",
    "tests", "urls", "views",
}  # fmt: skip


def _sources(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.py") if "migrations" not in path.parts]


def test_collector__imported__leaves_django_out():
    code = "import tenfold.collector.app, sys; print([m for m in sys.modules if 'django' in m])"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SRC.parent
    )
    assert said.stdout.strip() == "[]"


def test_eventlog__imported__leaves_django_out():
    code = "import tenfold.eventlog.duckdb_log, sys; print('django' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SRC.parent
    )
    assert said.stdout.strip() == "False"


def test_stats__imported__leaves_django_and_the_engine_out():
    code = "import tenfold.stats.intervals, sys; print({'django', 'duckdb'} & set(sys.modules))"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SRC.parent
    )
    assert said.stdout.strip() == "set()"


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_technique__its_files__are_the_rooms_that_everybody_knows(technique):
    found = {
        path.stem
        for path in (SRC / "techniques" / technique).iterdir()
        if not path.name.startswith("__pycache__")
    }
    assert found <= ROOMS


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_technique__string_references__never_reach_into_another(technique):
    others = "|".join(other for other in TECHNIQUES if other != technique)
    reach = re.compile(rf"""["'](?:tenfold\.techniques\.)?({others})[./][A-Za-z_]""")
    for path in _sources(SRC / "techniques" / technique):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        assert not reach.match(repr(argument.value)), f"{path}: {argument.value}"


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_technique__templates__include_nobody_elses(technique):
    others = "|".join(other for other in TECHNIQUES if other != technique)
    reach = re.compile(rf"""\{{%\s*(?:include|extends)\s+["'](?:{others})/""")
    for path in (SRC / "techniques" / technique / "templates").rglob("*.html"):
        assert not reach.search(path.read_text(encoding="utf-8")), path


def test_house__modules__have_names_that_say_something():
    named = {path for path in SRC.rglob("*") if path.stem in FORBIDDEN_NAMES}
    assert not {path for path in named if "vendor" not in path.parts}


def test_templates__nothing_is_inline():
    inline = re.compile(r"""\sstyle=["']|\son[a-z]+=["']|<style|javascript:""", re.IGNORECASE)
    script = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE)
    for path in SRC.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        assert not inline.search(text), path
        assert not script.search(text), path
