"""Events, traces, the catalogue and persons, asked of a real log."""

import threading

import pytest

from tenfold.kit import clock
from tenfold.outbox.models import OutboxRow
from tenfold.techniques.interfaces import actions
from tenfold.techniques.interfaces.actions import erasing
from tenfold.techniques.interfaces.actions import persons as deciding
from tenfold.techniques.interfaces.queries import catalogue, events, live, persons, trace
from tenfold.techniques.interfaces.rules.sight import Sight

BLIND = Sight(persons=False, money=False)
pytestmark = pytest.mark.django_db


@pytest.fixture
def order(happen) -> str:
    return happen(
        "order",
        actor="anna",
        value=48.5,
        currency="EUR",
        properties={"email": "anna@example.org", "country": "Norway", "items": 3},
    )


def test_event__as_json__has_the_promised_form(log, order, at):
    (view,) = events.list_events(log=log, limit=5)
    assert events.as_json(view=view) == {
        "id": order,
        "name": "order",
        "actor": "anna",
        "person": "anna",
        "time": at.isoformat(),
        "received_at": at.isoformat(),
        "value": 48.5,
        "currency": "EUR",
        "properties": {"email": "anna@example.org", "country": "Norway", "items": 3},
        "source": 1,
    }


def test_event__for_whoever_sees_neither_persons_nor_money__says_what_is_hidden(log, order):
    (view,) = events.list_events(log=log, limit=5, sight=BLIND)
    assert (view.actor, view.person, view.value) == (None, None, None)
    assert view.hidden == ("value", "actor", "email")
    assert dict(view.properties) == {"country": "Norway", "items": 3}


def test_event__without_currency__shows_its_value_to_everybody(log, happen):
    happen("temperature", value=21.5)
    (view,) = events.list_events(log=log, limit=5, sight=BLIND)
    assert view.value == 21.5


def test_events__of_a_person__are_not_found_by_whoever_may_not_see_persons(log, order):
    assert events.list_events(log=log, limit=5, person="anna", sight=BLIND) == ()
    assert len(events.list_events(log=log, limit=5, person="anna")) == 1


def test_event_values__as_text__read_like_text_or_json(log, happen):
    happen("visit", properties={"page": "/cups", "tags": ["a"], "new": True})
    (view,) = events.list_events(log=log, limit=5)
    assert dict(view.pairs) == {"page": "/cups", "tags": '["a"]', "new": "true"}


def test_trace__of_an_event__tells_its_way_with_timings(log, order):
    traced = trace.trace_event(log=log, event_id=order)
    names = [step.step for step in traced.steps]
    assert names[:3] == ["happened", "arrived", "stored"]
    assert names[-2:] == ["found", "counted"]
    assert {"waited", "inserted", "committed"} <= set(names)
    assert traced.steps[-1].millis is not None
    assert "1 events" in traced.steps[-1].says


def test_trace__of_an_imported_event__names_the_import(log, at):
    from tenfold.eventlog.envelope import Envelope

    envelope = Envelope(event_id=b"0123456789abcdef", at=clock.to_micros(at=at), name="order")
    log.append(source=1, envelopes=[envelope], received_at=at, import_id=7).result()
    (view,) = events.list_events(log=log, limit=1)
    traced = trace.trace_event(log=log, event_id=view.id)
    assert "import 7" in traced.steps[1].says
    assert traced.event.import_id == 7


@pytest.mark.parametrize("event_id", ["nonsense", "0197a3c2-5b1e-7c44-9f2e-2b8a3f6f0c11", ""])
def test_trace__of_what_never_was__is_refused(log, event_id):
    with pytest.raises(trace.UnknownEvent):
        trace.trace_event(log=log, event_id=event_id)


def test_catalogue__described_and_required__merges_what_is_known_and_said(log, order, happen, at):
    happen("order", properties={"country": "Sweden"})
    actions.describe_name(name="order", description="Somebody pays.", by=None, at=at)
    actions.require_property(name="order", property="items", required=True, by=None, at=at)
    actions.require_property(name="order", property="voucher", required=True, by=None, at=at)
    view = catalogue.get_name(name="order", log=log)
    found = {entry.name: entry for entry in view.properties}
    assert (view.description, view.events) == ("Somebody pays.", 2)
    assert (found["items"].required, found["items"].missing) == (True, 1)
    assert (found["voucher"].kind, found["voucher"].missing) == ("", 2)
    assert view.warnings == 2
    assert OutboxRow.objects.filter(name="CatalogueChanged").count() == 3


def test_catalogue__a_hidden_name__is_left_out_unless_asked_for(log, order, at):
    actions.hide_name(name="order", hidden=True, by=None, at=at)
    assert catalogue.list_catalogue(log=log, hidden=False) == ()
    assert catalogue.list_catalogue(log=log)[0].hidden


def test_catalogue__for_whoever_may_not_see_persons__hides_personal_samples(log, order):
    view = catalogue.get_name(name="order", log=log, sight=BLIND)
    found = {entry.name: entry for entry in view.properties}
    assert found["email"].samples == ()
    assert found["email"].samples_hidden
    assert "Norway" in found["country"].samples


