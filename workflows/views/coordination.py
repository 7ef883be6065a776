"""Agreements and commitments to look at: the list, one agreement with its record, the scans."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import Office
from gis_data import codes
from gis_data.models import Region
from sites.selectors import regencies_of
from workflows.coordination import permission, selectors
from workflows.coordination.deeds import open_deeds
from workflows.coordination.models import Agreement, AgreementEvent, Commitment
from workflows.views.files import stored_file

PER_PAGE = 50
LATE = "late"
# What the list may be narrowed to, besides the states.
STANDINGS = [(LATE, _("Late")), *Commitment.State.choices]
# What each deed is called on its button, and what its entry is called in the record.
LABELS = {
    "report": _("Report it done"),
    "confirm": _("Confirm"),
    "send_back": _("Send back"),
    "postpone": _("Postpone"),
    "cancel": _("Cancel the commitment"),
}
TITLES = {
    "record": _("Agreement recorded"),
    "commit": _("Commitment added"),
    "report": _("Reported done"),
    "confirm": _("Confirmed"),
    "send_back": _("Sent back"),
    "postpone": _("Postponed"),
    "cancel": _("Cancelled"),
}
_TONES = {"send_back": "attention", "postpone": "attention", "cancel": "blocked"}


@dataclass(frozen=True)
class Wanted:
    """What the list was narrowed to; what is not understood narrows nothing."""

    region: str
    owner: str
    standing: str

    @classmethod
    def of(cls, query) -> "Wanted":
        region, owner, standing = (query.get(name, "") for name in ("region", "owner", "state"))
        try:
            region = codes.parse(region).text if region else ""
        except codes.InvalidCode:
            region = ""
        known = standing in dict(STANDINGS)
        return cls(region, owner if owner.isdecimal() and len(owner) < 10 else "", standing if known else "")

    def apply(self, user) -> QuerySet[Commitment]:
        found = selectors.in_region(self.region, user) if self.region else selectors.visible_to(user)
        if self.owner:
            found = found.filter(owner_id=int(self.owner))
        if self.standing == LATE:
            return selectors.late(found)
        return found.filter(state=self.standing) if self.standing else found


@require_safe
@login_required
def coordination(request: HttpRequest) -> HttpResponse:
    """The commitments a person sees, the earliest due first; late ones say so."""
    wanted = Wanted.of(request.GET)
    page = Paginator(wanted.apply(request.user), PER_PAGE).get_page(request.GET.get("page"))
    seen = selectors.visible_to(request.user)
    owners = Office.objects.filter(pk__in=seen.order_by().values("owner")).order_by("name")
    context = {
        "wanted": wanted,
        "filtered": wanted != Wanted("", "", ""),
        "page": page,
        "rows": [row_of(commitment) for commitment in page],
        "tally": selectors.tally(seen),
        "standings": STANDINGS,
        "regions": [(region.code, region.full_name) for region in regencies_of(request.user)],
        "owners": [(str(office.pk), office.name) for office in owners],
        "records": bool(request.user.scope.regions_of(permission.RECORDERS)),
        "agreements": selectors.agreements_visible_to(request.user).filter(commitments=None)[:PER_PAGE],
    }
    return render(request, "workflows/coordination/list.html", context)


@require_safe
@login_required
def agreement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement: the document, its commitments, and what has happened to them."""
    agreement = agreement_or_404(request, pk)
    seen = selectors.visible_to(request.user).filter(agreement=agreement).order_by("number")
    commitments = list(seen)
    numbers = {commitment.pk: commitment.number for commitment in commitments}
    events = agreement.events.order_by("-seq")
    context = {
        "agreement": agreement,
        "parties": list(agreement.parties.order_by("name")),
        "rows": [row_of(commitment) | {"deeds": deeds_of(commitment, request.user)} for commitment in commitments],
        # Of a commitment that the reader does not see, its entries are not shown either.
        "entries": [entry_of(event, numbers) for event in events if event.process_id in {None, *numbers}],
        "oversees": not permission.why_not_oversee(request.user, agreement),
    }
    return render(request, "workflows/coordination/agreement.html", context)


@require_safe
@login_required
def agreement_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of the document."""
    return _scan(request, agreement_or_404(request, pk))


@require_safe
@login_required
def commitment_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """What the office in charge handed in as evidence."""
    return _scan(request, commitment_or_404(request, pk))


def agreement_or_404(request: HttpRequest, pk: int) -> Agreement:
    """The agreement if the person may see it. Raises Http404."""
    seen = selectors.agreements_visible_to(request.user).select_related("region", "recorded_by")
    found = seen.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def commitment_or_404(request: HttpRequest, pk: int) -> Commitment:
    """The commitment if the person may see it. Raises Http404."""
    found = selectors.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def row_of(commitment: Commitment) -> dict:
    """A commitment as lists show it."""
    return {
        "commitment": commitment,
        "places": ", ".join(region.full_name for region in sorted(commitment.regions.all(), key=_code)),
        "late": commitment.is_late,
        "days": -commitment.days_left(timezone.localdate()) if commitment.is_late else 0,
        "tone": {"open": "waiting", "done": "present", "confirmed": "done"}.get(commitment.state, ""),
    }


def deeds_of(commitment: Commitment, user) -> list[tuple[str, object]]:
    """What this person may do to it: the deed's name and its button."""
    return [(deed.name, LABELS[deed.name]) for deed in open_deeds(commitment, user)]


def entry_of(event: AgreementEvent, numbers: dict[int, int]) -> dict:
    """One entry of the record as ``components/timeline.html`` shows it."""
    title = str(TITLES.get(event.verb, event.verb))
    if event.process_id:
        title = f"{numbers[event.process_id]} · {title}"
    return {
        "title": title,
        "at": event.recorded_at,
        "by": event.author,
        "office": event.actor_office,
        "text": event.reason_text or str(event.changes.get("done_note", [None, ""])[-1] or ""),
        "tone": _TONES.get(event.verb, ""),
        "number": event.seq,
        "hash": event.hash[:12],
        "evidence": len(event.evidence),
        "simulated": event.simulated,
    }


def _code(region: Region) -> str:
    return region.code


def _scan(request: HttpRequest, row: Agreement | Commitment) -> HttpResponse:
    if not row.scan_sha256:
        raise Http404
    return stored_file(request, row.scan_sha256, row.scan_type, row.scan_name)
