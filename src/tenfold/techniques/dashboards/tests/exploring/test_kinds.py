"""Every kind of number on the page: its picture, its file, who is behind it, its form."""

import json
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import EventLog
from tenfold.kit import clock, ids
from tenfold.metrics.actions import define_metric
from tenfold.metrics.definitions import condition_from_spec, condition_to_spec
from tenfold.metrics.segments.queries import get_segment
from tenfold.techniques.dashboards.rules.exploring.addresses import read_draft, write_draft
from tenfold.techniques.dashboards.rules.exploring.groups import condition_of, draft_of_condition
from tenfold.techniques.dashboards.rules.exploring.specs import spec_of
from tenfold.techniques.dashboards.tests.conftest import NOW, SHOP
from tenfold.techniques.dashboards.tests.test_pages import text_of

pytestmark = pytest.mark.django_db
AsMember = Callable[..., Client]
PART = {"HX-Request": "true"}
STEPS = "steps.1.event=visit&steps.2.event=cart&steps.3.event=order"
KINDS = {
    "conversion": f"kind=conversion&{STEPS}&split=country",
    "retention": "kind=retention&start.event=visit&return.event=visit&mode=rolling&split=country",
    "stickiness": "kind=stickiness&event=visit&split=country",
    "lifecycle": "kind=lifecycle&event=visit&split=country",
    "paths": "kind=paths&at.event=visit&gap=7d",
    "paths before": "kind=paths&at.event=order&direction=before&gap=7d",
    "rolling": "kind=rolling&of.kind=persons&of.event=visit&over=7d",
    "formula": "kind=formula&parts.1.letter=a&parts.1.kind=count&parts.1.event=order"
    "&parts.2.letter=b&parts.2.kind=count&parts.2.event=visit",
    "per person": "kind=per_person&of.kind=count&of.event=visit",
    "ratio": "kind=ratio&of.kind=count&of.event=order&per.kind=count&per.event=visit",
    "quantile": "kind=quantile&event=order&q=0.9",
    "unique": "kind=unique&event=visit&property=country",
    "metric": "kind=metric&name=revenue",
    "segment": "kind=segment&people.1.event=visit&people.1.least=2",
}


@pytest.fixture(autouse=True)
def visited(log: EventLog, company: int) -> None:
    """Ann and Bob visit in two weeks; Ann fills a cart and orders, Bob fills one; Cleo looks once."""
    said = [
        ("ann", "visit", 8, "Norway"),
        ("ann", "cart", 8, "Norway"),
        ("ann", "order", 7, "Norway"),
        ("ann", "visit", 1, "Norway"),
        ("bob", "visit", 9, "Denmark"),
        ("bob", "cart", 9, "Denmark"),
        ("bob", "visit", 1, "Denmark"),
        ("cleo", "visit", 1, "Norway"),
    ]
    envelopes = [
        Envelope(
            event_id=ids.new_id().bytes,
            at=clock.to_micros(at=NOW - timedelta(days=days, minutes=100 - at)),
            name=name,
            actor=actor,
            value=48.5 if name == "order" else None,
            currency="EUR" if name == "order" else None,
            properties=json.dumps({"country": country}),
        )
        for at, (actor, name, days, country) in enumerate(said)
    ]
    log.append(source=SHOP, envelopes=envelopes, received_at=NOW).result()


def answer(client: Client, query: str):
    found = client.get(f"/explore/answer/?{query}", headers=PART)
    assert found.status_code == 200
    return found.context["answer"]


