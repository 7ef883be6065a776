"""The register in the admin: to look at only; changes go through the services."""

from datetime import datetime

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from gis_data.admin.read_only import ReadOnlyAdmin
from sites.models import Cooperative, Event, Site


@admin.register(Site)
class SiteAdmin(ReadOnlyAdmin):
    list_display = ["code", "village", "stage", "position_source", "waiting_since"]
    list_filter = ["stage", "position_source"]
    list_select_related = ["village"]
    search_fields = ["code", "village__search_name"]


@admin.register(Cooperative)
class CooperativeAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "legal_number", "source", "as_of"]
    search_fields = ["name"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["site", "seq", "verb", "workflow", "step_name", "who", "recorded"]
    list_select_related = ["site"]
    search_fields = ["site__code"]
    show_full_result_count = False

    @admin.display(description=_("workflow"))
    def workflow(self, event: Event) -> str:
        return event.process_kind

    @admin.display(description=_("step"))
    def step_name(self, event: Event) -> str:
        return event.step

    @admin.display(description=_("who"))
    def who(self, event: Event) -> str:
        return event.author

    @admin.display(description=_("recorded on"), ordering="recorded_at")
    def recorded(self, event: Event) -> datetime:
        return event.recorded_at
