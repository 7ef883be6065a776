#!/usr/bin/env python
"""Django's command line for the rollout tracker."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollout.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from rollout.localdb import LocalDatabaseError

    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, LocalDatabaseError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"Not configured: {error}")
    except OperationalError as error:
        reason = str(error).partition("\n")[0]
        if "--traceback" in sys.argv or not reason.startswith(("connection to server", "could not translate")):
            raise
        sys.exit(f"The database cannot be reached: {reason}. The embedded one starts with `make prepare`.")


if __name__ == "__main__":
    main()
