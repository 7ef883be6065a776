"""The only way a site is written: register, relocate, close, reopen; each with its ledger entry."""

import datetime
from collections.abc import Iterable

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils.translation import gettext as _

from accounts.roles import Role, roles_in_words
from gis_data.models import Region
from sites import ledger
from sites.authorship import Authorship
from sites.history import moments
from sites.models import Cooperative, DistrictVersion, Event, Site
from sites.models.district_version import STRIDE
from sites.placement import why_misplaced
from sites.refusals import Invalid, NotPermitted, SimulationMixed, WrongState
from sites.requests import answered, answered_once, digest_of

COOPERATIVE_TITLES = {
    Region.Kind.DESA: (Cooperative.Kind.KDMP, "Koperasi Desa Merah Putih"),
    Region.Kind.KELURAHAN: (Cooperative.Kind.KKMP, "Koperasi Kelurahan Merah Putih"),
}


def locked(code: str) -> Site:
    """The site with its row locked until the transaction ends; every change to a site begins here.

    Raises Site.DoesNotExist.
    """
    return Site.objects.select_for_update(of=("self",)).get(code=code)


# A statement that writes beside the site, with its parameters.
Beside = tuple[str, list]


def save(site: Site, fields: Iterable[str], beside: Iterable[Beside] = ()) -> None:
    """Write a locked site's changed columns with its new ledger entries, and move its district's version.

    One statement, because it ends every change there is: the entries, the chain's end and the counter that caches go
    by are written together or not at all. The district's row stays locked only until the commit that follows.
    ``beside``: what else follows from the change, for tables that know the site; they see what stood before it.
    """
    beside = list(beside)
    more = "".join(f"beside{number} AS ({sql}), " for number, (sql, _parameters) in enumerate(beside))
    assignments = [Site._meta.get_field(name) for name in (*fields, *ledger.SITE_FIELDS)]
    columns = [field for field in Event._meta.concrete_fields if not field.primary_key]
    row = f"({', '.join(['%s'] * len(columns))})"
    entries = (
        f"INSERT INTO {Event._meta.db_table} ({', '.join(field.column for field in columns)}) "  # noqa: S608
        f"VALUES {', '.join([row] * len(site.new_events))}"
        if site.new_events
        else "SELECT 1"
    )
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        cursor.execute(
            f"WITH {more}entries AS ({entries}), version AS ("  # noqa: S608
            f"INSERT INTO {DistrictVersion._meta.db_table} AS kept (district_code, version) VALUES (%s, {STRIDE}) "
            f"ON CONFLICT (district_code) DO UPDATE SET version = kept.version + {STRIDE}) "
            f"UPDATE {Site._meta.db_table} SET {', '.join(f'{field.column} = %s' for field in assignments)} "
            "WHERE id = %s",
            [
                *(value for _sql, parameters in beside for value in parameters),
                *(_for_database(field, event, database) for event in site.new_events for field in columns),
                site.district_code,
                *(_for_database(field, site, database) for field in assignments),
                site.pk,
            ],
        )
    site.new_events = []


@transaction.atomic
def register_villages(villages: Iterable[Region], *, by: Authorship, source: str, as_of: datetime.date) -> int:
    """Register one site and one cooperative for each village that has no site yet; returns how many were added.

    The position is the village's representative point, marked as an estimate. The cooperative's name follows the
    programme's naming rule until an office records the deed.
    """
    villages = [village for village in villages if village.point is not None]
    known = set(Site.objects.filter(village__in=villages).values_list("village_id", flat=True))
    new = [village for village in villages if village.code not in known]
    cooperatives = Cooperative.objects.bulk_create(
        (
            Cooperative(
                name=f"{COOPERATIVE_TITLES[village.kind][1]} {village.name}",
                kind=COOPERATIVE_TITLES[village.kind][0],
                source=source,
                as_of=as_of,
            )
            for village in new
        ),
        batch_size=5000,
    )
    through = Cooperative.villages.through
    through.objects.bulk_create(
        (
            through(cooperative=cooperative, region=village)
            for cooperative, village in zip(cooperatives, new, strict=True)
        ),
        batch_size=5000,
    )
    sites = [_estimated(village, cooperative) for village, cooperative in zip(new, cooperatives, strict=True)]
    # The entries are built first, so that the sites are written once, with the end of their chain.
    events = [
        ledger.prepare(site, verb="registered", by=by, changes=_registration(site, source), evidence=[])
        for site in sites
    ]
    Site.objects.bulk_create(sites, batch_size=5000)
    Event.objects.bulk_create(events, batch_size=5000)
    DistrictVersion.objects.bump(site.district_code for site in sites)
    moments.keep_registered(sites, by.recorded_at)
    return len(sites)


