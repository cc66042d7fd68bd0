"""What people type into the pages of this room, and how a refusal finds its way to the field."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import LoginForm
from babel import Locale
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tenfold.kit.refusal import Refusal
from tenfold.people.permissions import Role
from tenfold.people.queries import TeamView, list_members, list_teams
from tenfold.people.rules.purpose import QUESTIONS, Says

ROLES = (
    (Role.MEMBER.value, _("Member: sees the numbers")),
    (Role.ADMINISTRATOR.value, _("Administrator: configures everything")),
    (Role.OWNER.value, _("Owner: may do everything")),
    (Role.GUEST.value, _("Guest: sees only what is their own")),
)
WEEK_STARTS = (("monday", _("Monday")), ("sunday", _("Sunday")), ("saturday", _("Saturday")))


def blame(*, form: forms.BaseForm, refusal: Refusal) -> None:
    """Put a refusal beside the field that it names, or above the form where it names none."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, f"{refusal.sentence} {refusal.next_step}".strip())


class SignInForm(LoginForm):  # type: ignore[misc]
    """Address and password, each with a label and without a second one inside the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class GrantForm(forms.Form):
    """What a member is and may see."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    sees_persons = forms.BooleanField(
        label=_("May see persons"),
        required=False,
        help_text=_(
            "Names, addresses and other identifiers of customers and visitors. "
            "Owners always may, guests never."
        ),
    )
    sees_money = forms.BooleanField(
        label=_("May see money"),
        required=False,
        help_text=_("Amounts, prices and revenue. Owners always may, guests never."),
    )


class InviteForm(GrantForm):
    """Whom to invite, and into which team."""

    field_order = ("email", "role", "sees_persons", "sees_money", "team_id")
    email = forms.EmailField(label=_("E-mail address"))
    team_id = forms.TypedChoiceField(
        label=_("Team"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("They are in it as soon as they join. You can change it at any time."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = [(team.id, team.name) for team in list_teams()]
        choose(form=self, name="team_id", offered=[("", _("No team yet")), *teams])
        if not teams:
            del self.fields["team_id"]


class TeamForm(forms.Form):
    """How a team is called and what it is for."""

    name = forms.CharField(
        label=_("What is the team called?"), max_length=80, help_text=_("For example: Packing.")
    )
    about = forms.CharField(
        label=_("What is it for?"),
        required=False,
        max_length=2_000,
        help_text=_("One or two sentences that tell a newcomer whom to ask about what."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AddToTeamForm(forms.Form):
    """Whom to put into a team."""

    account_id = forms.TypedChoiceField(label=_("Who?"), coerce=int)
    leads = forms.BooleanField(label=_("They lead the team"), required=False)

    def __init__(self, *args: Any, team: TeamView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (member.id, member.name)
            for member in list_members()
            if member.is_active and not team.has(account_id=member.id)
        ]
        choose(form=self, name="account_id", offered=offered)


class JoinForm(forms.Form):
    """How somebody who joins is called, and their password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        help_text=_("At least 10 characters. Three or four unrelated words make a good password."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class AccountForm(forms.Form):
    """How somebody is called."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class KeyForm(forms.Form):
    """What a secret key is for."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=100, help_text=_("For example: monthly report.")
    )


class CompanyForm(forms.Form):
    """What the company is called, why it exists, and how it counts."""

    name = forms.CharField(label=_("Company"), max_length=200)
    purpose = forms.CharField(
        label=_("Purpose"),
        required=False,
        max_length=2000,
        help_text=_("One sentence that everybody can repeat: what would be different without you?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Days and weeks begin at its midnight. A change moves them for all numbers."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        help_text=_("Amounts that were sent without a currency count as this one."),
    )
    week_starts = forms.ChoiceField(label=_("First day of the week"), choices=WEEK_STARTS)
    language = forms.ChoiceField(
        label=_("Language and country"),
        help_text=_("How sentences, numbers and dates are written."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "timezone": [(zone, zone) for zone in sorted(available_timezones())],
            "currency": _list_currencies(),
            "language": sorted(settings.LANGUAGES, key=lambda pair: str(pair[1])),
        }
        for name, offered in choices.items():
            self.fields[name] = _choose(self.fields[name], offered)


class PurposeForm(forms.Form):
    """What the company is for, and why it is so."""

    text = forms.CharField(
        label=_("What are we for?"),
        max_length=2_000,
        help_text=_("One sentence that everybody can repeat: what would be different without us?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    because = forms.CharField(
        label=_("Why is it so?"),
        required=False,
        max_length=4_000,
        help_text=_(
            "What you saw that made you write it. Whoever joins later was not there: tell them."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class TestForm(forms.Form):
    """Somebody's answers to the test of the purpose; a question may be left out."""

    __test__ = False

    version = forms.IntegerField(min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        says = [(one.value, one.value) for one in Says]
        for question in QUESTIONS:
            self.fields[f"says-{question.code}"] = forms.ChoiceField(choices=says, required=False)
            self.fields[f"because-{question.code}"] = forms.CharField(
                max_length=1_000, required=False
            )

    def read_answers(self) -> dict[str, tuple[str, str]]:
        """Return by question what was answered and why."""
        said = self.cleaned_data
        return {
            question.code: (said[f"says-{question.code}"], said[f"because-{question.code}"])
            for question in QUESTIONS
            if said[f"says-{question.code}"]
        }


def choose(*, form: forms.BaseForm, name: str, offered: list[tuple[Any, Any]]) -> None:
    """Let a field that chooses offer these values, with what each is called."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
    field.choices = offered


def _choose(field: forms.Field, offered: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=field.label, help_text=field.help_text, choices=offered)


def _list_currencies() -> list[tuple[str, Any]]:
    names = Locale("en", "GB").currencies
    return [(code, f"{code} {names[code]}") for code in sorted(names) if len(code) == 3]
