"""The forms of coordination: record an agreement, add a commitment, and what is done to one."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workflows import documents
from workflows.coordination import deeds, permission, recording
from workflows.coordination.forms import FORMS, AgreementForm, CommitmentForm
from workflows.coordination.gate import Request
from workflows.coordination.models import Commitment
from workflows.documents import Scan
from workflows.refusals import Invalid, NotPermitted, WrongState
from workflows.views.coordination import LABELS, agreement_or_404, commitment_or_404, row_of
from workflows.views.receiving import receives_files
from workflows.views.refusals import answers_refusals

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@login_required
@answers_refusals
@receives_files
def agreement_new(request: HttpRequest) -> HttpResponse:
    """Record a document; then its commitments are added on its page."""
    form = AgreementForm(request.user, *_posted(request), initial={"client_id": uuid4()})

    def save(given: dict) -> str:
        agreement = recording.record_agreement(
            kind=given["kind"],
            title=given["title"],
            number=given["number"],
            signed_on=given["signed_on"],
            region=given["region"],
            parties=given["parties"],
            scan=_kept(given["scan"]),
            request=_request(request, given),
        )
        messages.success(request, _("The agreement is recorded. Add what was promised in it."))
        return reverse("agreement_detail", args=[agreement.pk])

    context = {
        "title": _("Record an agreement"),
        "submit": _("Record"),
        "back": reverse("coordination"),
        "reserved": not request.user.scope.regions_of(permission.RECORDERS),
    }
    return _form_page(request, form, save, context)


@require_http_methods(_METHODS)
@login_required
@answers_refusals
def commitment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a commitment to an agreement."""
    agreement = agreement_or_404(request, pk)
    if sentence := permission.why_not_oversee(request.user, agreement):
        raise NotPermitted(sentence)
    form = CommitmentForm(agreement, *_posted(request), initial={"client_id": uuid4()})
    address = reverse("agreement_detail", args=[pk])

    def save(given: dict) -> str:
        recording.commit(
            pk,
            subject=given["subject"],
            owner=given["owner"],
            regions=given["regions"],
            due_on=given["due_on"],
            request=_request(request, given),
        )
        messages.success(request, _("The commitment is added."))
        return address

    context = {"title": _("Add a commitment"), "code": str(agreement), "submit": _("Add"), "back": address}
    return _form_page(request, form, save, context)


@require_http_methods(_METHODS)
@login_required
@answers_refusals
@receives_files
def commitment_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Report, confirm, send back, postpone or cancel; what is known stands above the form."""
    if deed not in FORMS:
        raise Http404
    commitment = commitment_or_404(request, pk)
    _check(deed, commitment, request.user)
    initial = {"client_id": uuid4(), "version": commitment.version}
    form = FORMS[deed](*_posted(request), initial=initial)
    address = reverse("agreement_detail", args=[commitment.agreement_id])

    def save(given: dict) -> str:
        asked = {name: value for name, value in given.items() if name not in {"client_id", "version", "scan"}}
        if "scan" in given:
            asked["scan"] = _kept(given["scan"])
        getattr(deeds, deed)(pk, **asked, request=_request(request, given))
        messages.success(request, _("%(deed)s: recorded.") % {"deed": LABELS[deed]})
        return address

    context = {
        "title": LABELS[deed],
        "code": str(commitment.agreement),
        "submit": LABELS[deed],
        "kind": "danger" if deed == "cancel" else "primary",
        "back": address,
        "row": row_of(commitment),
    }
    return _form_page(request, form, save, context)


def _check(name: str, commitment: Commitment, user) -> None:
    """Raises WrongState and NotPermitted, before anything is filled in."""
    deed = deeds.DEEDS[name]
    if commitment.state not in deed.sources:
        raise WrongState(
            _("This is not possible while the commitment is “%(state)s”.") % {"state": commitment.get_state_display()}
        )
    if sentence := deed.objection(user, commitment):
        raise NotPermitted(sentence)


def _form_page(request: HttpRequest, form, save: Callable[[dict], str], context: dict) -> HttpResponse:
    """The form; on POST what it says is saved and leads on, or comes back with its errors."""
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(save(form.cleaned_data), status=303)
        except Invalid as refused:
            for field, sentences in refused.errors.items():
                form.add_error(field if field in form.fields else None, sentences)
        except ValidationError as error:
            form.add_error("scan", error)
    return render(
        request, "workflows/coordination/form.html", {**context, "form": form}, status=422 if form.errors else 200
    )


def _posted(request: HttpRequest) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _request(request: HttpRequest, given: dict) -> Request:
    return Request(request.user, given["client_id"], uuid4(), given.get("version"))


def _kept(upload) -> Scan:
    return documents.keep(upload) if upload else Scan()
