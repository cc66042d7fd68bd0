"""Every test process gets a home of its own before Django's settings are read.

That is why the settings are named here and not in pyproject.toml: what stands there, pytest-django
reads before this file is run.
"""

import os
import tempfile

import django

os.environ["TENFOLD_HOME"] = tempfile.mkdtemp(prefix="tenfold-test-")
os.environ["DJANGO_SETTINGS_MODULE"] = "tenfold.config.settings"
django.setup()
