"""Boundaries in the admin: to look up, to load from a file ("add"), and to remove a wrong one."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from gis_data.admin.boundary_upload import BoundaryUploadForm
from gis_data.admin.upload import LARGEST_BODY, upload_page
from gis_data.models import Boundary


@admin.register(Boundary)
class BoundaryAdmin(admin.ModelAdmin):
    list_display = ["code", "region_name", "quality", "source", "as_of", "loaded_at"]
    list_filter = ["official", "region__kind", "source"]
    list_select_related = ["region"]
    list_per_page = 50
    search_fields = ["region__code__startswith", "region__search_name"]
    fields = ["region", "quality", "source", "as_of", "loaded_at"]
    readonly_fields = ["quality"]

    def get_queryset(self, request: HttpRequest):
        """Without the outlines, which may weigh megabytes and are never shown here."""
        return super().get_queryset(request).defer("geometry", "display")

    @admin.display(description=_("code"), ordering="region_id")
    def code(self, boundary: Boundary) -> str:
        return boundary.pk

    @admin.display(description=_("region"), ordering="region__search_name")
    def region_name(self, boundary: Boundary) -> str:
        return boundary.region.full_name

    @admin.display(description=_("quality"))
    def quality(self, boundary: Boundary) -> str:
        return boundary.quality

    def has_change_permission(self, request: HttpRequest, obj: Boundary | None = None) -> bool:
        """An outline is replaced by loading a file, not edited by hand."""
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Load a file. It may replace outlines, so it takes the permissions to add and to change."""
        if not request.user.has_perms(["gis_data.add_boundary", "gis_data.change_boundary"]):
            raise PermissionDenied
        return upload_page(
            self,
            request,
            BoundaryUploadForm,
            title=_("Load boundaries from a file"),
            template="admin/gis_data/boundary/load.html",
        )

    add_view.largest_body = LARGEST_BODY
