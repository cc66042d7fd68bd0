"""Noting, changing, removing: one transaction each, held by the database."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from tenfold.facts.interfaces import ImportUndone
from tenfold.kit import ids
from tenfold.metrics.actions import define_metric
from tenfold.outbox.models import OutboxRow
from tenfold.people.models import Account
from tenfold.people.permissions import Viewer
from tenfold.people.queries import view_account
from tenfold.techniques.dashboards import handlers
from tenfold.techniques.dashboards.actions.annotations import holidays, noting
from tenfold.techniques.dashboards.actions.annotations.facts import note_fact
from tenfold.techniques.dashboards.models import Annotation
from tenfold.techniques.dashboards.rules.annotations.facts import SPOKEN
from tenfold.techniques.dashboards.rules.annotations.noting import (
    InvalidAnnotation,
    Noted,
    NotYourAnnotation,
    UnknownAnnotation,
)
from tenfold.techniques.dashboards.tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]
DAY = date(2026, 11, 24)
RELEASE = Noted(kind="release", title=" Shop 2.1 is live ", starts_on=DAY)


@pytest.fixture
def owner(company: int) -> Viewer:
    return view_account(account=Account.objects.get(pk=company))


@pytest.fixture
def member(company: int) -> Viewer:
    account = Account.objects.create(
        email="peter@example.com", name="Peter", role="member", joined_at=NOW
    )
    return view_account(account=account)


def facts() -> list[str]:
    return list(OutboxRow.objects.order_by("id").values_list("name", flat=True))


def test_note__of_a_person__is_kept_and_told(member: Viewer) -> None:
    made = noting.add_annotation(noted=RELEASE, by=member.account_id, at=NOW)
    row = Annotation.objects.get(pk=made)
    assert (row.title, row.starts_on, row.made_by_id) == (
        "Shop 2.1 is live",
        DAY,
        member.account_id,
    )
    assert facts()[-1] == "AnnotationAdded"


def test_note__that_is_refused__leaves_nothing() -> None:
    before = facts()
    with pytest.raises(InvalidAnnotation):
        noting.add_annotation(noted=Noted(kind="release", title="", starts_on=DAY), by=None, at=NOW)
    assert not Annotation.objects.exists()
    assert facts() == before


def test_own_note__is_changed__and_saying_it_again_tells_nothing(member: Viewer) -> None:
    made = noting.add_annotation(noted=RELEASE, by=member.account_id, at=NOW)
    other = Noted(kind="campaign", title="Mailing", starts_on=DAY, ends_on=DAY + timedelta(days=2))
    for _time in range(2):
        noting.change_annotation(annotation_id=made, noted=other, viewer=member, at=NOW)
    assert facts().count("AnnotationChanged") == 1
    assert Annotation.objects.get(pk=made).ends_on == DAY + timedelta(days=2)


def test_note_of_another__is_theirs__unless_one_defines_numbers(
    member: Viewer, owner: Viewer
) -> None:
    made = noting.add_annotation(noted=RELEASE, by=owner.account_id, at=NOW)
    with pytest.raises(NotYourAnnotation):
        noting.change_annotation(annotation_id=made, noted=RELEASE, viewer=member, at=NOW)
    with pytest.raises(NotYourAnnotation):
        noting.remove_annotation(annotation_id=made, viewer=member, at=NOW)
    of_member = noting.add_annotation(noted=RELEASE, by=member.account_id, at=NOW)
    noting.remove_annotation(annotation_id=of_member, viewer=owner, at=NOW)
    assert Annotation.objects.filter(removed_at=None).count() == 1


def test_note__that_was_removed__comes_back_as_it_was(member: Viewer) -> None:
    made = noting.add_annotation(noted=RELEASE, by=member.account_id, at=NOW)
    noting.remove_annotation(annotation_id=made, viewer=member, at=NOW)
    with pytest.raises(UnknownAnnotation):
        noting.remove_annotation(annotation_id=made, viewer=member, at=NOW)
    for _time in range(2):
        noting.bring_back_annotation(annotation_id=made, viewer=member, at=NOW)
    assert Annotation.objects.get(pk=made).removed_at is None
    assert facts()[-2:] == ["AnnotationRemoved", "AnnotationBroughtBack"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "party"},
        {"ends_on": DAY},
        {"ends_on": DAY + timedelta(days=1), "time": time(9)},
        {"metric": "revenue", "event": "order"},
        {"title": ""},
        {"fact": "ImportUndone"},
        {"kind": "fact"},
        {"kind": "fact", "title": ""},
    ],
)
def test_row__that_cannot_be__is_refused_by_the_database(wrong: dict[str, object]) -> None:
    said = {"kind": "release", "title": "Shop", "starts_on": DAY, "made_at": NOW, "changed_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Annotation.objects.create(**{**said, **wrong})


def test_number__that_is_defined_anew__is_noted_with_the_fact_or_not_at_all(company: int) -> None:
    spec = {"kind": "count", "event": "order"}
    define_metric(name="revenue", title="Revenue", spec=spec, by=company, at=NOW)
    row = Annotation.objects.get()
    assert (row.kind, row.fact, row.metric, row.says["version"]) == (
        "fact",
        "MetricDefined",
        "revenue",
        2,
    )
    assert (row.starts_on, row.time) == (date(2026, 11, 25), time(12, 30))
    assert row.made_by_id == company
    with transaction.atomic():
        define_metric(name="revenue", title="Revenue", spec={"kind": "persons"}, at=NOW)
        transaction.set_rollback(True)
    assert Annotation.objects.count() == 1


def test_first_definition__of_a_number__is_not_noted() -> None:
    define_metric(name="orders", title="Orders", spec={"kind": "count"}, at=NOW)
    assert not Annotation.objects.exists()


def test_fact__that_is_heard_twice__is_noted_once() -> None:
    fact, stated = ImportUndone(import_id=1, source_id=7, removed=5), ids.new_id()
    assert note_fact(id=stated, fact=fact, by=None, at=NOW)
    assert not note_fact(id=stated, fact=fact, by=None, at=NOW)
    assert Annotation.objects.count() == 1


def test_every_fact__that_is_put_into_words__is_heard() -> None:
    assert {fact.name() for fact in handlers.NOTED} == set(SPOKEN)


def test_note_of_tenfold__can_be_taken_off__not_put_into_other_words(owner: Viewer) -> None:
    define_metric(name="revenue", title="Revenue", spec={"kind": "count"}, at=NOW)
    made = Annotation.objects.get().id
    with pytest.raises(InvalidAnnotation):
        noting.change_annotation(annotation_id=made, noted=RELEASE, viewer=owner, at=NOW)
    noting.remove_annotation(annotation_id=made, viewer=owner, at=NOW)
    assert Annotation.objects.get().removed_at == NOW


def note_holidays(
    country: str = "DK", language: str = "en-gb", years: tuple[int, ...] = (2026,)
) -> int:
    return holidays.note_holidays(country=country, years=years, language=language, by=None, at=NOW)


def test_holidays__of_a_country__are_noted_once() -> None:
    added = note_holidays()
    assert added == Annotation.objects.filter(kind="holiday").count() > 8
    assert Annotation.objects.get(starts_on=date(2026, 12, 25)).title == "Christmas Day"
    assert note_holidays() == 0


def test_holiday__that_somebody_took_off__stays_off(owner: Viewer) -> None:
    note_holidays()
    row = Annotation.objects.get(starts_on=date(2026, 12, 25))
    noting.remove_annotation(annotation_id=row.id, viewer=owner, at=NOW)
    assert note_holidays() == 0
    assert Annotation.objects.get(pk=row.id).removed_at == NOW


def test_holidays__in_the_companys_language__are_called_so_where_that_is_known() -> None:
    note_holidays(language="da")
    assert "jul" in Annotation.objects.get(starts_on=date(2026, 12, 25)).title.lower()


@pytest.mark.parametrize(
    ("country", "years"),
    [("ZZ", (2026,)), ("", (2026,)), ("DK", ()), ("DK", tuple(range(1990, 2026)))],
)
def test_holidays__that_nobody_knows__are_refused(country: str, years: tuple[int, ...]) -> None:
    with pytest.raises(holidays.UnknownHolidays):
        note_holidays(country=country, years=years)
