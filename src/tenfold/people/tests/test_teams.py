"""Teams: made, renamed, archived and brought back; who is in them, who leads, who was."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tenfold.outbox.models import OutboxRow
from tenfold.people import actions, models, queries, rules
from tests.members import AT, PASSWORD

LATER = AT + timedelta(days=3)
JSON = {"content_type": "application/json"}


@pytest.fixture
def team_id(owner_id) -> int:
    return actions.make_team(name="Packing", about="Boxes, and on time.", by=owner_id, at=AT)


def told() -> list[str]:
    return [row.name for row in OutboxRow.objects.order_by("id")]


def put(team_id, account_id, by, **how):
    actions.add_to_team(team_id=team_id, account_id=account_id, by=by, at=AT, **how)


def test_team__made__is_there_with_nobody_in_it(team_id):
    team = queries.get_team(team_id=team_id)
    assert (team.name, team.about, team.members, team.archived_at) == (
        "Packing", "Boxes, and on time.", (), None,
    )  # fmt: skip
    assert queries.list_teams() == (team,)
    assert told() == ["CompanyFounded", "TeamMade"]


def test_team__made_by_somebody_who_manages_nobody__is_refused(add):
    with pytest.raises(rules.NotTheLead):
        actions.make_team(name="Packing", by=add("member").id, at=AT)


@pytest.mark.parametrize("name", ["Packing", "PACKING", "  packing "])
def test_team__called_as_another__is_refused_and_nothing_is_written(team_id, owner_id, name):
    with pytest.raises(rules.TeamNameTaken) as refused:
        actions.make_team(name=name, by=owner_id, at=AT)
    assert refused.value.field == "name"
    assert models.Team.objects.count() == 1
    assert told().count("TeamMade") == 1


def test_team__without_a_name__is_refused(owner_id):
    with pytest.raises(rules.BlankName):
        actions.make_team(name="  ", by=owner_id, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Team.objects.create(name="", made_at=AT)


def test_team__of_the_name_of_an_archived_one__is_made_and_the_old_one_waits(team_id, owner_id):
    actions.archive_team(team_id=team_id, by=owner_id, at=AT)
    second = actions.make_team(name="packing", by=owner_id, at=AT)
    with pytest.raises(rules.TeamNameTaken):
        actions.unarchive_team(team_id=team_id, by=owner_id, at=AT)
    assert [team.id for team in queries.list_teams(archived=True)] == [team_id]
    actions.change_team(team_id=second, name="Shipping", about="", by=owner_id, at=AT)
    actions.unarchive_team(team_id=team_id, by=owner_id, at=AT)
    assert [team.name for team in queries.list_teams()] == ["Packing", "Shipping"]


def test_team__archived_and_brought_back__still_has_its_members(add, team_id, owner_id):
    member = add("member")
    put(team_id, member.id, owner_id, leads=True)
    actions.archive_team(team_id=team_id, by=member.id, at=LATER)
    actions.archive_team(team_id=team_id, by=member.id, at=LATER)
    assert queries.get_teams_of(account_id=member.id) == frozenset()
    with pytest.raises(rules.TeamArchived):
        put(team_id, owner_id, owner_id)
    actions.unarchive_team(team_id=team_id, by=member.id, at=LATER)
    assert queries.get_teams_of(account_id=member.id) == {team_id}
    assert [one.leads for one in queries.get_team(team_id=team_id).members] == [True]
    assert told().count("TeamArchived") == told().count("TeamUnarchived") == 1


def test_member__added_twice__is_in_the_team_once_and_it_is_stated_once(add, team_id, owner_id):
    member = add("member")
    put(team_id, member.id, owner_id)
    put(team_id, member.id, owner_id, leads=True)
    team = queries.get_team(team_id=team_id)
    assert [(one.account_id, one.leads) for one in team.members] == [(member.id, False)]
    assert told().count("TeamJoined") == 1


def test_member__who_leads__may_change_the_team_and_others_may_not(add, team_id, owner_id):
    lead, other = add("member"), add("member who sees money")
    put(team_id, lead.id, owner_id, leads=True)
    put(team_id, other.id, lead.id)
    for attempt in (
        lambda: actions.change_team(team_id=team_id, name="X", about="", by=other.id, at=AT),
        lambda: actions.archive_team(team_id=team_id, by=other.id, at=AT),
        lambda: put(team_id, owner_id, other.id),
        lambda: actions.take_from_team(team_id=team_id, account_id=lead.id, by=other.id, at=AT),
        lambda: actions.set_lead(
            team_id=team_id, account_id=other.id, leads=True, by=other.id, at=AT
        ),
    ):
        with pytest.raises(rules.NotTheLead):
            attempt()
    assert queries.get_team(team_id=team_id).name == "Packing"


def test_member__who_leaves_and_comes_back__has_both_stays_kept(add, team_id, owner_id):
    member = add("member")
    put(team_id, member.id, owner_id, leads=True)
    actions.take_from_team(team_id=team_id, account_id=member.id, by=member.id, at=LATER)
    actions.add_to_team(team_id=team_id, account_id=member.id, by=owner_id, at=LATER)
    past = queries.list_past_members(team_id=team_id)
    assert [(one.led, one.joined_at, one.left_at) for one in past] == [(True, AT, LATER)]
    assert [one.leads for one in queries.get_team(team_id=team_id).members] == [False]


def test_team__whose_only_lead_goes__has_none_and_a_manager_finds_another(add, team_id, owner_id):
    lead, other = add("member"), add("member who sees money")
    put(team_id, lead.id, owner_id, leads=True)
    put(team_id, other.id, owner_id)
    actions.set_lead(team_id=team_id, account_id=lead.id, leads=False, by=lead.id, at=AT)
    assert queries.get_team(team_id=team_id).leads == ()
    with pytest.raises(rules.NotTheLead):
        actions.set_lead(team_id=team_id, account_id=lead.id, leads=True, by=lead.id, at=AT)
    actions.set_lead(team_id=team_id, account_id=other.id, leads=True, by=owner_id, at=AT)
    assert queries.get_team(team_id=team_id).is_led_by(account_id=other.id)
    assert told().count("TeamLeadChanged") == 2


def test_lead__of_a_team_they_are_not_in__is_refused(add, team_id, owner_id):
    with pytest.raises(rules.UnknownMember):
        actions.set_lead(
            team_id=team_id, account_id=add("member").id, leads=True, by=owner_id, at=AT
        )


def test_member__whose_account_is_closed__stays_as_such_and_joins_nothing(add, team_id, owner_id):
    member = add("member")
    put(team_id, member.id, owner_id)
    actions.deactivate_member(member_id=member.id, by=owner_id, at=AT)
    assert [one.is_active for one in queries.get_team(team_id=team_id).members] == [False]
    with pytest.raises(rules.MemberClosed):
        actions.set_lead(team_id=team_id, account_id=member.id, leads=True, by=owner_id, at=AT)
    other = actions.make_team(name="Press", by=owner_id, at=AT)
    with pytest.raises(rules.MemberClosed):
        put(other, member.id, owner_id)


def test_team__that_is_not_there__is_refused(owner_id):
    for attempt in (
        lambda: queries.get_team(team_id=99),
        lambda: actions.archive_team(team_id=99, by=owner_id, at=AT),
        lambda: put(99, owner_id, owner_id),
    ):
        with pytest.raises(rules.UnknownTeam):
            attempt()


def test_membership__written_past_the_actions__is_refused_by_the_rows(add, team_id, owner_id):
    row = {"team_id": team_id, "account_id": owner_id, "joined_at": LATER}
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Membership.objects.create(**row, left_at=AT)
    models.Membership.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Membership.objects.create(**row)


def test_team__made_eight_times_at_once__is_there_once(owner_id, at_once):
    came = at_once(*[lambda: actions.make_team(name="Packing", by=owner_id, at=AT)] * 8)
    assert sum(isinstance(one, rules.TeamNameTaken) for one in came) == 7
    assert [team.name for team in queries.list_teams()] == ["Packing"]
    assert told().count("TeamMade") == 1


def test_member__added_and_removed_by_many_at_once__is_in_the_team_at_most_once(
    add, owner_id, at_once
):
    team_id = actions.make_team(name="Packing", by=owner_id, at=AT)
    member = add("member").id
    into = [lambda: put(team_id, member, owner_id)] * 6
    out = [
        lambda: actions.take_from_team(team_id=team_id, account_id=member, by=owner_id, at=LATER)
    ] * 6
    assert at_once(*into, *out) == [None] * 12
    present = len(queries.get_team(team_id=team_id).members)
    assert present in (0, 1)
    assert told().count("TeamJoined") - told().count("TeamLeft") == present


def test_invitation__accepted_while_its_team_is_archived__leaves_a_member_and_no_half(
    team_id, owner_id, at_once
):
    invited = invite(owner_id, team_id)
    came = at_once(
        lambda: accept(invited),
        lambda: actions.archive_team(team_id=team_id, by=owner_id, at=AT),
        lambda: accept(invited),
    )
    joined = [one for one in came if isinstance(one, int)]
    assert len(joined) == 1
    told_of = told().count("TeamJoined")
    assert len(queries.get_team(team_id=team_id).members) == told_of


def test_invitation__into_a_team__joins_it_when_it_is_accepted(team_id, owner_id):
    joined = accept(invite(owner_id, team_id))
    assert queries.get_teams_of(account_id=joined) == {team_id}
    assert told()[-2:] == ["MemberJoined", "TeamJoined"]


def test_invitation__into_a_team_that_was_archived_since__still_lets_them_in(team_id, owner_id):
    invited = invite(owner_id, team_id)
    actions.archive_team(team_id=team_id, by=owner_id, at=AT)
    joined = accept(invited)
    actions.unarchive_team(team_id=team_id, by=owner_id, at=AT)
    assert queries.get_teams_of(account_id=joined) == frozenset()
    assert queries.get_viewer(account_id=joined).name == "Kari"


def test_invitation__into_no_team_or_an_archived_one__is_refused(team_id, owner_id):
    with pytest.raises(rules.UnknownTeam):
        invite(owner_id, 99)
    actions.archive_team(team_id=team_id, by=owner_id, at=AT)
    with pytest.raises(rules.TeamArchived):
        invite(owner_id, team_id)


def invite(by, team_id):
    return actions.invite_member(
        email="kari@nordlys.example", role="member", sees_persons=False, sees_money=False,
        team_id=team_id, by=by, at=AT,
    )  # fmt: skip


def accept(invited) -> int:
    return actions.accept_invitation(token=invited.token, name="Kari", password=PASSWORD, at=AT)


def test_pages__of_a_team_from_making_to_bringing_back__do_what_they_say(sign_in, add):
    member = add("member")
    client = sign_in("administrator")
    made = client.post(reverse("people:team_new"), {"name": "Packing", "about": "Boxes."})
    page = made["Location"]
    team = queries.list_teams()[0]
    client.post(reverse("people:team_add", args=[team.id]), {"account_id": member.id})
    client.post(reverse("people:team_lead", args=[team.id, member.id]), {"leads": "yes"})
    shown = client.get(page).content.decode()
    assert "Led by Member" in shown
    client.post(reverse("people:team_change", args=[team.id]), {"name": "Shipping", "about": ""})
    client.post(reverse("people:team_archive", args=[team.id]))
    assert "This team is archived." in client.get(page).content.decode()
    assert "1 archived team" in client.get(reverse("people:teams")).content.decode()
    client.post(reverse("people:team_unarchive", args=[team.id]))
    client.post(reverse("people:team_remove", args=[team.id, member.id]))
    shown = client.get(page).content.decode()
    assert "<h1>Shipping</h1>" in shown
    assert "Who was in it before" in shown


def test_page__of_a_team__offers_changes_to_its_lead_and_not_to_others(sign_in, add, team_id):
    page = reverse("people:team", args=[team_id])
    client = sign_in("member")
    assert "Add somebody" not in client.get(page).content.decode()
    refused = client.post(reverse("people:team_archive", args=[team_id]))
    assert (refused.status_code, b"Only those who lead this team" in refused.content) == (403, True)
    lead = models.Account.objects.get(email="member@nordlys.example")
    models.Membership.objects.create(team_id=team_id, account=lead, leads=True, joined_at=AT)
    shown = client.get(page).content.decode()
    assert "Add somebody" in shown
    assert reverse("people:invite") not in shown


def test_page__of_teams__without_any__teaches_what_one_is(sign_in):
    page = sign_in("member").get(reverse("people:teams")).content.decode()
    assert "No teams yet" in page
    assert reverse("people:team_new") not in page


@pytest.mark.parametrize("sent", [{"name": "Packing"}, {"name": ""}])
def test_page__sent_with_a_name_that_cannot_be__says_so_beside_the_field(sign_in, team_id, sent):
    page = sign_in("owner").post(reverse("people:team_new"), sent)
    assert page.status_code == 200
    assert "id_name-wrong" in page.content.decode()


def test_page__adding_somebody_who_cannot_be_added__says_so(sign_in, team_id):
    page = sign_in("owner").post(reverse("people:team_add", args=[team_id]), {"account_id": "99"})
    assert page.status_code == 200
    assert "id_account_id-wrong" in page.content.decode()


def test_invitation_page__opened_from_a_team__has_it_chosen(sign_in, team_id):
    page = sign_in("owner").get(reverse("people:invite") + f"?team={team_id}").content.decode()
    assert f'<option value="{team_id}" selected>' in page
    wanted = {"email": "kari@nordlys.example", "role": "member", "team_id": team_id}
    sign_in("owner").post(reverse("people:invite"), wanted)
    assert models.Invitation.objects.get().team_id == team_id


def test_api__of_teams__makes_changes_fills_and_archives_one(sign_in, add):
    member = add("member")
    client = sign_in("owner")
    made = client.post("/api/teams", {"name": "Packing"}, **JSON)
    assert made.status_code == 201
    at = f"/api/teams/{made.json()['id']}"
    client.put(f"{at}/members/{member.id}", {"leads": True}, **JSON)
    client.put(f"{at}/members/{member.id}", {"leads": True}, **JSON)
    changed = client.patch(at, {"about": "Boxes."}, **JSON).json()
    assert (changed["name"], changed["about"]) == ("Packing", "Boxes.")
    assert [(one["name"], one["leads"]) for one in changed["members"]] == [("Member", True)]
    assert client.patch(at, {"archived": True}, **JSON).json()["archived_at"]
    assert client.get("/api/teams").json() == []
    assert len(client.get("/api/teams?archived=true").json()) == 1
    client.patch(at, {"archived": False}, **JSON)
    assert client.delete(f"{at}/members/{member.id}").status_code == 204
    assert client.get(at).json()["members"] == []


def test_api__of_teams__asked_by_a_member__shows_and_refuses_to_change(sign_in, team_id):
    client = sign_in("member")
    assert [one["name"] for one in client.get("/api/teams").json()] == ["Packing"]
    refused = client.patch(f"/api/teams/{team_id}", {"name": "X"}, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_the_lead")
    assert client.get("/api/teams/99").json()["code"] == "unknown_team"


def test_facts__of_teams__carry_no_name(add, team_id, owner_id):
    put(team_id, add("member").id, owner_id, leads=True)
    said = [value for row in OutboxRow.objects.all() for value in row.properties.values()]
    assert not {"Packing", "Member"} & set(map(str, said))
