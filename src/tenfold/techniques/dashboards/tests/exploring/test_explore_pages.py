"""The page “Explore” and its parts, on a real log."""

import json
import threading
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tenfold.metrics.access import Cancellation
from tenfold.metrics.queries import get_metric
from tenfold.techniques.dashboards.queries.exploring import running
from tenfold.techniques.dashboards.tests.conftest import Sell
from tenfold.techniques.dashboards.tests.test_pages import text_of

pytestmark = pytest.mark.django_db
AsMember = Callable[..., Client]
PART = {"HX-Request": "true"}
ORDERS = "event=order&range=last_7_days"


@pytest.fixture
def sold(sell: Sell) -> None:
    """Norway bought twice, Denmark once, this week; Norway once the week before."""
    sell(300, days=0, country="Norway")
    sell(100, days=1, country="Denmark")
    sell(50, days=1, country="Norway")
    sell(150, days=7, country="Norway")


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"/explore/?{query}")
    assert answer.status_code == 200
    return text_of(answer.content)


def told(client: Client, query: str) -> str:
    answer = client.get(f"/explore/answer/?{query}", headers=PART)
    assert answer.status_code == 200
    return text_of(answer.content)


def drawn(client: Client, query: str):
    (figure,) = client.get(f"/explore/answer/?{query}").context["answer"].figures
    return figure.of


def test_page__without_events__leads_to_the_first_steps(client: Client) -> None:
    said = page(client)
    assert "There is nothing to explore yet" in said
    assert "Show me the first steps" in said


@pytest.mark.usefixtures("sold")
def test_page__at_first__offers_questions_about_what_the_company_has(client: Client) -> None:
    starts = client.get("/explore/").context["explore"].starts
    assert len(starts) == 4
    assert all("order" in start.query for start in starts)
    assert "Begin with a question" not in page(client, "event=order")


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("kind", ["guess", "count&kind=nothing"])
def test_address__that_is_no_question__is_explained_and_the_page_still_works(
    client: Client, kind: str
) -> None:
    said = page(client, f"kind={kind}")
    assert "This address asks for a kind of number that there is not." in said
    assert "What do you want to know?" in said


@pytest.mark.usefixtures("sold")
def test_address__with_parts_of_an_older_release__is_read_without_them_and_says_so(
    client: Client,
) -> None:
    said = page(client, "event=order&colour=red")
    assert "Parts of the address were not understood and are left out: colour." in said


@pytest.mark.usefixtures("sold")
def test_form__after_a_button__comes_alone_with_the_address_that_says_the_same(
    client: Client,
) -> None:
    headers = {**PART, "HX-Target": "builder"}
    answer = client.get("/explore/?event=order&do=add+where", headers=headers)
    assert answer["HX-Push-Url"] == "/explore/?kind=count&event=order&where.1="
    assert answer["HX-Trigger-After-Settle"] == "tf:asked"
    assert "Skip to the content" not in text_of(answer.content)
    assert 'id="x-where-1-property" autofocus' in answer.content.decode()


@pytest.mark.usefixtures("sold")
def test_button__without_scripts__leads_to_the_address_that_says_the_same(client: Client) -> None:
    answer = client.get("/explore/?event=order&do=set+kind+sum")
    assert answer["Location"] == "/explore/?kind=sum&event=order"


@pytest.mark.usefixtures("sold")
def test_answer__to_how_often__is_a_sentence_a_number_and_a_chart(client: Client) -> None:
    said = told(client, ORDERS)
    assert "Last 7 days: “Order” happened 3 times." in said
    chart = drawn(client, ORDERS)
    assert chart.series[0].values == (0, 0, 0, 0, 0, 2, 1)
    assert chart.labels[-1] == "25 Nov"


@pytest.mark.usefixtures("sold")
def test_answer__split_without_time__is_bars(client: Client) -> None:
    bars = drawn(client, f"kind=sum&{ORDERS}&split=country&by=none").bars
    assert [(bar.name, float(bar.value)) for bar in bars] == [("Norway", 350.0), ("Denmark", 100.0)]
    assert "who.label.1=Norway" in bars[0].behind


@pytest.mark.usefixtures("sold")
def test_answer__compared__says_how_much_more_and_draws_the_time_before(client: Client) -> None:
    query = f"{ORDERS}&compare=before"
    assert "more than the time before" in told(client, query) or "times" in told(client, query)
    assert drawn(client, query).before.values[-1] == 1


@pytest.mark.usefixtures("sold")
def test_answer__as_a_table__has_a_row_for_each_period(client: Client) -> None:
    table = drawn(client, f"{ORDERS}&split=country&view=table")
    assert [column.name for column in table.columns] == ["Norway", "Denmark"]
    assert table.rows[-2].values == (1, 1)


