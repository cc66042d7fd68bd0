"""Writes: defining a metric, taking it away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.metrics import MetricDefined, MetricRemoved
from tenfold.kit.refusal import Refusal
from tenfold.metrics import rules
from tenfold.metrics.definitions import Definition, from_spec, to_spec
from tenfold.metrics.expanding import segments_in
from tenfold.metrics.models import MetricDefinition, MetricVersion
from tenfold.metrics.resolving import Looking, look_up, names_in, resolve
from tenfold.metrics.stored_segments import require_known


@transaction.atomic
def define_metric(
    *,
    name: str,
    title: str,
    spec: Mapping[str, Any],
    asks: str = "",
    better: str = "up",
    headline: int | None = None,
    by: int | None = None,
    at: datetime,
) -> int:
    """Define a metric, or define it anew; return its version, counted from 1.

    `headline` is its place (1 to 4) among the headline metrics; whoever had it gives it up.
    Defining the same again changes nothing. What it was defined as before is kept: see
    `queries.list_versions`. A metric that was removed and comes back goes on counting.

    Raises `InvalidMetric`, `InvalidDefinition`, `UnknownMetric` for a metric that the definition
    names, `UnknownSegment`, `MetricInUse` where others are made of it that could not be reckoned
    any more.
    """
    rules.require_name(name=name)
    rules.require_words(title=title, asks=asks)
    rules.require_place(better=better, headline=headline)
    definition = from_spec(spec)
    resolve(definition, within=(name,))
    require_known(segments=segments_in(definition))
    given = {
        "title": title,
        "asks": asks,
        "spec": to_spec(definition),
        "better": better,
        "headline": headline,
    }
    row = MetricDefinition.objects.filter(name=name).first()
    if row is not None and all(getattr(row, key) == value for key, value in given.items()):
        return row.version
    _require_others_can_follow(name, definition)
    if headline is not None:
        MetricDefinition.objects.filter(headline=headline).exclude(name=name).update(headline=None)
    return _write(name, given, by, at)


@transaction.atomic
def remove_metric(*, name: str, by: int | None = None, at: datetime) -> None:
    """Take a metric away. Its versions are kept, because answers were given with them.

    Raises `UnknownMetric`, `MetricInUse` where other metrics are made of it, and `InvalidMetric`
    for one that every company has.
    """
    rules.require_own(name=name)
    row = MetricDefinition.objects.filter(name=name).first()
    if row is None:
        raise rules.unknown_metric(name=name)
    users = _users_of(name)
    if users:
        raise rules.MetricInUse(
            _("“%(name)s” cannot be removed: %(users)s is made of it.")
            % {"name": name, "users": ", ".join(sorted(users))},
            next_step=_("Remove those first, or define them without it."),
            field="name",
        )
    row.delete()
    outbox.tell(fact=MetricRemoved(metric=name, version=row.version), actor_id=by, at=at)


def _write(name: str, given: dict[str, Any], by: int | None, at: datetime) -> int:
    newest = MetricVersion.objects.filter(name=name).aggregate(newest=Max("version"))["newest"]
    version: int = (newest or 0) + 1
    when = {"defined_at": at, "defined_by_id": by}
    MetricDefinition.objects.update_or_create(
        name=name, defaults={**given, **when, "version": version}
    )
    kept = {key: value for key, value in given.items() if key != "headline"}
    MetricVersion.objects.create(name=name, version=version, **kept, **when)
    outbox.tell(fact=MetricDefined(metric=name, version=version), actor_id=by, at=at)
    return version


def _users_of(name: str) -> dict[str, Definition]:
    """Return the metrics that name this one, with their definitions."""
    found = {row.name: from_spec(row.spec) for row in MetricDefinition.objects.exclude(name=name)}
    return {user: one for user, one in found.items() if name in names_in(one)}


def _require_others_can_follow(name: str, definition: Definition) -> None:
    """Raise where a metric that is made of this one would have no meaning any more."""
    looking = _as_if(name, definition)
    for user, one in _users_of(name).items():
        try:
            resolve(one, looking=looking, within=(user,))
        except Refusal as refused:
            raise rules.MetricInUse(
                _("“%(user)s” is made of “%(name)s”, and could not be reckoned any more.")
                % {"user": user, "name": name},
                next_step=refused.sentence,
                field="spec",
            ) from refused


def _as_if(name: str, definition: Definition) -> Looking:
    def looking(wanted: str, version: int | None) -> tuple[Definition, int]:
        if wanted == name and version is None:
            return definition, 0
        return look_up(wanted, version)

    return looking
