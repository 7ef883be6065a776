"""When a record that processes rest on is corrected, they move on with it: what was decided on was something else."""

from django.dispatch import receiver

from sites import ledger
from sites.authorship import Authorship
from sites.models import Asset, Site
from sites.signals import asset_corrected
from workflows import projection, registry, rows, turns
from workflows.models import Process
from workflows.resting import columns_of


@receiver(asset_corrected)
def asset_was_corrected(sender, *, asset: Asset, site: Site, by: Authorship, changes: dict, **_more) -> list[str]:
    """Move the version of every open process of the site that rests on the asset, so that a decision on what was read
    before is refused as stale; returns the site's fields that changed with it.

    In the transaction of the correction, which holds the site's lock.
    """
    judged: projection.Projected = []
    for flow in registry.flows():
        for column in columns_of(flow, Asset):
            resting = flow.objects.select_for_update().filter(site=site, **{column: asset})
            for process in resting.exclude(state__in=flow.final).order_by("pk"):
                process.site = site
                setattr(process, column, asset)
                _move(process, by, changes)
                judged += projection.project(site, process)
    turns.settle(judged)
    return list(projection.SITE_FIELDS) if judged else []


def _move(process: Process, by: Authorship, changes: dict) -> None:
    before = rows.held(process)
    process.fact_corrected()
    process.version += 1
    own = rows.changed(process, before)
    rows.write(process, [*own, "version"])
    ledger.record(
        process.site,
        verb="basis_corrected",
        by=by,
        changes={**changes, **own},
        process_id=process.pk,
        process_kind=process.kind,
        process_version=process.version,
    )