@pytest.mark.usefixtures("sold")
def test_answer__in_another_zone__has_that_zones_days(client: Client) -> None:
    answer = client.get(f"/explore/answer/?{ORDERS}&zone=Pacific/Kiritimati").context["answer"]
    assert answer.figures[0].of.labels[-1] == "26 Nov"


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kind=unique&event=order", "Choose which property's values are counted."),
        ("kind=conversion&steps.1.event=order", "Choose the next step."),
        ("range=own", "From which day on?"),
        ("range=own&from=2026-11-24&to=2026-11-23", "The time ends before it begins."),
        ("range=own&from=0001-01-01", "out of reach"),
        ("range=forever", "no stretch of time"),
        ("by=fortnight", "none of the choices"),
        ("compare=x", "none of the choices"),
        ("top=x", "no number of groups"),
        ("zone=Oslo", "zone"),
        ("where.1.property=x&where.1.op=explodes&where.1.value=1", "A filter names one property"),
        ("where.1.property=x&where.1.op=above&where.1.value=abc", "must be a number"),
        ("where.1.json={", "A part of this address is broken."),
        ("kind=quantile&q=7", "must be between"),
        ("kind=metric&name=nothing", "There is no metric"),
        ("kind=formula&parts.1.letter=a&parts.1.kind=count&text=a+/", "formula"),
    ],
)
def test_question__that_cannot_be_answered__says_what_to_do(
    client: Client, query: str, sentence: str
) -> None:
    assert sentence.lower() in told(client, query).lower()


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("query", ["range=forever", "kind=quantile&q=7", "where.1.json={", "by=x"])
def test_form__of_a_question_that_cannot_be_answered__can_still_be_changed(
    client: Client, query: str
) -> None:
    assert "What do you want to know?" in page(client, query)


@pytest.mark.usefixtures("sold")
def test_money__of_a_member_without_the_grant__is_hidden_with_the_reason(
    as_member: AsMember,
) -> None:
    said = told(as_member(), "kind=sum&event=order")
    assert "hidden" in said
    assert "which you are not allowed to see" in said
    assert "450" not in said


@pytest.mark.usefixtures("sold")
def test_query__of_an_answer__stands_behind_a_fold_with_its_parameters(client: Client) -> None:
    said = told(client, f"{ORDERS}&where.1.property=country&where.1.value=Norway")
    assert "SELECT" in said
    assert "= Norway" in said
    assert "Computed in" in said


# Who is behind it


@pytest.mark.usefixtures("sold")
def test_point__asked_who_is_behind_it__names_them(client: Client) -> None:
    chart = drawn(client, f"{ORDERS}&split=country")
    address = chart.series[0].behind[-1]
    assert parse_qs(urlsplit(address).query)["who.label.1"] == ["Norway"]
    said = text_of(client.get(address).content)
    assert "1 person" in said
    assert "25 Nov 2026, Norway" in said
    assert "customer-1" in said
    part = text_of(client.get(address, headers=PART).content)
    assert "Skip to the content" not in part
    file = client.get(address.replace("/who/", "/who/csv/"))
    assert file.content.decode().splitlines()[1].startswith("customer-1,1,2026-11-25T")


@pytest.mark.usefixtures("sold")
def test_persons__for_a_member_without_the_grant__are_hidden_with_the_reason(
    as_member: AsMember,
) -> None:
    member = as_member()
    said = text_of(member.get(f"/explore/who/?{ORDERS}").content)
    assert "hidden" in said
    assert "which you are not allowed" in said or "whom you are not allowed" in said
    assert "customer-1" not in said
    assert member.get(f"/explore/who/csv/?{ORDERS}").status_code == 403


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize(
    "pointed",
    ["who.start=2026", "who.nothing=1", "who.label.1=Norway", "who.start=2020-01-01T00:00Z"],
)
def test_point__that_the_answer_does_not_have__is_refused_in_words(
    client: Client, pointed: str
) -> None:
    answer = client.get(f"/explore/who/?{ORDERS}&{pointed}")
    assert answer.status_code == 422
    assert "nothing" in text_of(answer.content) or "no such part" in text_of(answer.content)


# Files


@pytest.mark.usefixtures("sold")
def test_file__of_an_answer__is_exact_and_by_group(client: Client) -> None:
    answer = client.get(f"/explore/csv/?kind=sum&{ORDERS}&split=country")
    lines = answer.content.decode().splitlines()
    assert lines[0] == "day,Norway,Denmark"
    assert lines[-2:] == ["2026-11-24T00:00:00+01:00,50,100", "2026-11-25T00:00:00+01:00,300,0"]
    alone = client.get(f"/explore/csv/?kind=sum&{ORDERS}&by=none&split=country")
    assert alone.content.decode().splitlines()[1:] == ["Norway,350", "Denmark,100"]
    one = client.get(f"/explore/csv/?kind=sum&{ORDERS}&by=none")
    assert one.content.decode().splitlines()[1] == "450"


def test_file__with_a_value_that_looks_like_a_formula__is_harmless(
    client: Client, sell: Sell
) -> None:
    sell(1, country="=HYPERLINK(1)")
    answer = client.get(f"/explore/csv/?{ORDERS}&split=country&by=none")
    assert "\n'=HYPERLINK(1),1" in answer.content.decode().replace("\r", "")


@pytest.mark.usefixtures("sold")
def test_file__of_money__is_refused_to_who_may_not_see_it(as_member: AsMember) -> None:
    assert as_member().get("/explore/csv/?kind=sum&event=order").status_code == 403


