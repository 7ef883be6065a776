"""Take away what simulated people sent from their phones; what a real person sent is never deleted."""

from sites.models import Site
from workflows import evidence_store
from workflows.field.models import FieldFile, FieldItem


def forget_simulated(site: Site) -> set[str]:
    """Delete the simulated items of a locked site with the files no other item names; returns these files' hashes."""
    items = FieldItem.objects.filter(site=site, simulated=True)
    named = list(FieldFile.objects.filter(items__in=items).distinct())
    items.delete()
    left = [file for file in named if not file.items.exists()]
    FieldFile.objects.filter(pk__in=[file.pk for file in left]).delete()
    for file in left:
        evidence_store.discard_pieces(file.pk)
    return {file.sha256 for file in left}
