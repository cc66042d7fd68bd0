"""A board by e-mail: the plan, a preview, one for oneself now, and getting it no more."""

import base64
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tenfold.kit import clock
from tenfold.notices.actions.telling import is_mail_set_up
from tenfold.people.permissions import Permission, Viewer
from tenfold.techniques.dashboards.actions.boards import mailing as actions
from tenfold.techniques.dashboards.actions.boards import sending
from tenfold.techniques.dashboards.queries.boards.boards import get_head
from tenfold.techniques.dashboards.queries.boards.letters import Written, write_for_member
from tenfold.techniques.dashboards.queries.boards.mailing import (
    find_recipient,
    list_mails,
    list_members,
)
from tenfold.techniques.dashboards.rules.boards.mailing import mail_not_set_up, split_addresses
from tenfold.techniques.dashboards.rules.boards.occasions import require_rhythm
from tenfold.techniques.dashboards.rules.boards.sharing import link_is_over
from tenfold.techniques.dashboards.views.boards.boards import me
from tenfold.techniques.dashboards.views.boards.forms import Refusable
from tenfold.techniques.dashboards.views.boards.watching import secretly
from tenfold.techniques.dashboards.views.pages import read_asker

_RHYTHMS = (
    ("day", gettext_lazy("Each day")),
    ("week", gettext_lazy("Each week")),
    ("month", gettext_lazy("Each month")),
)
_HOURS = [(hour, f"{hour}:00") for hour in range(24)]


class MailForm(Refusable):
    """How often, at which hour, to whom."""

    every = forms.ChoiceField(label=gettext_lazy("How often?"), choices=_RHYTHMS, initial="week")
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("On which day of the week?"),
        help_text=gettext_lazy("Counts where it is sent each week."),
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        coerce=int,
    )
    monthday = forms.IntegerField(
        label=gettext_lazy("On which day of the month?"),
        help_text=gettext_lazy("Counts where it is sent each month: 1 to 28."),
        min_value=1,
        max_value=28,
        initial=1,
    )
    hour = forms.TypedChoiceField(
        label=gettext_lazy("At what time?"), choices=_HOURS, coerce=int, initial=7
    )
    members = forms.TypedMultipleChoiceField(
        label=gettext_lazy("To which members?"),
        help_text=gettext_lazy("Each sees in it what they may see here."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        coerce=int,
        required=False,
    )
    addresses = forms.CharField(
        label=gettext_lazy("To which addresses outside of the company?"),
        help_text=gettext_lazy(
            "One a line. They see what somebody with a share link sees, and never persons."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        required=False,
    )
    money = forms.BooleanField(
        label=gettext_lazy("Show amounts of money to addresses outside"), required=False
    )

    def __init__(self, *given: Any, viewer: Viewer) -> None:
        super().__init__(*given)
        self.fields["members"].choices = list_members()  # type: ignore[attr-defined]
        self.fields["members"].initial = [viewer.account_id]
        if not viewer.allows(Permission.SEE_MONEY):
            del self.fields["money"]

    def arguments(self) -> dict[str, Any]:
        """Return what the action is given. Raises `ImpossibleRhythm`, `MailNotSetUp`."""
        said = self.cleaned_data
        days = {"day": 0, "week": said["weekday"], "month": said["monthday"]}
        addresses = split_addresses(text=said["addresses"])
        if addresses and not is_mail_set_up():
            raise mail_not_set_up()
        return {
            "rhythm": require_rhythm(
                every=said["every"], on_day=days[said["every"]], hour=said["hour"]
            ),
            "accounts": said["members"],
            "addresses": addresses,
            "money": said.get("money", False),
        }


@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: HttpRequest, board_id: int) -> HttpResponse:
    """Show how a board is sent and what the mail says; plan another one."""
    viewer = read_asker(request).viewer
    head = get_head(board_id=board_id, viewer=viewer)
    form = MailForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        planned = form.save(
            lambda **said: actions.plan_mail(
                board_id=board_id, **said, by=me(request), at=clock.now()
            )
        )
        if planned is not None:
            messages.success(
                request, _("The board is sent from now on. The first comes next time.")
            )
            return _back(board_id)
    context = {
        "head": head,
        "form": form,
        "mails": list_mails(board_id=board_id, account_id=me(request)),
        "preview": None if head.archived else _preview(board_id, me(request)),
        "by_mail": is_mail_set_up(),
    }
    return render(request, "dashboards/boards/mails.html", context)


@require_POST
def mail_now(request: HttpRequest, board_id: int) -> HttpResponse:
    """Send the board to whoever asks, now."""
    sending.ask_to_send_now(board_id=board_id, account_id=me(request), at=clock.now())
    messages.success(request, _("It is on its way to you."))
    return _back(board_id)


@require_POST
def mail_pause(request: HttpRequest, board_id: int, mail_id: int) -> HttpResponse:
    """Pause a mail, or let it go on."""
    paused = actions.pause_mail(board_id=board_id, mail_id=mail_id, by=me(request), at=clock.now())
    messages.success(request, _("Paused.") if paused else _("It is sent again from the next time."))
    return _back(board_id)


@require_POST
def mail_end(request: HttpRequest, board_id: int, mail_id: int) -> HttpResponse:
    """End a mail."""
    actions.end_mail(board_id=board_id, mail_id=mail_id, by=me(request), at=clock.now())
    messages.success(request, _("This mail is not sent any more."))
    return _back(board_id)


@require_POST
def mail_leave_mine(request: HttpRequest, board_id: int, to_id: int) -> HttpResponse:
    """Get a board by e-mail no more: for a member, who is signed in."""
    actions.leave_own_mail(to_id=to_id, account_id=me(request), at=clock.now())
    messages.success(request, _("You do not get this mail any more."))
    return _back(board_id)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@secretly
def mail_leave(request: HttpRequest, token: str) -> HttpResponse:
    """Get a board by e-mail no more: for somebody outside, by the link that only their mail holds.

    The link itself is the proof, so that a mail program may follow it by itself (RFC 8058).
    """
    to_id = sending.read_leave(token=token)
    title = None if to_id is None else find_recipient(to_id=to_id)
    if to_id is None or title is None:
        raise link_is_over()
    if request.method == "POST":
        actions.leave_mail(to_id=to_id, at=clock.now())
    context = {"title": title, "done": request.method == "POST"}
    return render(request, "dashboards/boards/leave.html", context)


def _preview(board_id: int, account_id: int) -> dict[str, Any]:
    written: Written = write_for_member(board_id=board_id, account_id=account_id, at=clock.now())
    pictures = [
        {"says": one.says, "data": base64.b64encode(one.png).decode("ascii")}
        for one in written.pictures
    ]
    return {"subject": written.subject, "lines": written.lines, "pictures": pictures}


def _back(board_id: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("dashboards:board_mails", args=[board_id]))