def lines(client: Client, query: str) -> list[list[str]]:
    file = client.get(f"/explore/csv/?{query}")
    assert file.status_code == 200
    return [line.split(",") for line in file.content.decode().splitlines()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("view", ["", "&view=table"])
def test_answer__of_every_kind__is_a_sentence_and_can_be_seen_and_taken_along(
    client: Client, kind: str, view: str
) -> None:
    found = answer(client, KINDS[kind] + view)
    assert not found.withheld
    assert found.say
    assert found.figures
    assert len(lines(client, KINDS[kind])) > 1


@pytest.mark.parametrize("kind", KINDS)
def test_form__of_every_kind__has_all_that_its_address_says(client: Client, kind: str) -> None:
    page = client.get(f"/explore/?{KINDS[kind]}")
    html = page.content.decode()
    for name, _text in parse_qsl(KINDS[kind]):
        assert f'name="{name}"' in html
    assert page.context["explore"].builder.lost == ""


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "formula"])
def test_number__of_every_kind__leads_to_who_is_behind_it(client: Client, kind: str) -> None:
    address = answer(client, KINDS[kind]).behind
    assert address
    said = text_of(client.get(address, headers=PART).content)
    assert "ann" in said


def test_formula__reckoned_from_several_numbers__names_nobody(client: Client) -> None:
    assert answer(client, KINDS["formula"]).behind == ""
    assert client.get(f"/explore/who/?{KINDS['formula']}").status_code == 422


def persons_behind(client: Client, address: str) -> list[str]:
    file = client.get(address.replace("/who/", "/who/csv/"))
    return [line.split(",")[0] for line in file.content.decode().splitlines()[1:]]


def test_steps_of_a_funnel__lead_to_who_came_and_who_dropped_out(client: Client) -> None:
    (figure,) = answer(client, f"kind=conversion&{STEPS}").figures
    (group,) = figure.of.groups
    assert [step.persons for step in group.steps] == [3, 2, 1]
    assert sorted(persons_behind(client, group.steps[1].behind)) == ["ann", "bob"]
    assert persons_behind(client, group.steps[1].dropped_behind) == ["cleo"]
    assert persons_behind(client, group.steps[2].dropped_behind) == ["bob"]


def test_cells_of_a_heat_map__lead_to_who_came_back(client: Client) -> None:
    query = "kind=retention&start.event=visit&return.event=visit"
    (figure,) = answer(client, query).figures
    row = figure.of.rows[0]
    assert [cell.persons for cell in row.cells[:2]] == [2, 2]
    assert sorted(persons_behind(client, row.cells[1].behind)) == ["ann", "bob"]


def test_ways__lead_to_who_went_them(client: Client) -> None:
    (figure,) = answer(client, "kind=paths&at.event=visit&gap=7d").figures
    nodes = {one.key: one for one in figure.of.nodes}
    link = next(one for one in figure.of.links if nodes[one.target].name == "Cart")
    assert link.persons == 2
    assert sorted(persons_behind(client, link.behind)) == ["ann", "bob"]


def test_ways_before_an_event__end_with_it(client: Client) -> None:
    (figure,) = answer(client, KINDS["paths before"]).figures
    flow = figure.of
    last = max(node.step for node in flow.nodes)
    assert [node.name for node in flow.nodes if node.step == last] == ["Order"]
    assert flow.steps[last] == "End"


def test_periods_of_a_life__lead_to_who_is_new(client: Client) -> None:
    (figure,) = answer(client, "kind=lifecycle&event=visit").figures
    new = figure.of.series[0]
    assert new.values[-2:] == (2, 1)
    assert persons_behind(client, new.behind[-1]) == ["cleo"]


@pytest.mark.parametrize("kind", ["retention", "stickiness", "lifecycle", "paths"])
def test_page_of_a_number__that_is_more_than_one_a_day__shows_what_explore_shows(
    client: Client, kind: str
) -> None:
    spec = spec_of(read_draft(parse_qsl(KINDS[kind]))[0])
    define_metric(name="mine", title="Mine", spec=spec, at=NOW)
    page = client.get("/numbers/mine/")
    address = page.context["number"].explored
    assert "Open in Explore" in text_of(page.content)
    found = client.get(address, headers=PART).context["answer"]
    assert found.figures
    assert found.title == "Mine"


# Segments


LAPSING = (
    "kind=segment&people.1.event=visit&people.1.least=2&people.1.within=30d"
    "&people.2.how=not&people.2.event=order&people.2.within=5d"
)


