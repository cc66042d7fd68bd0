"""The builder: rows of conditions, with the events and properties that the company has."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.definitions import Count, Op, condition_from_spec
from tenfold.metrics.definitions.filters import BARE
from tenfold.metrics.properties import PropertyView, list_names, list_properties
from tenfold.metrics.segments import queries
from tenfold.people.permissions import Permission
from tenfold.people.sight import Sight, hides
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.segments.pages import measure
from tenfold.techniques.dashboards.queries.segments.views import (
    BuilderView,
    OptionView,
    RowView,
    SizeView,
)
from tenfold.techniques.dashboards.rules.happening import name_in_words
from tenfold.techniques.dashboards.rules.segments.rows import (
    ANY_EVENT,
    DID,
    DID_NOT,
    IN,
    IS,
    MOST_ROWS,
    NOT_IN,
    Row,
    spec_of,
)


def get_builder(
    *, rows: Sequence[Row], asker: Asker, own: str = "", problem: str = ""
) -> BuilderView:
    """Return the rows with their choices, and the size. `own`: the segment that is changed."""
    found = _Choices(asker, own)
    groups: list[list[RowView]] = []
    for at, row in enumerate(rows):
        view = found.of(row, at)
        if view.alternative:
            groups[-1].append(view)
        else:
            groups.append([view])
    return BuilderView(
        groups=tuple(map(tuple, groups)),
        size=measure_rows(rows=rows, asker=asker),
        full=len(rows) >= MOST_ROWS,
        problem=problem,
    )


def measure_rows(*, rows: Sequence[Row], asker: Asker) -> SizeView:
    """Return how many persons the rows find, or what they do not say yet."""
    try:
        condition = condition_from_spec(spec_of(rows))
    except Refusal as refusal:
        return SizeView(withheld=refusal.sentence)
    return measure(condition=condition, asker=asker)


class _Choices:
    """What there is to choose from, read once for all rows."""

    def __init__(self, asker: Asker, own: str) -> None:
        self.sight = Sight(
            persons=asker.viewer.allows(Permission.SEE_PERSONS),
            money=asker.viewer.allows(Permission.SEE_MONEY),
        )
        self.events = [one.name for one in list_names() if one.with_actor]
        self.segments = [one for one in queries.list_segments() if one.name != own]
        self._properties: dict[str, tuple[PropertyView, ...]] = {}

    def of(self, row: Row, at: int) -> RowView:
        does = row.how in (DID, DID_NOT)
        properties = self.properties(row.event if does else "")
        words = {one.name: name_in_words(name=one.name) for one in properties}
        return RowView(
            at=at,
            number=at + 1,
            row=row,
            alternative=at > 0 and row.join == "or",
            hows=_options(_hows(), row.how),
            events=self._events(row.event),
            units=_options(_units(), row.unit),
            properties=_options(words, row.property),
            differences=_options(words, row.different),
            ops=_options(_ops(), row.op),
            segments=_options({one.name: one.title for one in self.segments}, row.segment),
            samples=next((one.samples for one in properties if one.name == row.property), ()),
            does=does,
            tests=row.how == IS,
            bare=row.op in {one.value for one in BARE},
        )

    def _events(self, chosen: str) -> tuple[OptionView, ...]:
        words = {name: name_in_words(name=name) for name in self.events}
        if chosen and chosen != ANY_EVENT and chosen not in words:
            words[chosen] = chosen
        return _options({**words, ANY_EVENT: _("Anything")}, chosen)

    def properties(self, event: str) -> tuple[PropertyView, ...]:
        """The properties of that event ("": of all) that the viewer may see."""
        if event not in self._properties:
            of = Count(event=None if event in ("", ANY_EVENT) else event)
            self._properties[event] = tuple(
                one
                for one in list_properties(definition=of)
                if not hides(name=one.name, samples=one.samples, sight=self.sight)
            )
        return self._properties[event]


def _options(words: Mapping[str, Any], chosen: str) -> tuple[OptionView, ...]:
    return tuple(OptionView(value, label, value == chosen) for value, label in words.items())


def _hows() -> Mapping[str, Any]:
    return {
        DID: _("did"),
        DID_NOT: _("did not do"),
        IS: _("is somebody whose"),
        IN: _("is in the segment"),
        NOT_IN: _("is not in the segment"),
    }


def _units() -> Mapping[str, Any]:
    return {
        "h": _("hours"),
        "d": _("days"),
        "w": _("weeks"),
        "mo": _("months"),
        "y": _("years"),
    }


def _ops() -> Mapping[str, Any]:
    words = {
        Op.IS: _("is"),
        Op.IS_NOT: _("is not"),
        Op.IN: _("is one of"),
        Op.NOT_IN: _("is none of"),
        Op.AT_LEAST: _("is at least"),
        Op.AT_MOST: _("is at most"),
        Op.ABOVE: _("is above"),
        Op.BELOW: _("is below"),
        Op.CONTAINS: _("contains"),
        Op.STARTS_WITH: _("begins with"),
        Op.EXISTS: _("is known"),
        Op.IS_MISSING: _("is not known"),
    }
    return {op.value: word for op, word in words.items()}
