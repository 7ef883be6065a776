"""Who is asking: the person that came with the session."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from accounts.models import User


class PersonMiddleware(AuthenticationMiddleware):
    """Django's own, which asks for nobody whom the session has brought already (``accounts.sessions``)."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: person_of(request))


def person_of(request: HttpRequest) -> User | AnonymousUser:
    """The person the session was written for, if it is still good for him: his password is the one it was begun with.

    Whatever is not plainly so goes Django's own way: an ended account, a changed password (which ends the session), a
    secret key that was exchanged.
    """
    session = request.session
    user_id = session.get(SESSION_KEY)
    person = session.person
    if (
        person is not None
        and str(person.pk) == user_id
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    ):
        return person
    return get_user(request)
