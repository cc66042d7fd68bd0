"""The pages of the company, its members, their accounts and keys."""

from typing import Any

from allauth.account.views import password_reset
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_http_methods, require_POST

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.people import actions, demo, forms, models, queries
from tenfold.people import keys as secret_keys
from tenfold.people.views.drawing import get_me, page

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def absolute(*, request: HttpRequest, path: str) -> str:
    """Return a whole link that can be copied: with the public URL where there is one."""
    return settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)


@require_http_methods(["GET", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    """Show what the company is and let it be changed."""
    view = queries.get_company()
    form = forms.CompanyForm(request.POST or None, initial=_fields(view))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_company(**form.cleaned_data, by=get_me(request), at=clock.now())
        except Refusal as refusal:
            forms.blame(form=form, refusal=refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:company")
    return page(request, "people/company.html", form=form)


@require_http_methods(["GET"])
def members(request: HttpRequest) -> HttpResponse:
    """Show everybody, and who is invited."""
    return page(
        request,
        "people/members.html",
        members=queries.list_members(),
        invitations=queries.list_invitations(at=clock.now()),
    )


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Make a link for somebody to join, and show it once."""
    form = forms.InviteForm(request.POST or None, initial={"team_id": request.GET.get("team")})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.invite_member(**form.cleaned_data, by=get_me(request), at=clock.now())
        except Refusal as refusal:
            forms.blame(form=form, refusal=refusal)
        else:
            link = absolute(request=request, path=reverse("people:join", args=[made.token]))
            return page(request, "people/invited.html", invited=made, link=link)
    return page(request, "people/invite.html", form=form)


@require_POST
def withdraw_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Make an invitation useless."""
    actions.withdraw_invitation(invitation_id=invitation_id, by=get_me(request), at=clock.now())
    messages.success(request, _("The invitation no longer works."))
    return redirect("people:members")


@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    """Show a member, and let role and sight be changed."""
    view = queries.get_member(member_id=member_id)
    form = forms.GrantForm(request.POST or None, initial=_fields(view))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_member(
                member_id=member_id, **form.cleaned_data, by=get_me(request), at=clock.now()
            )
        except Refusal as refusal:
            forms.blame(form=form, refusal=refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:member", member_id=member_id)
    return page(request, "people/member.html", member=view, form=form)


@require_POST
def deactivate_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """Stop a member's sign-in."""
    actions.deactivate_member(member_id=member_id, by=get_me(request), at=clock.now())
    messages.success(request, _("They can no longer sign in. What they did stays."))
    return redirect("people:member", member_id=member_id)


@require_POST
def reactivate_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """Let a member sign in again."""
    actions.reactivate_member(member_id=member_id, by=get_me(request), at=clock.now())
    messages.success(request, _("They can sign in again."))
    return redirect("people:member", member_id=member_id)


@require_POST
def make_reset_link(request: HttpRequest, member_id: int) -> HttpResponse:
    """Make a link with which a member sets a new password, and show it once."""
    made = actions.make_reset_link(member_id=member_id, by=get_me(request), at=clock.now())
    return page(
        request,
        "people/reset_link.html",
        member=queries.get_member(member_id=member_id),
        link=absolute(request=request, path=made.path),
        expires_at=made.expires_at,
    )


@require_POST
def remove_second_factor(request: HttpRequest, member_id: int) -> HttpResponse:
    """Remove the second step of a member who lost it."""
    actions.remove_second_factor(member_id=member_id, by=get_me(request), at=clock.now())
    messages.success(request, _("They sign in with their password alone now."))
    return redirect("people:member", member_id=member_id)


def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a reset link where there is a mail server; say who can make one where there is none."""
    if not settings.EMAIL_HOST:
        return page(request, "people/no_mail.html")
    answer: HttpResponse = password_reset(request)
    return answer


@method_decorator(rate_limit(action="join"), name="dispatch")
class Join(View):
    """Where an invitation leads."""

    http_method_names = ("get", "post", "head", "options")

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask for a name and a password."""
        invitation = queries.get_invitation(token=token, at=clock.now())
        return page(request, "people/join.html", invitation=invitation, form=forms.JoinForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Join, and be signed in."""
        invitation = queries.get_invitation(token=token, at=clock.now())
        form = forms.JoinForm(request.POST)
        if form.is_valid():
            try:
                joined = actions.accept_invitation(token=token, **form.cleaned_data, at=clock.now())
            except Refusal as refusal:
                forms.blame(form=form, refusal=refusal)
            else:
                login(request, models.Account.objects.get(id=joined), backend=_BACKEND)
                return redirect(settings.LOGIN_REDIRECT_URL)
        return page(request, "people/join.html", invitation=invitation, form=form)


join = Join.as_view()


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account."""
    me = queries.get_viewer(account_id=get_me(request))
    form = forms.AccountForm(request.POST or None, initial={"name": me.name})
    if request.method == "POST" and form.is_valid():
        actions.rename_account(account_id=me.account_id, name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("people:account")
    return page(request, "people/account.html", form=form, me=me)


@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """Show one's own keys for programs, and make one."""
    form = forms.KeyForm(request.POST or None)
    added = None
    if request.method == "POST" and form.is_valid():
        added = secret_keys.add_secret_key(
            account_id=get_me(request), name=form.cleaned_data["name"], at=clock.now()
        )
        form = forms.KeyForm()
    return page(
        request,
        "people/keys.html",
        form=form,
        added=added,
        example=f"curl -H 'Authorization: Bearer tfs_...' {absolute(request=request, path='/api/me')}",
        keys=secret_keys.list_secret_keys(account_id=get_me(request)),
    )


@require_POST
def revoke_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Stop one of one's own keys."""
    secret_keys.revoke_secret_key(key_id=key_id, account_id=get_me(request), at=clock.now())
    messages.success(request, _("The key no longer works."))
    return redirect("people:keys")


@require_POST
@rate_limit(action="demo")  # type: ignore[untyped-decorator]
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the demo company's owner: in the demo only, and only on this machine."""
    owner = demo.require_demo_owner(request=request)
    login(request, models.Account.objects.get(id=owner.account_id), backend=_BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _fields(view: Any) -> dict[str, Any]:
    return {name: getattr(view, name) for name in view.__dataclass_fields__}
