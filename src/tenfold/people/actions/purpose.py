"""What the company is for: putting it into words, saying why, and testing it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.people import PurposeChanged, PurposeExplained, PurposeTested
from tenfold.people import models
from tenfold.people.rules import purpose as rules


@transaction.atomic
def adopt_purpose(*, text: str, because: str = "", by: int | None, at: datetime) -> int:
    """Put the purpose into these words; return the number of the version that holds now.

    New words are a new version; the same words with other reasons are the same version, explained
    anew. Raises `PurposeTooLong`.
    """
    words = rules.require_repeatable(text=text)
    company = models.Company.objects.select_for_update().get()
    newest = models.PurposeVersion.objects.order_by("-number").first()
    if newest is not None and words == company.purpose:
        return _explain(newest, because.strip(), by, at)
    if newest is None and not words:
        return 0
    company.purpose = words
    company.save(update_fields=["purpose"])
    number = write_version(text=words, because=because.strip(), by=by, at=at)
    outbox.tell(fact=PurposeChanged(company_id=company.id), actor_id=by, at=at)
    return number


def write_version(*, text: str, by: int | None, at: datetime, because: str = "") -> int:
    """Write the purpose's next version and return its number; inside the caller's transaction.

    Whoever calls holds the row of the company, so that two never take the same number.
    """
    newest = models.PurposeVersion.objects.order_by("-number").first()
    number = 1 if newest is None else newest.number + 1
    models.PurposeVersion.objects.create(
        number=number, text=text, because=because, adopted_by_id=by, adopted_at=at
    )
    return number


@transaction.atomic
def answer_purpose(
    *, version: int, answers: Mapping[str, tuple[str, str]], by: int, at: datetime
) -> None:
    """Keep what somebody says to the test of a version: by question the answer and its reason.

    A question that is left out is taken back. Raises `UnknownQuestion`, `NoPurposeYet`,
    `PurposeMoved` (when this is no longer the version that holds).
    """
    says = rules.require_answers(answers={code: said for code, (said, _why) in answers.items()})
    row = _get_tested(version)
    mine = models.PurposeAnswer.objects.filter(version=row, account_id=by)
    before = {one.question: (one.says, one.because) for one in mine}
    after = {code: (said.value, answers[code][1].strip()) for code, said in says.items()}
    if before == after:
        return
    mine.exclude(question__in=after).delete()
    for code, (said, because) in after.items():
        if before.get(code) == (said, because):
            continue
        models.PurposeAnswer.objects.update_or_create(
            version=row,
            question=code,
            account_id=by,
            defaults={"says": said, "because": because, "answered_at": at},
        )
    outbox.tell(fact=PurposeTested(version=version), actor_id=by, at=at)


def _explain(row: models.PurposeVersion, because: str, by: int | None, at: datetime) -> int:
    if row.because != because:
        row.because = because
        row.save(update_fields=["because"])
        outbox.tell(fact=PurposeExplained(version=row.number), actor_id=by, at=at)
    return row.number


def _get_tested(version: int) -> models.PurposeVersion:
    row = models.PurposeVersion.objects.select_for_update().order_by("-number").first()
    if row is None or not row.text:
        raise rules.NoPurposeYet(
            _("The company has not written down yet what it is for."),
            next_step=_("Write it down first, or ask an administrator to."),
        )
    if row.number != version:
        raise rules.PurposeMoved(
            _("The purpose was put into new words meanwhile."),
            next_step=_("Read it again, then answer."),
        )
    return row
