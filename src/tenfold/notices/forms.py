"""What people type into the pages of this room."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from tenfold.notices.actions.choosing import MOST_A_DAY_AT_MOST, Choice
from tenfold.notices.queries import HearingView
from tenfold.notices.rules.ways import AT_MOST

ADDRESS = {
    "email": (_("E-mail address"), _("A mailbox that several people read, for example.")),
    "apprise": (
        _("Address"),
        _(
            "As apprise writes it: slack://…, workflows://…, ntfys://…. It is kept sealed and never "
            "shown again in full."
        ),
    ),
    "webhook": (_("Address"), _("Where the program listens, beginning with https://.")),
}


class WayForm(forms.Form):
    """A way out of the house. Made for one kind; `is_new` needs an address."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What people know it by: “Sales channel”.")
    )
    address = forms.CharField(
        max_length=2000, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    account_id = forms.TypedChoiceField(
        label=_("Whose"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("A member's own way hears what they choose. Any other is told what says so."),
    )
    most_a_day = forms.IntegerField(
        label=_("At most so many messages a day"),
        min_value=1,
        max_value=AT_MOST,
        help_text=_("What comes beyond it waits and goes out together."),
    )
    hears_money = forms.BooleanField(
        label=_("It is told amounts of money"),
        required=False,
        help_text=_("Otherwise it hears the same in words without amounts."),
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        members: tuple[tuple[int, str], ...] = (),
        is_new: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        address = self.fields["address"]
        address.label, address.help_text = ADDRESS[kind]
        address.required = is_new
        if not is_new:
            address.label = _("Another address")
            address.help_text = _("Leave it empty to keep where it leads.")
        if kind == "email" or not is_new:
            del self.fields["account_id"]
        else:
            choices = [("", _("Nobody in particular")), *members]
            self.fields["account_id"].choices = choices  # type: ignore[attr-defined]


class HearingForm(forms.Form):
    """When and how often somebody wants to be told."""

    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("What is urgent comes all the same. Leave both empty to hear at any time."),
    )
    timezone = forms.ChoiceField(label=_("By the clock of"), required=False)
    most_a_day = forms.IntegerField(
        label=_("At most so many messages a day"),
        min_value=1,
        max_value=MOST_A_DAY_AT_MOST,
        help_text=_(
            "By each way. The first half come as things happen; after that they wait for each other "
            "and come together."
        ),
    )

    def __init__(self, *args: Any, company_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = [(name, name) for name in sorted(available_timezones()) if "/" in name]
        company = _("The company: %(zone)s") % {"zone": company_zone}
        self.fields["timezone"].choices = [("", company), *zones]  # type: ignore[attr-defined]


def read_unwanted(*, hearing: HearingView, sent: Mapping[str, Any]) -> tuple[Choice, ...]:
    """Return what is not wanted: every box of the page that was not sent is one without a tick."""
    cells = (cell for kind in hearing.kinds for cell in kind.cells)
    return tuple(
        Choice(kind=cell.kind, by=cell.by, way_id=cell.way_id)
        for cell in cells
        if cell.name not in sent
    )
