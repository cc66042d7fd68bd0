"""A mapping in plain words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenfold.techniques.interfaces.rules.expressions import parse_expression
from tenfold.techniques.interfaces.rules.guessing.names import means, split_name
from tenfold.techniques.interfaces.rules.guessing.questions import Question
from tenfold.techniques.interfaces.rules.mapping import Mapping, Part
from tenfold.techniques.interfaces.rules.rows.properties import kept_columns

_MARK = "\ue000"  # of the private use area: in a sentence, around what is to be looked at twice
_ACTOR_WORDS = {
    "customer": gettext_lazy("customer"),
    "client": gettext_lazy("client"),
    "user": gettext_lazy("user"),
    "member": gettext_lazy("member"),
    "visitor": gettext_lazy("visitor"),
    "employee": gettext_lazy("employee"),
    "device": gettext_lazy("device"),
    "sensor": gettext_lazy("sensor"),
    "machine": gettext_lazy("machine"),
    "player": gettext_lazy("player"),
    "patient": gettext_lazy("patient"),
}


@dataclass(frozen=True)
class ColumnWords:
    """What a column becomes: its role, that in words, and whether something is asked about it."""

    name: str
    role: str
    says: str
    asks: bool


def say_mapping(*, mapping: Mapping) -> str:
    """Return one sentence that says what a row becomes."""
    return "".join(text for text, _stressed in stress_mapping(mapping=mapping))


def stress_mapping(*, mapping: Mapping) -> tuple[tuple[str, bool], ...]:
    """Return the same sentence in pieces, each with whether it is one to look at twice."""
    if mapping.native:
        return ((_("Each line is an event in Tenfold's own form."), False),)
    said = {
        "event": _strong(_event(mapping)),
        "actor": _actor(mapping.actor),
        "time": _time(mapping),
        "value": _value(mapping),
    }
    sentence = _("Each row becomes one %(event)s%(actor)s, %(time)s%(value)s.") % said
    pieces = sentence.split(_MARK)
    return tuple((text, bool(place % 2)) for place, text in enumerate(pieces) if text)


def _strong(text: str) -> str:
    return f"{_MARK}{text.replace(_MARK, '')}{_MARK}"


def _event(mapping: Mapping) -> str:
    if mapping.event.constant:
        return mapping.event.constant.replace("_", " ")
    if mapping.event.column:
        return _("event named in %(column)s") % {"column": mapping.event.column}
    return _("event named by %(expression)s") % {"expression": mapping.event.expression}


def _actor(part: Part | None) -> str:
    if part is None:
        return _(", of nobody in particular")
    if part.column:
        said = {"who": _strong(_who(part.column)), "column": part.column.replace(_MARK, "")}
        return _(", done by the %(who)s in the column %(column)s") % said
    return _(", done by %(expression)s") % {"expression": part.expression or part.constant}


def _who(column: str) -> str:
    words = split_name(name=column)
    joined = "".join(words)
    found = next(
        (known for known in _ACTOR_WORDS if known in words or joined.startswith(known)), ""
    )
    return str(_ACTOR_WORDS[found]) if found else _("person")


def _time(mapping: Mapping) -> str:
    part = mapping.time.part
    if part.constant:
        said = {"time": _strong(part.constant)}
        return _("all at the same time, %(time)s, because no column says when it happened") % said
    said = {"column": (part.column or part.expression).replace(_MARK, "")}
    return _("at the time in %(column)s") % said


def _value(mapping: Mapping) -> str:
    part = mapping.value
    if part is None:
        return ""
    worth = _strong(part.column or part.expression.replace(" * ", " × ") or part.constant)
    currency = mapping.currency.constant if mapping.currency is not None else ""
    if currency:
        return _(", worth %(value)s in %(currency)s") % {"value": worth, "currency": currency}
    return _(", with the value %(value)s") % {"value": worth}


def describe_columns(
    *, mapping: Mapping, header: tuple[str, ...], questions: tuple[Question, ...]
) -> tuple[ColumnWords, ...]:
    """Return what each column becomes, in the order of the file."""
    if mapping.native:
        return tuple(ColumnWords(name, "property", name, asks=False) for name in header)
    kept = kept_columns(mapping=mapping, header=header)
    asked = {question.key for question in questions}
    return tuple(_column(name, mapping, kept, asked) for name in header)


def _column(name: str, mapping: Mapping, kept: tuple[str, ...], asked: set[str]) -> ColumnWords:
    played = _part_played(name, mapping, asked)
    if played is not None:
        return played
    if name in mapping.id:
        return ColumnWords(name, "id", _("tells rows apart"), asks="id" in asked)
    if name in kept:
        return ColumnWords(name, "property", _("kept as property"), asks=False)
    return ColumnWords(name, "dropped", _("left out"), asks=False)


def _part_played(name: str, mapping: Mapping, asked: set[str]) -> ColumnWords | None:
    parts: tuple[tuple[str, Part | None, str, str], ...] = (
        ("time", mapping.time.part, _time_words(asked), "time"),
        ("actor", mapping.actor, _("who"), "actor"),
        ("event", mapping.event, _("what happened"), "event"),
        ("currency", mapping.currency, _("currency"), ""),
        ("value", mapping.value, _worth(mapping, name), "numbers.decimal"),
    )
    for role, part, says, question in parts:
        if _speaks(part, name):
            asks = bool(question) and any(key.startswith(question) for key in asked)
            return ColumnWords(name, role, says, asks=asks)
    return None


def _time_words(asked: set[str]) -> str:
    if "time" in asked:
        return _("time: many cannot be read")
    if "time.order" in asked:
        return _("time: day or month?")
    return _("time: which zone?") if "time.zone" in asked else _("time")


def _speaks(part: Part | None, name: str) -> bool:
    if part is None:
        return False
    if part.expression:
        return name in parse_expression(text=part.expression).columns
    return part.column == name


def _worth(mapping: Mapping, name: str) -> str:
    part = mapping.value
    whole = part is not None and bool(part.column)
    says = _("value") if whole else _("part of the value")
    currency = mapping.currency.constant if mapping.currency is not None else ""
    is_money = means(name=name, meaning="price") or means(name=name, meaning="amount")
    return f"{says}, {currency}" if currency and (whole or is_money) else says
