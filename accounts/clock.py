"""The clock: the account in whose name time takes steps. Nobody can log in as it, and nobody else holds its role."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from accounts.scope import Grant, Scope
from gis_data import codes

USERNAME = "clock"
# As the ledger keeps it for ever: an entry reads the same in every language.
FULL_NAME = "Waktu (otomatis)"


class ClockTaken(Exception):
    """The clock's account was made usable as a person's; ``str()`` is the sentence."""


def clock() -> User:
    """The clock, made when it is first asked for; it holds its role in the whole country, by no assignment.

    Safe to call from several processes at once. Raises ClockTaken when somebody else has that name.
    """
    user, made = User.objects.get_or_create(
        username=USERNAME, defaults={"full_name": FULL_NAME, "is_active": False, "password": "!"}
    )
    if not made and (user.is_active or user.has_usable_password()):
        raise ClockTaken(
            _("The account “%(name)s” belongs to a person. Rename it, and run the clock again.") % {"name": USERNAME}
        )
    user.scope = Scope((Grant(Role.CLOCK, codes.COUNTRY, codes.prefix(codes.COUNTRY), ""),))
    return user
