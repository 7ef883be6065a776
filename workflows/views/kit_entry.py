"""Kits come into the register: one by one, or many from a file."""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gis_data.importers.report import ImportRefused
from workflows.internet import kit_file, stock
from workflows.internet.kit_form import KitFileForm, KitForm, stocks_of
from workflows.refusals import Invalid
from workflows.views.refusals import answers_refusals

FILE_NAME = "daftar-perangkat.csv"
MOST_SHOWN = 200


class _Named(forms.Form):
    """The name of this one request, so that a second click registers nothing twice."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@answers_refusals
def kit_register(request: HttpRequest) -> HttpResponse:
    """GET: what is asked of a kit. POST: register it, once per ``client_id``."""
    stock.check_keeps_stock(request.user)
    if request.method != "POST":
        return _asked(request, KitForm(actor=request.user, initial=_likely(request.user)))
    named = _Named(request.POST)
    if not named.is_valid():
        raise BadRequest("the form came without its request id")
    given = {name: request.POST.get(name, "") for name in KitForm.Meta.fields}
    client_id: UUID = named.cleaned_data["client_id"]
    try:
        kit, _new = stock.register(actor=request.user, fields=given, client_id=client_id)
    except Invalid as refused:
        form = KitForm(given, actor=request.user)
        form.is_valid()
        for name, sentences in refused.errors.items():
            for sentence in set(sentences) - set(form.errors.get(name, [])):
                form.add_error(name, sentence)
        return _asked(request, form, status=refused.status)
    messages.success(request, _("Kit %(kit)s is registered.") % {"kit": kit.serial_number})
    return HttpResponseRedirect(reverse("kit_detail", args=[kit.serial_number]), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@answers_refusals
def kit_import(request: HttpRequest) -> HttpResponse:
    """GET: how the file is to look. POST: register all its kits, or none and a sentence for each row in the way."""
    stock.check_keeps_stock(request.user)
    if request.method != "POST":
        return _file_asked(request, KitFileForm())
    form = KitFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _file_asked(request, form, status=422)
    try:
        report = kit_file.load(actor=request.user, data=form.cleaned_data["file"].read())
    except ImportRefused as refused:
        return _file_asked(request, KitFileForm(), refused=refused, status=422)
    added = ngettext("%(count)d kit is registered.", "%(count)d kits are registered.", report.added)
    sentences = [added % {"count": report.added}]
    if report.unchanged:
        known = ngettext(
            "%(count)d stood in the register already.", "%(count)d stood in the register already.", report.unchanged
        )
        sentences.append(known % {"count": report.unchanged})
    messages.success(request, " ".join(sentences))
    return HttpResponseRedirect(reverse("kit_list"), status=303)


# The file is read whole; a somewhat larger one still reaches the form, which says so beside the field.
kit_import.largest_body = 2 * KitFileForm.MOST_BYTES


@require_safe
@login_required
def kit_import_example(request: HttpRequest) -> HttpResponse:
    """The file to fill in."""
    answer = HttpResponse("\ufeff" + kit_file.template(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return answer


def _likely(user) -> dict[str, str]:
    """The only region whose stock the person keeps, and the office he keeps it for."""
    regions = list(stocks_of(user)[:2])
    offices = {grant.office for grant in user.scope.grants if grant.role in stock.ICT and grant.office}
    return {
        "region": regions[0].pk if len(regions) == 1 else "",
        "office": offices.pop() if len(offices) == 1 else "",
    }


def _asked(request: HttpRequest, form: KitForm, status: int = 200) -> HttpResponse:
    context = {"crumbs": _crumbs(), "form": form, "named": _Named(initial={"client_id": uuid4()})}
    return render(request, "workflows/kits/register.html", context, status=status)


def _file_asked(
    request: HttpRequest, form: KitFileForm, refused: ImportRefused | None = None, status: int = 200
) -> HttpResponse:
    rows = [str(one) for one in refused.report.refused] if refused else []
    context = {
        "crumbs": _crumbs(),
        "form": form,
        "refused": str(refused) if refused else "",
        "rows": rows[:MOST_SHOWN],
        "more": max(0, len(rows) - MOST_SHOWN),
        "columns": kit_file.columns_in_words(),
        "most": kit_file.MOST_ROWS,
    }
    return render(request, "workflows/kits/import.html", context, status=status)


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("kit_list"), _("Kits"))]
