"""The API's one address for whoever is nobody yet: a phone that is enrolled."""

import datetime
from uuid import UUID

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.responses import Status

from accounts import enrolment, export_keys
from accounts.models import Device, User
from accounts.roles import Role
from gis_data.models import Region
from gis_data.texts import clean_line

router = Router(tags=["phone"])

# Wrong codes are counted as wrong passwords are, under a name that no person has.
_CODES = {"username": "(enrolment code)"}


class EnrolmentIn(Schema):
    """Either a code, or the person's own user name and password."""

    device: UUID = Field(description="Chosen by the phone, a new one for each enrolment.")
    name: str = Field(min_length=1, max_length=80, examples=["Samsung A03"])
    code: str | None = Field(None, max_length=40, examples=["ABCD-EFGH-JKMN"])
    username: str | None = Field(None, max_length=150)
    password: str | None = Field(None, max_length=200)


class HeldRole(Schema):
    """A role in force, and where."""

    role: str
    label: str
    region: str
    region_name: str


class FieldPerson(Schema):
    """Whose phone it is."""

    id: int
    name: str
    language: str
    roles: list[HeldRole]

    @classmethod
    def of(cls, person: User) -> "FieldPerson":
        names = dict(Region.objects.filter(code__in=person.scope.region_codes).values_list("code", "name"))
        return cls(
            id=person.pk,
            name=str(person),
            language=person.language,
            roles=[
                HeldRole(
                    role=grant.role,
                    label=str(Role(grant.role).label),
                    region=grant.region_code,
                    region_name=names.get(grant.region_code, grant.region_code),
                )
                for grant in person.scope.grants
            ],
        )


class ExportKeyOut(Schema):
    """The public key for which the phone encrypts an export."""

    kid: str
    jwk: dict = Field(description="RSA-OAEP-256, RFC 7517.")


class EnrolmentOut(Schema):
    """The phone's token, shown this once, and what it needs to begin."""

    token: str
    person: FieldPerson
    server_time: datetime.datetime
    export_key: ExportKeyOut


@router.post("/field/enrolments", response={201: EnrolmentOut}, summary="Enrol a phone")
def enrol_phone(request: HttpRequest, body: EnrolmentIn) -> Status:
    """Give the phone a token of its own, for a code that an office showed or for a password.

    A code enrols one phone within 15 minutes; the same phone may ask again with it when an answer was lost. Guessing
    is throttled as at the log-in (429). The token opens the addresses of the phone only.
    """
    device, token = _enrol(request, body, clean_line(body.name) or str(body.device)[:8])
    key = export_keys.current()
    return Status(
        201,
        EnrolmentOut(
            token=token,
            person=FieldPerson.of(device.user),
            server_time=timezone.now(),
            export_key=ExportKeyOut(kid=key.kid, jwk=export_keys.public_jwk(key)),
        ),
    )


def _enrol(request: HttpRequest, body: EnrolmentIn, name: str) -> tuple[Device, str]:
    if body.code is None:
        return enrolment.enrol(person=(person := _person(request, body)), device_id=body.device, name=name, by=person)
    # Where it was guessed too often, a good code is no better than a wrong one.
    if not AxesProxyHandler.is_allowed(request, _CODES):
        request.axes_locked_out = True
        raise ValidationError({"code": _("Too many wrong codes. Wait a quarter of an hour.")})
    try:
        return enrolment.by_code(code=body.code, device_id=body.device, name=name)
    except ValidationError:
        user_login_failed.send(sender=__name__, credentials=_CODES, request=request)
        raise


def _person(request: HttpRequest, body: EnrolmentIn) -> User:
    person = authenticate(request, username=body.username or "", password=body.password or "")
    if person is None:
        sentence = _("The username or the password is not right. Capital and small letters differ.")
        raise ValidationError({"password": sentence})
    return person
