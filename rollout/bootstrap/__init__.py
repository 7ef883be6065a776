"""From a bare Debian or Ubuntu to a running tracker: what ``make run`` and ``make test`` do, step by step.

It runs before anything is installed, so it needs the standard library alone. Every step looks first whether its work
is already done, by a hash of what the work is made from, and says so in one line.
"""
