"""Who asks for data that a browser shows and other programs read too: by a token, else by the session."""

from django.http import HttpRequest

from accounts import tokens
from accounts.models import User

_SCHEME = "bearer"


def caller(request: HttpRequest) -> User | None:
    """The person of ``Authorization: Bearer …``, else of the browser's session; None for nobody.

    A request that sends the header is never tried as a session. The token of a phone opens nothing here: one that is
    lost shows no more than the addresses of the phone.
    """
    if "Authorization" not in request.headers:
        return request.user if request.user.is_authenticated else None
    scheme, _, token = request.headers["Authorization"].partition(" ")
    person = tokens.recognise(token.strip()) if scheme.lower() == _SCHEME else None
    return None if person is None or person.device is not None else person
