"""``python3 -m rollout.bootstrap run|prepare|test|lint|format|bench|stop|clean``; the Makefile's targets call it."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older Python is told apart
    sys.exit(
        "Python 3.11 or newer is needed; this is %d.%d. Install one (on Ubuntu 22.04: apt-get install python3.11 "  # noqa: UP031
        "python3.11-venv) and name it: make run PYTHON=python3.11" % sys.version_info[:2]
    )

from rollout.bootstrap.cli import main

for stream in (sys.stdout, sys.stderr):
    stream.reconfigure(errors="replace")  # a terminal without “…” is no reason to stop
sys.exit(main())
