"""What the documentation says of notices is true."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tenfold.notices.actions import add_way, send_test
from tenfold.notices.actions.tidying import KEPT
from tenfold.notices.kinds import KIND_TITLES
from tenfold.notices.rules.retrying import PAUSES
from tenfold.notices.sending.colours import DARK, LIGHT
from tests.running import ROOT, free_port

HOW_TO = (ROOT / "docs" / "how-to" / "be-told.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference" / "notices.md").read_text(encoding="utf-8")
TOKENS = (ROOT / "src/tenfold/ui/static/ui/tokens.css").read_text(encoding="utf-8")


def test_reference__of_kinds_and_pauses__is_complete():
    for kind in KIND_TITLES:
        assert f"| `{kind.value}` |" in REFERENCE
    for place, pause in enumerate(PAUSES, start=2):
        minutes = int(pause.total_seconds() // 60)
        words = f"{minutes} minute" if minutes < 60 else f"{minutes // 60} hour"
        assert f"| {place} | {words}" in REFERENCE
    assert f"{KEPT.days} days" in REFERENCE


@pytest.mark.parametrize("name", sorted(vars(LIGHT)))
def test_colour_of_mails__light_and_dark__is_that_of_the_token(name):
    (light, dark) = re.search(rf"--tf-{name}: light-dark\((#\w+), (#\w+)\)", TOKENS).groups()
    assert (getattr(LIGHT, name), getattr(DARK, name)) == (light, dark)


def test_example__of_a_program_that_listens__believes_tenfold_and_nobody_else(
    owner_id, settings, tmp_path, hands
):
    settings.NOTICES_INSIDE = {"127.0.0.1"}
    (source,) = re.findall(r"```python\n(.+?)```", HOW_TO, flags=re.DOTALL)
    (tmp_path / "listen.py").write_text(source, encoding="utf-8")
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    made = add_way(name="Program", kind="webhook", address=url, by=None, at=hands.at)
    environment = os.environ | {"WEBHOOK_SECRET": made.secret, "PORT": str(port)}
    listening = subprocess.Popen(
        [sys.executable, tmp_path / "listen.py"], env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        while send_test(way_id=made.id, at=hands.at).problem:
            assert listening.poll() is None
            time.sleep(0.05)
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(url, data=b"{}")
        assert "A test from Tenfold" in listening.stdout.readline()
    finally:
        listening.kill()
        listening.communicate()
