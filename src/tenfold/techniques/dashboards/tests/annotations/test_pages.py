"""The pages of annotations, and the marks on the charts, on a real log."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.test import Client

from tenfold.metrics.actions import define_metric
from tenfold.people.models import Account
from tenfold.people.queries import view_account
from tenfold.techniques.dashboards.actions.annotations import noting
from tenfold.techniques.dashboards.asgi.boards.shown import Sight
from tenfold.techniques.dashboards.models import Annotation
from tenfold.techniques.dashboards.queries.boards.showing import make_outside_asker
from tenfold.techniques.dashboards.queries.exploring.answering import get_answer
from tenfold.techniques.dashboards.rules.annotations.noting import Noted
from tenfold.techniques.dashboards.rules.exploring.addresses import read_draft
from tenfold.techniques.dashboards.tests.conftest import NOW, Sell
from tenfold.techniques.dashboards.tests.test_pages import text_of
from tenfold.ui.charts import Chart

pytestmark = pytest.mark.django_db
AsMember = Callable[..., Client]
DAY = date(2026, 11, 24)
SAID = {"title": "Shop 2.1 is live", "kind": "release", "starts_on": "2026-11-24"}


@pytest.fixture
def note(company: int) -> Callable[..., int]:
    """Note something as the owner: `note("Mailing", starts_on=DAY)`; returns its id."""

    def make(title: str, **said: object) -> int:
        given = {"kind": "campaign", "starts_on": DAY, **said}
        noted = Noted(title=title, **given)  # type: ignore[arg-type]
        return noting.add_annotation(noted=noted, by=company, at=NOW)

    return make


Note = Callable[..., int]


def page(client: Client, address: str = "/annotations/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return text_of(answer.content)


def test_list__of_nothing__says_what_it_is_for(client: Client) -> None:
    said = page(client)
    assert "Nothing has been noted yet" in said
    assert "Public holidays of Denmark" in said


def test_list__of_several_years__has_the_latest_first(client: Client, note: Note) -> None:
    note("Old mailing", starts_on=date(2024, 3, 1))
    note("New mailing", ends_on=DAY + timedelta(days=3), about="To all.")
    said = page(client)
    assert said.index("New mailing") < said.index("Old mailing")
    assert "24–27 Nov 2026" in said


def test_list__narrowed_to_a_kind__shows_no_other(client: Client, note: Note) -> None:
    note("Mailing")
    note("Shop 2.1", kind="release")
    said = page(client, "/annotations/?kind=release")
    assert "Shop 2.1" in said
    assert "Mailing" not in said
    assert "Mailing" in page(client, "/annotations/?kind=nonsense")


def test_form__that_is_filled_in__notes_it_and_leads_back_to_the_chart(client: Client) -> None:
    answer = client.post("/annotations/new/", {**SAID, "back": "/explore/?kind=count"})
    assert (answer.status_code, answer["Location"]) == (302, "/explore/?kind=count")
    row = Annotation.objects.get()
    assert (row.title, row.starts_on, row.ends_on, row.metric) == (SAID["title"], DAY, None, "")


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "evil", "/\\evil"]
)
def test_form__that_is_to_lead_out_of_the_house__does_not(client: Client, back: str) -> None:
    answer = client.post("/annotations/new/", {**SAID, "back": back})
    assert answer["Location"] == "/annotations/"


def test_form__at_a_point_of_a_chart__begins_with_its_day_and_number(client: Client) -> None:
    form = client.get("/annotations/new/?on=2026-11-20&metric=revenue").context["form"]
    assert form.initial["starts_on"] == date(2026, 11, 20)
    assert form.initial["concerns"] == "metric:revenue"
    hour = client.get("/annotations/new/?on=2026-11-20T14:00").context["form"]
    assert hour.initial["time"] == time(14)
    today = client.get("/annotations/new/?on=nonsense").context["form"]
    assert today.initial["starts_on"] == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"kind": "fact"}, "kind"),
        ({"starts_on": ""}, "starts_on"),
        ({"ends_on": "2026-11-20"}, "ends_on"),
        ({"ends_on": "2026-11-26", "time": "10:00"}, "time"),
        ({"concerns": "metric:nonsense\x00"}, "concerns"),
    ],
)
def test_form__with_what_cannot_be__says_so_at_the_field(
    client: Client, wrong: dict[str, str], field: str
) -> None:
    answer = client.post("/annotations/new/", {**SAID, **wrong})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Annotation.objects.exists()


def test_form__with_one_day_twice__notes_one_day(client: Client) -> None:
    client.post("/annotations/new/", {**SAID, "ends_on": SAID["starts_on"]})
    assert Annotation.objects.get().ends_on is None


def test_note__that_is_changed__is_otherwise(client: Client, note: Note) -> None:
    made = note("Mailing", event="order")
    begun = client.get(f"/annotations/{made}/change/").context["form"]
    assert begun.initial["concerns"] == "event:order"
    client.post(f"/annotations/{made}/change/", {**SAID, "concerns": "metric:revenue"})
    row = Annotation.objects.get()
    assert (row.kind, row.metric, row.event) == ("release", "revenue", "")


def test_note__that_is_removed__can_be_brought_back_at_once(client: Client, note: Note) -> None:
    made = note("Mailing")
    answer = client.post(f"/annotations/{made}/remove/", follow=True)
    assert "“Mailing” is off the charts." in text_of(answer.content)
    assert client.get(f"/annotations/{made}/").status_code == 404
    client.post(f"/annotations/{made}/bring-back/")
    assert "Mailing" in page(client, f"/annotations/{made}/")


def test_note_of_another__before_a_member__can_be_read_and_not_changed(
    as_member: AsMember, note: Note, company: int
) -> None:
    made = note("Mailing")
    other = Account.objects.create(email="jonas@example.com", name="Jonas", joined_at=NOW)
    Annotation.objects.update(made_by=other)
    client = as_member()
    assert "Take it off the charts" not in page(client, f"/annotations/{made}/")
    assert client.post(f"/annotations/{made}/remove/").status_code == 403
    assert client.post(f"/annotations/{made}/change/", SAID).status_code == 302
    assert Annotation.objects.get().title == "Mailing"


@pytest.mark.parametrize("removed", ["", "0", "99999999999999999999", "x", "5"])
def test_list__after_nothing_was_removed__offers_no_undo(client: Client, removed: str) -> None:
    assert "is off the charts" not in page(client, f"/annotations/?removed={removed}")


def test_holidays__of_the_companys_country__are_noted_with_one_click(client: Client) -> None:
    said = client.post("/annotations/holidays/", {"year": ["2025", "2026", "x"]}, follow=True)
    assert "days were noted." in text_of(said.content)
    assert Annotation.objects.filter(kind="holiday").count() > 15
    none = client.post("/annotations/holidays/", {}, follow=True)
    assert "Say between one and 12 years." in text_of(none.content)


# On the charts


@pytest.fixture
def sold(sell: Sell) -> None:
    for days in range(10):
        sell(100 + days, days=days, country="Norway")


def explored(client: Client, query: str = "kind=metric&name=revenue&range=last_7_days") -> Chart:
    (figure,) = client.get(f"/explore/answer/?{query}").context["answer"].figures
    assert isinstance(figure.of, Chart)
    return figure.of


def titles(chart: Chart) -> list[str]:
    return [mark.title for mark in chart.marks()]


@pytest.mark.usefixtures("sold")
def test_chart__of_the_days_of_a_note__has_its_mark_there(client: Client, note: Note) -> None:
    note("Mailing", ends_on=DAY + timedelta(days=1))
    note("Long ago", starts_on=date(2020, 1, 1))
    chart = explored(client)
    (mark,) = chart.marks()
    assert [chart.labels[mark.at], chart.labels[mark.until]] == ["24 Nov", "25 Nov"]
    assert chart.axis is not None
    assert chart.axis.days[mark.at] == "2026-11-24"


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("kind=metric&name=revenue&range=last_7_days", ["About revenue", "About orders"]),
        ("event=order&range=last_7_days", ["About orders"]),
        ("event=visit&range=last_7_days", []),
        ("kind=persons&range=last_7_days", ["About orders"]),
        ("kind=lifecycle&event=order&grain=day&range=last_7_days", ["About orders"]),
    ],
)
def test_note__about_one_thing__stands_on_its_charts_alone(
    client: Client, note: Note, query: str, seen: list[str]
) -> None:
    note("About revenue", metric="revenue")
    note("About orders", event="order")
    found = client.get(f"/explore/answer/?{query}").context["answer"].figures
    marks = [
        title for figure in found if isinstance(figure.of, Chart) for title in titles(figure.of)
    ]
    assert sorted(marks) == sorted(seen)


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("address", ["/", "/numbers/revenue/"])
def test_page_with_a_chart__has_the_marks_the_words_and_the_table(
    client: Client, note: Note, address: str
) -> None:
    note("Mailing")
    shown = client.get(address).content.decode()
    assert 'aria-label="24 Nov 2026: Mailing (Campaign)"' in shown
    assert ">What happened</th>" in shown
    assert 'href="/annotations/new/?metric=revenue"' in shown


@pytest.mark.usefixtures("sold")
def test_chart__by_the_hour__has_a_moment_in_its_hour(client: Client, note: Note) -> None:
    note("Restart", starts_on=date(2026, 11, 25), time=time(9, 30))
    chart = explored(client, "event=order&range=last_24_hours&by=hour")
    (mark,) = chart.marks()
    assert chart.axis is not None
    assert chart.axis.days[mark.at] == "2026-11-25T09:00"


@pytest.mark.usefixtures("sold")
def test_number__that_is_defined_anew__is_marked_on_its_own_charts(
    client: Client, company: int
) -> None:
    define_metric(name="revenue", title="Sales", spec={"kind": "sum", "event": "order"}, at=NOW)
    assert titles(explored(client)) == ["“Sales” is defined anew: version 2"]
    assert titles(explored(client, "event=order&range=last_7_days")) == []


@pytest.mark.usefixtures("sold")
def test_note__with_signs_of_its_own__stays_a_text(client: Client, note: Note) -> None:
    note('</script><img src=x onerror="alert(1)">')
    shown = client.get("/numbers/revenue/").content.decode()
    assert "<img src=x" not in shown


# Programs


def call(client: Client, method: str, address: str, said: object = None):
    given = {"content_type": "application/json"} if said is not None else {}
    return getattr(client, method)(f"/api{address}", said, **given)


def test_program__notes_changes_removes_and_brings_back(client: Client) -> None:
    made = call(
        client,
        "post",
        "/annotations",
        {"title": "Shop 2.1", "kind": "release", "starts_on": "2026-11-24"},
    )
    assert made.status_code == 201
    one = made.json()["id"]
    changed = call(
        client,
        "put",
        f"/annotations/{one}",
        {"title": "Shop 2.2", "starts_on": "2026-11-24", "time": "14:02"},
    )
    assert (changed.json()["title"], changed.json()["time"]) == ("Shop 2.2", "14:02:00")
    assert call(client, "delete", f"/annotations/{one}").status_code == 204
    assert call(client, "get", f"/annotations/{one}").status_code == 404
    assert call(client, "get", "/annotations").json() == []
    assert call(client, "post", f"/annotations/{one}/bring-back").status_code == 200
    listed = call(client, "get", "/annotations?from=2026-11-24&to=2026-11-24").json()
    assert [found["title"] for found in listed] == ["Shop 2.2"]
    assert call(client, "get", "/annotations?from=2026-11-25").json() == []


def test_program__with_what_cannot_be__hears_why(client: Client) -> None:
    refused = call(client, "post", "/annotations", {"title": " ", "starts_on": "2026-11-24"})
    assert refused.status_code == 422
    assert (refused.json()["code"], refused.json()["field"]) == ("invalid_annotation", "title")


def test_program__asks_for_holidays_of_a_country_by_name(client: Client) -> None:
    added = call(client, "post", "/annotations/holidays", {"years": [2026], "country": "Norge"})
    assert added.json()["country"] == "NO"
    assert added.json()["added"] > 8
    unknown = call(
        client, "post", "/annotations/holidays", {"years": [2026], "country": "Atlantis"}
    )
    assert unknown.json()["code"] == "unknown_holidays"


def test_view_of_the_owner__may_change_all(client: Client, company: int, note: Note) -> None:
    made = note("Mailing")
    viewer = view_account(account=Account.objects.get(pk=company))
    assert viewer.account_id == Annotation.objects.get(pk=made).made_by_id
    assert "Change it" in page(client, f"/annotations/{made}/")


@pytest.mark.usefixtures("sold")
def test_board__seen_from_outside__has_none_of_the_companys_notes(note: Note) -> None:
    note("Secret plan of Maja")
    draft = read_draft([("event", "order"), ("range", "last_7_days")])[0]
    asked = {
        follows: get_answer(
            draft=draft,
            asker=make_outside_asker(sight=Sight(persons=False, money=True, doors=follows), at=NOW),
        )
        for follows in (True, False)
    }
    assert "Secret plan" in str(asked[True].figures)
    assert "Secret plan" not in str(asked[False].figures)
    assert "/annotations/" not in str(asked[False].figures)
