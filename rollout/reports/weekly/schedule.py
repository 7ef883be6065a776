"""The weekly report by schedule: one for every province with sites, kept among the exports of all who may see it."""

import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models.functions import Left
from django.utils import timezone
from django_tasks import task

from rollout.models import Export
from rollout.reports.weekly.document import LANGUAGE, weekly_report
from sites.models import Site

TABLE = "weekly"
_PROVINCE = 2


@task(priority=-10)
def make_weekly_reports(period: str) -> None:
    """The reports of the week that ended with the day before the period. Safe to begin again."""
    day = timezone.localdate(datetime.datetime.fromisoformat(period)) - datetime.timedelta(days=1)
    provinces = Site.objects.order_by().values_list(Left("code", _PROVINCE), flat=True).distinct()
    for province in sorted(set(provinces)):
        keep_weekly_report(province, day)


def keep_weekly_report(region: str, day: datetime.date) -> Export:
    """The kept report of the region as of the end of the day, made now unless it was. Raises NotAnswerable."""
    question = {"user": None, "table": TABLE, "format": "pdf", "query": f"region={region}&on={day.isoformat()}"}
    found = Export.objects.filter(**question, status=Export.Status.DONE).first()
    if found is not None:
        return found
    export = Export(
        **question,
        language=LANGUAGE,
        status=Export.Status.DONE,
        regions=[region],
        file_name=file_name(region, day),
        done_at=timezone.now(),
    )
    export.file.save(export.file_name, ContentFile(weekly_report(region, day)), save=False)
    try:
        with transaction.atomic():
            export.save()
    except IntegrityError:  # another worker was quicker, and its bytes are the same
        export.file.delete(save=False)
        return Export.objects.get(**question, status=Export.Status.DONE)
    return export


def file_name(region: str, day: datetime.date) -> str:
    """As the command and the downloads call it."""
    return f"laporan-mingguan-{region}-{day.isoformat()}.pdf"
