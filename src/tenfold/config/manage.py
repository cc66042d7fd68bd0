"""Django's own commands, for developers: `python -m tenfold.config.manage makemigrations`."""

import os
import sys


def main() -> None:
    """Run one of Django's management commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenfold.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
