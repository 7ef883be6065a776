"""Mails in the admin: whom one could not be delivered to, why, and sending it again."""

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gis_data.admin.read_only import ReadOnlyAdmin
from workflows.models import Mail
from workflows.notifications.mails import send_again


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """Nobody writes a mail by hand, and what one says is not kept."""

    list_display = ["person", "address", "occasion", "outcome", "attempts", "last_error", "made_at", "sent_at"]
    list_filter = ["outcome"]
    list_select_related = ["person"]
    search_fields = ["person__username", "person__full_name", "address"]
    ordering = ["-pk"]
    show_full_result_count = False
    actions = ["again"]
    fields = readonly_fields = list_display

    def has_again_permission(self, request: HttpRequest) -> bool:
        """Whoever may change mails in the admin's sense may send them again, and nothing else."""
        return request.user.has_perm("workflows.change_mail")

    @admin.action(description=_("Send the chosen mails again that were not delivered"), permissions=["again"])
    def again(self, request: HttpRequest, queryset) -> None:
        count = send_again(queryset)
        self.message_user(
            request,
            ngettext("%(count)d e-mail is sent again.", "%(count)d e-mails are sent again.", count) % {"count": count},
            messages.SUCCESS if count else messages.WARNING,
        )
