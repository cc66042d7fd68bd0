"""The addresses of signing in.

django-allauth brings more than this house offers (self sign-up, social accounts, changing one's own
address). Only what is listed here exists. Its names are kept, because allauth looks itself up by
them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from tenfold.people.views.members import forgotten

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/second-step/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/forgotten/", forgotten, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/second-step/", mfa.index, name="mfa_index"),
    path("account/second-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-step/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/second-step/codes/new/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-step/codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("account/second-step/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-step/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "account/second-step/passkeys/<int:pk>/",
        passkeys.edit_webauthn,
        name="mfa_edit_webauthn",
    ),
    path(
        "account/second-step/passkeys/<int:pk>/remove/",
        passkeys.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
]
