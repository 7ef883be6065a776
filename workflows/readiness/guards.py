"""The rules of readiness, each answering with a sentence.

Who is awaited for papers follows from the counts of what is to be uploaded and to be checked, not from these rules.
"""

import re

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import Role
from sites.simulated_time import today
from workflows import gates
from workflows.figures import day
from workflows.guards import guard
from workflows.readiness.states import VILLAGE


@guard(gettext_lazy("The document is valid today"), fields=["issued_on", "expires_on"])
def document_dates(process) -> str:
    document = process.item
    if document is None or document.issued_on is None:
        return ""
    if document.expires_on is None:
        if document.kind.has_expiry:
            return _("%(document)s expires: fill in until when it is valid.") % {"document": document.kind.name}
        return ""
    if document.expires_on < document.issued_on:
        return _("It is valid until %(end)s, which is before its own date, %(date)s.") % {
            "end": day(document.expires_on),
            "date": day(document.issued_on),
        }
    return _already_expired(document)


@guard(gettext_lazy("The document has not expired meanwhile"))
def still_valid(process) -> str:
    document = process.item
    return "" if document is None or document.expires_on is None else _already_expired(document)


@guard(gettext_lazy("The number has its usual shape"), fields=["paper_number"])
def number_looks_right(process) -> str:
    document = process.item
    if document is None or not document.paper_number or not document.kind.pattern:
        return ""
    if re.fullmatch(document.kind.pattern, document.paper_number):
        return ""
    return _("The number of %(document)s usually looks otherwise: %(shape)s.") % {
        "document": document.kind.name,
        "shape": document.kind.pattern_hint or document.kind.pattern,
    }


@guard(gettext_lazy("The kind of document is in use"), fields=["kind"])
def kind_in_use(process) -> str:
    document = process.item
    if document is None or not document.kind_id or document.kind.active:
        return ""
    return _("%(document)s is not asked for any more.") % {"document": document.kind.name}


@guard(gettext_lazy("The papers of the legal entity are verified"))
def legal_papers_valid(process) -> str:
    if process.missing_legal:
        return _("Not verified yet: %(documents)s.") % {"documents": process.missing_legal}
    return ""


@guard(gettext_lazy("All required papers are valid"))
def papers_valid(process) -> str:
    if process.missing_papers:
        return _("%(percent)s %% complete. Not valid: %(documents)s.") % {
            "percent": f"{process.completeness:.0f}",
            "documents": process.missing_papers,
        }
    return ""


@guard(
    gettext_lazy("The outlet is handed over"),
    depends_on=[gates.OUTLET],
    owners=[Role.DISTRICT_COMMAND],
    basis=["inpres-17-2025"],
)
def outlet_handed_over(process) -> str:
    if gates.has(process.site, gates.OUTLET, {"handed_over", "operational"}):
        return ""
    return _("The outlet of this site has not been handed over.")


@guard(gettext_lazy("The first sale is reported"), fields=["first_sale_on"], owners=[VILLAGE])
def first_sale_reported(process) -> str:
    return "" if process.first_sale_on else _("The cooperative has not reported its first sale.")


@guard(gettext_lazy("The first sale is not in the future"), fields=["first_sale_on"])
def first_sale_dated(process) -> str:
    if process.first_sale_on and process.first_sale_on > timezone.localdate():
        return _("The first sale, %(date)s, is in the future.") % {"date": day(process.first_sale_on)}
    return ""


@guard(gettext_lazy("Enough monthly reports are accepted"), fields=["turnover"], owners=[VILLAGE])
def reports_enough(process) -> str:
    accepted, needed = process.accepted_reports, settings.READINESS_MIN_REPORTS
    if accepted >= needed:
        return ""
    return ngettext(
        "%(accepted)d of %(needed)d monthly report is accepted.",
        "%(accepted)d of %(needed)d monthly reports are accepted.",
        needed,
    ) % {"accepted": accepted, "needed": needed}


@guard(gettext_lazy("The month has begun, and not before the first sale"), fields=["month"])
def report_month_sane(process) -> str:
    report = process.item
    if report is None or report.month is None:
        return ""
    if report.month > timezone.localdate():
        return _("The report is for %(month)s, which has not begun.") % {"month": day(report.month)}
    first = process.first_sale_on
    if first and report.month.replace(day=1) < first.replace(day=1):
        return _("The report is for a month before the first sale (%(date)s).") % {"date": day(first)}
    return ""


def _already_expired(document) -> str:
    if document.expires_on >= today():
        return ""
    return _("%(document)s expired on %(date)s; a valid one is needed.") % {
        "document": document.kind.name,
        "date": day(document.expires_on),
    }
