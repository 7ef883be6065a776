"""The map's own layers in the admin: to look up, to load from a file ("add"), and to remove."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from gis_data.admin.upload import LARGEST_BODY, MAX_UPLOAD_BYTES, MapFileForm, upload_page
from gis_data.forms import CleanCharField
from gis_data.importers.report import Report
from gis_data.models import OverlayLayer
from gis_data.overlays.loading import Details, load_overlay


class OverlayUploadForm(MapFileForm):
    """What the layer is called, and what it means for a plot."""

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

    field_order = ["file", "name", "kind", "protects", "official", "source", "as_of", "crs", "layer"]

    def load(self) -> Report:
        """Load the layer of a valid form. Raises ImportRefused."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "file" and value}
        with self.copy() as path:
            return load_overlay(path, Details(**told, max_bytes=MAX_UPLOAD_BYTES))


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
            raise PermissionDenied
        return upload_page(
            self,
            request,
            OverlayUploadForm,
            title=_("Load a layer of the map from a file"),
            template="admin/gis_data/overlaylayer/load.html",
        )

    add_view.largest_body = LARGEST_BODY
