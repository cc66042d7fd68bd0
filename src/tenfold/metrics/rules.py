"""What a company may call its metrics, and what is refused."""

import re
from enum import StrEnum

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

ALWAYS = ("events", "persons")
"""Names that exist in every company."""

MAX_HEADLINE = 4
_TAKEN = ("answer", "answers", "schema")  # /api/metrics/answer is where questions are sent
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")


class Better(StrEnum):
    """Which way of a number is good news."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class InvalidMetric(Refusal):
    """A metric's name, title or place cannot be as given."""

    code = "invalid_metric"


class UnknownMetric(Refusal):
    """There is no metric of that name."""

    code = "unknown_metric"
    status = 404


class MoneyHidden(Refusal):
    """The answer is an amount of money, and whoever asks may not see money."""

    code = "money_hidden"
    status = 403


class PersonsHidden(Refusal):
    """The answer names persons, and whoever asks may not see persons."""

    code = "persons_hidden"
    status = 403


def require_name(*, name: str) -> None:
    """Raise `InvalidMetric` unless the name is a short word that can stand in an address."""
    if not _NAME.fullmatch(name) or len(name) > 60:
        raise InvalidMetric(
            _("“%(name)s” cannot be the name of a metric.") % {"name": name[:60]},
            next_step=_("Use small letters, digits and hyphens, such as weekly-revenue."),
            field="name",
        )
    if name in (*ALWAYS, *_TAKEN):
        raise InvalidMetric(
            _("“%(name)s” is taken by Tenfold itself.") % {"name": name},
            next_step=_("Choose another name."),
            field="name",
        )


class MetricInUse(Refusal):
    """A metric cannot be taken away, or changed so, because others are made of it."""

    code = "metric_in_use"
    status = 409


def require_own(*, name: str) -> None:
    """Raise `InvalidMetric` for a metric that every company has."""
    if name in ALWAYS:
        raise InvalidMetric(
            _("“%(name)s” is a metric that every company has.") % {"name": name}, field="name"
        )


def require_words(*, title: str, asks: str) -> None:
    """Raise `InvalidMetric` unless there is a title, and neither is too long."""
    if not title.strip() or len(title) > 120:
        raise InvalidMetric(_("A title has 1 to 120 characters."), field="title")
    if len(asks) > 240:
        raise InvalidMetric(_("A question has at most 240 characters."), field="asks")


def require_place(*, better: str, headline: int | None) -> None:
    """Raise `InvalidMetric` unless `better` is known and `headline` is one of the four places."""
    if better not in list(Better):
        raise InvalidMetric(_("Better is up, down or none."), field="better")
    if headline is not None and not 1 <= headline <= MAX_HEADLINE:
        raise InvalidMetric(
            _("There are %(most)d headline places.") % {"most": MAX_HEADLINE}, field="headline"
        )


def unknown_metric(*, name: str, version: int | None = None) -> UnknownMetric:
    """Return the refusal for a name that no metric has, or never had at that version."""
    if version is not None:
        return UnknownMetric(
            _("There is no version %(version)d of the metric “%(name)s”.")
            % {"name": name[:60], "version": version},
            next_step=_("Look at its versions with: tenfold metrics versions %(name)s")
            % {"name": name[:60]},
            field="version",
        )
    return UnknownMetric(
        _("There is no metric “%(name)s”.") % {"name": name[:60]},
        next_step=_("Look at the list with: tenfold metrics list"),
        field="name",
    )


def require_visible(
    *, is_money: bool, names_persons: bool, sees_money: bool, sees_persons: bool
) -> None:
    """Raise `MoneyHidden` or `PersonsHidden` where the answer shows what must not be seen."""
    if is_money and not sees_money:
        raise MoneyHidden(
            _("This is an amount of money, which you are not allowed to see."),
            next_step=_("Ask an owner of your company to let you see money."),
        )
    if names_persons and not sees_persons:
        raise PersonsHidden(
            _("This names single persons, whom you are not allowed to see."),
            next_step=_("Ask an owner of your company to let you see persons."),
        )
