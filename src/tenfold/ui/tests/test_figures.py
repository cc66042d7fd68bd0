"""Bars, funnels, heat maps, paths and tables as the page gets them."""

import re
from datetime import timedelta

import pytest
from django.template import Context, Template

from tenfold.ui.bars import Bar, Bars, Scale
from tenfold.ui.charts import Chart, Kind, Lives, Series, lifecycle_series
from tenfold.ui.flows import Flow, FlowLink, FlowNode
from tenfold.ui.format import Formats
from tenfold.ui.funnels import Funnel, FunnelGroup, FunnelStep
from tenfold.ui.heat import HeatCell, HeatMap, HeatRow, shade_of
from tenfold.ui.shell import Shell
from tenfold.ui.tables import Column, NumberTable, Row

ENGLISH = Formats(language="en-gb", timezone="UTC", currency="EUR")
GERMAN = Formats(language="de", timezone="Europe/Berlin", currency="EUR")
FUNNEL = Funnel(
    id="funnel",
    title="From visit to order",
    steps=("Visit", "Order"),
    groups=(
        FunnelGroup(
            "Norway",
            (
                FunnelStep(1000, behind="/who/0"),
                FunnelStep(250, timedelta(hours=30), "/who/1", "/dropped/1"),
            ),
        ),
        FunnelGroup("Other", (FunnelStep(0), FunnelStep(0, timedelta(0))), rest=True),
    ),
)


def render(source: str, formats: Formats = ENGLISH, **values: object) -> str:
    shell = Shell(company="Nordlys Gifts", person="", sections=(), phone=())
    context = Context({"formats": formats, "shell": shell, **values}, use_l10n=True)
    return Template("{% load tenfold %}" + source).render(context)


def test_scale__over_gains_and_losses__has_zero_between_them() -> None:
    scale = Scale.over(values=[300, -100])
    assert scale.at(value=0) == "25.00%"
    assert scale.place(value=300).x == "25.00%"
    assert scale.place(value=300).width == "75.00%"
    assert (scale.place(value=-100).x, scale.place(value=-100).width) == ("0.00%", "25.00%")


@pytest.mark.parametrize("values", [[], [0], [0.0, 0]])
def test_scale__over_nothing__draws_bars_of_no_width(values: list[float]) -> None:
    assert Scale.over(values=values).place(value=0).width == "0.00%"


def test_bars__in_any_language__are_placed_in_the_language_of_svg() -> None:
    figure = Bars("b", "By country", (Bar("Norge", 1000.5, before=333.5), Bar("?", None)), "EUR")
    page = render("{% bars of %}", GERMAN, of=figure)
    assert 'width="100.00%"' in page
    assert 'x1="33.33%"' in page
    assert "1.000,50\xa0€" in page
    assert "–" in page


def test_bar__with_an_address__is_a_link_and_without_one_is_none() -> None:
    figure = Bars("b", "By country", (Bar("A", 2, behind="/who/a"), Bar("B", 1)))
    page = render("{% bars of %}", of=figure)
    assert page.count("<a class=") == 1
    assert 'href="/who/a"' in page


def test_funnel__of_a_group__shares_persons_with_its_own_first_step_and_the_one_before() -> None:
    first, last = (line.marks[0] for line in FUNNEL.lines(formats=ENGLISH))
    assert (first.persons, first.went_on, first.dropped) == ("1,000 persons", "", "")
    assert (last.persons, last.of_first, last.went_on) == ("250 persons", "25%", "25%")
    assert (last.dropped, last.median, last.place.width) == (
        "750 dropped out",
        "30 hours",
        "25.00%",
    )
    assert (last.behind, last.dropped_behind) == ("/who/1", "/dropped/1")


def test_funnel__that_nobody_entered__divides_by_nothing_and_says_so() -> None:
    empty = FUNNEL.lines(formats=ENGLISH)[1].marks[1]
    assert (empty.of_first, empty.went_on, empty.median, empty.place.width) == (
        "–",
        "–",
        "",
        "0.00%",
    )
    assert empty.colour == 6


def test_funnel__of_one_group__does_not_name_it() -> None:
    alone = Funnel("f", "Funnel", FUNNEL.steps, (FUNNEL.groups[0],))
    assert "Norway" not in render("{% funnel of %}", of=alone)
    assert "Norway" in render("{% funnel of %}", of=FUNNEL)


@pytest.mark.parametrize(
    ("share", "shade"), [(0, 0), (0.001, 1), (0.0999, 1), (0.1, 2), (0.35, 4), (0.7, 7), (1, 7)]
)
def test_shade__of_a_share__goes_in_equal_parts_up_to_the_darkest(share: float, shade: int) -> None:
    assert shade_of(share=share, darkest=0.7) == shade


def heat(*shares: float, top: float | None = None) -> HeatMap:
    cells = tuple(HeatCell(share, round(share * 100)) for share in shares)
    return HeatMap("h", "Retention", "Week", ("0", "1", "2"), (HeatRow("W1", 100, cells),), top=top)


def test_heat_map__without_a_top__is_darkest_at_the_largest_share_after_the_first_column() -> None:
    assert heat(1.0, 0.4, 0.2).darkest() == 0.4
    assert heat(1.0, 0.4, top=0.8).darkest() == 0.8
    assert heat(1.0).darkest() == 1
    assert heat(1.0, 0.0).darkest() == 1


def test_heat_map__with_short_rows__has_as_many_cells_as_offsets() -> None:
    row = heat(1.0, 0.405).lines(formats=ENGLISH)[0]
    assert [cell and cell.text for cell in row.cells] == ["100%", "40%", None]
    page = render("{% heat_map of %}", of=heat(1.0, 0.4))
    assert page.count("<td></td>") == 1


