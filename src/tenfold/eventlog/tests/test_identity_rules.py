"""Who becomes whom: decisions without a file."""

from hypothesis import given
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log.identity import Claim, Draft, Identities, replay

names = st.sampled_from("abcdefgh")
pairs = st.lists(st.tuples(names, names), max_size=12)


def _claim(known, alias):
    return Claim(known=known, alias=alias, source=1, at=0)


def _decide(*claims):
    identities = Identities()
    states = []
    for known, alias in claims:
        draft = Draft(identities)
        draft.claim(_claim(known, alias))
        identities.keep(draft)
        states.append([decided.state for decided in draft.decided])
    return identities, states


def test_claim__anonymous_id__joins_the_known_one():
    identities, states = _decide(("ada", "cookie"))

    assert identities.person_of("cookie") == "ada"
    assert states == [["active"]]


def test_claim__made_again__changes_nothing():
    _, states = _decide(("ada", "cookie"), ("ada", "cookie"))

    assert states == [["active"], []]


def test_claim__shared_till__never_fuses_two_customers():
    identities, states = _decide(("ada", "till"), ("bob", "till"), ("bob", "till"))

    assert identities.person_of("till") == "ada"
    assert identities.person_of("bob") == "bob"
    assert states == [["active"], ["refused"], []]


def test_claim__of_a_known_person__is_refused():
    identities, states = _decide(("ada", "x"), ("bob", "y"), ("ada", "bob"))

    assert identities.person_of("bob") == "bob"
    assert states[-1] == ["refused"]


def test_claim__by_an_id_that_joined_before__leads_to_the_same_person():
    identities, _ = _decide(("ada", "phone"), ("phone", "cookie"))

    assert identities.person_of("cookie") == "ada"
    assert identities.members_of("phone") == {"ada", "phone", "cookie"}


def test_claim__without_an_alias__makes_the_actor_known():
    identities, states = _decide(("ada", None), ("bob", "ada"))

    assert identities.person_of("ada") == "ada"
    assert states == [[], ["refused"]]


@given(claims=pairs)
def test_claims__whatever_is_claimed__never_join_two_known_ids_that_were_apart(claims):
    identities = Identities()
    for known, alias in claims:
        before = {who: identities.person_of(who) for who in identities.known}
        draft = Draft(identities)
        draft.claim(_claim(known, alias))
        identities.keep(draft)
        for who, person in before.items():
            assert identities.person_of(who) == identities.person_of(person)
            assert before[who] == identities.person_of(who)


@given(claims=pairs)
def test_claims__in_one_batch_or_one_by_one__decide_the_same(claims):
    one_by_one, _ = _decide(*claims)
    together = Identities()
    draft = Draft(together)
    for known, alias in claims:
        draft.claim(_claim(known, alias))
    together.keep(draft)

    assert together.person == one_by_one.person
    assert together.known == one_by_one.known


@given(joins=pairs)
def test_replay__chains_and_circles__lead_to_one_end(joins):
    person = replay(pairs=joins)

    for alias, end in person.items():
        assert end not in person
        assert alias != end
    for alias, known in joins:
        assert person.get(alias, alias) == person.get(known, known)


@given(claims=pairs)
def test_replay__of_what_was_decided__gives_the_same_persons(claims):
    identities = Identities()
    active = []
    for known, alias in claims:
        draft = Draft(identities)
        draft.claim(_claim(known, alias))
        identities.keep(draft)
        active += [(d.claim.alias, d.claim.known) for d in draft.decided if d.state == "active"]

    assert replay(pairs=active) == identities.person
