"""Decisions about sources, descriptions, spans, sight and dropped files."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.techniques.interfaces.rules import catalogue, sight, sources, spans, uploads

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NOBODY = sight.Sight(persons=False, money=False)


def test_source_name__with_odd_spaces__is_tidied():
    assert sources.clean_source_name(name="  Web \n shop ") == "Web shop"


@pytest.mark.parametrize(
    ("name", "refusal"),
    [(" ", sources.SourceNameMissing), ("x" * 81, sources.SourceNameTooLong)],
)
def test_source_name__empty_or_endless__is_refused(name, refusal):
    with pytest.raises(refusal) as refused:
        sources.clean_source_name(name=name)
    assert refused.value.field == "name"
    assert refused.value.next_step


def test_kind__nobody_knows__is_refused_with_the_choices():
    with pytest.raises(sources.UnknownSourceKind) as refused:
        sources.require_kind(kind="fax")
    assert "device" in refused.value.next_step


@pytest.mark.parametrize(
    ("last", "archived", "state"),
    [
        (None, False, "never"),
        (AT - timedelta(hours=23), False, "receiving"),
        (AT - timedelta(hours=25), False, "quiet"),
        (AT, True, "archived"),
    ],
)
def test_health__by_its_last_event__is_judged(last, archived, state):
    health = sources.judge_health(last_received_at=last, archived=archived, at=AT)
    assert health.state == state
    assert health.since == last


def test_description__of_a_novel__is_refused():
    with pytest.raises(catalogue.DescriptionTooLong):
        catalogue.clean_description(text="x" * 501)


@pytest.mark.parametrize("name", ["", "x" * 201])
def test_name__that_no_event_can_have__is_refused(name):
    with pytest.raises(catalogue.UnknownName):
        catalogue.require_describable(name=name)


def test_missing__more_values_than_events__is_none():
    assert catalogue.count_missing(events=3, types={"text": 2, "number": 5}) == 0
    assert catalogue.count_missing(events=9, types={"text": 2, "number": 5}) == 2


def test_instant__a_day__is_its_first_moment_in_the_companys_zone():
    read = spans.read_instant(text="2026-03-29", timezone="Europe/Copenhagen", field="from")
    assert read == datetime(2026, 3, 28, 23, 0, tzinfo=UTC)


def test_instant__with_a_zone_of_its_own__keeps_it():
    read = spans.read_instant(text="2026-03-29T08:00Z", timezone="Asia/Tokyo", field="from")
    assert read == datetime(2026, 3, 29, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", "2026-02-30T10:00", ""])
def test_instant__that_is_none__is_refused_at_its_field(text):
    with pytest.raises(spans.UnreadableTime) as refused:
        spans.read_instant(text=text, timezone="UTC", field="to")
    assert refused.value.field == "to"


def test_span__that_ends_where_it_begins__is_refused():
    with pytest.raises(spans.EmptySpan):
        spans.require_span(start=AT, end=AT)
    spans.require_span(start=AT, end=None)


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        ("CustomerID", "17850"),
        ("billing_address", "Main St 1"),
        ("anonymous_id", "v-1"),
        ("note", "anna@example.org"),
        ("caller", "+45 12 34 56 78"),
        ("from", "192.168.1.20"),
        ("host", "2001:db8::1"),
    ],
)
def test_property__that_may_say_who_somebody_is__is_hidden(name, sample):
    assert sight.hides(name=name, samples=[sample], sight=NOBODY)
    assert not sight.hides(name=name, samples=[sample], sight=sight.EVERYTHING)


@pytest.mark.parametrize("name", ["UnitPrice", "total", "shipping_cost", "VAT"])
def test_property__that_may_be_money__is_hidden_from_whoever_may_not_see_money(name):
    persons_only = sight.Sight(persons=True, money=False)
    assert sight.hides(name=name, samples=["2.55"], sight=persons_only)


@pytest.mark.parametrize(("name", "sample"), [("Country", "Norway"), ("Quantity", "6")])
def test_property__of_neither__is_shown(name, sample):
    assert not sight.hides(name=name, samples=[sample], sight=NOBODY)


def test_properties__nested_with_an_address_inside__are_hidden_whole():
    shown, hidden = sight.split_properties(
        properties={"cart": {"for": ["bo@example.org"]}, "page": "/cups"}, sight=NOBODY
    )
    assert shown == {"page": "/cups"}
    assert hidden == ("cart",)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("orders 2026.csv", "orders 2026.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\orders.xlsx", "orders.xlsx"),
        (".hidden", "hidden"),
        ("\x00\n", "file"),
    ],
)
def test_file_name__from_anywhere__is_safe(given_name, kept):
    assert uploads.clean_file_name(name=given_name) == kept


@given(st.text(max_size=400))
def test_file_name__whatever_was_sent__is_one_short_name_in_its_folder(name):
    kept = uploads.clean_file_name(name=name)
    assert kept
    assert "/" not in kept
    assert kept not in (".", "..")
    assert len(kept) <= uploads.LONGEST_FILE_NAME


@pytest.mark.parametrize(
    ("file_name", "source"),
    [("orders-2026.csv", "orders-2026"), ("a.csv.gz", "a"), ("noending", "noending")],
)
def test_source_of_a_file__without_another_word__is_called_like_the_file(file_name, source):
    assert uploads.name_source(file_name=file_name) == source


def test_size__beyond_the_limit_or_the_disk__is_refused():
    with pytest.raises(uploads.UploadTooLarge):
        uploads.require_size(size_bytes=uploads.LARGEST_BYTES + 1, free_bytes=10**15)
    with pytest.raises(uploads.NoRoomForUpload):
        uploads.require_size(size_bytes=10**9, free_bytes=10**9)


def test_file__that_waited_over_a_week__is_stale():
    assert uploads.is_stale(uploaded_at=AT - timedelta(days=8), at=AT)
    assert not uploads.is_stale(uploaded_at=AT - timedelta(days=6), at=AT)
