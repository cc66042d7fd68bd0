"""The demo company as it is founded: people, sources, numbers, and the right answers to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tenfold.config.demo import truth
from tenfold.config.demo.company import FOUNDING, SOURCES, Filled, fill_demo
from tenfold.config.demo.numbers import DESCRIPTIONS, NUMBERS
from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.store import EventLog
from tenfold.metrics.definitions import from_spec

AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@dataclass
class Demo:
    """The company, filled."""

    log: EventLog
    filled: Filled


@pytest.fixture(scope="module")
def demo(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Demo]:
    """Found and fill it once for all tests here; take the rows back afterwards."""
    from tenfold.people.actions import found_company

    path: Path = tmp_path_factory.mktemp("demo") / "log.duckdb"
    log = open_log(path=path, erasure_key=b"k" * 32)
    with django_db_blocker.unblock(), transaction.atomic():
        found_company(
            name=FOUNDING.company,
            timezone=FOUNDING.timezone,
            currency=FOUNDING.currency,
            week_starts=FOUNDING.week_starts,
            purpose=FOUNDING.purpose,
            language=FOUNDING.language,
            owner_email=FOUNDING.owner,
            password=FOUNDING.password,
            at=AT,
        )
        yield Demo(log=log, filled=fill_demo(log=log, at=AT))
        transaction.set_rollback(True)
    log.close()


def test_people__of_the_demo__have_one_of_each_role(demo: Demo) -> None:
    from tenfold.people.queries import list_members

    members = {member.role.value: member for member in list_members()}
    assert set(members) == {"owner", "administrator", "member", "guest"}
    assert members["owner"].name == "Maja Lindqvist"
    assert members["member"].sees_money
    assert not members["administrator"].sees_money


def test_teams__of_the_demo__are_led_by_those_who_know(demo: Demo) -> None:
    from tenfold.people.queries import list_teams

    led = {team.name: [lead.name for lead in team.leads] for team in list_teams()}
    assert led == {
        "Box back": ["Maja Lindqvist"],
        "Packing": ["Amina Yusuf"],
        "Press": ["Ingrid Solberg"],
        "Shop": ["Jonas Bak"],
    }


def test_purpose__of_the_demo__was_put_anew_and_four_people_do_not_quite_agree(demo: Demo) -> None:
    from tenfold.people.queries import get_company, get_purpose

    purpose = get_purpose()
    assert [version.text for version in purpose.versions] == [truth.PURPOSE, truth.FIRST_PURPOSE]
    assert purpose.versions[0].adopted_at > purpose.versions[1].adopted_at
    assert get_company().purpose == truth.PURPOSE
    assert (purpose.people, purpose.verdict.value) == (4, "split")


def test_employee__who_has_an_account__is_one_person_in_the_log(demo: Demo) -> None:
    shifts = demo.log.latest(limit=200, name="shift_started")
    persons = {event.actor: event.person for event in shifts}
    assert persons["staff-ingrid"] is not None
    assert persons["staff-ingrid"].startswith("member:")
    assert persons["staff-emil"] == "staff-emil"


def test_sources__of_the_demo__hold_every_event(demo: Demo) -> None:
    volumes = {volume.source: volume.events for volume in demo.log.volumes()}
    assert set(demo.filled.sources) == set(SOURCES)
    assert sum(volumes[source] for source in demo.filled.sources.values()) == demo.filled.events
    assert demo.filled.events == demo.log.status().events >= 300_000


def test_sources__health__is_that_of_the_last_day_and_not_of_the_two_years(demo: Demo) -> None:
    for volume in demo.log.volumes():
        assert volume.events_last_day < 3_000


def test_filling__a_second_time__adds_nothing(demo: Demo) -> None:
    from tenfold.config.demo.company import append_all
    from tenfold.config.demo.simulation import Place, simulate

    simulated = simulate(at=AT)
    some = {place: simulated[place] for place in (Place.PACKING, Place.STAFF, Place.PRESS_2)}
    assert append_all(log=demo.log, sources=demo.filled.sources, simulated=some, at=AT) == 0


def test_numbers__of_the_demo__are_known_and_four_are_headlines(demo: Demo) -> None:
    from tenfold.metrics.queries import list_metrics

    known = {metric.name for metric in list_metrics()}
    assert known >= {number.name for number in NUMBERS}
    assert sorted(n.headline for n in NUMBERS if n.headline is not None) == [1, 2, 3, 4]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number.name)
def test_number__asked_for_the_last_year__has_an_answer(demo: Demo, number: Any) -> None:
    assert ask(demo, spec=number.spec, start=AT - timedelta(days=365)) is not None


def test_revenue__of_the_two_years__is_exact(demo: Demo) -> None:
    orders = ask(demo, spec={"kind": "sum", "event": "order"})
    lines = ask(demo, spec={"kind": "sum", "event": "order_line"})
    assert Decimal(str(orders)) == Decimal(str(lines)) == Decimal("1305913.54")


def test_visitors__who_became_customers__count_as_one_person(demo: Demo) -> None:
    visitors = ask(demo, spec={"kind": "unique", "event": "visit", "property": "actor"})
    persons = ask(demo, spec={"kind": "persons", "event": "visit"})
    assert visitors - persons > 1_000


def test_catalogue__every_event_of_the_demo__is_described(demo: Demo) -> None:
    assert {entry.name for entry in demo.log.catalogue()} == set(DESCRIPTIONS)


def ask(demo: Demo, *, spec: dict[str, Any], start: datetime | None = None) -> Any:
    from tenfold.metrics.calendar import Calendar
    from tenfold.metrics.queries import answer
    from tenfold.metrics.questions import Question

    question = Question(
        definition=from_spec(spec),
        start=start or AT - timedelta(days=800),
        end=AT + timedelta(seconds=1),
    )
    calendar = Calendar(timezone=truth.TIMEZONE, week_starts="monday", currency="EUR")
    return answer(question=question, calendar=calendar, at=AT, log=demo.log).value


def test_alerts__of_the_demo__have_one_that_fired_and_nobody_has_it(demo: Demo) -> None:
    from tenfold.techniques.dashboards.models import Alert, Incident

    waiting = Incident.objects.get(closed_at__isnull=True)
    assert (waiting.alert.title, waiting.stage) == ("Parcels leave late", "firing")
    (past,) = Incident.objects.filter(closed_at__isnull=False)
    assert (past.alert.title, past.ended) == ("Press-2 runs too warm", "calm")
    assert past.holder is not None
    assert past.holder.name == "Ingrid Solberg"
    assert not Alert.objects.filter(failures__gt=0).exists()
    assert Alert.objects.count() == 4
