"""Land verification as DOMAIN's table: from the draft to the accepted plot, and back."""

from django.contrib.gis.geos import Point

from sites.stages import Flag
from tests.factories import Plot
from tests.workflows.machine.reference import Papers, Reference, Rule

VILLAGE, FIELD, KODIM = "village_officer", "field_officer", "district_command"
DINAS, BPKAD, ADMIN = "cooperative_office", "asset_office", "admin"
PROPOSERS = frozenset({VILLAGE, DINAS})
KIND, FIRST, OPENER = "land_verification", "draft", "kades"
HERE = Point(112.95, -2.53, srid=4326)
FLAGS = Flag.WAIVER | Flag.RETURNED | Flag.LAND_REJECTED
PEOPLE = {
    "kades": [VILLAGE],
    "sekdes": [VILLAGE],
    "babinsa": [FIELD],
    "babinsa2": [FIELD],
    "dandim": [KODIM],
    "kasdim": [KODIM],
    "dinas": [DINAS],
    "dinas2": [DINAS],
    "aset": [BPKAD],
    "aset2": [BPKAD],
    "admin": [ADMIN],
    "admin2": [ADMIN],
    # Nobody should be both; separation is what protects where somebody is.
    "rangkap": [VILLAGE, FIELD, KODIM, DINAS],
}


def proposal(today, variant: int) -> dict:
    """Every third proposal states an area that is far from its sides."""
    stated = "2000" if variant % 3 else "3000"
    return {**Plot.PROPOSAL, "plot_point": f"{HERE.y}, {HERE.x}", "stated_area_m2": stated}


def areas_disagree(fields: dict) -> str:
    return "areas_agree" if fields["stated_area_m2"] == "3000" else ""


TABLE = {
    "submit": Rule(
        ("draft", "returned"),
        "submitted",
        PROPOSERS,
        papers=(Papers("plot_photo", 4), Papers("musdes_minutes", document=True)),
        fields=proposal,
        unmet=areas_disagree,
        waived_by=PROPOSERS,
    ),
    "save_draft": Rule(
        ("draft", "returned"), "", PROPOSERS, fields=lambda today, variant: {"title_number": f"HP {variant}/2026"}
    ),
    "survey": Rule(
        ("submitted",),
        "surveyed",
        frozenset({FIELD}),
        not_by=("submit",),
        papers=(Papers("survey_photo", 2, fresh=True),),
        fields=lambda today, variant: {"visited_on": today.isoformat(), **Plot.CHECKLIST},
    ),
    "verify": Rule(("surveyed",), "verified", frozenset({KODIM}), not_by=("submit", "survey")),
    "note_legal": Rule(
        ("submitted", "surveyed", "verified"),
        "",
        frozenset({BPKAD}),
        not_by=("submit",),
        # What overturns a note that others acted on can be checked.
        again=(Papers("legal_paper", document=True, fresh=True),),
        fields=lambda today, variant: Plot.LEGAL,
    ),
    "send_back": Rule(("submitted", "surveyed"), "returned", frozenset({FIELD, KODIM, DINAS}), reason="title_problem"),
    "reject": Rule(("surveyed",), "rejected", frozenset({KODIM}), not_by=("submit", "survey"), reason="dispute"),
    "withdraw": Rule(
        ("draft", "submitted", "returned", "surveyed", "verified"), "withdrawn", PROPOSERS, reason="other", ends=True
    ),
    "reopen": Rule(("rejected",), "submitted", frozenset({ADMIN}), reason="dispute"),
}


def flags(reference: Reference) -> Flag:
    """What must be noticed at the site."""
    found = Flag.NONE
    if reference.set_aside and reference.state not in ("rejected", "withdrawn"):
        found |= Flag.WAIVER
    if reference.state == "returned":
        found |= Flag.RETURNED
    if reference.state == "rejected":
        found |= Flag.LAND_REJECTED
    return found
