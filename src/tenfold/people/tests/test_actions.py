"""Founding and changing the company, inviting, joining, and deciding over members."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tenfold.outbox.models import OutboxRow
from tenfold.people import actions, models, queries, rules
from tests.members import AT, PASSWORD

FOUNDING = {
    "name": "Nordlys Gifts",
    "timezone": "Europe/Oslo",
    "currency": "NOK",
    "week_starts": "monday",
    "purpose": "",
    "owner_email": "ingrid@nordlys.example",
    "password": PASSWORD,
}
GRANT = {"role": "member", "sees_persons": False, "sees_money": False}


def told() -> list[tuple[str, dict]]:
    return [(row.name, row.properties) for row in OutboxRow.objects.order_by("id")]


def count_facts(name: str) -> int:
    return OutboxRow.objects.filter(name=name).count()


def invite(by, **changed):
    wanted = {"email": "kari@nordlys.example", **GRANT, **changed}
    return actions.invite_member(**wanted, by=by, at=AT)


@pytest.mark.django_db
def test_company__founded__has_an_owner_and_states_it():
    founded = actions.found_company(**FOUNDING, at=AT)
    company = queries.get_company()
    owner = queries.get_viewer(account_id=founded.owner_id)
    assert (company.name, company.language) == ("Nordlys Gifts", "en-gb")
    assert owner.role == "owner"
    assert models.Account.objects.get().check_password(PASSWORD)
    assert models.Account.objects.get().password.startswith("argon2")
    assert told() == [("CompanyFounded", {"company_id": 1})]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"name": "  "}, rules.BlankName, "name"),
        ({"timezone": "Oslo"}, rules.UnknownTimezone, "timezone"),
        ({"timezone": "../../etc/passwd"}, rules.UnknownTimezone, "timezone"),
        ({"currency": "nok"}, rules.UnknownCurrency, "currency"),
        ({"currency": "QQQ"}, rules.UnknownCurrency, "currency"),
        ({"week_starts": "friday"}, rules.UnknownWeekStart, "week_starts"),
        ({"language": "klingon"}, rules.UnknownLanguage, "language"),
        ({"owner_email": "ingrid"}, rules.NotAnAddress, "email"),
        ({"password": "short"}, rules.WeakPassword, "password"),
        ({"password": "1234567890"}, rules.WeakPassword, "password"),
        ({"password": "ingrid@nordlys.example"}, rules.WeakPassword, "password"),
    ],
)
def test_company__founded_with_nonsense__is_refused_whole(changed, refusal, field):
    with pytest.raises(refusal) as refused:
        actions.found_company(**(FOUNDING | changed), at=AT)
    assert refused.value.field == field
    assert refused.value.next_step
    assert not models.Company.objects.exists()
    assert not models.Account.objects.exists()
    assert told() == []


def test_company__founded_twice__is_refused(owner_id):
    with pytest.raises(rules.CompanyFoundedAlready):
        actions.found_company(**(FOUNDING | {"owner_email": "other@example.com"}), at=AT)
    assert models.Account.objects.count() == 1


@pytest.mark.parametrize(
    "row",
    [
        {"id": 2, "currency": "NOK", "week_starts": "monday"},
        {"id": 1, "currency": "kroner"[:3], "week_starts": "monday"},
        {"id": 1, "currency": "NOK", "week_starts": "friday"},
    ],
)
@pytest.mark.django_db
def test_company__written_past_the_actions__is_refused_by_the_rows(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Company.objects.create(**row, name="x", timezone="UTC", language="en", founded_at=AT)


@pytest.mark.django_db
def test_account__of_an_unknown_role__is_refused_by_the_rows():
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Account.objects.create(email="x@example.com", role="emperor", joined_at=AT)


def test_purpose__changed__is_stated_and_other_changes_are_not(owner_id):
    now = queries.get_company()
    fields = {name: getattr(now, name) for name in now.__dataclass_fields__ if name != "id"}
    actions.change_company(**(fields | {"name": "Nordlys"}), by=owner_id, at=AT)
    assert count_facts("PurposeChanged") == 0
    actions.change_company(**(fields | {"purpose": "Nothing wasted."}), by=owner_id, at=AT)
    assert count_facts("PurposeChanged") == 1
    assert queries.get_company().purpose == "Nothing wasted."


def test_invitation__accepted__makes_a_member_once(owner_id):
    invited = invite(owner_id, role="administrator", sees_money=True)
    joined = actions.accept_invitation(token=invited.token, name="Kari", password=PASSWORD, at=AT)
    member = queries.get_member(member_id=joined)
    assert (member.role, member.sees_money, member.sees_persons) == ("administrator", True, False)
    assert [name for name, _ in told()] == ["CompanyFounded", "MemberInvited", "MemberJoined"]
    with pytest.raises(rules.UnknownInvitation):
        actions.accept_invitation(token=invited.token, name="X", password=PASSWORD, at=AT)


def test_invitation__kept__does_not_reveal_its_link(owner_id):
    invited = invite(owner_id)
    row = models.Invitation.objects.get()
    assert invited.token not in str(row.__dict__)
    assert invited.token not in str(told())
    assert "kari" not in str(told())


@pytest.mark.parametrize("ended", ["expired", "withdrawn", "replaced", "unknown"])
def test_invitation__that_ended__lets_nobody_in(owner_id, ended):
    invited = invite(owner_id)
    at, token = AT, invited.token
    if ended == "expired":
        at = AT + rules.INVITATION_LASTS
    elif ended == "withdrawn":
        actions.withdraw_invitation(invitation_id=invited.id, by=owner_id, at=AT)
    elif ended == "replaced":
        invite(owner_id)
    else:
        token = "something else"
    with pytest.raises(rules.UnknownInvitation):
        actions.accept_invitation(token=token, name="Kari", password=PASSWORD, at=at)
    assert models.Account.objects.count() == 1


def test_invitation__a_moment_before_it_expires__still_works(owner_id):
    invited = invite(owner_id)
    at = AT + rules.INVITATION_LASTS - timedelta(seconds=1)
    actions.accept_invitation(token=invited.token, name="Kari", password=PASSWORD, at=at)
    assert models.Account.objects.count() == 2


def test_invitation__for_somebody_who_is_there__is_refused(owner_id):
    with pytest.raises(rules.EmailTaken):
        invite(owner_id, email="INGRID@nordlys.example")


def test_invitation__beyond_what_an_administrator_may_see__is_refused(add):
    administrator = add("administrator")
    with pytest.raises(rules.BeyondAuthority):
        invite(administrator.id, sees_money=True)
    with pytest.raises(rules.BeyondAuthority):
        invite(administrator.id, role="owner")
    assert invite(administrator.id).id


def test_member__given_another_role__changes_and_it_is_stated_once(add, owner_id):
    member = add("member")
    wanted = {"member_id": member.id, **GRANT, "sees_persons": True, "by": owner_id, "at": AT}
    actions.change_member(**wanted)
    actions.change_member(**wanted)
    assert queries.get_member(member_id=member.id).sees_persons
    assert count_facts("RoleChanged") == 1


def test_member__raising_themselves__is_refused(add):
    administrator = add("administrator")
    with pytest.raises(rules.BeyondAuthority):
        actions.change_member(
            member_id=administrator.id,
            role="administrator",
            sees_persons=False,
            sees_money=True,
            by=administrator.id,
            at=AT,
        )


def test_member__who_may_see_more_than_the_administrator__is_out_of_reach(add):
    administrator, member = add("administrator"), add("member who sees money")
    for reach in (
        lambda: actions.make_reset_link(member_id=member.id, by=administrator.id, at=AT),
        lambda: actions.remove_second_factor(member_id=member.id, by=administrator.id, at=AT),
        lambda: actions.deactivate_member(member_id=member.id, by=administrator.id, at=AT),
    ):
        with pytest.raises(rules.BeyondAuthority):
            reach()


def test_owner__the_last_one__can_be_neither_demoted_nor_deactivated(owner_id):
    with pytest.raises(rules.LastOwner):
        actions.change_member(member_id=owner_id, **GRANT, by=owner_id, at=AT)
    with pytest.raises(rules.LastOwner):
        actions.deactivate_member(member_id=owner_id, by=owner_id, at=AT)


def test_owner__with_another_one_who_is_deactivated__is_still_the_last(add, owner_id):
    other = add("member")
    models.Account.objects.filter(id=other.id).update(role="owner", is_active=False)
    with pytest.raises(rules.LastOwner):
        actions.deactivate_member(member_id=owner_id, by=owner_id, at=AT)
    models.Account.objects.filter(id=other.id).update(is_active=True)
    actions.deactivate_member(member_id=owner_id, by=owner_id, at=AT)
    assert not queries.get_member(member_id=owner_id).is_active


def test_member__deactivated_and_opened_again__is_stated_both_times(add, owner_id):
    member = add("member")
    actions.deactivate_member(member_id=member.id, by=owner_id, at=AT)
    assert queries.find_viewer(account_id=member.id) is None
    actions.reactivate_member(member_id=member.id, by=owner_id, at=AT)
    assert queries.get_viewer(account_id=member.id).name == "Member"
    assert count_facts("MemberDeactivated") == count_facts("MemberReactivated") == 1


def test_facts__of_this_room__carry_no_address_and_no_name(add, owner_id):
    member = add("member")
    invite(owner_id)
    actions.make_reset_link(member_id=member.id, by=owner_id, at=AT)
    said = str(told())
    assert "@" not in said
    assert "Member" not in {value for _, properties in told() for value in properties.values()}
