"""The person's own page: his mail, and the tokens that let programs act in his name: made, shown once, revoked."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import tokens
from accounts.models import ApiToken, User
from accounts.posting import posted_from
from gis_data.forms import CleanCharField

MOST_TOKENS = 20


class MailForm(forms.ModelForm):
    """How often the person is written to."""

    class Meta:
        model = User
        fields = ["mail_rhythm"]
        labels = {"mail_rhythm": gettext_lazy("How often we write to you")}
        widgets = {"mail_rhythm": forms.RadioSelect}


class TokenForm(forms.ModelForm):
    """What a new token is for."""

    class Meta:
        model = ApiToken
        fields = ["name"]
        field_classes = {"name": CleanCharField}

    def clean(self) -> dict:
        """A person who needs more programs than that has forgotten some of them."""
        if self.instance.user.api_tokens.filter(revoked_at=None, device=None).count() >= MOST_TOKENS:
            raise forms.ValidationError(
                _("You have %(count)d tokens in use. Revoke one that is no longer needed.") % {"count": MOST_TOKENS}
            )
        return super().clean()


@require_safe
@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """What the person may do and where; password and tokens."""
    return _page(request, TokenForm())


@posted_from("profile")
@never_cache
@login_required
def token_create(request: HttpRequest) -> HttpResponse:
    """Make a token and show it in this one answer: it is kept nowhere, so no redirect can bring it back."""
    form = TokenForm(request.POST, instance=ApiToken(user=request.user))
    if not form.is_valid():
        return _page(request, form, status=422)
    _record, token = tokens.issue(user=request.user, name=form.cleaned_data["name"])
    return _page(request, TokenForm(), new_token=token)


@posted_from("profile")
@never_cache
@login_required
def profile_mail(request: HttpRequest) -> HttpResponse:
    """Keep how often the person wants to be written to."""
    form = MailForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return _page(request, TokenForm(), mail_form=form, status=422)
    form.save()
    messages.success(request, _("How often we write to you is saved."))
    return redirect("profile")


@posted_from("profile")
@login_required
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the person's own tokens; somebody else's does not exist, and a phone's is ended with the phone."""
    token = get_object_or_404(request.user.api_tokens, pk=pk, device=None)
    tokens.revoke(token=token)
    messages.success(request, _("The token “%(name)s” was revoked.") % {"name": token.name})
    return redirect("profile")


def _page(
    request: HttpRequest,
    form: TokenForm,
    *,
    new_token: str = "",
    mail_form: MailForm | None = None,
    status: int = 200,
) -> HttpResponse:
    assignments = request.user.assignments.valid_on(timezone.localdate()).select_related("region", "office")
    context = {
        "assignments": assignments.order_by("role", "region"),
        "tokens": request.user.api_tokens.filter(device=None),
        "new_token": new_token,
        "token_form": form,
        "mail_form": mail_form or MailForm(instance=request.user),
        "sends_mail": settings.SENDS_MAIL,
    }
    return render(request, "accounts/profile.html", context, status=status)
