"""Requests straight into the WSGI application: full middleware, no sockets."""

import io

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.wsgi import get_wsgi_application

from accounts.models import User
from accounts.sessions import SessionStore


def session_cookie(user: User) -> str:
    """A logged-in session's cookie, as text of the header."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


class WsgiClient:
    """One client of the whole application, logged in as ``user`` or, without one, nobody."""

    def __init__(self, user: User | None = None) -> None:
        self.application = get_wsgi_application()
        self.cookie = session_cookie(user) if user else ""

    def get(self, path: str, **headers: str) -> tuple[str, dict[str, str], bytes]:
        """Status, headers and body of one GET; extra headers as WSGI variables (``HTTP_IF_NONE_MATCH=…``)."""
        answer: list = []
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self.cookie,
            "HTTP_ACCEPT_ENCODING": "gzip, br",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **headers,
        }
        result = self.application(environ, lambda status, sent, _error=None: answer.extend([status, dict(sent)]))
        body = b"".join(result)
        if hasattr(result, "close"):
            result.close()
        return answer[0], answer[1], body