def test_segment__of_what_people_did_and_did_not__says_how_many_and_who(client: Client) -> None:
    found = answer(client, LAPSING)
    assert found.value == "2"
    assert "2 people are in this segment now." in found.say
    assert sorted(persons_behind(client, found.behind)) == ["ann", "bob"]


@pytest.mark.parametrize(
    "spec",
    [
        {"did": {"event": "order", "at_least": 2, "within": "90d"}},
        {"not": {"did": {"event": "order", "at_most": 3}}},
        {"any": [{"did": {"event": "a"}}, {"property": "country", "is": "Norway"}]},
        {"all": [{"did": {}}, {"not": {"did": {"event": "*"}}}, {"segment": "x"}]},
        {"all": [{"did": {"event": "a", "least_sum": 7}}, {"not": {"segment": "x"}}]},
        {"all": [{"did": {"event": "a"}}]},
        {"any": [{"all": [{"did": {"event": "a"}}, {"members": 3}]}, {"did": {"event": "b"}}]},
    ],
)
def test_condition__comes_back_from_its_address(spec: dict) -> None:
    written = condition_to_spec(condition_from_spec(spec))
    draft, lost = read_draft(parse_qsl(write_draft(draft_of_condition(written))))
    assert lost == ()
    assert condition_from_spec(condition_of(draft)) == condition_from_spec(spec)


def test_segment__saved__is_one_of_the_companys_and_stands_in_filters(client: Client) -> None:
    said = client.post("/explore/group/", {"query": LAPSING, "title": "Lookers"}, headers=PART)
    assert "“Lookers” is a segment now" in text_of(said.content)
    assert get_segment(name="lookers").kind == "live"
    where = "event=visit&where.1.property=@segment&where.1.op=in_segment&where.1.value=lookers"
    assert answer(client, f"kind=persons&{where}").value == "2"
    form = client.get(f"/explore/?kind=persons&{where}").content.decode()
    assert '<option value="lookers" selected>Lookers</option>' in form
    split = "kind=persons&event=visit&split=segment:lookers&by=none"
    assert sorted(lines(client, split)[1:]) == [["in", "2"], ["not in", "1"]]


def test_segment__of_those_behind_a_point__is_exactly_them(client: Client) -> None:
    (figure,) = answer(client, f"kind=conversion&{STEPS}").figures
    query = urlsplit(figure.of.groups[0].steps[1].dropped_behind).query
    form = client.get(f"/explore/group/?{query}", headers=PART)
    assert "It is exactly these persons, now and later." in text_of(form.content)
    client.post("/explore/group/", {"query": query, "title": "Dropped"}, headers=PART)
    assert get_segment(name="dropped").kind == "uploaded"
    where = "event=visit&where.1.property=@segment&where.1.value=dropped"
    assert answer(client, f"kind=persons&{where}").value == "1"


def test_segment__with_a_title_that_is_taken__is_refused_at_the_title(client: Client) -> None:
    given = {"query": LAPSING, "title": "Lookers"}
    client.post("/explore/group/", given, headers=PART)
    said = client.post("/explore/group/", given, headers=PART)
    assert "There is a segment “Lookers” already." in text_of(said.content)


def test_segment__for_a_member_without_the_grant__is_counted_and_not_named(
    as_member: AsMember,
) -> None:
    member = as_member()
    assert answer(member, LAPSING).value == "2"
    said = text_of(member.get(f"/explore/who/?{LAPSING}").content)
    assert "hidden" in said
    assert "ann" not in said
    personal = "kind=segment&people.1.how=is&people.1.property=email&people.1.value=a@b.c"
    assert answer(member, personal).value == "hidden"
    assert member.get(f"/explore/csv/?{personal}").status_code == 403


def test_segment__of_nothing_yet__says_what_to_choose(client: Client) -> None:
    found = answer(client, "kind=segment")
    assert found.unfinished
    assert found.next_step == "Say what the people did, or did not do."
