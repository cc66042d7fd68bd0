"""The size figures hold, and the measure itself can fail."""

import importlib.util
from pathlib import Path

spec = importlib.util.spec_from_file_location("sizes", Path(__file__).with_name("sizes.py"))
sizes = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sizes)


def test_sizes__of_this_house__are_within_bounds():
    assert sizes.broken(sizes.measure()) == []


def test_sizes__a_long_file__is_named():
    said = sizes.broken(sizes.Sizes(files={Path("long.py"): 401}, functions=[5, 5], tests=[]))
    assert said == ["long.py has 401 lines"]
