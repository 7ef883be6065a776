"""The log-in form, for pages and for the administration."""

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import MaxLengthValidator

from accounts.models import User


class _BoundedName:
    """A name longer than any account's is refused by the form: Django's own bounds only the browser's field."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].validators.append(MaxLengthValidator(User._meta.get_field("username").max_length))


class LogInForm(_BoundedName, AuthenticationForm):
    """The log-in of the pages."""


class StaffLogInForm(_BoundedName, AdminAuthenticationForm):
    """The log-in of the administration."""
