"""A log-in, kept with the person it belongs to."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone


class Session(AbstractBaseSession):
    """Django's session with its person in a column, so that one statement reads both (``accounts.sessions``)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")

    def __str__(self) -> str:
        """Never the key: the admin lists what goes with an account, and whoever reads a key can be that person."""
        return f"{self.person} · {timezone.localtime(self.expire_date):%Y-%m-%d %H:%M}"

    @classmethod
    def get_session_store_class(cls) -> type:
        return import_module(settings.SESSION_ENGINE).SessionStore
