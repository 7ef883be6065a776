"""The map's own layers in the admin: to look up, to load from a file ("add"), and to remove."""

import tempfile
from pathlib import Path

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from gis_data.dates import past_day
from gis_data.forms import CleanCharField
from gis_data.importers.report import ImportRefused, Report
from gis_data.models import OverlayLayer
from gis_data.overlays.loading import Details, load_overlay

# Larger files go through ``manage.py load_overlay``.
MAX_UPLOAD_BYTES = 30 * 1024 * 1024


class OverlayUploadForm(forms.Form):
    """What a file does not say itself."""

    file = forms.FileField(label=_("File"), help_text=_("GeoJSON, GeoPackage, zipped shapefile or KML, at most 30 MB."))
    name = CleanCharField(
        label=_("Name"), max_length=80, help_text=_("A layer of the same name is replaced by this one.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=OverlayLayer.Kind)
    protects = forms.BooleanField(
        label=_("Protects its area"),
        required=False,
        help_text=_("Whoever verifies a plot is told how much of it lies inside."),
    )
    official = forms.BooleanField(label=_("Official"), required=False)
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

    def load(self) -> Report:
        """Load the layer of a valid form. Raises ImportRefused."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "file" and value}
        # Under a name of our own: the uploaded name is never a path.
        with tempfile.NamedTemporaryFile(suffix=".upload") as copy:
            for chunk in self.cleaned_data["file"].chunks():
                copy.write(chunk)
            copy.flush()
            return load_overlay(Path(copy.name), Details(**told, max_bytes=MAX_UPLOAD_BYTES))


@admin.register(OverlayLayer)
class OverlayLayerAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "protects", "official", "source", "as_of", "feature_count", "loaded_at"]
    list_filter = ["kind", "protects"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).annotate(count=Count("features"))

    @admin.display(description=_("shapes"), ordering="count")
    def feature_count(self, layer: OverlayLayer) -> int:
        return layer.count

    def has_change_permission(self, request: HttpRequest, obj: OverlayLayer | None = None) -> bool:
        """A layer is replaced by loading a file, not edited by hand."""
        return False

    def get_deleted_objects(self, objs, request: HttpRequest):
        """The layers alone: their shapes may be a million."""
        return [str(layer) for layer in objs], {self.opts.verbose_name_plural: len(objs)}, set(), []

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Load a file; it may replace a layer, so it takes the permission to remove one too."""
        if not (self.has_add_permission(request) and self.has_delete_permission(request)):
            return super().add_view(request, form_url, extra_context)
        form = OverlayUploadForm(request.POST or None, request.FILES or None)
        report, refused = None, ""
        if request.method == "POST" and form.is_valid():
            try:
                report = form.load()
            except ImportRefused as refusal:
                report, refused = refusal.report, str(refusal)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Load a layer of the map from a file"),
            "opts": self.opts,
            "form": form,
            "refused": refused,
            "report": report.lines() if report else None,
        }
        template = "admin/gis_data/overlaylayer/load.html"
        return TemplateResponse(request, template, context, status=422 if refused else 200)

    # A file somewhat too large still reaches the form, which says so beside the field.
    add_view.largest_body = 2 * MAX_UPLOAD_BYTES