# Saving


def save(client: Client, query: str, **given: str) -> str:
    fields = {"query": query, "better": "up", "asks": "", "headline": "", "name": "", **given}
    answer = client.post("/explore/save/", fields, headers=PART)
    assert answer.status_code == 200
    return text_of(answer.content)


@pytest.mark.usefixtures("sold")
def test_number__that_is_saved__is_one_of_the_companys(client: Client) -> None:
    assert "Save this number" in text_of(client.get(f"/explore/save/?{ORDERS}").content)
    query = "event=order&where.1.property=country&where.1.value=Norway&range=last_7_days"
    said = save(client, query, title="Orders from Norway", headline="2", better="up")
    assert "“Orders from Norway” is saved" in said
    metric = get_metric(name="orders-from-norway")
    assert metric.spec == {
        "kind": "count",
        "event": "order",
        "where": [{"property": "country", "is": "Norway"}],
    }
    assert (metric.headline, metric.version) == (2, 1)
    assert "Orders from Norway" in text_of(client.get("/numbers/orders-from-norway/").content)


@pytest.mark.usefixtures("sold")
def test_number__opened_and_saved__is_a_new_version_of_it(client: Client) -> None:
    answer = client.get("/explore/open/revenue/")
    assert answer["Location"] == "/explore/?kind=sum&event=order&saved=revenue"
    form = text_of(client.get("/explore/save/?kind=sum&event=order&saved=revenue").content)
    assert "up to now there was version 1" in form
    query = "kind=mean&event=order&saved=revenue"
    said = save(client, query, name="revenue", title="Revenue", headline="1")
    assert "This is version 2 of it." in said
    assert get_metric(name="revenue").spec["kind"] == "mean"


@pytest.mark.usefixtures("sold")
def test_number__saved_under_a_name_that_is_taken__is_refused_at_the_title(client: Client) -> None:
    said = save(client, "event=order", title="Revenue")
    assert "There is a number “Revenue” already." in said
    assert get_metric(name="revenue").version == 1


@pytest.mark.usefixtures("sold")
def test_number__with_a_title_that_makes_no_name__is_saved_all_the_same(client: Client) -> None:
    assert "is saved" in save(client, "event=order", title="売上")
    assert get_metric(name="number").title == "売上"


@pytest.mark.usefixtures("sold")
def test_saving__by_a_member__is_refused(as_member: AsMember) -> None:
    member = as_member(sees_money=True)
    assert member.post("/explore/save/", {"query": "event=order"}).status_code == 403
    assert "Save this number" not in told(member, ORDERS)


# Taking a question back


def test_question__of_a_page_that_asks_a_newer_one__is_taken_back() -> None:
    with running.under_way(viewer=1, page="a") as first:
        with running.under_way(viewer=1, page="b") as of_another_page:
            assert not first.is_cancelled
            with running.under_way(viewer=1, page="a") as second:
                assert first.is_cancelled
                assert not second.is_cancelled
                assert running.cancel(viewer=2, page="a") is False
                assert running.cancel(viewer=1, page="a") is True
                assert second.is_cancelled
        assert not of_another_page.is_cancelled
    assert running.cancel(viewer=1, page="a") is False


@pytest.mark.usefixtures("sold")
def test_answer__whose_question_is_cancelled__says_so(
    client: Client, company: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = threading.Event()

    def wait(cancelled: Cancellation) -> None:
        """As a long question does: go on until it is taken back."""
        stopped = threading.Event()
        cancelled.on_cancel(stopped.set)
        began.set()
        assert stopped.wait(10)

    original = running.under_way

    def slow(**given):
        manager = original(**given)

        class Slow:
            def __enter__(self):
                cancelled = manager.__enter__()
                threading.Thread(
                    target=lambda: began.wait(10) and running.cancel(viewer=company, page="p")
                ).start()
                wait(cancelled)
                return cancelled

            def __exit__(self, *error):
                return manager.__exit__(*error)

        return Slow()

    monkeypatch.setattr(running, "under_way", slow)
    said = told(client, f"{ORDERS}&page=p")
    assert "taken back" in said.lower() or "cancel" in said.lower()


def test_cancel__of_nothing__is_no_error(client: Client) -> None:
    assert client.post("/explore/cancel/", {"page": "x"}).status_code == 204


@pytest.mark.usefixtures("sold")
def test_definition__as_programs_say_it__stands_behind_the_fold(client: Client) -> None:
    answer = client.get(f"/explore/answer/?{ORDERS}").context["answer"]
    assert json.loads(answer.spec) == {"kind": "count", "event": "order"}


@pytest.mark.usefixtures("sold")
def test_persons_behind_money__for_who_may_not_see_money__are_hidden_with_the_reason(
    as_member: AsMember,
) -> None:
    member = as_member(sees_persons=True)
    said = text_of(member.get("/explore/who/?kind=sum&event=order&where.1.property=price"
                              "&where.1.op=above&where.1.value=3").content)  # fmt: skip
    assert "hidden" in said
    assert "which you are not allowed to see" in said
