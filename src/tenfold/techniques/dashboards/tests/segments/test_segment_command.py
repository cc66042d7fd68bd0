"""`tenfold segment`, with the operations run in this process."""

import json

import pytest

from tenfold.metrics.definitions.refusals import UnknownSegment
from tenfold.metrics.segments.rules import InvalidSegment
from tenfold.techniques.dashboards.tests.metrics.test_metric_command import tenfold  # noqa: F401
from tenfold.techniques.dashboards.tests.segments.conftest import LAPSING


@pytest.fixture
def lapsing(shop, tenfold):  # noqa: F811  the fixture
    """The command line of a company that knows who is about to lapse."""
    tenfold("segment", "define", "lapsing", "--title", "About to lapse", spec=LAPSING)
    return tenfold


def read(text):
    return json.loads(text)


def test_list__of_segments__has_their_size_and_meaning(lapsing):
    found = read(lapsing("segment", "list", "--format", "json"))
    assert [(one["name"], one["persons"]) for one in found] == [("lapsing", 1)]
    assert "lapsing" in lapsing("segment", "list")


def test_show__of_a_segment__has_its_sizes(lapsing):
    words = ("segment", "show", "lapsing", "--by", "week", "--periods", "2")
    found = read(lapsing(*words, "--format", "json"))
    assert [one["persons"] for one in found["sizes"]] == [1, 1]
    assert "About to lapse: 1" in lapsing(*words)


def test_who__is_in_a_segment__is_listed(lapsing):
    found = read(lapsing("segment", "who", "lapsing", "--format", "json"))
    assert (found["total"], found["persons"][0]["person"]) == (1, "ann")
    assert "ann" in lapsing("segment", "who", "lapsing")


def test_freeze__into_another__keeps_the_title_and_the_persons(lapsing):
    found = read(lapsing("segment", "freeze", "lapsing", "autumn", "--format", "json"))
    assert (found["name"], found["title"], found["persons"]) == ("autumn", "About to lapse", 1)


def test_upload__of_a_file__says_what_became_of_each_id(lapsing, tmp_path):
    file = tmp_path / "vips.csv"
    file.write_text("email;name\nbob;Bob\nbob;Bob\nzoe;Zoe\n")
    words = ("segment", "upload", "vips", str(file), "--title", "VIPs")
    found = read(lapsing(*words, "--format", "json"))
    assert (found["persons"], found["duplicates"], found["unknown"]) == (1, 1, ["zoe"])
    assert "1 unknown and left out" in lapsing(*words)


def test_upload__of_a_file_that_is_not_there__is_a_wrong_use(lapsing, tmp_path):
    lapsing("segment", "upload", "vips", str(tmp_path / "no"), "--title", "V", status=2)


def test_upload__of_nobody_known__is_refused(lapsing, tmp_path):
    file = tmp_path / "vips.txt"
    file.write_text("zoe\n")
    with pytest.raises(InvalidSegment):
        lapsing("segment", "upload", "vips", str(file), "--title", "VIPs")


def test_remove__of_a_segment__takes_it_away(lapsing):
    assert "lapsing is gone" in lapsing("segment", "remove", "lapsing")
    with pytest.raises(UnknownSegment):
        lapsing("segment", "who", "lapsing")


def test_show__by_a_period_that_is_none__is_a_wrong_use(lapsing):
    lapsing("segment", "show", "lapsing", "--by", "fortnight", status=2)
