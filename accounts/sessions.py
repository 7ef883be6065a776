"""A session, its person and what he may see and do, in one statement: every request of somebody logged in begins so."""

import datetime
import json
from functools import cache
from operator import itemgetter

from django.contrib.auth import SESSION_KEY
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.sessions.backends import db
from django.db import router
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts.lent import COLUMNS, KEPT_DAYS, Lent
from accounts.models import Assignment, Delegation, Session, User
from accounts.scope import Scope
from gis_data.composed import ask_first

# Stand-ins in the statement that is composed once; each call puts its own values in their place.
_KEY, _NOW = "the session's key", datetime.datetime.min.replace(tzinfo=datetime.UTC)
_DAY, _KEPT = datetime.date.min, datetime.date.min + datetime.timedelta(days=1)
_PERSON = [field.attname for field in User._meta.concrete_fields]


class SessionStore(db.SessionStore):
    """Django's database sessions. Reading one also brings its ``person``, his ``scope`` already known.

    ``person`` is the active account the session was written for, or None; whether the session is still good for him
    (his password may have changed) is for ``accounts.middleware`` to say.
    """

    person: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict) -> Session:
        """The row to save, under the person's own key."""
        row = super().create_model_instance(data)
        row.person_id = data.get(SESSION_KEY)
        return row

    def load(self) -> dict:
        """The session's content; an unknown or expired key is forgotten, so that it is never given to anybody."""
        sql, stand_ins = _statement()
        today = timezone.localdate()
        given = {_KEY: self.session_key, _NOW: timezone.now(), _DAY: today, _KEPT: today - KEPT_DAYS}
        alias = router.db_for_read(self.model)
        rows = ask_first(alias, sql, [given.get(value, value) for value in stand_ins])
        if not rows:
            self._session_key = self.person = None
            return {}
        content, held, lent, *columns = rows[0]
        self.person = _person(alias, columns, held, lent)
        return self.decode(content)

    def _validate_session_key(self, key) -> bool:
        # What is no key of ours never reaches the database: a cookie can hold anything, a NUL too.
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()


def _person(alias: str, columns: list, held: list[str], lent: list[str]) -> User | None:
    person = User.from_db(alias, _PERSON, columns)
    if not person.is_active:  # nor is what a session without a person gives
        return None
    grants = sorted((json.loads(row) for row in held), key=itemgetter("pk"))  # a sixth of the statement if done there
    borrowed = sorted((json.loads(row) for row in lent), key=itemgetter("key"))
    person.scope = Scope.from_rows(
        ((row["role"], row["region"], row["office"]) for row in grants),
        person,
        (Lent.of(row[name] for name in COLUMNS) for row in borrowed),
    )
    return person


@cache
def _statement() -> tuple[str, tuple]:
    """The statement and its stand-ins. Composed once: Django's composing costs more than the database's answer."""
    held = (
        Assignment.objects.dated_around(_DAY)
        .filter(user=OuterRef("person"))
        .values(row=JSONObject(pk="pk", role="role", region="region_id", office="office__name"))
    )
    lent = Delegation.objects.ending_from(_KEPT).filter(receiver=OuterRef("person")).order_by()
    rows = Session.objects.filter(session_key=_KEY, expire_date__gt=_NOW).annotate(
        held=ArraySubquery(held), lent=ArraySubquery(lent.values(row=JSONObject(**COLUMNS)))
    )
    return rows.values_list(
        "session_data", "held", "lent", *(f"person__{name}" for name in _PERSON)
    ).query.sql_with_params()
