"""docs/tutorial/your-own-numbers.md: the numbers that it promises come out."""

import re

import pytest

from tests.running import ROOT, Running

FOLDER = ROOT / "docs" / "tutorial"
PAGE = (FOLDER / "your-own-numbers.md").read_text(encoding="utf-8")
SPEC = re.compile(r"""echo '(\{.*\})' > (\w+\.json)""")


@pytest.mark.slow
def test_tutorial__with_its_own_file__promises_what_comes_out(tmp_path):
    running = Running(folder=tmp_path / "home").found(timezone="Europe/Vienna")
    for spec, name in SPEC.findall(PAGE):
        (tmp_path / name).write_text(spec)
    done = running.tenfold("import", FOLDER / "orders.csv", "--yes", "--format", "json").json
    assert (done["accepted"], done["rejected"]) == (107, 0)
    assert f"Ours has {done['accepted']} rows." in PAGE
    revenue = ("revenue", "--format", "json")
    assert f"Ours is €{value(running, *revenue):,.2f}." in PAGE
    germany = value(running, *revenue, "--where", 'Country = "Germany"')
    assert f"Germany brought €{germany:,.2f}." in PAGE
    orders = value(running, "orders", "--format", "json")
    assert f"ours are {orders:.0f}." in PAGE
    running.tenfold(
        *("metrics", "define", "milk-jugs", "--spec", tmp_path / "jugs.json"),
        *("--title", "Milk jugs", "--headline", 4),
    )
    named = running.tenfold("metric", "milk-jugs", "--by", "week", "--format", "json").json
    assert sum(float(point["value"]) for point in named["points"]) == float(named["value"])
    assert float(named["value"]) > 0


def value(running, *words):
    return float(running.tenfold("metric", *words).json["value"])
