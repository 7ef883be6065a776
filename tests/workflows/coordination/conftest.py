"""An agreement of the province with one commitment of a regency's office, and the people around it."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.models import Office, User
from accounts.roles import Role
from gis_data.models import Region
from tests import factories
from workflows.coordination import recording
from workflows.coordination.gate import Request
from workflows.documents import Scan

SIGNED = datetime.date(2026, 1, 15)


def again(person) -> User:
    """The person as the next request finds him."""
    return User.objects.get(pk=person.pk)


def day(offset: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=offset)


@pytest.fixture
def people(cast):
    """The cast, with the province's cooperative office that keeps the minutes, in two persons."""
    return people_around(cast)


def a_commitment(cast):
    """A commitment of Kotawaringin Timur's asset office."""
    people = people_around(cast)
    return commitment_of(people)(agreement_of(people)())


def people_around(cast):
    cast.province = factories.user("provinsi", Role.COOPERATIVE_OFFICE, "62", office="Dinkop Kalteng")
    cast.province2 = factories.user("provinsi2", Role.COOPERATIVE_OFFICE, "62", office="Dinkop Kalteng")
    factories.region("62.03")
    return cast


@pytest.fixture
def coordination(people):
    """Builders: ``agreement()``, ``commitment()``, and ``request(person)``."""
    return SimpleNamespace(people=people, agreement=agreement_of(people), commitment=commitment_of(people))


def agreement_of(people):
    def build(*, region: str = "62", by=None, number: str = "415/1/2026", **more):
        return recording.record_agreement(
            kind="mou",
            title="Percepatan gerai",
            number=number,
            signed_on=SIGNED,
            region=Region.objects.get(code=region),
            parties=list(Office.objects.filter(name__in=["Dinkop Kalteng", "BPKAD Kotim"])),
            scan=Scan(),
            request=Request(again(by or people.province), **more),
        )

    return build


def commitment_of(people):
    def build(agreement, *, regions=("62.02",), owner: str = "BPKAD Kotim", due: int = 10, by=None, **more):
        return recording.commit(
            agreement.pk,
            subject="Menyiapkan lahan dua desa",
            owner=Office.objects.get(name=owner),
            regions=list(Region.objects.filter(code__in=regions)),
            due_on=day(due),
            request=Request(again(by or people.province), **more),
        )

    return build
