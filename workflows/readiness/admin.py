"""Kinds of document and targets: what the cooperative office of the province keeps up to date."""

from django.contrib import admin
from django.db import models

from gis_data.forms import CleanCharField, DayField
from workflows.readiness.catalogue import DocumentKind, Target

# What is typed here is kept as what is typed anywhere else.
TYPED = {
    models.SlugField: {},
    models.CharField: {"form_class": CleanCharField},
    models.DateField: {"form_class": DayField},
}


@admin.register(DocumentKind)
class DocumentKindAdmin(admin.ModelAdmin):
    """A kind that documents rest on is taken out of use, never deleted."""

    list_display = ["name", "code", "position", "required", "required_from", "has_expiry", "proves_legal", "active"]
    list_filter = ["required", "active"]
    search_fields = ["code", "name"]
    formfield_overrides = TYPED

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        return ["code"] if obj else []

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Target)
class TargetAdmin(admin.ModelAdmin):
    """Every target with its source and its day."""

    list_display = ["region_code", "year", "what", "count", "source", "as_of"]
    list_filter = ["year", "what"]
    search_fields = ["region_code"]
    formfield_overrides = TYPED
