"""Enrolled phones: the list, a code shown as a QR picture for a new one, and the question before one is revoked."""

from uuid import UUID

import segno
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import devices, enrolment
from accounts.models import Device, User
from accounts.posting import posted_from
from gis_data.forms import CleanCharField

MOST_SHOWN = 300


class _PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return f"{person} ({person.username})"


class CodeForm(forms.Form):
    """For whom a phone is enrolled; judged by ``accounts.enrolment``."""

    use_required_attribute = False

    person = _PersonField(label=gettext_lazy("Whose phone it is"), queryset=None, empty_label=None)

    def __init__(self, issuer: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own_first = Case(When(pk=issuer.pk, then=Value(0)), default=Value(1))
        self.fields["person"].queryset = devices.people_in_care(issuer).order_by(own_first, "full_name", "username")


class RevokeForm(forms.Form):
    """Why the phone may not sync any more; its person reads it."""

    use_required_attribute = False

    reason = CleanCharField(
        label=gettext_lazy("Why it is revoked"),
        help_text=gettext_lazy("For example: lost, stolen, handed on. Whoever holds the phone reads this."),
        max_length=200,
    )


@require_safe
@never_cache
@login_required
def field_devices(request: HttpRequest) -> HttpResponse:
    """The phones of the people in one's care, and the form that makes a code."""
    return _page(request, CodeForm(request.user))


@posted_from("field_devices")
@never_cache
@login_required
def field_device_code(request: HttpRequest) -> HttpResponse:
    """Make a code and show it in this one answer: it is kept nowhere, so no redirect can bring it back."""
    form = CodeForm(request.user, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    person = form.cleaned_data["person"]
    if not enrolment.may_enrol(request.user, person):
        sentence = _("%(name)s also holds roles outside your care, so a phone is enrolled with his own password.")
        form.add_error("person", sentence % {"name": person})
        return _page(request, form, status=422)
    record, code = enrolment.issue_code(person=person, by=request.user)
    app = request.build_absolute_uri(reverse("field"))
    return _page(
        request,
        CodeForm(request.user),
        code=code,
        code_record=record,
        app=app,
        picture=_picture(f"{app}#enrol={code}"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def field_device_revoke(request: HttpRequest, device: UUID) -> HttpResponse:
    """Ask, and on POST end it: the next contact of the phone is refused."""
    found = _visible_or_404(request.user, device)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            devices.revoke(device_id=device, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        else:
            messages.success(request, _("The phone was revoked. Its next contact is refused."))
            return redirect("field_devices")
    context = {"device": found, "form": form}
    return render(request, "pages/devices/revoke.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: CodeForm, *, status: int = 200, **made) -> HttpResponse:
    context = {
        "devices": devices.visible_to(request.user)[:MOST_SHOWN],
        "form": form,
        "unprotected": not _is_protected(request),
        **made,
    }
    return render(request, "pages/devices/list.html", context, status=status)


def _is_protected(request: HttpRequest) -> bool:
    """Would a browser keep the app on this address? With https, or on the machine itself."""
    name, _port = split_domain_port(request.get_host())
    return request.is_secure() or name in {"localhost", "127.0.0.1", "[::1]"}


def _picture(address: str) -> str:
    """The address as a QR picture: SVG of one path, dark on white in every theme, since cameras look for that."""
    made = segno.make(address, error="m", micro=False)
    return mark_safe(made.svg_inline(scale=5, dark="#000", light="#fff", border=4))  # noqa: S308 - made of figures only


def _visible_or_404(user: User, device: UUID) -> Device:
    found = devices.visible_to(user).filter(pk=device).first()
    if found is None:
        raise Http404
    return found
