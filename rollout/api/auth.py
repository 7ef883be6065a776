"""Who is asking: a person's token, or the session of the person's browser. Every operation needs one of them."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from accounts import devices, tokens
from accounts.models import Device, User
from rollout.api.admission import admit
from rollout.api.problems import Trouble
from rollout.templatetags.formatting import moment

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="rollout", error="invalid_token"'}
# All that the token of a phone opens: one that is lost decides nothing.
PHONES = "/api/v1/field/"


class Token(HttpBearer):
    """``Authorization: Bearer kdmp_…``: a token of ``accounts.tokens``, looked up by its hash.

    Unknown, revoked and a closed account's tokens get one and the same answer. A request that sends the header is
    never tried as a session. Only a phone that the office revoked is told so, for its person holds unsent reports.
    ``request.device`` is the phone the token belongs to, None for a program's.
    """

    def __call__(self, request: HttpRequest) -> User | None:
        if "Authorization" not in request.headers:
            return None
        person = super().__call__(request)
        if person is None:
            raise Trouble(401, "not_authenticated", _("This token is not valid, or was revoked."), CHALLENGE)
        return person

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        person = tokens.recognise(token)
        if person is None:
            if (revoked := devices.revoked_with(token)) is not None:
                raise _revoked(revoked)
            return None
        request.user, request.device = person, person.device
        speak(request, person)
        if person.device is not None:
            if not request.path_info.startswith(PHONES):
                raise Trouble(403, "not_permitted", _("A phone’s token opens the addresses of the phone only."))
            devices.note_contact(person.device)
        admit(request)
        return person


class Session(APIKeyCookie):
    """The session of a logged-in browser, for our own pages: a write needs the CSRF proof as every form does."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> User | None:
        if not request.user.is_authenticated:
            return None
        if check_csrf(request) is not None:
            raise Trouble(403, "csrf", _("The page is too old, or the request came from another site. Load it again."))
        speak(request, request.user)
        request.device = None
        admit(request)
        return request.user

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        """Not asked: the session was read by Django's own middleware."""
        return request.user


class Anybody:
    """For the one address where a person is made known: nobody is asked who he is, the request is judged as any."""

    def __call__(self, request: HttpRequest) -> AnonymousUser:
        request.user = AnonymousUser()
        admit(request)
        return request.user


def _revoked(device: Device) -> Trouble:
    sentence = _("The office revoked this phone on %(when)s: %(reason)s. Nothing on it is lost; enrol it again.")
    said = sentence % {"when": moment(device.revoked_at), "reason": device.revoke_reason.rstrip(".")}
    return Trouble(401, "device_revoked", said, CHALLENGE)


def speak(request: HttpRequest, person: User) -> None:
    """Answer in a language the request asks for, else in the person's own."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or _asks_for_ours(request.headers.get("Accept-Language", "")):
        return
    translation.activate(person.language)
    request.LANGUAGE_CODE = person.language


def _asks_for_ours(accepted: str) -> bool:
    ours = dict(settings.LANGUAGES)
    return any(language.partition("-")[0] in ours for language, _quality in parse_accept_lang_header(accepted))
