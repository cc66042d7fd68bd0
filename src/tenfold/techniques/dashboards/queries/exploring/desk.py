"""What lies ready while the form is made: the draft, the catalogue, who looks, where the cursor is."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tenfold.metrics.definitions import Count
from tenfold.metrics.properties import EventView, PropertyView, list_events, list_properties
from tenfold.metrics.queries import MetricView, list_metrics
from tenfold.metrics.segments.queries import SegmentView, list_segments
from tenfold.people.permissions import Permission
from tenfold.people.sight import Sight, hides
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.exploring.choices import Words, one_group
from tenfold.techniques.dashboards.queries.exploring.views import (
    Button,
    EventPick,
    Line,
    Option,
    OptionGroup,
    Select,
)
from tenfold.techniques.dashboards.rules.exploring.shapes import ANY, Branch, text_of
from tenfold.techniques.dashboards.rules.exploring.values import read_value
from tenfold.techniques.dashboards.rules.happening import name_in_words

_FIRST_FIELDS = ("", ".event", ".property", ".kind", ".name")


@dataclass
class Desk:
    """Makes the fields of one form. `about` is the path of what was changed last."""

    draft: Branch
    asker: Asker
    about: str = ""
    _properties: dict[str, tuple[PropertyView, ...]] = field(default_factory=dict)
    _events: tuple[EventView, ...] | None = None
    _metrics: tuple[MetricView, ...] | None = None
    _segments: tuple[SegmentView, ...] | None = None

    # What there is

    @property
    def events(self) -> tuple[EventView, ...]:
        """The event names, the most frequent first."""
        if self._events is None:
            self._events = list_events()
        return self._events

    @property
    def metrics(self) -> tuple[MetricView, ...]:
        """The company's numbers."""
        if self._metrics is None:
            self._metrics = list_metrics()
        return self._metrics

    @property
    def segments(self) -> tuple[SegmentView, ...]:
        """The company's groups of people."""
        if self._segments is None:
            self._segments = list_segments()
        return self._segments

    def properties(self, event: str) -> tuple[PropertyView, ...]:
        """Return what the events of a name (ANY, "": any) carry, as far as the viewer may see it."""
        if event not in self._properties:
            name = None if event in {"", ANY} else str(read_value(event))
            allowed = self.asker.viewer.allows
            sight = Sight(
                persons=allowed(Permission.SEE_PERSONS), money=allowed(Permission.SEE_MONEY)
            )
            self._properties[event] = tuple(
                one
                for one in list_properties(definition=Count(event=name))
                if not hides(name=one.name, samples=one.samples, sight=sight)
            )
        return self._properties[event]

    # Fields

    def is_about(self, name: str) -> bool:
        """Return whether the cursor belongs into this field."""
        return bool(self.about) and name in {f"{self.about}{end}" for end in _FIRST_FIELDS}

    def select(
        self, name: str, label: str, words: Words, *, chosen: str, quiet: bool = False
    ) -> Select:
        """Return a list of fixed choices."""
        return self.choose(name, label, one_group(words, chosen=chosen), quiet=quiet)

    def choose(
        self, name: str, label: str, groups: tuple[OptionGroup, ...], *, quiet: bool = False
    ) -> Select:
        """Return a list of choices."""
        return Select(
            name=name, label=label, groups=groups, quiet=quiet, autofocus=self.is_about(name)
        )

    def line(
        self,
        name: str,
        label: str,
        value: str,
        *,
        type: str = "text",
        suggestions: Sequence[str] = (),
        lines: bool = False,
        quiet: bool = False,
        hint: str = "",
    ) -> Line:
        """Return something to type."""
        return Line(
            name=name,
            label=label,
            value=value,
            type=type,
            suggestions=tuple(suggestions),
            lines=lines,
            quiet=quiet,
            hint=hint,
            autofocus=self.is_about(name),
        )

    def event(self, name: str, branch: Branch, *, label: str, none: str = "") -> EventPick:
        """Return the field of an event. `none`: what "" means; without it one must be chosen."""
        value = text_of(branch, "event")
        plain = str(read_value(value))
        text = name_event(value, none=none or _("Choose an event …"))
        known = next((one for one in self.events if one.name == plain), None)
        volume = "" if known is None else self.asker.formats.number(value=known.events)
        unknown = bool(value) and value != ANY and known is None
        return EventPick(
            name=name,
            label=label,
            value=value,
            text=text,
            note=_("never happened yet") if unknown else volume,
            none=none or _("Any event"),
            any_value="" if none else ANY,
            autofocus=self.is_about(name),
        )

    def property(
        self,
        name: str,
        label: str,
        *,
        event: str,
        chosen: str,
        first: str = "",
        quiet: bool = False,
    ) -> Select:
        """Return the list of properties of an event. `first`: what "" is called."""
        groups = self.property_groups(event, chosen=chosen, first=first)
        return self.choose(name, label, groups, quiet=quiet)

    def property_groups(
        self, event: str, *, chosen: str, first: str = "", more: tuple[OptionGroup, ...] = ()
    ) -> tuple[OptionGroup, ...]:
        """Return the properties in groups: words, numbers, what every event has."""
        found = self.properties(event)
        of_persons = tuple(
            Option(
                f"person.{one.name}", name_in_words(name=one.name), f"person.{one.name}" == chosen
            )
            for one in found
            if one.in_words
        )
        groups = [
            OptionGroup("", (Option("", first or _("Choose …"), not chosen),)),
            OptionGroup(_("Of the event"), _named(found, chosen, in_words=True)),
            OptionGroup(_("Numbers of the event"), _named(found, chosen, in_words=False)),
            OptionGroup(_("Of the person, as said last"), of_persons),
            *more,
            OptionGroup(_("Of every event"), self._built_in(chosen)),
        ]
        known = {option.value for group in groups for option in group.options}
        if chosen not in known:
            groups.append(OptionGroup("", (Option(chosen, chosen, chosen=True),)))
        return tuple(group for group in groups if group.options)

    def _built_in(self, chosen: str) -> tuple[Option, ...]:
        words = {
            "source.name": _("Source"),
            "source.kind": _("Kind of source"),
            "currency": _("Currency"),
            "value": _("Value"),
            "name": _("Name of the event"),
        }
        if self.asker.viewer.allows(Permission.SEE_PERSONS):
            words["person"] = _("Person")
        return tuple(Option(name, label, name == chosen) for name, label in words.items())

    def breakdown_groups(self, event: str, *, chosen: str, first: str) -> tuple[OptionGroup, ...]:
        """Return the properties, and the groups of people by which a number can be split."""
        names = [(f"segment:{one.name}", one.title) for one in self.segments]
        options = tuple(Option(name, title, name == chosen) for name, title in names)
        more = (OptionGroup(_("Whether somebody is in the segment"), options),)
        return self.property_groups(event, chosen=chosen, first=first, more=more)

    def samples(self, event: str, name: str) -> tuple[str, ...]:
        """Return some values of a property; none where nothing is known."""
        return next((one.samples for one in self.properties(event) if one.name == name), ())

    def button(
        self, do: str, label: str, *, title: str = "", icon: bool = False, disabled: bool = False
    ) -> Button:
        """Return a button that changes the draft."""
        return Button(
            do=do,
            label=label,
            title=title,
            icon=icon,
            disabled=disabled,
            autofocus=bool(self.about) and do == f"add {self.about}",
        )


def _named(found: Sequence[PropertyView], chosen: str, *, in_words: bool) -> tuple[Option, ...]:
    return tuple(
        Option(one.name, name_in_words(name=one.name), one.name == chosen)
        for one in found
        if one.in_words is in_words
    )


def name_event(value: str, *, none: str) -> str:
    """Return what an event is called; `none` for what was not chosen."""
    if value == ANY:
        return _("Any event")
    return name_in_words(name=str(read_value(value))) if value else none
