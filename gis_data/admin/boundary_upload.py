"""The form that takes a file of official boundaries and hands it to the importer."""

import tempfile
from pathlib import Path

from django import forms
from django.utils.translation import gettext_lazy as _

from gis_data.codes import Level
from gis_data.dates import past_day
from gis_data.forms import CleanCharField
from gis_data.importers.boundaries import Reading, load_boundaries
from gis_data.importers.boundary_store import Provenance
from gis_data.importers.report import Report

# A province with all its villages at full detail is 4 MB; larger files go through ``manage.py load_boundaries``.
MAX_UPLOAD_BYTES = 30 * 1024 * 1024

_LEVELS = [
    ("", _("as the columns tell")),
    (Level.PROVINCE.value, _("provinces")),
    (Level.REGENCY.value, _("regencies and cities")),
    (Level.DISTRICT.value, _("districts")),
    (Level.VILLAGE.value, _("villages")),
]


class BoundaryUploadForm(forms.Form):
    """What a file does not say itself: who drew the lines, when, and how to read it."""

    file = forms.FileField(label=_("File"), help_text=_("GeoJSON, GeoPackage, zipped shapefile or KML, at most 30 MB."))
    source = CleanCharField(
        label=_("Source"), max_length=120, help_text=_("Who drew the boundaries, for example “BIG”.")
    )
    as_of = forms.DateField(
        label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}), validators=[past_day]
    )
    crs = forms.CharField(
        label=_("Coordinate system"),
        required=False,
        max_length=20,
        help_text=_("Only when the file does not declare it, for example EPSG:32749 for UTM 49S."),
    )
    layer = forms.CharField(
        label=_("Layer"), required=False, max_length=200, help_text=_("Only when the file has several.")
    )
    level = forms.ChoiceField(label=_("Level"), choices=_LEVELS, required=False)

    def clean_file(self):
        """Refuse what is too large before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_UPLOAD_BYTES:
            raise forms.ValidationError(_("The file is larger than 30 MB."), code="too_large")
        return upload

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
        # Under a name of our own: the uploaded name is never a path.
        with tempfile.NamedTemporaryFile(suffix=".upload") as copy:
            for chunk in data["file"].chunks():
                copy.write(chunk)
            copy.flush()
            return load_boundaries(Path(copy.name), provenance, reading)