def test_heat_cell__says_out_of_how_many__where_they_are_not_the_whole_row() -> None:
    row = HeatRow("All", 900, (HeatCell(0.055, 11, of=200, unfinished=True), HeatCell(1, 900)))
    figure = HeatMap("h", "Retention", "Week", ("0", "1"), (row,), overall=row)
    cell, whole = figure.lines(formats=ENGLISH)[0].cells
    assert cell is not None
    assert whole is not None
    assert (cell.text, cell.said, whole.said) == ("5.5%", "11 of 200 persons", "900 of 900 persons")
    assert figure.has_unfinished()
    assert (
        render("{% heat_map of %}", of=figure).count("is-open") == 3
    )  # twice drawn, once explained


FLOW = Flow(
    id="paths",
    title="Paths",
    steps=("at the start", "after 1 step"),
    nodes=(
        FlowNode("0-a", "Start", 0, 1204, "/who/start"),
        FlowNode("1-a", "Start", 1, 300),
        FlowNode("1-b", "Basket", 1, 904),
        FlowNode("1-x", "Left", 1, 0, rest=True),
    ),
    links=(FlowLink("0-a", "1-a", 300), FlowLink("0-a", "1-b", 904, "/who/a-b")),
)


def test_event__at_two_steps_of_the_paths__has_one_colour_and_the_rest_is_quiet() -> None:
    colours = {one["key"]: one["colour"] for one in FLOW.as_json(formats=ENGLISH)["nodes"]}
    assert colours == {"0-a": 1, "1-a": 1, "1-b": 2, "1-x": 6}


def test_paths__as_a_table__have_the_most_travelled_first_and_keep_the_point_of_the_picture() -> (
    None
):
    rows = FLOW.rows(formats=ENGLISH)
    assert [(row.target, row.persons, row.point) for row in rows] == [
        ("Basket", "904", "link-1"),
        ("Start", "300", "link-0"),
    ]
    page = render("{% flow of %}", of=FLOW)
    assert '<a href="/who/a-b" data-behind="link-1">904</a>' in page
    assert '<a href="/who/start" data-behind="node-0">1,204</a>' in page


def test_table__of_numbers__carries_what_it_is_sorted_by_in_no_language() -> None:
    figure = NumberTable(
        id="t",
        title="Products",
        first_column="Product",
        columns=(Column("Kind", text=True), Column("Revenue", "EUR")),
        rows=(Row("Mug", ("Kitchen", 1210.75), doors=("", "/who/mug")), Row("Pan", ("", None))),
        totals=Row("All", ("", 1210.75)),
        sorted_by=1,
    )
    page = render("{% number_table of %}", GERMAN, of=figure)
    assert '<td data-key="1210.75"><a href="/who/mug" data-behind>1.210,75\xa0€</a></td>' in page
    assert "<td>–</td>" in page
    assert page.index("<tfoot>") > page.index("Pan")
    assert '<th scope="col" aria-sort="descending">Revenue</th>' in page


def test_table__whose_row_is_too_short__is_refused_while_it_is_built() -> None:
    figure = NumberTable("t", "T", "A", (Column("B"), Column("C")), (Row("one", (1,)),))
    with pytest.raises(ValueError, match="shorter"):
        figure.lines(formats=ENGLISH)


def test_lifecycle__of_a_week__hangs_those_who_went_quiet_below_zero() -> None:
    lives = Lives(new=(4,), returning=(10,), resurrecting=(2,), dormant=(3,))
    chart = Chart("l", "Lives", Kind.STACKED, ("W1",), ("Week 1",), lifecycle_series(lives=lives))
    drawn = chart.as_json(formats=ENGLISH)["series"]
    assert [one["values"][0] for one in drawn] == [4, 2, 10, -3]
    assert [one["texts"][0] for one in drawn] == ["4", "2", "10", "3"]
    assert drawn[-1]["colour"] == 6


def test_chart__with_addresses__links_each_value_in_its_table_under_the_name_of_its_mark() -> None:
    series = (Series("A", (1, 2), behind=("", "/who/a/1")), Series("B", (3, None)))
    chart = Chart("c", "C", Kind.BAR, ("M", "T"), ("Mon", "Tue"), series)
    page = render("{% chart of %}", of=chart)
    assert re.findall(r'<a href="([^"]+)" data-behind="([^"]+)">(\d)</a>', page) == [
        ("/who/a/1", "0-1", "2")
    ]
    assert "Enter shows who is behind it" in page
    bare = Chart("c", "C", Kind.BAR, ("M",), ("Mon",), (Series("A", (1,), behind=("",)),))
    assert "Enter shows" not in render("{% chart of %}", of=bare)


def test_figure__of_any_form__says_whose_it_is_and_offers_what_the_page_gives() -> None:
    figure = Bars("b", "By <country>", (Bar("A", 2),), csv_url="/figures.csv")
    page = render("{% bars of %}", of=figure)
    assert 'data-figure="By &lt;country&gt;"' in page
    assert re.search(r'data-stamp="Nordlys Gifts · \d+ \w+ \d{4}, [\d:]+"', page)
    assert 'href="/figures.csv" download' in page
    assert "Download CSV" not in render("{% bars of %}", of=Bars("b", "B", ()))


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=100), "100 seconds"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_duration__in_words__has_the_largest_unit_of_which_there_are_two(
    length: timedelta, said: str
) -> None:
    assert ENGLISH.duration(of=length) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=7), "1 week"),
        (timedelta(hours=6), "6 hours"),
    ],
)
def test_period__of_one_whole_unit__is_that_unit(length: timedelta, said: str) -> None:
    assert ENGLISH.period(of=length) == said
