"""Who may open which door: one table, from the name of an address to who may use it.

Nothing that is not in the table is open. `tests/contracts` walks every address with every role and
compares; docs/reference/permissions.md shows the same table to people.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.people.permissions import Permission, Viewer


class Open(StrEnum):
    """Who may pass without holding a permission."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    WRITE_KEY = "write_key"


ANYONE = Open.ANYONE
SIGNED_IN = Open.SIGNED_IN
WRITE_KEY = Open.WRITE_KEY
Who = Permission | Open


@dataclass(frozen=True)
class By:
    """An address where looking needs less than changing. Looking is GET, HEAD and OPTIONS."""

    looking: Who
    changing: Who


TABLE: dict[str, Who | By] = {
    # Signing in. What these pages show, they show to the one who holds the password or the link.
    "account_login": ANYONE,
    "account_logout": ANYONE,
    "account_inactive": ANYONE,
    "account_reset_password": ANYONE,
    "account_reset_password_done": ANYONE,
    "account_reset_password_from_key": ANYONE,
    "account_reset_password_from_key_done": ANYONE,
    "mfa_authenticate": ANYONE,
    "mfa_login_webauthn": ANYONE,
    "people:join": ANYONE,
    "people:demo_sign_in": ANYONE,
    # One's own account
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "people:account": SIGNED_IN,
    "people:keys": Permission.SEE_NUMBERS,
    "people:revoke_key": Permission.SEE_NUMBERS,
    # The company and its members
    "people:company": Permission.MANAGE_COMPANY,
    "people:members": Permission.MANAGE_MEMBERS,
    "people:invite": Permission.MANAGE_MEMBERS,
    "people:withdraw_invitation": Permission.MANAGE_MEMBERS,
    "people:member": Permission.MANAGE_MEMBERS,
    "people:deactivate_member": Permission.MANAGE_MEMBERS,
    "people:reactivate_member": Permission.MANAGE_MEMBERS,
    "people:make_reset_link": Permission.MANAGE_MEMBERS,
    "people:remove_second_factor": Permission.MANAGE_MEMBERS,
    # Dashboards
    "dashboards:home": Permission.SEE_NUMBERS,
    "dashboards:headlines": Permission.SEE_NUMBERS,
    "dashboards:number": Permission.SEE_NUMBERS,
    "dashboards:number_csv": Permission.SEE_NUMBERS,
    "dashboards:explore": Permission.SEE_NUMBERS,
    "dashboards:explore_answer": Permission.SEE_NUMBERS,
    "dashboards:explore_cancel": Permission.SEE_NUMBERS,
    "dashboards:explore_csv": Permission.SEE_NUMBERS,
    "dashboards:explore_open": Permission.SEE_NUMBERS,
    "dashboards:explore_who": Permission.SEE_NUMBERS,
    "dashboards:explore_who_csv": Permission.SEE_NUMBERS,
    "dashboards:explore_save": Permission.DEFINE_METRICS,
    "dashboards:explore_group": Permission.DEFINE_METRICS,
    # Segments. How many are in one is a number; who they are is not.
    "dashboards:segments": Permission.SEE_NUMBERS,
    "dashboards:segment": Permission.SEE_NUMBERS,
    "dashboards:segment_who": Permission.SEE_PERSONS,
    "dashboards:segment_csv": Permission.SEE_PERSONS,
    "dashboards:segment_new": Permission.DEFINE_METRICS,
    "dashboards:segment_preview": Permission.DEFINE_METRICS,
    "dashboards:segment_change": Permission.DEFINE_METRICS,
    "dashboards:segment_freeze": Permission.DEFINE_METRICS,
    "dashboards:segment_upload": Permission.DEFINE_METRICS,
    "dashboards:segment_remove": Permission.DEFINE_METRICS,
    # Interfaces: sources, imports, events, the catalogue, persons
    "interfaces:sources": Permission.SEE_NUMBERS,
    "interfaces:source": Permission.SEE_NUMBERS,
    "interfaces:source_first_event": Permission.SEE_NUMBERS,
    "interfaces:source_add": Permission.MANAGE_SOURCES,
    "interfaces:source_rename": Permission.MANAGE_SOURCES,
    "interfaces:source_replace_key": Permission.MANAGE_SOURCES,
    "interfaces:source_revoke_key": Permission.MANAGE_SOURCES,
    "interfaces:source_retention": Permission.MANAGE_SOURCES,
    "interfaces:source_archive": Permission.MANAGE_SOURCES,
    "interfaces:source_unarchive": Permission.MANAGE_SOURCES,
    "interfaces:import": Permission.IMPORT,
    "interfaces:import_upload": Permission.IMPORT,
    "interfaces:import_check": Permission.IMPORT,
    "interfaces:import_count": Permission.IMPORT,
    "interfaces:import_answer": Permission.IMPORT,
    "interfaces:import_mapping": Permission.IMPORT,
    "interfaces:import_mapping_file": Permission.IMPORT,
    "interfaces:import_take_mapping": Permission.IMPORT,
    "interfaces:import_preview": Permission.IMPORT,
    "interfaces:import_metric": Permission.IMPORT,
    "interfaces:import_settings": Permission.IMPORT,
    "interfaces:import_begin": Permission.IMPORT,
    "interfaces:import_give_up": Permission.IMPORT,
    "interfaces:import_cancel": Permission.IMPORT,
    "interfaces:import_continue": Permission.IMPORT,
    "interfaces:import_undo": Permission.IMPORT,
    "interfaces:import_report": Permission.IMPORT,
    "interfaces:imports": Permission.SEE_NUMBERS,
    "interfaces:import_run": Permission.SEE_NUMBERS,
    "interfaces:import_progress": Permission.SEE_NUMBERS,
    "interfaces:catalogue": Permission.SEE_NUMBERS,
    "interfaces:catalogue_name": Permission.SEE_NUMBERS,
    "interfaces:catalogue_describe": Permission.DEFINE_METRICS,
    "interfaces:catalogue_hide": Permission.DEFINE_METRICS,
    "interfaces:catalogue_require": Permission.DEFINE_METRICS,
    "interfaces:events": Permission.SEE_NUMBERS,
    "interfaces:event": Permission.SEE_NUMBERS,
    "interfaces:merges": Permission.SEE_PERSONS,
    "interfaces:person": Permission.SEE_PERSONS,
    "interfaces:person_find": Permission.SEE_PERSONS,
    "interfaces:person_merge": Permission.SEE_PERSONS,
    "interfaces:merge_undo": Permission.SEE_PERSONS,
    "interfaces:merge_apart": Permission.SEE_PERSONS,
    "interfaces:person_erase": Permission.ERASE,
    # The interface of programs
    "api:api-root": ANYONE,
    "api:openapi-json": ANYONE,
    "api:me": SIGNED_IN,
    "api:company": By(looking=Permission.SEE_NUMBERS, changing=Permission.MANAGE_COMPANY),
    "api:members": Permission.MANAGE_MEMBERS,
    "api:member": Permission.MANAGE_MEMBERS,
    "api:invitations": Permission.MANAGE_MEMBERS,
    "api:invitation": Permission.MANAGE_MEMBERS,
    "api:sources": By(looking=Permission.SEE_NUMBERS, changing=Permission.MANAGE_SOURCES),
    "api:source_retention": By(looking=Permission.SEE_NUMBERS, changing=Permission.MANAGE_SOURCES),
    "api:events": Permission.SEE_NUMBERS,
    "api:event": Permission.SEE_NUMBERS,
    "api:catalogue": Permission.SEE_NUMBERS,
    "api:imports": Permission.SEE_NUMBERS,
    "api:import": Permission.SEE_NUMBERS,
    "api:import_undo": Permission.IMPORT,
    "api:metrics": Permission.SEE_NUMBERS,
    "api:metric_schema": Permission.SEE_NUMBERS,
    "api:metric_versions": Permission.SEE_NUMBERS,
    "api:metric": By(looking=Permission.SEE_NUMBERS, changing=Permission.DEFINE_METRICS),
    "api:answer": Permission.SEE_NUMBERS,
    "api:answers": Permission.SEE_NUMBERS,
    "api:segments": Permission.SEE_NUMBERS,
    "api:segment": By(looking=Permission.SEE_NUMBERS, changing=Permission.DEFINE_METRICS),
    "api:segment_size": Permission.SEE_NUMBERS,
    "api:segment_sizes": Permission.SEE_NUMBERS,
    "api:segment_persons": Permission.SEE_PERSONS,
    "api:segment_freeze": Permission.DEFINE_METRICS,
    "api:segment_list": Permission.DEFINE_METRICS,
}
"""Addresses that Django answers, by the name of their URL pattern."""

