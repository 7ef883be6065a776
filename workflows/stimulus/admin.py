"""Funds and their rules. A stimulus that was disbursed keeps the plan it got."""

from django.contrib import admin

from workflows.readiness.admin import TYPED
from workflows.stimulus.fund import Fund


@admin.register(Fund)
class FundAdmin(admin.ModelAdmin):
    """A fund that was lent from is taken out of use, never deleted."""

    list_display = ["name", "region_code", "total", "smallest", "largest", "instalments", "grace_months", "active"]
    search_fields = ["name", "region_code"]
    formfield_overrides = TYPED

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
