"""Loading a map file in the admin: the questions every such file raises, and the page that shows what came of it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django import forms
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from gis_data.dates import past_day
from gis_data.forms import CleanCharField
from gis_data.importers.report import ImportRefused, Report

# A province with all its villages at full detail is 4 MB; larger files go through the commands.
MAX_UPLOAD_BYTES = 30 * 1024 * 1024
# A file somewhat too large still reaches the form, which says so beside the field.
LARGEST_BODY = 2 * MAX_UPLOAD_BYTES


class MapFileForm(forms.Form):
    """What a file does not say itself; a child says what is loaded, in ``load``, and in what order it asks."""

    file = forms.FileField(label=_("File"), help_text=_("GeoJSON, GeoPackage, zipped shapefile or KML, at most 30 MB."))
    source = CleanCharField(label=_("Source"), max_length=120)
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

    def clean_file(self):
        """Refuse what is too large before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_UPLOAD_BYTES:
            raise forms.ValidationError(_("The file is larger than 30 MB."), code="too_large")
        return upload

    @contextmanager
    def copy(self) -> Iterator[Path]:
        """The file of a valid form on the disk, under a name of our own: the uploaded name is never a path."""
        with tempfile.NamedTemporaryFile(suffix=".upload") as copy:
            for chunk in self.cleaned_data["file"].chunks():
                copy.write(chunk)
            copy.flush()
            yield Path(copy.name)

    def load(self) -> Report:
        """Load the file of a valid form. Raises ImportRefused."""
        raise NotImplementedError


def upload_page(
    model_admin: ModelAdmin, request: HttpRequest, form_class: type[MapFileForm], *, title: str, template: str
) -> TemplateResponse:
    """The form, and after it is sent the report, or with status 422 why nothing was loaded."""
    form = form_class(request.POST or None, request.FILES or None)
    report, refused = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            report = form.load()
        except ImportRefused as refusal:
            report, refused = refusal.report, str(refusal)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.opts,
        "form": form,
        "refused": refused,
        "report": report.lines() if report else None,
    }
    return TemplateResponse(request, template, context, status=422 if refused else 200)
