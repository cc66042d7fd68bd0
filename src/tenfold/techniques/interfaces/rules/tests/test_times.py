"""Times: formats, zones, and the two nights a year on which clocks are changed."""

import datetime as dt
from decimal import Decimal

import pytest

from tenfold.techniques.interfaces.rules.times import (
    NotATime,
    TimeFormatUnknown,
    ZoneUnknown,
    get_zone,
    make_time_reader,
    to_micros,
)


def instant(cell, form="iso", zone="UTC"):
    micros = to_micros(at=make_time_reader(format=form)(cell), zone=get_zone(name=zone))
    return dt.datetime.fromtimestamp(micros / 1e6, dt.UTC).isoformat()


@pytest.mark.parametrize(
    ("cell", "form", "expected"),
    [
        ("2010-12-01 08:26:00", "iso", "2010-12-01T08:26:00+00:00"),
        ("2010-12-01", "iso", "2010-12-01T00:00:00+00:00"),
        ("2010-12-01T08:26:00.5+02:00", "iso", "2010-12-01T06:26:00.500000+00:00"),
        ("2010-12-01T08:26:00Z", "iso", "2010-12-01T08:26:00+00:00"),
        ("1/12/2010 8:26", "%d/%m/%Y %H:%M", "2010-12-01T08:26:00+00:00"),
        ("12/1/10 8:26 PM", "%m/%d/%y %I:%M %p", "2010-12-01T20:26:00+00:00"),
        ("12:05 a.m. 01.02.1999", "%I:%M %p %d.%m.%Y", "1999-02-01T00:05:00+00:00"),
        ("1 Dec 2010", "%d %b %Y", "2010-12-01T00:00:00+00:00"),
        ("December 1, 2010", "%B %d, %Y", "2010-12-01T00:00:00+00:00"),
        (
            "Wed, 01 Dec 2010 08:26:00 +0100",
            "%a, %d %b %Y %H:%M:%S %z",
            "2010-12-01T07:26:00+00:00",
        ),
        ("20101201", "%Y%m%d", "2010-12-01T00:00:00+00:00"),
        ("01.12.2010 08:26:00.123", "%d.%m.%Y %H:%M:%S.%f", "2010-12-01T08:26:00.123000+00:00"),
        ("1291191960", "epoch", "2010-12-01T08:26:00+00:00"),
        (1291191960.25, "epoch", "2010-12-01T08:26:00.250000+00:00"),
        ("1291191960000", "epoch_ms", "2010-12-01T08:26:00+00:00"),
        (1291191960000000, "epoch_us", "2010-12-01T08:26:00+00:00"),
        (Decimal("40513.351388888888"), "excel", "2010-12-01T08:26:00+00:00"),
        (dt.datetime(2010, 12, 1, 8, 26), "iso", "2010-12-01T08:26:00+00:00"),  # noqa: DTZ001
        (dt.date(2010, 12, 1), "%d/%m/%Y", "2010-12-01T00:00:00+00:00"),
    ],
)
def test_time__in_a_usual_form__is_read(cell, form, expected):
    assert instant(cell, form) == expected


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("31/02/2010", "%d/%m/%Y"), ("2010-12-01", "%d/%m/%Y"),
        ("13:00 PM 1.1.2010", "%I:%M %p %d.%m.%Y"),
        ("soon", "iso"), ("", "iso"), ("1e30", "epoch"), (True, "epoch"), (None, "iso"), (12, "iso"),
        ("1/1/2010 trailing", "%d/%m/%Y"),
    ],
)  # fmt: skip
def test_cell__that_is_no_such_time__is_said_to_be_none(cell, form):
    with pytest.raises(NotATime):
        instant(cell, form)


@pytest.mark.parametrize("form", ["%Q", "%H:%M", "nonsense", "%", "%Y %Y %m", "%d"])
def test_format__that_says_no_day__is_refused(form):
    with pytest.raises(TimeFormatUnknown):
        make_time_reader(format=form)


def test_zone__that_does_not_exist__is_refused():
    for name in ("Europe/Atlantis", "", "../etc/passwd"):
        with pytest.raises(ZoneUnknown):
            get_zone(name=name)


def test_local_time__in_summer_and_winter__is_moved_by_its_zone():
    assert instant("2011-07-01 12:00", zone="Europe/London") == "2011-07-01T11:00:00+00:00"
    assert instant("2011-12-01 12:00", zone="Europe/London") == "2011-12-01T12:00:00+00:00"


def test_hour_that_happens_twice__is_taken_for_the_first():
    assert instant("2011-10-30 01:30", zone="Europe/London") == "2011-10-30T00:30:00+00:00"
    assert instant("2011-10-30 02:00", zone="Europe/London") == "2011-10-30T02:00:00+00:00"


def test_hour_that_does_not_exist__counts_as_if_the_clock_had_not_gone_forward():
    assert instant("2011-03-27 01:30", zone="Europe/London") == "2011-03-27T01:30:00+00:00"
    assert instant("2011-03-27 02:30", zone="Europe/London") == "2011-03-27T01:30:00+00:00"
