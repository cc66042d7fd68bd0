"""`{% load people %}`: roles in words, and whether one click is enough to sign in."""

from typing import Protocol

from django import template
from django.template.context import Context
from django.utils.translation import gettext as _

from tenfold.people import demo
from tenfold.people.permissions import Permission, Role, permissions_of

register = template.Library()


class HasSight(Protocol):
    """A viewer, a member or an invitation."""

    @property
    def role(self) -> Role:
        """What they are."""

    @property
    def sees_persons(self) -> bool:
        """Whether they were allowed to see persons."""

    @property
    def sees_money(self) -> bool:
        """Whether they were allowed to see money."""


@register.simple_tag
def role_name(role: Role) -> str:
    """Write a role: `{% role_name member.role %}`."""
    names = {
        Role.OWNER: _("Owner"),
        Role.ADMINISTRATOR: _("Administrator"),
        Role.MEMBER: _("Member"),
        Role.GUEST: _("Guest"),
    }
    return names[role]


@register.simple_tag
def sight(*, of: HasSight) -> str:
    """Write what somebody may see: `{% sight of=member %}`."""
    held = permissions_of(role=of.role, sees_persons=of.sees_persons, sees_money=of.sees_money)
    words = {
        Permission.SEE_NUMBERS: _("numbers"),
        Permission.SEE_PERSONS: _("persons"),
        Permission.SEE_MONEY: _("money"),
    }
    seen = [word for permission, word in words.items() if permission in held]
    return ", ".join(seen) if seen else _("only their own account")


@register.simple_tag(takes_context=True)
def offers_one_click(context: Context) -> bool:
    """Return whether this request may sign in to the demo with one click."""
    return demo.offers_one_click(request=context["request"])