def test_catalogue__for_whoever_may_not_see_persons__hides_ids_under_a_neutral_name(log, happen):
    happen("order", actor="c-17", properties={"ref": "c-17", "size": "XL"})
    happen("$identify", actor="c-18", properties={"anonymous_id": "w-1"})
    happen("task", properties={"list": [{"by": "c-18"}], "first": "w-1", "deep": {"a": "b"}})
    found = {
        entry.name: (entry.samples, entry.samples_hidden)
        for view in catalogue.list_catalogue(log=log, sight=BLIND)
        for entry in view.properties
    }
    for name in ("ref", "list", "first"):
        assert found[name] == ((), True)
    assert found["size"] == (("XL",), False)
    assert found["deep"][1] is False
    seen = catalogue.get_name(name="order", log=log, sight=Sight(persons=True, money=False))
    assert {entry.name: entry.samples for entry in seen.properties}["ref"] == ("c-17",)


def test_catalogue__for_whoever_may_not_see_persons__hides_long_ids_that_were_cut(log, happen):
    happen("order", actor="f" * 64, properties={"ref": "f" * 64, "size": "g" * 64})
    view = catalogue.get_name(name="order", log=log, sight=BLIND)
    hidden = {entry.name: entry.samples_hidden for entry in view.properties}
    assert hidden == {"ref": True, "size": False}


def test_person__of_several_ids__is_one_with_all_their_events(log, happen):
    happen("visit", actor="v-1")
    happen("$identify", actor="anna", properties={"anonymous_id": "v-1"})
    seen = persons.get_person(log=log, person="v-1")
    assert seen.id == "anna"
    assert set(seen.ids) == {"anna", "v-1"}
    assert seen.events == 2


def test_person__nobody_knows__has_no_events(log):
    seen = persons.get_person(log=log, person="nobody at all")
    assert (seen.events, seen.merges, seen.ids) == (0, (), ("nobody at all",))


def test_merge__undone__makes_two_persons_and_is_told(log, happen, at):
    happen("visit", actor="v-1")
    happen("$identify", actor="anna", properties={"anonymous_id": "v-1"})
    (merge,) = persons.list_merges(log=log)
    deciding.undo_merge(merge_id=merge.id, log=log, by=None, at=at)
    assert persons.get_person(log=log, person="v-1").events == 1
    assert OutboxRow.objects.filter(name="MergeUndone").exists()


@pytest.fixture
def refused(log, happen):
    for known, alias in (("anna", "v-1"), ("bo", "v-2")):
        happen("$identify", actor=known, properties={"anonymous_id": alias})
    happen("$alias", actor="anna", properties={"alias": "bo"})
    (merge,) = persons.list_merges(log=log, state="refused")
    return merge


def test_refused_merge__decided_with_yes__joins_them(log, refused, at):
    deciding.merge_persons(known="anna", alias="bo", log=log, by=None, at=at)
    assert persons.list_merges(log=log, state="refused") == ()
    assert set(persons.get_person(log=log, person="bo").ids) == {"anna", "bo", "v-1", "v-2"}


def test_refused_merge__decided_with_no__asks_no_more(log, refused, at):
    for _time in range(2):
        deciding.keep_apart(merge_id=refused.id, by=None, at=at)
    assert persons.list_merges(log=log, state="refused") == ()
    assert persons.list_merges(log=log, state="apart")[0].id == refused.id
    assert OutboxRow.objects.filter(name="PersonsKeptApart").count() == 1


def test_merge__of_one_id_with_itself__is_refused(log, at):
    with pytest.raises(deciding.SamePerson):
        deciding.merge_persons(known="anna", alias="anna", log=log, by=None, at=at)


def test_erasure__typed_wrongly__erases_nothing(log, order, at):
    with pytest.raises(erasing.ConfirmationWrong):
        erasing.erase_person(person="anna", typed="Anna", log=log, by=None, at=at)
    assert persons.get_person(log=log, person="anna").events == 1


def test_erasure__of_somebody_unknown__is_refused(log, at):
    with pytest.raises(erasing.PersonUnknown):
        erasing.erase_person(person="x", typed="x", log=log, by=None, at=at)


def test_erasure__of_a_person__leaves_nothing_under_any_id(log, order, happen, at, home):
    happen("visit", actor="v-1")
    happen("$identify", actor="anna", properties={"anonymous_id": "v-1"})
    home.reports.mkdir()
    report = home.reports / "import-1.csv"
    report.write_text("line,column,value,reason\n7,actor,v-1,odd\n9,price,n/a,no number\n")
    done = erasing.erase_person(person="v-1", typed="v-1", log=log, by=None, at=at)
    assert (done.events, done.left, done.report_lines) == (3, 0, 1)
    assert report.read_text().splitlines()[1:] == ["9,price,n/a,no number"]
    assert events.list_events(log=log, limit=9) == ()
    happen("visit", actor="v-1")
    assert events.list_events(log=log, limit=9) == ()
    assert OutboxRow.objects.get(name="PersonErased").properties == {"removed": 3}


def test_following__events_as_they_arrive__tells_the_wanted_ones(log, happen):
    told: list[dict] = []
    done = threading.Event()

    def tell(said):
        told.append(said)

    wanted = live.Wanted(name="ping")
    follower = threading.Thread(
        target=lambda: live.follow(log=log, wanted=wanted, limit=2, tell=tell, cancelled=done)
    )
    names = {0: "Tenfold"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "list_source_names", lambda: names)
        follower.start()
        for _time in range(400):
            happen("ping")
            happen("pong")
            if not follower.is_alive():
                break
        done.set()
        follower.join(timeout=5)
    assert [said["event"]["name"] for said in told if "event" in said] == ["ping", "ping"]
