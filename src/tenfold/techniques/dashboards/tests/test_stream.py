"""A stream: the newest events of some names or sources."""

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import EventLog
from tenfold.kit import clock, ids
from tenfold.people.models import Account
from tenfold.people.queries import get_company, view_account
from tenfold.techniques.dashboards.asgi.feed import install_feed
from tenfold.techniques.dashboards.queries.asking import make_asker
from tenfold.techniques.dashboards.queries.stream import StreamView, get_stream
from tenfold.techniques.dashboards.tests.conftest import NOW, SHOP, Sell

pytestmark = pytest.mark.django_db
AsMember = Callable[..., Client]


@pytest.fixture
def happened(log: EventLog, sell: Sell) -> None:
    """An order two hours ago, then 30 visits, in the last half hour."""
    sell(48.5, days=2 / 24, title="Gift box")
    visits = [
        Envelope(
            event_id=ids.new_id().bytes,
            at=clock.to_micros(at=NOW) - minute * 60_000_000,
            name="visit",
            actor="visitor-1",
            properties='{"email": "ingrid@example.com", "page": "/gifts"}',
        )
        for minute in range(30)
    ]
    log.append(source=SHOP + 1, envelopes=visits, received_at=NOW).result()


def stream(account: int, **wanted: tuple[str, ...]) -> StreamView:
    viewer = view_account(account=Account.objects.get(pk=account))
    asker = make_asker(viewer=viewer, company=get_company(), at=NOW)
    return get_stream(asker=asker, **wanted)  # type: ignore[arg-type]


@pytest.mark.usefixtures("happened")
def test_stream__of_everything__shows_the_newest(company: int) -> None:
    lines = stream(company).lines
    assert {line.name for line in lines} == {"Visit"}
    assert len(lines) == 12


@pytest.mark.usefixtures("happened")
@pytest.mark.parametrize(
    "wanted", [{"names": ("order",)}, {"sources": ("Web shop",)}, {"names": ("order", "refund")}]
)
def test_stream__of_what_is_rare__finds_it_behind_what_is_frequent(
    company: int, wanted: dict[str, tuple[str, ...]]
) -> None:
    (line,) = stream(company, **wanted).lines
    assert (line.event, line.value, line.detail) == ("order", "€48.50", "Gift box")


@pytest.mark.usefixtures("happened")
@pytest.mark.parametrize("wanted", [{"sources": ("Nowhere",)}, {"names": ("nothing",)}])
def test_stream__of_what_never_happened__is_empty(
    company: int, wanted: dict[str, tuple[str, ...]]
) -> None:
    assert stream(company, **wanted).lines == ()


@pytest.mark.usefixtures("happened")
def test_stream__before_somebody_who_may_see_neither__names_no_person_and_no_amount(
    as_member: AsMember, company: int
) -> None:
    as_member()
    said = str(stream(company)) + str(stream(company, names=("order",)))
    assert "48.5" not in said
    assert "hidden" in said
    assert "ingrid" not in said
    assert "visitor-1" not in said


@pytest.mark.usefixtures("happened")
def test_stream__in_a_process_without_a_feed__is_empty(company: int) -> None:
    install_feed(None)
    assert stream(company).lines == ()


@pytest.mark.usefixtures("happened")
def test_stream__on_a_page__says_to_its_script_what_it_shows(company: int) -> None:
    view = stream(company, names=('"order"', "order"))
    page = render_to_string("dashboards/stream.html", {"stream": view}, RequestFactory().get("/"))
    assert 'data-names="[&quot;\\&quot;order\\&quot;&quot;, &quot;order&quot;]"' in page
    assert page.count("<li data-id") == 2  # the order, and the row that is copied
