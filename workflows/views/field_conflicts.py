"""Reports from the field that a person has to settle: the list, one of them with both versions, and the choice."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.posting import posted_from
from gis_data.forms import CleanCharField
from workflows.field import conflicts, showing
from workflows.field.conflicts import Choice, Settling
from workflows.field.contents import Content
from workflows.field.models import DifferingItem, FieldFile, FieldItem
from workflows.models import Process
from workflows.refusals import Invalid, Refused
from workflows.selectors import process_for
from workflows.submission import LONGEST_REASON
from workflows.views.files import stored_file
from workflows.views.refusals import answers_refusals, sentences_of

PER_PAGE = 50


class SettlingForm(forms.Form):
    """What becomes of a report, and why."""

    use_required_attribute = False

    choice = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"), choices=Choice.choices, widget=forms.RadioSelect
    )
    reason = CleanCharField(
        label=gettext_lazy("Explanation"),
        help_text=gettext_lazy("Whoever sent the report reads it on the phone. Not needed to take it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        required=False,
    )


class OtherForm(SettlingForm):
    """The same for what came under the name of another report: it is never taken."""

    choice = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"),
        choices=[(Choice.KEEP, Choice.KEEP.label), (Choice.ASIDE, Choice.ASIDE.label)],
        widget=forms.RadioSelect,
    )


@require_safe
@login_required
def field_conflicts(request: HttpRequest) -> HttpResponse:
    """What waits for a person at the places this one sees, the oldest first; what is his to settle says so."""
    waiting = conflicts.waiting_for_a_person(conflicts.visible_to(request.user))
    found = waiting.select_related("site__village__parent__parent", "sender").order_by("pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"item": item, "step": showing.step_label(item), "mine": not conflicts.objection(item, request.user)}
        for item in page
    ]
    return render(request, "workflows/field/conflicts.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@answers_refusals
def field_conflict(request: HttpRequest, number: int) -> HttpResponse:
    """One report: as it was captured, as it stands, what happened since, and what becomes of it."""
    item = _item_or_404(request, number)
    form = SettlingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            settled = conflicts.settle(number, _settling(form, request.user))
        except (Invalid, Refused) as refused:
            _say(form, refused)
        else:
            messages.success(request, _("%(receipt)s: settled.") % {"receipt": settled.receipt})
            return HttpResponseRedirect(reverse("field_conflicts"), status=303)
    return _page(request, item, form)


@posted_from("field_conflict", "number")
@login_required
@answers_refusals
def field_conflict_other(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Settle what came under the name of the report with other content."""
    item = _item_or_404(request, number)
    if not item.differing.filter(pk=pk).exists():
        raise Http404
    form = OtherForm(request.POST)
    if form.is_valid():
        try:
            conflicts.settle_differing(pk, _settling(form, request.user))
        except Invalid as refused:
            _say(form, refused)
        else:
            messages.success(request, _("%(receipt)s: settled.") % {"receipt": item.receipt})
            return HttpResponseRedirect(reverse("field_conflict", args=[number]), status=303)
    return _page(request, item, SettlingForm(), other=(pk, form))


@require_safe
@login_required
def field_file(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """A file of a report, for whoever may see its place; 404 as long as its bytes are not all here."""
    item = _item_or_404(request, number)
    row = item.files.filter(pk=pk, status=FieldFile.Status.ARRIVED).first()
    if row is None:
        raise Http404
    return stored_file(request, row.sha256, row.content_type, row.name)


def _page(request: HttpRequest, item: FieldItem, form: forms.Form, *, other=None) -> HttpResponse:
    content, process = Content.of(item.body), _process(item, request.user)
    objection = conflicts.objection(item, request.user)
    unsettled = item.status in {FieldItem.Status.CONFLICT, FieldItem.Status.BACKLOG}
    context = {
        "item": item,
        "site": item.site,
        "process": process,
        "step": showing.step_label(item),
        "answers": showing.answers(item, item.body, process),
        "photos": showing.photos(item, content),
        "entries": showing.since(item, content),
        "objection": objection,
        "form": form if unsettled and not objection else None,
        "others": [_other(item, one, process, objection, other) for one in item.differing.select_related("sender")],
    }
    bad = bool(form.errors or (other and other[1].errors))
    return render(request, "workflows/field/conflict.html", context, status=422 if bad else 200)


def _other(item: FieldItem, one: DifferingItem, process, objection: str, other) -> dict:
    pk, bound = other or (None, None)
    form = bound if pk == one.pk else OtherForm(prefix="", auto_id=f"other-{one.pk}-%s")
    return {
        "row": one,
        "answers": showing.answers(item, one.body, process),
        "form": form if not one.settled_at and not objection else None,
    }


def _process(item: FieldItem, user) -> Process | None:
    if item.process_id is None:
        return None
    return process_for(user, item.process_id)


def _item_or_404(request: HttpRequest, number: int) -> FieldItem:
    seen = conflicts.visible_to(request.user).select_related("site__village__parent__parent", "sender")
    item = seen.filter(pk=number).first()
    if item is None:
        raise Http404
    return item


def _settling(form: forms.Form, actor) -> Settling:
    return Settling(Choice(form.cleaned_data["choice"]), form.cleaned_data["reason"], actor)


def _say(form: forms.Form, refused: Refused) -> None:
    """Put what was refused to the answers it is about."""
    errors = refused.errors if isinstance(refused, Invalid) else {"choice": sentences_of(refused)}
    for name, sentences in errors.items():
        form.add_error(name if name in form.fields else None, sentences)
