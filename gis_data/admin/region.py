"""Regions in the admin: to search and read. The list comes from ``load_regions`` and is not edited by hand."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gis_data.admin.read_only import ReadOnlyAdmin
from gis_data.models import Region


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    list_display = ["code", "official_name", "parent", "point_source", "point_as_of", "point_official"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    list_per_page = 50
    # A count of all 91,600 regions for every search tells nobody anything.
    show_full_result_count = False
    search_fields = ["code", "name"]
    search_help_text = _("A code, or words of a name: “62.03”, “kec. kapuas timur”.")
    fields = ["code", "kind", "name", "parent", "position", "point_source", "point_as_of", "point_official"]
    readonly_fields = ["position"]

    @admin.display(description=_("official name"), ordering="search_name")
    def official_name(self, region: Region) -> str:
        return region.full_name

    @admin.display(description=_("Longitude, latitude"))
    def position(self, region: Region) -> str:
        """The point as text: a map would ask another host for tiles."""
        return f"{region.point.x:.5f}, {region.point.y:.5f}" if region.point else "–"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search as everywhere else: by code, or by name without case and accents."""
        return (queryset.search(search_term) if search_term.strip() else queryset), False
