"""Tenfold's settings, and jobs that leave traces: `DJANGO_SETTINGS_MODULE` names this module."""

import os
from datetime import timedelta

from tenfold.config.settings import *  # noqa: F403
from tenfold.jobs import rules

if "TESTS_LEASE" in os.environ:  # whoever was killed is missed sooner than in earnest
    rules.LEASE = timedelta(seconds=float(os.environ["TESTS_LEASE"]))
    rules.BEAT = rules.LEASE / 10

JOBS_OF_THE_HOUSE = ("tests.reliability.jobs.jobs",)
