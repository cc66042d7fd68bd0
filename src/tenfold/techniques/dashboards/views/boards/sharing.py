"""The links to a board: a list, a new one, stopping one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tenfold.kit import clock
from tenfold.people.permissions import Permission
from tenfold.people.views.members import absolute
from tenfold.techniques.dashboards.actions.boards import sharing as actions
from tenfold.techniques.dashboards.queries.boards.boards import get_head
from tenfold.techniques.dashboards.queries.boards.sharing import list_links
from tenfold.techniques.dashboards.rules.boards.sharing import LASTS_IN_WORDS
from tenfold.techniques.dashboards.views.boards.boards import me
from tenfold.techniques.dashboards.views.boards.forms import Refusable
from tenfold.techniques.dashboards.views.pages import read_asker


class ShareForm(Refusable):
    """For whom a link is, how long it works, and whether it shows money."""

    label = forms.CharField(
        label=gettext_lazy("For whom is the link?"),
        help_text=gettext_lazy(
            "So that you stop the right one later: “Screen in the packing hall”."
        ),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lasts = forms.ChoiceField(
        label=gettext_lazy("How long does it work?"),
        choices=list(LASTS_IN_WORDS.items()),
        initial="month",
    )
    money = forms.BooleanField(
        label=gettext_lazy("Show amounts of money"),
        help_text=gettext_lazy("Names and ids of persons are never shown by a link."),
        required=False,
    )

    def __init__(self, *given: Any, sees_money: bool) -> None:
        super().__init__(*given)
        if not sees_money:
            del self.fields["money"]

    def arguments(self) -> dict[str, object]:
        """Return what the action is given: whoever does not see money shows none."""
        return {"money": False, **self.cleaned_data}


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, board_id: int) -> HttpResponse:
    """Show the links of a board; make one, and show it once."""
    viewer = read_asker(request).viewer
    head = get_head(board_id=board_id, viewer=viewer)
    form = ShareForm(request.POST or None, sees_money=viewer.allows(Permission.SEE_MONEY))
    made = None
    if request.method == "POST" and form.is_valid():
        made = form.save(
            lambda **said: actions.share_board(
                board_id=board_id, **said, by=me(request), at=clock.now()
            )
        )
    link = made and absolute(request=request, path=reverse("dashboards:shared", args=[made.token]))
    if made:
        form = ShareForm(sees_money=viewer.allows(Permission.SEE_MONEY))
    context = {
        "head": head,
        "form": form,
        "made": made,
        "link": link,
        "links": list_links(board_id=board_id, at=clock.now()) if head.may_change else (),
    }
    return render(request, "dashboards/boards/share.html", context)


@require_POST
def revoke(request: HttpRequest, board_id: int, link_id: int) -> HttpResponse:
    """Stop a link."""
    actions.revoke_link(board_id=board_id, link_id=link_id, by=me(request), at=clock.now())
    messages.success(request, _("The link no longer works, also where it was open just now."))
    return HttpResponseRedirect(reverse("dashboards:board_share", args=[board_id]))
