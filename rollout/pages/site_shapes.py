"""What the small map of a site draws: the site's position and the outlines of its plots."""

from collections.abc import Iterable

from django.contrib.gis.db.models import PolygonField

from sites.models import Site
from workflows.models import Process


def shapes_of(site: Site, processes: Iterable[Process]) -> dict:
    """The data of ``rollout/js/site-map.js``: positions as [longitude, latitude] (EPSG:4326), rings of each plot."""
    return {
        "position": list(site.position.coords),
        "estimated": site.position_source == Site.PositionSource.ESTIMATED,
        "accuracy": site.position_accuracy_m,
        "plots": [
            {
                "state": process.state,
                "open": process.is_open,
                "rings": [[list(xy) for xy in ring] for ring in outline.coords],
            }
            for process in processes
            for outline in _outlines(process)
        ],
    }


def _outlines(process: Process) -> list:
    columns = [field.name for field in process._meta.local_fields if isinstance(field, PolygonField)]
    return [outline for name in columns if (outline := getattr(process, name))]
