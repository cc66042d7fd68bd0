"""The pages, on a real log."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tenfold.kit import clock
from tenfold.techniques.dashboards.tests.conftest import NOW, Sell

pytestmark = pytest.mark.django_db


def text_of(page: bytes) -> str:
    """Return what can be read on a page, on one line."""
    visible = re.sub(r"<(script|template|style)\b.*?</\1>", " ", page.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", visible)))


def read(client: Client, address: str = "/", **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.content
    return text_of(answer.content)


@pytest.fixture
def sold(sell: Sell) -> None:
    """Norway bought more this week than last, Denmark as much."""
    sell(300, days=0, country="Norway")
    sell(100, days=1, country="Denmark")
    sell(150, days=7, country="Norway")
    sell(100, days=8, country="Denmark")


def test_home__without_events__teaches_the_next_step(client: Client) -> None:
    page = read(client)
    assert "Every celebration leaves nothing behind but the memory." in page
    assert "Nothing has happened here yet" in page
    assert "tenfold import" in page
    assert "Revenue" not in page


def test_home__without_a_purpose__asks_who_may_write_one(client: Client) -> None:
    from tenfold.people.models import Company

    Company.objects.update(purpose="")
    assert "Write down what the company is for" in read(client)


@pytest.mark.usefixtures("sold")
def test_home__with_events__says_what_changed_and_who_moved_it(client: Client) -> None:
    page = read(client)
    assert "Revenue this week €400.00 60% more than last week by now" in page
    assert "Revenue grew by €150.00 against last week until this hour." in page
    assert "Norway brought almost all of it." in page


@pytest.mark.usefixtures("sold")
def test_home__when_something_sells_for_the_first_time__names_it_and_who_fell(
    client: Client, sell: Sell
) -> None:
    sell(80, days=7, country="Sweden", product="card")
    sell(200, days=1, country="Norway", product="gift box")
    page = read(client)
    assert "Norway alone grew by more than that; the others together fell." in page
    assert "Sweden fell by €80.00. New: gift box with €200.00." in page
    sell(1, days=40, country="Norway", product="gift box")
    assert "New:" not in read(client)


@pytest.mark.usefixtures("sold")
def test_home__when_one_kind_moved_a_part__says_what_it_mostly_was(
    client: Client, sell: Sell
) -> None:
    sell(900, days=0, country="Norway", channel="wholesale")
    sell(90, days=0, country="Norway", channel="shop")
    page = read(client)
    assert "Norway brought almost all of it, mostly wholesale." in page


@pytest.mark.usefixtures("sold")
def test_line_of_a_headline__in_the_middle_of_a_week__draws_each_week_until_the_same_moment(
    client: Client, sell: Sell
) -> None:
    sell(5000, days=6, country="Norway")  # last Thursday: not yet, at this moment of this week
    drawn = client.get("/").context["home"].headlines[0].values
    assert [float(value) for value in drawn] == [0] * 11 + [250, 400]


@pytest.mark.usefixtures("sold")
def test_line_of_a_headline__after_a_late_event__shows_it_a_minute_later(
    client: Client, sell: Sell, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/")
    sell(50, days=14)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    drawn = client.get("/").context["home"].headlines[0].values
    assert [float(value) for value in drawn] == [0] * 10 + [50, 250, 400]


@pytest.mark.usefixtures("sold")
def test_line_of_a_headline__drawn_for_the_owner__stays_hidden_from_who_may_not_see_money(
    client: Client, as_member: Callable[..., Client]
) -> None:
    assert client.get("/").context["home"].headlines[0].values
    assert as_member().get("/").context["home"].headlines[0].values == ()


@pytest.mark.usefixtures("sold")
def test_home__with_events__shows_the_latest_of_them(client: Client) -> None:
    page = read(client)
    assert "As it happens 4 a minute" in page
    assert "12:25:00 Order €300.00 Norway Web shop" in page


@pytest.mark.usefixtures("sold")
def test_chart__of_the_home_page__says_the_same_as_its_table(client: Client) -> None:
    answer = client.get("/?by=week&breakdown=country")
    chart = answer.context["home"].movement.chart
    assert [one.name for one in chart.series] == ["Norway", "Denmark", "Other"][: len(chart.series)]
    assert [float(one.values[-1]) for one in chart.series[:2]] == [300.0, 100.0]
    assert "Week of 23 Nov 2026 €300.00 €100.00" in text_of(answer.content)


@pytest.mark.usefixtures("sold")
def test_chart__asked_for_alone__comes_alone(client: Client) -> None:
    page = read(client, "/?by=month", **{"HX-Request": "true", "HX-Target": "movement"})
    assert "What changed this week" in page
    assert "Skip to the content" not in page


@pytest.mark.usefixtures("sold")
def test_headlines__asked_for_alone__come_alone(client: Client) -> None:
    page = read(client, "/headlines/")
    assert "Revenue this week €400.00" in page
    assert "As it happens" not in page


@pytest.mark.usefixtures("sold")
def test_money__for_a_member_without_the_grant__is_hidden_everywhere(
    as_member: Callable[..., Client],
) -> None:
    member = as_member()
    for address in ("/", "/numbers/revenue/", "/headlines/"):
        page = client_text(member, address)
        assert "hidden" in page
        assert not re.search(r"€\s?\d|\b[34]00(\.00)?\b", page), page
    assert member.get("/numbers/revenue/csv/").status_code == 403


def client_text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("sold")
def test_money__for_a_member_with_the_grant__is_there(as_member: Callable[..., Client]) -> None:
    assert "€400.00" in read(as_member(sees_money=True))


def test_breakdown__by_what_names_persons__is_not_offered_without_the_grant(
    as_member: Callable[..., Client], sell: Sell
) -> None:
    sell(5, email="kari@example.com", country="Norway")
    member = as_member(sees_money=True)
    assert "kari@example.com" not in client_text(member, "/numbers/revenue/")
    assert member.get("/numbers/revenue/?breakdown=email").status_code == 404
    assert member.get("/numbers/revenue/?breakdown=person").status_code == 404
    granted = as_member(sees_money=True, sees_persons=True)
    assert "kari@example.com" in client_text(granted, "/numbers/revenue/?breakdown=email")


def test_number__of_events_in_two_currencies__says_why_there_is_none(
    client: Client, sell: Sell
) -> None:
    sell(5, currency="EUR")
    sell(5, currency="NOK")
    page = read(client)
    assert "no number Amounts in EUR, NOK cannot be added up." in page
    assert "Events this week 2" in page


def test_home__after_the_import_of_an_old_file__shows_the_weeks_up_to_its_end(
    client: Client, sell: Sell
) -> None:
    sell(80, days=400)
    sell(70, days=407)
    page = read(client)
    assert "The newest event is of" in page
    assert "Revenue in the week of 20 Oct 2025 €80.00 14% more than the week before by then" in page


@pytest.mark.usefixtures("sold")
def test_number__looked_at_closely__says_where_it_comes_from(client: Client) -> None:
    page = read(client, "/numbers/revenue/")
    assert "What do customers pay us?" in page
    assert "Revenue this week €400.00 60% more than last week by now" in page
    assert "Time zone Europe/Copenhagen" in page
    assert "Events counted 2" in page


@pytest.mark.usefixtures("sold")
def test_number__compared_with_nothing__has_no_line_before(client: Client) -> None:
    assert "the 14 days before" in read(client, "/numbers/revenue/")
    assert "the 14 days before" not in read(client, "/numbers/revenue/?compare=none")


@pytest.mark.usefixtures("sold")
def test_csv__of_a_number__has_a_line_for_each_period(client: Client) -> None:
    answer = client.get("/numbers/revenue/csv/?by=week&breakdown=country")
    lines = answer.content.decode().splitlines()
    assert lines[0] == "week,Norway,Denmark"
    assert lines[-1] == "2026-11-23T00:00:00+01:00,300,100"
    assert len(lines) == 14
    assert answer["Content-Disposition"] == 'attachment; filename="revenue.csv"'


def test_csv__with_a_value_that_looks_like_a_formula__is_harmless(
    client: Client, sell: Sell
) -> None:
    sell(5, country='=HYPERLINK("http://example.com")')
    text = client.get("/numbers/revenue/csv/?breakdown=country").content.decode()
    assert "'=HYPERLINK" in text


@pytest.mark.parametrize(
    "address",
    [
        "/?by=fortnight",
        "/?breakdown=shoe",
        "/?show=nothing",
        "/numbers/nothing/",
        "/numbers/revenue/?by=x",
    ],
)
@pytest.mark.usefixtures("sold")
def test_address__that_asks_for_what_there_is_not__is_not_found(
    client: Client, address: str
) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("sold")
def test_page__of_a_split_metric__keeps_its_choices_in_its_links(client: Client) -> None:
    page = client.get("/numbers/revenue/?by=week&breakdown=country").content.decode()
    assert "?by=month&amp;breakdown=country&amp;compare=before" in page
    assert "?by=week&amp;breakdown=country&amp;compare=none" in page
