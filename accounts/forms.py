"""The log-in form, for pages and for the administration."""

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class _BoundedName:
    """A name longer than any account's is refused by the form: Django's own bounds only the browser's field."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].validators.append(MaxLengthValidator(User._meta.get_field("username").max_length))


class LogInForm(_BoundedName, AuthenticationForm):
    """The log-in of the pages. It does not say which of the two was wrong: that would help whoever is guessing."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("The username or the password is not right. Capital and small letters differ."),
    }


class StaffLogInForm(_BoundedName, AdminAuthenticationForm):
    """The log-in of the administration."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _(
            "The username or the password is not right, or this account may not open the administration."
            " Capital and small letters differ."
        ),
    }
