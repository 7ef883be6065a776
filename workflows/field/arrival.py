"""How much of what phones declared has arrived, in sentences for the pages of a process and a site."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.models import Evidence


def arrivals(process_ids: Iterable[int]) -> dict[int, list[str]]:
    """By process, what is still on its way, a sentence for each report that is not whole: "2 of 5 photos arrived".

    One query where everything is here, else two. Files of one report were declared at one moment.
    """
    missing = Evidence.objects.filter(process_id__in=list(process_ids), arrived_at=None, withdrawn_at=None)
    rows = list(missing.order_by("process_id", "uploaded_at").values_list(*_REPORT, "quarantine"))
    if not rows:
        return {}
    reports = dict.fromkeys(row[:4] for row in rows)
    away = Counter(row[:4] for row in rows)
    aside = Counter(row[:4] for row in rows if row[4])
    same = Evidence.objects.filter(
        process_id__in={row[0] for row in rows}, uploaded_at__in={row[2] for row in rows}, withdrawn_at=None
    )
    total = Counter(same.values_list(*_REPORT))
    found: dict[int, list[str]] = {}
    for report in reports:
        process, _sender, _at, name = report
        said = ngettext(
            "%(name)s: %(here)d of %(total)d photo arrived",
            "%(name)s: %(here)d of %(total)d photos arrived",
            total[report],
        ) % {"name": name, "here": total[report] - away[report], "total": total[report]}
        if aside[report]:
            said += " " + _("(%(count)d could not be used)") % {"count": aside[report]}
        found.setdefault(process, []).append(said)
    return found


_REPORT = ("process_id", "uploaded_by_id", "uploaded_at", "uploaded_by__full_name")
