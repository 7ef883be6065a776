"""Logging in, and the language that follows the person."""

from django.conf import settings
from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse
from django.views.i18n import set_language as django_set_language

from accounts import demo
from accounts.forms import LogInForm
from accounts.models import User
from accounts.posting import posted_from, readable


class LoginView(views.LoginView):
    """Django's log-in; afterwards pages speak the language the person chose last, on whatever machine that was."""

    template_name = "accounts/login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs) -> dict:
        """The demonstration logins stand beside the form where there are any; production shows none."""
        logins = demo.logins()
        shown = {"demo_accounts": logins, "demo_password": demo.PASSWORD} if logins else {}
        return super().get_context_data(**kwargs) | shown

    def get_redirect_url(self) -> str:
        """Where the person wanted to go, if that can be opened."""
        return readable(super().get_redirect_url())

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, form.get_user().language, samesite="Lax", max_age=365 * 86400
        )
        return response


@posted_from("home")
def choose_language(request: HttpRequest) -> HttpResponse:
    """Django's language switch, remembered with the person."""
    response = django_set_language(request)
    chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen and request.user.is_authenticated and request.user.language != chosen.value:
        User.objects.filter(pk=request.user.pk).update(language=chosen.value)
    return response