OUTSIDE_DJANGO: dict[str, Who] = {
    "/healthz": ANYONE,
    "/v1/events": WRITE_KEY,
    "/live": Permission.SEE_NUMBERS,
}
"""Addresses that are answered before Django is asked; each checks what is said here by itself."""


class SignInNeeded(Refusal):
    """Nobody is signed in."""

    code = "sign_in_needed"
    status = 401


class WrongKey(Refusal):
    """The secret key is not one that works."""

    code = "wrong_key"
    status = 401


class NotAllowed(Refusal):
    """Whoever is signed in may not do this."""

    code = "not_allowed"
    status = 403


def who_may(*, name: str, method: str) -> Who | None:
    """Return whom the table lets use an address this way; None: nobody."""
    entry = TABLE.get(name)
    if isinstance(entry, By):
        return entry.looking if method in {"GET", "HEAD", "OPTIONS"} else entry.changing
    return entry


def may(*, name: str, method: str, viewer: Viewer | None) -> bool:
    """Return whether the viewer (None: nobody is signed in) may use the address this way."""
    who = who_may(name=name, method=method)
    if isinstance(who, Permission):
        return viewer is not None and viewer.allows(who)
    return who is ANYONE or (who is SIGNED_IN and viewer is not None)


def require(*, name: str, method: str, viewer: Viewer | None) -> None:
    """Raise `SignInNeeded` or `NotAllowed` unless the viewer may use the address this way."""
    if may(name=name, method=method, viewer=viewer):
        return
    if viewer is None:
        raise SignInNeeded(
            _("You are not signed in."),
            next_step=_("Sign in, or send a secret key as “Authorization: Bearer tfs_…”."),
        )
    raise NotAllowed(
        _("You are not allowed to do this."),
        next_step=_("Ask an owner or an administrator of your company to do it or to let you."),
    )


def wrong_key() -> WrongKey:
    """Return the refusal of a secret key that does not work."""
    return WrongKey(
        _("This secret key does not work."),
        next_step=_("Make a new one on the page “Keys for programs”."),
    )
