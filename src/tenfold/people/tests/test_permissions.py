"""Who may do what, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.people import rules
from tenfold.people.permissions import Permission, Role, allows, permissions_of

people = st.builds(
    dict, role=st.sampled_from(Role), sees_persons=st.booleans(), sees_money=st.booleans()
)
CONFIGURATION = {
    Permission.MANAGE_SOURCES,
    Permission.IMPORT,
    Permission.DEFINE_METRICS,
    Permission.MANAGE_MEMBERS,
    Permission.MANAGE_COMPANY,
}


def test_owner__without_any_grant__may_do_everything():
    held = permissions_of(role="owner", sees_persons=False, sees_money=False)
    assert held == frozenset(Permission)


def test_guest__with_every_grant__may_do_nothing():
    assert permissions_of(role="guest", sees_persons=True, sees_money=True) == frozenset()


def test_member__without_grants__sees_numbers_only():
    held = permissions_of(role="member", sees_persons=False, sees_money=False)
    assert held == {Permission.SEE_NUMBERS}


def test_administrator__without_grants__configures_but_sees_neither_persons_nor_money():
    held = permissions_of(role="administrator", sees_persons=False, sees_money=False)
    assert held == CONFIGURATION | {Permission.SEE_NUMBERS}


def test_administrator__who_sees_persons__may_erase_one():
    who = {"role": "administrator", "sees_persons": True, "sees_money": False}
    assert allows(**who, permission=Permission.ERASE)
    assert not allows(**(who | {"role": "member"}), permission=Permission.ERASE)


@pytest.mark.parametrize("role", ["member", "administrator"])
def test_sight__granted_for_one__is_not_granted_for_the_other(role):
    held = permissions_of(role=role, sees_persons=False, sees_money=True)
    assert Permission.SEE_MONEY in held
    assert Permission.SEE_PERSONS not in held


@given(by=people, over=people)
def test_authority__allowed__never_reaches_beyond_what_one_may_do_oneself(by, over):
    mine, theirs = permissions_of(**by), permissions_of(**over)
    try:
        rules.require_authority(
            of=mine,
            over=theirs,
            by_owner=by["role"] is Role.OWNER,
            over_owner=over["role"] is Role.OWNER,
        )
    except rules.BeyondAuthority:
        assert by["role"] is not Role.OWNER
    else:
        assert theirs <= mine
        assert over["role"] is not Role.OWNER or by["role"] is Role.OWNER
