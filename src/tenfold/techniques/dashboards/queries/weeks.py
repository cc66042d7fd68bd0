"""What the weeks before stood at by the same moment: asked once a minute, not with every event."""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import Definition, canonical
from tenfold.metrics.memory import PerLog
from tenfold.metrics.questions import Question
from tenfold.people.permissions import Permission
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.ui.format import Value

WEEKS = 12
ROOM = 64

Values = tuple[Value | None, ...]


class _Kept:
    """The newest answers, by what was asked and by what whoever asked may see."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._values: OrderedDict[tuple[object, ...], Values] = OrderedDict()

    def find(self, key: tuple[object, ...]) -> Values | None:
        with self._lock:
            return self._values.get(key)

    def keep(self, key: tuple[object, ...], values: Values) -> None:
        with self._lock:
            self._values[key] = values
            while len(self._values) > ROOM:
                self._values.popitem(last=False)


_kept = PerLog(_Kept)


def list_weeks_before(
    *, definition: Definition, start: datetime, end: datetime, asker: Asker
) -> Values:
    """Return the number of each of the twelve weeks before [start, end), until the same moment.

    Whole weeks would draw another number than the one beside the line: on a Tuesday the share of
    orders sent within a day is below that of any whole week, and still above last Tuesday's.

    What arrives late for one of these weeks is seen within a minute, when `end` has moved on.
    Raises what `Asker.ask` raises.
    """
    kept, key = _kept.of_company(), _key(definition, start, end, asker)
    values = kept.find(key)
    if values is None:
        values = _ask(definition, start, end, asker)
        kept.keep(key, values)
    return values


def questions_before(
    *, definition: Definition, start: datetime, end: datetime, asker: Asker
) -> tuple[Question, ...]:
    """Return what `list_weeks_before` will have to ask; nothing where the answers are kept."""
    if _kept.of_company().find(_key(definition, start, end, asker)) is not None:
        return ()
    return _questions(definition, start, end, asker=asker)


def _key(
    definition: Definition, start: datetime, end: datetime, asker: Asker
) -> tuple[object, ...]:
    return (
        canonical(definition),
        start,
        end,
        asker.calendar,
        asker.viewer.allows(Permission.SEE_MONEY),
        asker.viewer.allows(Permission.SEE_PERSONS),
        # Looking back, `end` stands still: then any change of the log asks anew.
        asker.volume.events if asker.looks_back else None,
    )


def _ask(definition: Definition, start: datetime, end: datetime, asker: Asker) -> Values:
    return tuple(asker.ask(one).value for one in _questions(definition, start, end, asker=asker))


def _questions(
    definition: Definition, start: datetime, end: datetime, *, asker: Asker
) -> tuple[Question, ...]:
    shifted = asker.calendar.shifted
    return tuple(
        Question(
            definition=definition,
            start=shifted(at=start, grain=Grain.WEEK, by=-back),
            end=shifted(at=end, grain=Grain.WEEK, by=-back),
        )
        for back in range(WEEKS, 0, -1)
    )
