"""What to ask where a guess is not sure: the proposed answer first, then the alternatives."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.rules.guessing.cells import CellFacts
from tenfold.techniques.interfaces.rules.times import NotATime, make_time_reader

CONTENT = "content"
NOBODY = "nobody"


@dataclass(frozen=True)
class Choice:
    """A possible answer: what it is for the program, and for people."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """Something the file does not tell. `free`: any other text may be answered, too."""

    key: str
    sentence: str
    proposed: str
    choices: tuple[Choice, ...]
    free: bool = False


def ask_header(*, proposed: bool) -> Question:
    """Ask whether the first row names the columns."""
    return Question(
        key="header",
        sentence=_("Does the first row name the columns?"),
        proposed="yes" if proposed else "no",
        choices=(Choice("yes", _("Yes")), Choice("no", _("No, it is data"))),
    )


def ask_order(*, column: CellFacts, proposed: str, example: str) -> Question:
    """Ask whether the day or the month stands first."""
    orders = {"day": _("The day"), "month": _("The month")}
    said = {"example": example, "column": column.name}
    first = Choice(proposed, orders.pop(proposed))
    (other,) = (Choice(value, label) for value, label in orders.items())
    return Question(
        key="time.order",
        sentence=_("Times look like %(example)s in %(column)s. What stands first?") % said,
        proposed=proposed,
        choices=(first, other),
    )


def ask_zone(*, zone: str) -> Question:
    """Ask in which zone the clocks ran that wrote the times."""
    labels = {"UTC": "UTC", zone: _("Yes, %(zone)s") % {"zone": zone}}
    zones = dict.fromkeys((zone, "UTC"))
    return Question(
        key="time.zone",
        sentence=_("The times carry no zone. Is it the company's, %(zone)s?") % {"zone": zone},
        proposed=zone,
        choices=tuple(Choice(one, labels[one]) for one in zones),
        free=True,
    )


def ask_time(*, columns: tuple[str, ...], now: str) -> Question:
    """Ask when it happened, where no column tells."""
    choices = [Choice(f"constant:{now}", _("All rows: the time of this import"))]
    choices += [Choice(f"column:{name}", name) for name in columns]
    return Question(
        key="time",
        sentence=_("No column seems to tell when it happened. When was it?"),
        proposed=choices[0].value,
        choices=tuple(choices),
        free=True,
    )


def ask_torn_time(*, column: CellFacts, broken: float, now: str) -> Question:
    """Ask whether a column tells when it happened, though many of its cells are no times."""
    said = {"column": column.name, "percent": max(1, round(100 * broken))}
    kept = _("%(column)s; rows whose time cannot be read are rejected") % said
    choices = (
        Choice(f"column:{column.name}", kept),
        Choice(f"constant:{now}", _("All rows: the time of this import")),
    )
    return Question(
        key="time",
        sentence=_(
            "%(percent)s %% of the values in %(column)s cannot be read as a time. "
            "Does it tell when it happened?"
        )
        % said,
        proposed=choices[0].value,
        choices=choices,
        free=True,
    )


def ask_decimal(*, example: str) -> Question:
    """Ask what the comma or the point in a number means."""
    thousands = example.replace(",", "").replace(".", "")
    fraction = example.replace(",", ".")
    point = Choice(".", thousands if "," in example else fraction)
    comma = Choice(",", fraction if "," in example else thousands)
    return Question(
        key="numbers.decimal",
        sentence=_("Numbers look like %(example)s. Which number is that?") % {"example": example},
        proposed=".",
        choices=(point, comma),
    )


def ask_id(*, column: str, proposed: str, alike: int) -> Question:
    """Ask what makes a row unique."""
    choices = {
        CONTENT: _("All that stands in it; rows that are exactly alike are all kept"),
        f"column:{column}": _("What stands in %(column)s") % {"column": column},
    }
    first = Choice(proposed, choices.pop(proposed))
    sentence = _("What makes a row different from all others?")
    if alike:
        sentence += " " + _("%(count)s rows are exactly like an earlier one.") % {"count": alike}
    (other,) = (Choice(value, label) for value, label in choices.items())
    return Question(key="id", sentence=sentence, proposed=proposed, choices=(first, other))


def ask_actor(*, columns: tuple[str, ...], proposed: str) -> Question:
    """Ask who did it."""
    values = dict.fromkeys((proposed, *columns, NOBODY))
    labels = {NOBODY: _("Nobody in particular")}
    return Question(
        key="actor",
        sentence=_("Which column says who did it?"),
        proposed=proposed,
        choices=tuple(Choice(value, labels.get(value, value)) for value in values),
    )


def ask_event(*, proposed: str) -> Question:
    """Ask what a row is called."""
    return Question(
        key="event",
        sentence=_("What is a row of this file? It will be the name of its events."),
        proposed=proposed,
        choices=(Choice(proposed, proposed),),
        free=True,
    )


def order_of(*, form: str) -> str:
    """Return what stands first in a time format: day or month."""
    return "day" if form.find("%d") < form.find("%m") else "month"


def example_of(*, form: str, samples: tuple[str, ...]) -> str:
    """Return a time of the sample in which day and month differ, if there is one."""
    read = make_time_reader(format=form)
    times = {}
    for text in samples:
        try:
            times[text] = read(text)
        except NotATime:
            continue
    differing = (text for text, time in times.items() if _differ(time))
    return next(differing, next(iter(times), samples[0]))


def _differ(time: "object") -> bool:
    return getattr(time, "day", 0) != getattr(time, "month", 0)
