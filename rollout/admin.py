"""Background jobs in the admin: seen, and begun anew once the cause of a failure is mended."""

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from gis_data.admin.read_only import ReadOnlyAdmin
from rollout.models import Job
from rollout.queue.attempts import attempts, retry_now

admin.site.unregister(DBTaskResult)


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Nobody writes a job by hand; what it was given and what went wrong can be read."""

    list_display = ["__str__", "status", "attempts", "enqueued_at", "started_at", "finished_at", "run_after", "error"]
    list_filter = ["status", "task_path"]
    ordering = ["-enqueued_at"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["retry"]
    fields = readonly_fields = [
        "task_path",
        "args_kwargs",
        "status",
        "attempts",
        "worker_ids",
        "enqueued_at",
        "started_at",
        "finished_at",
        "run_after",
        "traceback",
    ]

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Whoever may change jobs in the admin's sense may begin them anew, and nothing else."""
        return request.user.has_perm("rollout.change_job")

    @admin.display(description=_("Attempts"))
    def attempts(self, job: Job) -> int:
        return attempts(job)

    @admin.display(description=_("Last error"))
    def error(self, job: Job) -> str:
        return job.traceback.strip().rpartition("\n")[2][:160]

    @admin.action(description=_("Begin the chosen failed jobs anew"), permissions=["retry"])
    def retry(self, request: HttpRequest, queryset) -> None:
        count = retry_now(queryset)
        self.message_user(
            request,
            ngettext("%(count)d job is begun anew.", "%(count)d jobs are begun anew.", count) % {"count": count},
            messages.SUCCESS if count else messages.WARNING,
        )
