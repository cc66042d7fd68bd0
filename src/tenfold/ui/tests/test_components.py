"""Charts, lines and fields as the page gets them."""

import json
import re

from django import forms
from django.template import Context, Template

from tenfold.ui.charts import Chart, Kind, Series
from tenfold.ui.format import Formats
from tenfold.ui.templatetags.tenfold import sparkline

FORMATS = Formats(language="en-gb", timezone="UTC", currency="EUR")
CHART = Chart(
    id="rev",
    title="Revenue, 2 days",
    kind=Kind.STACKED,
    labels=("Mon", "Tue"),
    full_labels=("Monday", "Tuesday"),
    series=(
        Series("</script><b>", (900, None)),
        Series("Other", (400.5, 500), rest=True),
    ),
    before=Series("the 2 days before", (1000, 1200)),
    unit="EUR",
)


def render(source: str, **values: object) -> str:
    return Template("{% load tenfold %}" + source).render(Context({"formats": FORMATS, **values}))


def test_chart__as_a_table__says_the_same_as_the_picture() -> None:
    rows = CHART.rows(formats=FORMATS)
    assert [(label, [cell.text for cell in cells]) for label, cells in rows] == [
        ("Monday", ["€900.00", "€400.50", "€1,000.00"]),
        ("Tuesday", ["–", "€500.00", "€1,200.00"]),
    ]
    drawn = CHART.as_json(formats=FORMATS)
    assert [one["texts"] for one in drawn["series"]] == [["€900.00", "–"], ["€400.50", "€500.00"]]
    assert drawn["series"][0]["values"] == [900.0, None]


def test_chart__with_a_rest__keeps_the_quiet_colour_for_it() -> None:
    assert CHART.colours() == [1, 6]


def test_chart__on_a_page__carries_its_data_where_no_name_can_break_out() -> None:
    page = render("{% chart of %}", of=CHART)
    block = re.search(r'<script id="rev-data" type="application/json">(.*?)</script>', page)
    assert block is not None
    assert json.loads(block[1])["series"][0]["name"] == "</script><b>"
    assert "<b>" not in page.replace(block[0], "")
    assert page.count("<th scope=") == 4 + 2


def test_sparkline__of_values__ends_in_a_dot_within_the_picture() -> None:
    line = sparkline([1, 3, None, 2])
    points = re.search(r'<polyline class="line" points="([^"]+)"', line)
    assert points is not None
    heights = [float(pair.split(",")[1]) for pair in points[1].split()]
    assert heights == [30.0, 4.0, 17.0]
    assert 'class="dot"' in line


def test_sparkline__of_fewer_than_two_values__is_not_drawn() -> None:
    assert sparkline([4, None]) == ""


def test_sparkline__of_equal_values__runs_through_the_middle() -> None:
    assert {
        pair.split(",")[1] for pair in re.findall(r"[\d.]+,[\d.]+", sparkline([3, 3]))[-2:]
    } == {"17.00"}


class SourceForm(forms.Form):
    name = forms.CharField(help_text="As people call it")
    keep = forms.BooleanField(required=False)


def test_field__that_is_wrong__is_joined_to_what_is_wrong_and_to_its_hint() -> None:
    page = render("{% field bound %}", bound=SourceForm({"name": ""})["name"])
    assert 'aria-describedby="id_name-hint id_name-wrong"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_name-wrong"' in page
    assert "form-control is-invalid" in page


def test_field__whose_placeholder_is_its_label__says_it_once() -> None:
    form = SourceForm()
    form.fields["name"].widget.attrs["placeholder"] = form["name"].label
    assert "placeholder" not in render("{% field bound %}", bound=form["name"])
    form.fields["name"].widget.attrs["placeholder"] = "orders.csv"
    assert 'placeholder="orders.csv"' in render("{% field bound %}", bound=form["name"])


def test_field__that_can_be_ticked__has_its_label_behind_it() -> None:
    page = render("{% field bound %}", bound=SourceForm()["keep"])
    assert page.index("form-check-input") < page.index("form-check-label")
