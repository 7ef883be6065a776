"""The only way an asset is written: registered, and corrected by newer facts; each with its ledger entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.contrib.gis.geos import GEOSGeometry
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.roles import Role, roles_in_words
from gis_data.models import Region
from sites import ledger, simulated_time
from sites.asset_form import AssetForm, CorrectionForm, number_taken
from sites.authorship import Authorship
from sites.models import Asset, Site
from sites.refusals import Invalid, NotPermitted, SimulationMixed, WrongState
from sites.requests import answered, answered_once, digest_of
from sites.services import locked, save
from sites.signals import asset_corrected

REGISTERED_BY = frozenset({Role.ASSET_OFFICE, Role.COOPERATIVE_OFFICE, Role.VILLAGE_OFFICER})
# What the ledger says of an asset, in this order.
FACTS = [*AssetForm.Meta.fields]
# In an entry's changes: which asset it speaks of, its id and its name. Its facts stand there as "asset.value".
NAMED = "asset"


def register(
    *, site_code: str, facts: dict, actor, localized: bool = False, client_id=None, request_id=None, at=None
) -> Asset:
    """Register an asset at the site. ``facts`` maps the fields of ``AssetForm`` to texts or JSON values.

    ``at``: the time of a simulated registration; real ones are timed by the server.

    The same client id again returns the asset it registered. Raises Site.DoesNotExist for a site the actor may not
    see, NotPermitted, WrongState for a closed site, SimulationMixed, Invalid, ClientIdReused.
    """
    digest = digest_of({"asset": [site_code, facts]}) if client_id else ""
    with _one_number(facts), answered_once(), transaction.atomic(durable=True):
        site = _open_site(site_code, actor)
        if done := answered(client_id, actor=actor, digest=digest):
            return Asset.objects.get(pk=done.changes[NAMED][0])
        simulated = actor.is_demo or site.simulated
        by = _authorship(
            site,
            actor,
            client_id=client_id,
            request_id=request_id,
            request_digest=digest,
            recorded_at=simulated_time.checked(at, site=site, simulated=simulated),
        )
        asset = Asset(site=site, simulated=simulated)
        _read(asset, site, facts, localized=localized)
        asset.save(force_insert=True)
        _record(site, "asset_registered", asset, dict.fromkeys(FACTS), by)
        save(site, [])
        return asset


def correct(
    *,
    asset_id: int,
    version: int,
    facts: dict,
    reason: str,
    actor,
    localized: bool = False,
    client_id=None,
    request_id=None,
) -> Asset:
    """Put newer facts in the place of the stated ones; the old ones stay in the ledger, with the reason.

    ``version``: the one that was read. Whoever decides on the asset meanwhile has read something else and is told so
    (``sites.signals``). Raises Asset.DoesNotExist for one the actor may not see, NotPermitted, WrongState (closed
    site, stale version), SimulationMixed, Invalid, ClientIdReused.
    """
    digest = digest_of({"correct": [asset_id, version, facts, reason]}) if client_id else ""
    with _one_number(facts), answered_once(), transaction.atomic(durable=True):
        asset = Asset.objects.visible_to(actor).select_related("site").get(pk=asset_id)
        site = _open_site(asset.site.code, actor)
        if answered(client_id, actor=actor, digest=digest):
            return asset
        # Under the site's lock: read again what another may have corrected.
        asset = Asset.objects.select_related("owner").get(pk=asset_id)
        asset.site = site
        by = _authorship(site, actor, client_id=client_id, request_id=request_id, request_digest=digest)
        if asset.version != version:
            raise WrongState(_("This asset was corrected since you opened it. Nothing was saved; read it again."))
        if asset.simulated != (actor.is_demo or site.simulated):
            raise SimulationMixed
        before = told(asset)
        why = CorrectionForm({"reason": reason})
        _read(asset, site, facts, localized=localized, beside=why)
        asset.version += 1
        asset.save()
        changes = _record(site, "asset_corrected", asset, before, by, why.cleaned_data["reason"])
        fields = [
            field
            for _receiver, more in asset_corrected.send(
                Asset, asset=asset, site=site, by=by.without_client_id(), changes=changes
            )
            for field in more or ()
        ]
        save(site, dict.fromkeys(fields))
        return asset


def may_register(site: Site, user) -> bool:
    """May this person register and correct assets at the site?"""
    return site.closed_at is None and bool(user.scope.grants_at(site.code, REGISTERED_BY))


def told(asset: Asset) -> dict:
    """The facts as the ledger keeps them: exact text, codes beside names."""
    return {name: _exact(asset, name) for name in FACTS}


def _exact(asset: Asset, name: str):
    value = getattr(asset, name)
    if isinstance(value, Region):
        return f"{value.code} {value.full_name}"
    if isinstance(value, GEOSGeometry):
        return value.ewkt
    if isinstance(value, Decimal):
        # As the column will keep it: 900 and 900.00 are the same area.
        return f"{value:.{Asset._meta.get_field(name).decimal_places}f}"
    return value if value is None or isinstance(value, int) else str(value)


def _open_site(code: str, actor) -> Site:
    if not actor.scope.covers(code):
        raise Site.DoesNotExist
    site = locked(code)
    if not actor.scope.grants_at(code, REGISTERED_BY):
        raise NotPermitted(_("Only %(roles)s of this region may do this.") % {"roles": roles_in_words(REGISTERED_BY)})
    if site.closed_at:
        raise WrongState(_("This site is closed."))
    return site


def _authorship(site: Site, actor, **request) -> Authorship:
    grant = actor.scope.grants_at(site.code, REGISTERED_BY)[0]
    return Authorship.under(actor, grant, **request)


def _read(asset: Asset, site: Site, facts: dict, *, localized: bool, beside: CorrectionForm | None = None) -> None:
    """Fill the facts in. Raises Invalid with what is wrong with them, and with what is sent ``beside`` them."""
    form = AssetForm(facts, instance=asset, site=site, localized=localized)
    forms = [form, *([beside] if beside is not None else [])]
    errors = {name: list(found) for one in forms if not one.is_valid() for name, found in one.errors.items()}
    if errors:
        raise Invalid(errors)
    asset.owner_kind, asset.authority = _standing(asset.owner)


def _standing(owner: Region) -> tuple[Asset.OwnerKind, Region]:
    """The kind of government, and the region whose head decides over its property."""
    if owner.kind == Region.Kind.PROVINCE:
        return Asset.OwnerKind.PROVINCE, owner
    if owner.kind == Region.Kind.DESA:
        return Asset.OwnerKind.DESA, owner.parent.parent
    return Asset.OwnerKind.REGENCY, owner


def _record(site: Site, verb: str, asset: Asset, before: dict, by: Authorship, reason: str = "") -> dict:
    after = told(asset)
    changes = {f"{NAMED}.{name}": [before[name], after[name]] for name in FACTS if before[name] != after[name]}
    changes[NAMED] = [asset.pk, str(asset)]
    ledger.record(site, verb=verb, by=by, changes=changes, reason_text=reason)
    return changes


@contextmanager
def _one_number(facts: dict) -> Iterator[None]:
    """Around the transaction: a number that stands in the same government's books already gets its sentence."""
    try:
        yield
    except IntegrityError as error:
        if "asset_kib_number_once_per_owner" not in str(error):
            raise
        owner = Region.objects.get(code=facts["owner"])
        raise Invalid({"kib_number": [number_taken(owner, str(facts["kib_number"]))]}) from error
