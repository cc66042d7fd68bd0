"""The purpose: its versions, who adopted them, and the test that people put it to."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tenfold.outbox.models import OutboxRow
from tenfold.people import actions, models, queries
from tenfold.people.rules import purpose as rules
from tenfold.people.rules.purpose import Fate, Piece, Says, Verdict
from tests.members import AT

LATER = AT + timedelta(days=30)
FIRST = "Every celebration leaves nothing behind but the memory."
SECOND = "Every celebration leaves nothing behind but a good memory."
JSON = {"content_type": "application/json"}


def told() -> list[str]:
    return [row.name for row in OutboxRow.objects.order_by("id")]


def answer(by, version=1, **says):
    answers = {code: (said, "") for code, said in says.items()}
    actions.answer_purpose(version=version, answers=answers, by=by, at=AT)


def all_of(said: str) -> dict[str, str]:
    return {question.code: said for question in rules.QUESTIONS}


def verdict_of(code: str) -> Verdict:
    parts = queries.get_purpose().parts
    return next(one.verdict for part in parts for one in part.asked if one.question.code == code)


def test_purpose__of_a_new_company__is_the_first_version_and_its_owner_adopted_it(owner_id):
    purpose = queries.get_purpose()
    assert purpose.current == purpose.versions[0]
    assert (purpose.current.number, purpose.current.text) == (1, FIRST)
    assert (purpose.current.adopted_by, purpose.current.adopted_at) == ("ingrid", AT)
    assert (purpose.verdict, purpose.people) == (Verdict.OPEN, 0)


def test_purpose__put_into_new_words__keeps_the_old_ones_and_says_what_changed(owner_id):
    number = actions.adopt_purpose(text=f" {SECOND} ", because="We saw it.", by=owner_id, at=LATER)
    purpose = queries.get_purpose()
    assert (number, purpose.current.text, purpose.current.because) == (2, SECOND, "We saw it.")
    assert [one.text for one in purpose.versions] == [SECOND, FIRST]
    assert purpose.current.changes == (
        Piece(Fate.SAME, "Every celebration leaves nothing behind but"),
        Piece(Fate.GONE, "the"),
        Piece(Fate.NEW, "a good"),
        Piece(Fate.SAME, "memory."),
    )
    assert queries.get_company().purpose == SECOND
    assert told() == ["CompanyFounded", "PurposeChanged"]


def test_purpose__explained_anew__is_the_same_version(owner_id):
    answer(owner_id, noticed="yes")
    assert actions.adopt_purpose(text=FIRST, because="Because.", by=owner_id, at=LATER) == 1
    assert actions.adopt_purpose(text=FIRST, because="Because.", by=owner_id, at=LATER) == 1
    purpose = queries.get_purpose()
    assert (purpose.current.because, len(purpose.versions), purpose.people) == ("Because.", 1, 1)
    assert told().count("PurposeExplained") == 1
    assert "PurposeChanged" not in told()


def test_purpose__changed_on_the_company_page__is_a_version_too(sign_in, owner_id):
    sign_in("administrator").patch("/api/company", {"purpose": SECOND}, **JSON)
    assert [one.text for one in queries.get_purpose().versions] == [SECOND, FIRST]
    sign_in("owner").patch("/api/company", {"name": "Nordlys"}, **JSON)
    assert len(queries.get_purpose().versions) == 2


def test_purpose__taken_back__is_none_and_both_are_kept(sign_in, owner_id):
    actions.adopt_purpose(text="", by=owner_id, at=LATER)
    purpose = queries.get_purpose()
    assert purpose.current is None
    assert [one.number for one in purpose.versions] == [2, 1]
    with pytest.raises(rules.NoPurposeYet):
        answer(owner_id, version=2, noticed="yes")


def test_purpose__too_long_to_repeat__is_refused(owner_id):
    with pytest.raises(rules.PurposeTooLong):
        actions.adopt_purpose(text="x" * 2_001, by=owner_id, at=LATER)
    assert len(queries.get_purpose().versions) == 1


def test_purpose__adopted_by_many_at_once__has_versions_without_a_gap(owner_id, at_once):
    came = at_once(
        *(
            lambda number=number: actions.adopt_purpose(text=f"Try {number}", by=owner_id, at=LATER)
            for number in range(8)
        )
    )
    assert sorted(came) == list(range(2, 10))
    newest = queries.get_purpose().current
    assert (newest.number, newest.text) == (9, queries.get_company().purpose)


def test_answers__of_one_person_at_once__are_kept_once(owner_id, at_once):
    at_once(*[lambda: answer(owner_id, **all_of("yes"))] * 6)
    assert models.PurposeAnswer.objects.count() == len(rules.QUESTIONS)
    assert told().count("PurposeTested") == 1


def test_answers__given_anew__replace_and_what_is_left_out_is_taken_back(owner_id):
    answer(owner_id, noticed="yes", larger="no")
    answer(owner_id, noticed="unsure")
    rows = models.PurposeAnswer.objects.values_list("question", "says")
    assert list(rows) == [("noticed", "unsure")]


def test_answers__to_older_words__are_refused_and_those_given_stay_with_them(add, owner_id):
    answer(owner_id, **all_of("yes"))
    actions.adopt_purpose(text=SECOND, by=owner_id, at=LATER)
    with pytest.raises(rules.PurposeMoved):
        answer(add("member").id, version=1, noticed="yes")
    purpose = queries.get_purpose()
    assert (purpose.people, purpose.versions[1].tested_by) == (0, 1)


@pytest.mark.parametrize("says", [{"price": "yes"}, {"noticed": "perhaps"}, {"noticed": ""}])
def test_answers__to_what_was_not_asked__are_refused(owner_id, says):
    with pytest.raises(rules.UnknownQuestion):
        answer(owner_id, **says)
    assert not models.PurposeAnswer.objects.exists()


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("", Verdict.OPEN),
        ("y", Verdict.YES),
        ("n", Verdict.NO),
        ("u", Verdict.UNSURE),
        ("yyn", Verdict.YES),
        ("yn", Verdict.SPLIT),
        ("nny", Verdict.NO),
        ("yyyn", Verdict.YES),
        ("yuu", Verdict.UNSURE),
        ("ynu", Verdict.SPLIT),
    ],
)
def test_question__answered_so__says(said, verdict):
    letters = {"y": Says.YES, "n": Says.NO, "u": Says.UNSURE}
    assert rules.judge_question(says=[letters[one] for one in said]) is verdict


def test_part__with_one_no__is_no_whatever_the_others_say():
    verdicts = [Verdict.YES, Verdict.OPEN, Verdict.SPLIT, Verdict.NO]
    assert rules.judge_part(verdicts=verdicts) is Verdict.NO
    assert rules.judge_part(verdicts=verdicts[:3]) is Verdict.SPLIT
    assert rules.judge_part(verdicts=verdicts[:2]) is Verdict.OPEN
    assert rules.judge_part(verdicts=verdicts[:1]) is Verdict.YES


def test_test__answered_by_several__puts_their_answers_side_by_side(add, owner_id):
    member = add("member")
    answer(owner_id, **all_of("yes"))
    assert queries.get_purpose().verdict is Verdict.YES
    answer(member.id, **(all_of("yes") | {"attracts": "no"}))
    purpose = queries.get_purpose()
    assert (purpose.verdict, purpose.people) == (Verdict.SPLIT, 2)
    attracts = next(
        one for part in purpose.parts for one in part.asked if one.question.code == "attracts"
    )
    assert [(one.name, one.says) for one in attracts.answers] == [
        ("ingrid", "yes"),
        ("Member", "no"),
    ]


def test_rows__of_the_purpose__refuse_what_cannot_be(owner_id):
    version = models.PurposeVersion.objects.get()
    row = {"version": version, "question": "why", "account_id": owner_id, "answered_at": AT}
    for make in (
        lambda: models.PurposeVersion.objects.create(number=0, text="x", adopted_at=AT),
        lambda: models.PurposeVersion.objects.create(number=1, text="x", adopted_at=AT),
        lambda: models.PurposeAnswer.objects.create(**row, says="perhaps"),
        lambda: [models.PurposeAnswer.objects.create(**row, says="yes") for _ in range(2)],
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_page__of_the_purpose__shows_words_reasons_and_the_test_to_everybody(sign_in, owner_id):
    actions.adopt_purpose(text=SECOND, because="We saw the rubbish.", by=owner_id, at=LATER)
    page = sign_in("member").get(reverse("people:purpose")).content.decode()
    assert SECOND in page
    assert "We saw the rubbish." in page
    assert "Adopted by ingrid" in page
    assert "<del>the</del>" in page
    assert "Nobody has answered yet" in page
    assert reverse("people:purpose_change") not in page


def test_page__when_nobody_can_tell_what_serves_it__says_so_and_stands(sign_in, owner_id):
    page = sign_in("member").get(reverse("people:purpose"))
    assert page.status_code == 200
    problem = page.context["serving"].problem
    assert problem
    assert problem in page.content.decode()


def test_page__answered_by_a_member__shows_what_they_said_and_why(sign_in, owner_id):
    client = sign_in("member")
    sent = {"version": 1, "says-noticed": "yes", "because-noticed": "Less in the bins."}
    page = client.post(reverse("people:purpose_answer"), sent, follow=True).content.decode()
    assert "Less in the bins." in page
    assert "One person answered" in page
    assert verdict_of("noticed") is Verdict.YES
    sent = {"version": 7, "says-noticed": "yes"}
    assert client.post(reverse("people:purpose_answer"), sent).status_code == 409
    page = client.post(reverse("people:purpose_answer"), {"version": "x"}, follow=True)
    assert "could not be read" in page.content.decode()


def test_page__changed_by_an_administrator__adopts_the_words(sign_in):
    client = sign_in("administrator")
    assert FIRST in client.get(reverse("people:purpose_change")).content.decode()
    sent = {"text": SECOND, "because": "Better."}
    page = client.post(reverse("people:purpose_change"), sent, follow=True).content.decode()
    assert SECOND in page
    assert "Adopted by Administrator" in page
    empty = client.post(reverse("people:purpose_change"), {"text": ""})
    assert "id_text-wrong" in empty.content.decode()


@pytest.mark.parametrize(("kind", "offered"), [("administrator", True), ("member", False)])
def test_page__before_there_is_a_purpose__says_what_one_is_and_who_writes_it(
    sign_in, kind, offered
):
    models.PurposeVersion.objects.all().delete()
    page = sign_in(kind).get(reverse("people:purpose")).content.decode()
    assert "Nobody has written down yet" in page
    assert (reverse("people:purpose_change") in page) is offered


def test_api__of_the_purpose__shows_changes_and_tests_it(sign_in):
    owner = sign_in("owner")
    changed = owner.put("/api/purpose", {"text": SECOND, "because": "Better."}, **JSON).json()
    assert (changed["current"]["number"], len(changed["versions"])) == (2, 2)
    answers = {question.code: {"says": "yes", "because": "So."} for question in rules.QUESTIONS}
    member = sign_in("member")
    said = member.put("/api/purpose/answers", {"version": 2, "answers": answers}, **JSON).json()
    assert said["verdict"] == "yes"
    assert said["questions"][0]["answers"][0]["because"] == "So."
    late = member.put("/api/purpose/answers", {"version": 1, "answers": {}}, **JSON)
    assert (late.status_code, late.json()["code"]) == (409, "purpose_moved")
    assert member.put("/api/purpose", {"text": "x"}, **JSON).status_code == 403
