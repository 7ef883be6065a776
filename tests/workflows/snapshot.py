"""Everything about a site that a refused request must leave as it was."""

from sites.models import DistrictVersion, Event, Site
from workflows.models import Process


def snapshot(site: Site) -> tuple:
    """Everything a refused request must leave as it was."""
    return (
        Event.objects.filter(site=site).count(),
        Site.objects.filter(pk=site.pk).values_list("ledger_head", "stage", "flags", "waiting_since").get(),
        list(Process.objects.filter(site=site).values_list("pk", "state", "version").order_by("pk")),
        DistrictVersion.objects.of_scope([site.code]),
    )
