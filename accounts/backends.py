"""The person of a session, with what he may see and do, in one query: every request begins with it."""

import datetime
import json
from functools import cache

from django.contrib.auth.backends import ModelBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts.models import Assignment, User
from accounts.scope import Scope

# Stand-ins in the statement that is composed once; each call puts its own values in their place.
_DAY, _PERSON = datetime.date.min, -1


class ScopedBackend(ModelBackend):
    """Django's own backend, whose ``get_user`` brings the assignments along (``User.scope`` then costs nothing)."""

    def get_user(self, user_id: int) -> User | None:
        """The active person, or None."""
        sql, stand_ins = _statement()
        given = {_DAY: timezone.localdate(), _PERSON: user_id}
        for user in User.objects.raw(sql, [given.get(value, value) for value in stand_ins]):
            held = (json.loads(row) for row in user.held)
            user.scope = Scope.from_rows(((row["role"], row["region"], row["office"]) for row in held), user)
            return user
        return None


@cache
def _statement() -> tuple[str, tuple]:
    """The statement and its stand-ins. Composed once: Django's composing costs more than the database's answer."""
    held = (
        Assignment.objects.valid_on(_DAY)
        .filter(user=OuterRef("pk"))
        .order_by("pk")
        .values(row=JSONObject(role="role", region="region_id", office="office__name"))
    )
    return User.objects.filter(pk=_PERSON, is_active=True).annotate(held=ArraySubquery(held)).query.sql_with_params()
