"""Persons: decide merges, undo them, and erase a person for good."""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tenfold.eventlog.store import Erased, EventLog, Merge
from tenfold.facts import interfaces as facts
from tenfold.kit.refusal import Refusal
from tenfold.outbox import tell
from tenfold.techniques.interfaces.models import KeptApart
from tenfold.techniques.interfaces.queries.persons import get_person

DECIDED = 0  # merges that a member or a command decides come from no source of events


class PersonUnknown(Refusal):
    """Neither an event nor a merge speaks of this person."""

    code = "unknown_person"
    status = 404


class ConfirmationWrong(Refusal):
    """What was typed to confirm an erasure is not the person's id."""

    code = "confirmation_wrong"


class SamePerson(Refusal):
    """Somebody cannot be merged with themselves."""

    code = "same_person"


@dataclass(frozen=True)
class Erasure:
    """What an erasure removed. `left` is what a search afterwards still found: 0 is the proof.

    `report_lines` counts lines that were taken out of the reports of rejected rows.
    """

    ids: tuple[str, ...]
    events: int
    merges: int
    report_lines: int
    left: int


def merge_persons(*, known: str, alias: str, log: EventLog, by: int | None, at: datetime) -> Merge:
    """Join two ids because a person with the right to decide it says so. Raises `SamePerson`."""
    if not known or not alias or known == alias:
        raise SamePerson(
            _("That is one id twice, or one is missing."),
            next_step=_("Give two different ids: the one that stays, and the one that joins it."),
        )
    merge = log.merge_known(known=known, alias=alias, source=DECIDED, at=at)
    with transaction.atomic():
        tell(fact=facts.PersonsMerged(merge_id=merge.id), actor_id=by, at=at)
    return merge


@transaction.atomic
def keep_apart(*, merge_id: int, by: int | None, at: datetime) -> None:
    """Say that a merge which the log refused is indeed of two persons: it asks no more."""
    _kept, new = KeptApart.objects.get_or_create(
        merge_id=merge_id, defaults={"decided_at": at, "decided_by_id": by}
    )
    if new:
        tell(fact=facts.PersonsKeptApart(merge_id=merge_id), actor_id=by, at=at)


def undo_merge(*, merge_id: int, log: EventLog, by: int | None, at: datetime) -> Merge:
    """Separate two ids again; each has its own events afterwards. Raises `UnknownMerge`."""
    merge = log.undo_merge(merge_id=merge_id, at=at)
    with transaction.atomic():
        tell(fact=facts.MergeUndone(merge_id=merge_id), actor_id=by, at=at)
    return merge


def erase_person(
    *, person: str, typed: str, log: EventLog, by: int | None, at: datetime
) -> Erasure:
    """Remove all that a person left, under each of their ids, for good; and prove it.

    `typed` is what somebody typed to confirm: the id again. What comes later of the person (a
    retry, a re-import) is not stored. Raises `ConfirmationWrong`, `PersonUnknown`.
    """
    if typed != person:
        raise ConfirmationWrong(
            _("What you typed is not the id of this person. Nothing was erased."),
            next_step=_("Type the id exactly as it is shown."),
            field="typed",
        )
    seen = get_person(log=log, person=person)
    if seen.events == 0 and not seen.merges:
        raise PersonUnknown(
            _("Nothing is known of “%(person)s”.") % {"person": person},
            next_step=_("Look for the person's id among the events: tenfold events list"),
            field="person",
        )
    erased: Erased = log.erase(person=seen.id, at=at)
    report_lines = sum(_scrub(report, ids=set(seen.ids)) for report in _list_reports())
    with transaction.atomic():
        tell(fact=facts.PersonErased(removed=erased.events), actor_id=by, at=at)
    return Erasure(
        ids=seen.ids,
        events=erased.events,
        merges=erased.merges,
        report_lines=report_lines,
        left=erased.left,
    )


def _list_reports() -> Iterator[Path]:
    folder: Path = settings.HOME.reports
    return folder.glob("*.csv") if folder.is_dir() else iter(())


def _scrub(report: Path, *, ids: set[str]) -> int:
    # A rejected row may hold the person's id as its value; its line goes, the others stay.
    with report.open(newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    kept = [line for line in lines if ids.isdisjoint(line)]
    if len(kept) < len(lines):
        rewritten = report.with_suffix(".rewritten")
        with rewritten.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(kept)
            file.flush()
            os.fsync(file.fileno())
        rewritten.replace(report)
    return len(lines) - len(kept)
