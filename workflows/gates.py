"""What one workflow needs of another at the same site, read from the site's own row under its lock."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from sites.models import Site
from workflows.guards import guard

LAND = "land_verification"
LOAN = "asset_loan"
GRANT = "asset_grant"
OUTLET = "outlet_construction"
WAREHOUSE = "warehouse_construction"
INTERNET = "satellite_internet"

# The aspect (``Process.aspects``) of an instrument over land or a building.
PREMISES = "premises"
# Asset states in which the cooperative may use the land or building.
LOAN_IN_FORCE = {"active", "extended"}
GRANT_IN_FORCE = {"handed_over", "written_off"}
ROOFED = {"roofing", "finishing", "physically_complete", "inspected", "handed_over", "operational"}
CONNECTED = {"active", "accepted"}
NOT_BUILDING = {"not_started", "cancelled"}
STIMULUS = "revolving_stimulus"
NO_MONEY = {"candidate", "terminated"}


def has(site: Site, kind: str, states: Iterable[str]) -> bool:
    """Does a process of that kind at the site stand in one of the states?"""
    wanted = set(states)
    return any(row["kind"] == kind and row["state"] in wanted for row in site.processes.values())


def land_is_secured(site: Site) -> bool:
    """Is there an accepted plot, or an instrument in force over an asset?"""
    return has(site, LAND, {"accepted"}) or premises_in_use(site)


def premises_in_use(site: Site) -> bool:
    """Does the cooperative use land or a building by loan or grant? A vehicle that was lent secures no ground."""
    in_force = {LOAN: LOAN_IN_FORCE, GRANT: GRANT_IN_FORCE}
    return any(
        row["state"] in in_force.get(row["kind"], ()) and PREMISES in row.get("aspects", ())
        for row in site.processes.values()
    )


@guard(
    gettext_lazy("The land is accepted, or an asset is lent or granted for it"),
    depends_on=[LAND, LOAN, GRANT],
    owners=[Role.COOPERATIVE_OFFICE],
    basis=["inpres-17-2025"],
)
def land_secured(process) -> str:
    """Five real outlets were built before their land was verified: set aside with a reason, it shows on the map."""
    if land_is_secured(process.site):
        return ""
    return _("No plot of this site is accepted, and no loan or grant of an asset is in force.")


@guard(
    gettext_lazy("There is a roof to mount it on"),
    depends_on=[OUTLET, LOAN, GRANT],
    owners=[Role.DISTRICT_COMMAND],
)
def roof_there(process) -> str:
    if has(process.site, OUTLET, ROOFED) or premises_in_use(process.site):
        return ""
    return _("The outlet has no roof yet, and no building is in use by loan or grant.")


@guard(gettext_lazy("Nothing is being built on it"), depends_on=[OUTLET, WAREHOUSE])
def nothing_built(process) -> str:
    """Once the ground is broken on it, a plot is not given up by a click."""
    begun = _begun(process.site, {OUTLET, WAREHOUSE}, NOT_BUILDING)
    if begun is None:
        return ""
    return _(
        "Building has begun at this site (state since %(date)s); the acceptance cannot be taken back any more."
    ) % {"date": begun}


@guard(gettext_lazy("No stimulus rests on it"), depends_on=[STIMULUS])
def no_stimulus_rests(process) -> str:
    begun = _begun(process.site, {STIMULUS}, NO_MONEY)
    if begun is None:
        return ""
    return _("A stimulus was verified or paid on the strength of it (state since %(date)s).") % {"date": begun}


def _begun(site: Site, kinds: Iterable[str], idle: Iterable[str]) -> str | None:
    """The day since which a process of one of the kinds has stood where it does; None: all of them are idle."""
    days = [row["since"] for row in site.processes.values() if row["kind"] in kinds and row["state"] not in idle]
    return date_format(timezone.localdate(parse_datetime(min(days))), "DATE_FORMAT") if days else None


def internet_is_active(site: Site) -> bool:
    """Does a satellite connection at the site work, whether or not it has been accepted yet?"""
    return has(site, INTERNET, CONNECTED)


@guard(
    gettext_lazy("Satellite internet is active here"),
    depends_on=[INTERNET],
    owners=[Role.ICT_OFFICE],
)
def internet_active(process) -> str:
    """A connection with an open fault does not count: nothing can be looked up over it."""
    if internet_is_active(process.site):
        return ""
    return _("No satellite internet connection is active at this site.")
