"""Metrics by their names: what a name stands for, at which version.

A definition that refers to other metrics is resolved before it is asked about, so that what is
computed, kept and shown is the whole definition.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, get_args

from django.utils.translation import gettext as _

from tenfold.metrics import rules
from tenfold.metrics.declaring import declared
from tenfold.metrics.definitions import (
    Definition,
    Formula,
    InvalidDefinition,
    Named,
    from_spec,
)
from tenfold.metrics.definitions.series import Part
from tenfold.metrics.models import MetricDefinition, MetricVersion
from tenfold.metrics.questions import Used


@dataclass(frozen=True, slots=True)
class Resolved:
    """A definition without names, and the metrics that it was made with, each once."""

    definition: Definition
    uses: tuple[Used, ...] = ()


Looking = Callable[[str, int | None], tuple[Definition, int]]
"""From a name, and a version or None, to the definition as it was written, and its version."""


def look_up(name: str, version: int | None) -> tuple[Definition, int]:
    """Return the definition of a metric, and its version. Raises `UnknownMetric`."""
    row: MetricDefinition | MetricVersion | None
    if version is None:
        row = MetricDefinition.objects.filter(name=name).first()
    else:
        row = MetricVersion.objects.filter(name=name, version=version).first()
    if row is not None:
        return from_spec(row.spec), row.version
    if version is None and name in declared():
        return declared()[name].metric.of, 0
    raise rules.unknown_metric(name=name, version=version)


def resolve(
    definition: Definition, *, looking: Looking = look_up, within: tuple[str, ...] = ()
) -> Resolved:
    """Return the definition with every name in it replaced by what it stands for.

    `within`: the metrics that this is the definition of, which it must not be made of.
    Raises `UnknownMetric`, and `InvalidDefinition` where a metric is made of itself, where it
    cannot be part of a formula, or where formulas lie too deep in each other.
    """
    uses: dict[Used, None] = {}
    return Resolved(_Resolver(looking, uses).resolve(definition, within), tuple(uses))


def names_in(definition: Any) -> set[str]:
    """Return the metrics that a definition names itself."""
    if isinstance(definition, Named):
        return {definition.name}
    if isinstance(definition, Formula):
        return {name for _letter, part in definition.of for name in names_in(part)}
    return set()


@dataclass
class _Resolver:
    looking: Looking
    uses: dict[Used, None]

    def resolve(self, definition: Any, within: tuple[str, ...]) -> Any:
        """`within`: the names that are being resolved."""
        if isinstance(definition, Named):
            return self._named(definition, within)
        if not isinstance(definition, Formula):
            return definition
        parts = tuple(
            (letter, _require_part(self.resolve(part, within), letter))
            for letter, part in definition.of
        )
        return replace(definition, of=parts)

    def _named(self, named: Named, within: tuple[str, ...]) -> Any:
        if named.name in within:
            raise InvalidDefinition(
                _("A metric cannot be made of itself: %(names)s.")
                % {"names": " → ".join((*within, named.name))},
                field="spec",
            )
        written, version = self.looking(named.name, named.version)
        self.uses[Used(named.name, version)] = None
        return self.resolve(written, (*within, named.name))


def _require_part(definition: Any, letter: str) -> Any:
    if not isinstance(definition, _PARTS):
        raise InvalidDefinition(
            _("“%(letter)s” is not one number, so that a formula cannot reckon with it.")
            % {"letter": letter},
            field=f"spec.of.{letter}",
        )
    return definition


_PARTS = (*(one for one in get_args(Part) if isinstance(one, type)), Formula)
