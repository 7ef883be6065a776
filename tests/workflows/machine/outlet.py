"""Building an outlet, with its equipment as lines, up to the finishing; and what days without news do to it."""

import datetime

from django.conf import settings

from sites.stages import Flag
from tests.workflows.machine.reference import RESUMED, Papers, Reference, Rule

FIELD, KODIM, DINAS = "field_officer", "district_command", "cooperative_office"
KIND, FIRST, OPENER = "outlet_construction", "not_started", "dandim"
FLAGS = Flag.WAIVER | Flag.BUILT_UNVERIFIED | Flag.SUSPENDED | Flag.STALE
AT_WORK = ("preparation", "foundation", "structure", "roofing", "finishing")
PEOPLE = {
    "babinsa": [FIELD],
    "babinsa2": [FIELD],
    "dandim": [KODIM],
    "kasdim": [KODIM],
    "dinas": [DINAS],
    "dinas2": [DINAS],
}


def next_part(source: str, target: str, slot: str) -> Rule:
    return Rule((source,), target, frozenset({FIELD}), papers=(Papers(slot),))


TABLE = {
    "begin": Rule(
        ("not_started",),
        "preparation",
        frozenset({FIELD, KODIM}),
        papers=(Papers("start_photo"),),
        fields=lambda today, variant: {"started_on": today.isoformat()},
        # The site has no accepted plot, whatever is filled in.
        unmet=lambda fields: "land_secured",
        waived_by=frozenset({KODIM}),
    ),
    "lay_foundation": next_part("preparation", "foundation", "foundation_photo"),
    "raise_structure": next_part("foundation", "structure", "structure_photo"),
    "roof": next_part("structure", "roofing", "roof_photo"),
    "finish": next_part("roofing", "finishing", "finishing_photo"),
    "suspend": Rule(AT_WORK, "suspended", frozenset({FIELD, KODIM}), reason="rain"),
    "resume": Rule(("suspended",), RESUMED, frozenset({FIELD, KODIM}), reason="rain"),
    "cancel": Rule(
        ("not_started", *AT_WORK, "suspended"), "cancelled", frozenset({KODIM, DINAS}), reason="other", ends=True
    ),
    "order_equipment": Rule(
        AT_WORK,
        "",
        frozenset({DINAS, KODIM}),
        line="new",
        becomes="ordered",
        fields=lambda today, variant: {"kind": "cold_storage", "ordered_on": today.isoformat()},
    ),
    "receive_equipment": Rule(
        AT_WORK,
        "",
        frozenset({DINAS, KODIM, FIELD}),
        line="ordered",
        becomes="received",
        fields=lambda today, variant: {"received_on": today.isoformat(), "serial_number": f"CS-{variant}"},
    ),
    "install_equipment": Rule(
        AT_WORK,
        "",
        frozenset({DINAS, KODIM, FIELD}),
        line="received",
        becomes="installed",
        fields=lambda today, variant: {"installed_on": today.isoformat()},
    ),
}


def flags(reference: Reference) -> Flag:
    """What must be noticed at the site."""
    found, state = Flag.NONE, reference.state
    if reference.set_aside and state != "cancelled":
        found |= Flag.WAIVER
    if state not in ("not_started", "cancelled"):
        found |= Flag.BUILT_UNVERIFIED
    if state == "suspended":
        found |= Flag.SUSPENDED
    silent = reference.today - reference.since
    if state in AT_WORK and silent > datetime.timedelta(days=settings.STALE_REPORT_DAYS):
        found |= Flag.STALE
    return found
