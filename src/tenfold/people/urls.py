"""The addresses of the company, its members, their accounts and keys, its teams and its purpose."""

from django.urls import path

from tenfold.people.views import members, purpose, teams

app_name = "people"
urlpatterns = [
    path("company/", members.company, name="company"),
    path("members/", members.members, name="members"),
    path("members/invite/", members.invite, name="invite"),
    path(
        "members/invitations/<int:invitation_id>/withdraw/",
        members.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("members/<int:member_id>/", members.member, name="member"),
    path(
        "members/<int:member_id>/deactivate/", members.deactivate_member, name="deactivate_member"
    ),
    path(
        "members/<int:member_id>/reactivate/", members.reactivate_member, name="reactivate_member"
    ),
    path("members/<int:member_id>/reset-link/", members.make_reset_link, name="make_reset_link"),
    path(
        "members/<int:member_id>/remove-second-step/",
        members.remove_second_factor,
        name="remove_second_factor",
    ),
    path("purpose/", purpose.purpose, name="purpose"),
    path("purpose/change/", purpose.purpose_change, name="purpose_change"),
    path("purpose/answer/", purpose.purpose_answer, name="purpose_answer"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.team_new, name="team_new"),
    path("teams/<int:team_id>/", teams.team, name="team"),
    path("teams/<int:team_id>/change/", teams.team_change, name="team_change"),
    path("teams/<int:team_id>/archive/", teams.team_archive, name="team_archive"),
    path("teams/<int:team_id>/bring-back/", teams.team_unarchive, name="team_unarchive"),
    path("teams/<int:team_id>/add/", teams.team_add, name="team_add"),
    path("teams/<int:team_id>/<int:account_id>/remove/", teams.team_remove, name="team_remove"),
    path("teams/<int:team_id>/<int:account_id>/lead/", teams.team_lead, name="team_lead"),
    path("join/<str:token>/", members.join, name="join"),
    path("account/", members.account, name="account"),
    path("account/keys/", members.keys, name="keys"),
    path("account/keys/<int:key_id>/revoke/", members.revoke_key, name="revoke_key"),
    path("demo/sign-in", members.demo_sign_in, name="demo_sign_in"),
]
