"""Boundaries in the admin: to look up, to load from a file ("add"), and to remove a wrong one."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from gis_data.admin.boundary_upload import MAX_UPLOAD_BYTES, BoundaryUploadForm
from gis_data.importers.report import ImportRefused
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
        form = BoundaryUploadForm(request.POST or None, request.FILES or None)
        report, refused = None, ""
        if request.method == "POST" and form.is_valid():
            try:
                report = form.load()
            except ImportRefused as refusal:
                report, refused = refusal.report, str(refusal)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Load boundaries from a file"),
            "opts": self.opts,
            "form": form,
            "refused": refused,
            "report": report.lines() if report else None,
            **(extra_context or {}),
        }
        status = 422 if refused else 200
        return TemplateResponse(request, "admin/gis_data/boundary/load.html", context, status=status)

    # A file somewhat too large still reaches the form, which says so beside the field.
    add_view.largest_body = 2 * MAX_UPLOAD_BYTES
