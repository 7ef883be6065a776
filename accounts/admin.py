"""People, offices and assignments in the admin: the desk of the person who grants roles."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.forms import StaffLogInForm
from accounts.models import ApiToken, Assignment, Delegation, Device, Office, User
from gis_data.admin.read_only import ReadOnlyAdmin
from gis_data.forms import CleanCharField, DayField

admin.site.login_form = StaffLogInForm

# What is typed here is kept as what is typed anywhere else.
TYPED = {models.CharField: {"form_class": CleanCharField}, models.DateField: {"form_class": DayField}}


class AssignmentInline(admin.TabularInline):
    model = Assignment
    extra = 0
    formfield_overrides = TYPED
    autocomplete_fields = ["region", "office"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["full_name", "email", "language", "mail_rhythm"]}),
        (_("Rights in the admin"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "full_name", "email", "password1", "password2"]})
    ]
    list_display = ["username", "full_name", "is_active", "is_demo"]
    list_filter = ["is_active", "is_staff", "is_demo"]
    search_fields = ["username", "full_name", "email"]
    inlines = [AssignmentInline]
    # Facts, not settings.
    readonly_fields = ["last_login", "date_joined"]
    formfield_overrides = TYPED


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "parent", "valid_from", "valid_to"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    autocomplete_fields = ["parent", "successor", "regions"]
    formfield_overrides = TYPED


@admin.register(Assignment)
class AssignmentAdmin(admin.ModelAdmin):
    list_display = ["user", "role", "region", "office", "valid_from", "valid_to"]
    list_filter = ["role"]
    list_select_related = ["user", "region", "office"]
    search_fields = ["user__username", "user__full_name", "region__code", "region__name"]
    autocomplete_fields = ["user", "region", "office"]
    formfield_overrides = TYPED


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    list_display = ["user", "name", "created_at", "last_used_on", "revoked_at"]
    list_select_related = ["user"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Device)
class DeviceAdmin(ReadOnlyAdmin):
    """To look at only: phones are enrolled and revoked on the pages."""

    list_display = ["name", "user", "enrolled_at", "enrolled_by", "last_contact_at", "revoked_at"]
    list_select_related = ["user", "enrolled_by"]
    search_fields = ["name", "user__username", "user__full_name"]


@admin.register(Delegation)
class DelegationAdmin(ReadOnlyAdmin):
    """To look at only: roles are lent and taken back on the pages, where it is judged."""

    list_display = ["assignment", "receiver", "valid_from", "valid_to", "document_number", "revoked_at"]
    list_select_related = ["assignment__user", "receiver"]
    search_fields = ["assignment__user__full_name", "receiver__full_name", "document_number"]
