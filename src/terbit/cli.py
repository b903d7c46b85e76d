"""The `terbit` command: hands over to Django's management commands."""

from __future__ import annotations

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
    return 0