def move(
    site: Site, position: Point, *, source: str, accuracy_m: int | None, as_of: datetime.date, note: str, by: Authorship
) -> None:
    """Set the position of a locked site and record it; the caller saves ``POSITION_FIELDS``."""
    before = _position(site)
    site.position = _as_recorded(position)
    site.position_source = source
    site.position_accuracy_m = accuracy_m
    site.position_as_of = as_of
    site.position_note = note
    after = _position(site)
    changes = {field: [before[field], after[field]] for field in after if before[field] != after[field]}
    if changes:
        ledger.record(site, verb="relocated", by=by, changes=changes)


POSITION_FIELDS = ["position", "position_source", "position_accuracy_m", "position_as_of", "position_note"]


RELOCATED_BY = frozenset({Role.COOPERATIVE_OFFICE, Role.FIELD_OFFICER})


def relocate(
    *,
    site_code: str,
    position: Point,
    source: str,
    accuracy_m: int | None,
    as_of: datetime.date,
    note: str,
    actor,
    client_id=None,
    request_id=None,
) -> Site:
    """Record a better position of the site (SRID 4326), with where it comes from and the day it was taken.

    The same client id again returns the site and changes nothing. Raises Site.DoesNotExist for a site the actor may
    not see, NotPermitted, WrongState for a closed site, SimulationMixed, Invalid, ClientIdReused.
    """
    asked = [site_code, *position.coords, source, accuracy_m, as_of.isoformat(), note]
    digest = digest_of({"relocate": asked}) if client_id else ""
    with answered_once(), transaction.atomic(durable=True):
        if not actor.scope.covers(site_code):
            raise Site.DoesNotExist
        site = locked(site_code)
        if answered(client_id, actor=actor, digest=digest):
            return site
        grants = actor.scope.grants_at(site_code, RELOCATED_BY)
        if not grants:
            raise NotPermitted(
                actor.scope.lapsed_at(site_code, RELOCATED_BY)
                or _("Only %(roles)s of this region may do this.") % {"roles": roles_in_words(RELOCATED_BY)}
            )
        if site.closed_at:
            raise WrongState(_("This site is closed."))
        if actor.is_demo and site.processes and not site.simulated:
            raise SimulationMixed
        if errors := why_misplaced(site, position, source, as_of):
            raise Invalid(errors)
        by = Authorship.under(
            actor,
            grants[0],
            client_id=client_id,
            request_id=request_id,
            request_digest=digest,
        )
        move(site, position, source=source, accuracy_m=accuracy_m, as_of=as_of, note=note, by=by)
        if site.new_events:
            save(site, POSITION_FIELDS)
        return site


@transaction.atomic
def close(code: str, *, reason: str, by: Authorship) -> Site:
    """Close a site that will not be built; its history stays. Raises ValidationError when it is closed already."""
    site = locked(code)
    if site.closed_at:
        raise ValidationError(_("This site is closed already."))
    site.closed_at = by.recorded_at
    ledger.record(site, verb="closed", by=by, reason_text=reason)
    save(site, ["closed_at"])
    return site


@transaction.atomic
def reopen(code: str, *, reason: str, by: Authorship) -> Site:
    """Open a closed site again. Raises ValidationError when it is not closed."""
    site = locked(code)
    if not site.closed_at:
        raise ValidationError(_("This site is not closed."))
    site.closed_at = None
    ledger.record(site, verb="reopened", by=by, reason_text=reason)
    save(site, ["closed_at"])
    return site


def _for_database(field, instance, database):
    return field.get_db_prep_save(getattr(instance, field.attname), database)


def _estimated(village: Region, cooperative: Cooperative) -> Site:
    return Site(
        code=village.code,
        village=village,
        cooperative=cooperative,
        position=_as_recorded(village.point),
        position_source=Site.PositionSource.ESTIMATED,
        position_as_of=village.point_as_of,
        position_note=village.point_source,
    )


def _registration(site: Site, source: str) -> dict:
    position = _position(site)
    return {field: [None, position[field]] for field in position} | {"source": [None, source]}


def _as_recorded(position: Point) -> Point:
    """The position as precisely as the ledger keeps it, so that the register never says more than its entries prove."""
    return Point(round(position.x, 6), round(position.y, 6), srid=4326)


def _position(site: Site) -> dict:
    """The position in exact text: six decimals are a tenth of a metre."""
    return {
        "longitude": f"{site.position.x:.6f}",
        "latitude": f"{site.position.y:.6f}",
        "position_source": str(site.position_source),
        "position_accuracy_m": site.position_accuracy_m,
        "position_as_of": site.position_as_of.isoformat() if site.position_as_of else None,
        "position_note": site.position_note,
    }
