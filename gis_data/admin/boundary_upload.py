"""The form that takes a file of official boundaries and hands it to the importer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gis_data.admin.upload import MAX_UPLOAD_BYTES, MapFileForm
from gis_data.codes import Level
from gis_data.forms import CleanCharField
from gis_data.importers.boundaries import Reading, load_boundaries
from gis_data.importers.boundary_store import Provenance
from gis_data.importers.report import Report

_LEVELS = [
    ("", _("as the columns tell")),
    (Level.PROVINCE.value, _("provinces")),
    (Level.REGENCY.value, _("regencies and cities")),
    (Level.DISTRICT.value, _("districts")),
    (Level.VILLAGE.value, _("villages")),
]


class BoundaryUploadForm(MapFileForm):
    """Who drew the lines, when, and how to read the file."""

    source = CleanCharField(
        label=_("Source"), max_length=120, help_text=_("Who drew the boundaries, for example “BIG”.")
    )
    level = forms.ChoiceField(label=_("Level"), choices=_LEVELS, required=False)

    field_order = ["file", "source", "as_of", "crs", "layer", "level"]

    def load(self) -> Report:
        """Load the boundaries of a valid form as official ones. Raises ImportRefused."""
        data = self.cleaned_data
        provenance = Provenance(data["source"], data["as_of"], official=True)
        reading = Reading(
            crs=data["crs"] or None,
            layer=data["layer"] or None,
            level=Level(data["level"]) if data["level"] else None,
            max_bytes=MAX_UPLOAD_BYTES,
        )
        with self.copy() as path:
            return load_boundaries(path, provenance, reading)
