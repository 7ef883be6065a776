"""The page where anybody brings in what a colleague's phone saved as a file."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from workflows.field import receipts
from workflows.phone import bundle
from workflows.phone.bundle import Brought, NotABundle
from workflows.views.refusals import answers_refusals


class BundleForm(forms.Form):
    """The file that the app has saved."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("File from the phone"),
        help_text=gettext_lazy("Its name ends in .kdmp.json. It is encrypted; only this server can open it."),
    )

    def clean_file(self):
        """Not larger than a phone makes one."""
        file = self.cleaned_data["file"]
        if file.size > bundle.MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than a phone makes one."))
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@answers_refusals
def field_bring(request: HttpRequest) -> HttpResponse:
    """Take the file in and answer with the receipts; the same file again changes nothing."""
    form = BundleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = bundle.opened(form.cleaned_data["file"].read(), request.user)
        except NotABundle as refused:
            form.add_error("file", refused.sentence)
        else:
            rows = [_row(brought, request.user) for brought in bundle.receive(opened)]
            return render(request, "workflows/phone/brought.html", {"rows": rows, "device": opened.device})
    return render(request, "workflows/phone/bring.html", {"form": form}, status=422 if form.errors else 200)


# The file is read whole; a somewhat larger one still reaches the form, which says so.
field_bring.largest_body = 2 * bundle.MOST_BYTES


def _row(brought: Brought, reader) -> dict:
    """For the list; what a report is about, only for who may see its place."""
    item = brought.item
    if item is None:
        return {"brought": brought}
    seen = reader.pk == item.sender_id or reader.scope.covers(item.site.code)
    return {"brought": brought, "item": item, "sentence": receipts.sentence(item) if seen else ""}
