"""The technique's forms. What they check further is decided by the rules, and said at the field."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from tenfold.kit.refusal import Refusal
from tenfold.techniques.interfaces import actions

KINDS = (
    ("web", _("A web site or shop")),
    ("server", _("A program on a server")),
    ("device", _("A machine, sensor or till")),
    ("file", _("Files that we import")),
)


class RenameSourceForm(forms.Form):
    """What a source is called."""

    name = forms.CharField(label=_("Name"), max_length=200)


class RetentionForm(forms.Form):
    """For how many days a source keeps its events."""

    days = forms.CharField(
        label=_("Keep single events for so many days"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class AddSourceForm(forms.Form):
    """A new source."""

    name = forms.CharField(
        label=_("What do you call it?"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("Web shop"), "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("What sends the events?"), choices=KINDS)

    def add(self, *, by: int, at: datetime) -> actions.SourceAdded | None:
        """Add it. Where that is refused, say so at the field and return None."""
        try:
            return actions.add_source(
                name=self.cleaned_data["name"], kind=self.cleaned_data["kind"], by=by, at=at
            )
        except Refusal as refusal:
            field = refusal.field if refusal.field in self.fields else None
            self.add_error(field, f"{refusal.sentence} {refusal.next_step}".strip())
            return None


class DescribeForm(forms.Form):
    """What a name or a property means."""

    description = forms.CharField(label=_("What it means"), max_length=500, required=False)
    property = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)


class EventFilterForm(forms.Form):
    """Which events to show."""

    name = forms.CharField(label=_("Event"), required=False)
    source = forms.CharField(label=_("Source"), required=False)
    person = forms.CharField(label=_("Person"), required=False)
    internal = forms.BooleanField(label=_("Tenfold's own facts, too"), required=False)
