"""Asking for what the tests declare."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from tenfold.jobs import Schedule, enqueue

AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def ask_for(job="tests.greet", **options):
    with transaction.atomic():
        return enqueue(job=job, arguments=options.pop("arguments", {"name": "Ada"}), **options)


def every_hour(run, name="tests.hourly", **options):
    return Schedule(name=name, title="Hourly", every=timedelta(hours=1), run=run, **options)


def noting(did):
    """Something to run that notes when."""

    def run(*, at):
        did.append(at)

    return run
