"""The addresses of the company, its members, their accounts and keys."""

from django.urls import path

from tenfold.people import views

app_name = "people"
urlpatterns = [
    path("company/", views.company, name="company"),
    path("members/", views.members, name="members"),
    path("members/invite/", views.invite, name="invite"),
    path(
        "members/invitations/<int:invitation_id>/withdraw/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("members/<int:member_id>/", views.member, name="member"),
    path("members/<int:member_id>/deactivate/", views.deactivate_member, name="deactivate_member"),
    path("members/<int:member_id>/reactivate/", views.reactivate_member, name="reactivate_member"),
    path("members/<int:member_id>/reset-link/", views.make_reset_link, name="make_reset_link"),
    path(
        "members/<int:member_id>/remove-second-step/",
        views.remove_second_factor,
        name="remove_second_factor",
    ),
    path("join/<str:token>/", views.join, name="join"),
    path("account/", views.account, name="account"),
    path("account/keys/", views.keys, name="keys"),
    path("account/keys/<int:key_id>/revoke/", views.revoke_key, name="revoke_key"),
    path("demo/sign-in", views.demo_sign_in, name="demo_sign_in"),
]
