"""Reads: answers to questions (see `answering`), and the metrics there are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenfold.metrics import rules
from tenfold.metrics.answering import answer, answer_all, list_behind
from tenfold.metrics.declaring import Declared, declared
from tenfold.metrics.definitions import Definition, from_spec, to_spec
from tenfold.metrics.models import MetricDefinition, MetricVersion
from tenfold.metrics.questions import Used
from tenfold.metrics.resolving import resolve

__all__ = [
    "MetricView",
    "VersionView",
    "answer",
    "answer_all",
    "as_json",
    "get_metric",
    "list_behind",
    "list_metrics",
    "list_versions",
    "version_as_json",
]


@dataclass(frozen=True, slots=True)
class MetricView:
    """A metric that can be asked for by its name. `version` 0: the software brings it.

    definition  without the names of other metrics in it
    written     as it was defined
    uses        itself and the metrics that it is made of, each at its version
    technique   where it comes from: "" where the company has defined it, or every company has it
    """

    name: str
    title: str
    asks: str
    definition: Definition
    better: rules.Better
    headline: int | None
    version: int
    written: Definition
    uses: tuple[Used, ...]
    technique: str = ""

    @property
    def spec(self) -> dict[str, Any]:
        """The JSON form, as it was defined."""
        return to_spec(self.written)


@dataclass(frozen=True, slots=True)
class VersionView:
    """A metric as it once was defined. `defined_by`: an account; None: nobody in particular."""

    name: str
    version: int
    title: str
    asks: str
    spec: dict[str, Any]
    better: rules.Better
    defined_at: datetime
    defined_by: int | None


def list_metrics() -> tuple[MetricView, ...]:
    """Return every metric: headlines in their order, others by name, those of techniques last."""
    own = [_view(row) for row in MetricDefinition.objects.all()]
    named = {one.name for one in own}
    brought = [_brought(one) for name, one in declared().items() if name not in named]
    ordered = sorted([*own, *brought], key=lambda one: (bool(one.technique), one.name))
    return tuple(sorted(ordered, key=lambda one: one.headline or rules.MAX_HEADLINE + 1))


def get_metric(*, name: str, version: int | None = None) -> MetricView:
    """Return the metric of that name, as it is defined now or was at a version.

    Raises `UnknownMetric`.
    """
    if version is not None:
        return _view_of_version(name, version)
    row = MetricDefinition.objects.filter(name=name).first()
    if row is not None:
        return _view(row)
    if name not in declared():
        raise rules.unknown_metric(name=name)
    return _brought(declared()[name])


def list_versions(*, name: str) -> tuple[VersionView, ...]:
    """Return all that a metric was ever defined as, the newest first; also of one that was removed.

    Raises `UnknownMetric`.
    """
    rows = MetricVersion.objects.filter(name=name).order_by("-version")
    found = tuple(
        VersionView(
            name=row.name,
            version=row.version,
            title=row.title,
            asks=row.asks,
            spec=row.spec,
            better=rules.Better(row.better),
            defined_at=row.defined_at,
            defined_by=row.defined_by_id,
        )
        for row in rows
    )
    if not found and name not in declared():
        raise rules.unknown_metric(name=name)
    return found


def _view_of_version(name: str, version: int) -> MetricView:
    row = MetricVersion.objects.filter(name=name, version=version).first()
    if row is None:
        raise rules.unknown_metric(name=name, version=version)
    return _view(row)


def _brought(one: Declared) -> MetricView:
    resolved = resolve(one.metric.of)
    return MetricView(
        name=one.metric.name,
        title=str(one.metric.title),
        asks=str(one.metric.asks),
        definition=resolved.definition,
        better=one.metric.better,
        headline=None,
        version=0,
        written=one.metric.of,
        uses=(Used(one.metric.name, 0), *resolved.uses),
        technique=one.technique,
    )


def _view(row: MetricDefinition | MetricVersion) -> MetricView:
    written = from_spec(row.spec)
    resolved = resolve(written, within=(row.name,))
    return MetricView(
        name=row.name,
        title=row.title,
        asks=row.asks,
        definition=resolved.definition,
        better=rules.Better(row.better),
        headline=row.headline if isinstance(row, MetricDefinition) else None,
        version=row.version,
        written=written,
        uses=(Used(row.name, row.version), *resolved.uses),
    )


def as_json(*, metric: MetricView) -> dict[str, Any]:
    """Return a metric as plain JSON values."""
    return {
        "name": metric.name,
        "title": metric.title,
        "asks": metric.asks,
        "spec": metric.spec,
        "better": metric.better.value,
        "headline": metric.headline,
        "version": metric.version,
        "technique": metric.technique,
    }


def version_as_json(*, version: VersionView) -> dict[str, Any]:
    """Return a version as plain JSON values."""
    return {
        "name": version.name,
        "version": version.version,
        "title": version.title,
        "asks": version.asks,
        "spec": version.spec,
        "better": version.better.value,
        "defined_at": version.defined_at.isoformat(),
        "defined_by": version.defined_by,
    }
