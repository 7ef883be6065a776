"""Agreements as they are known from public reports, recorded and reported by demonstration accounts."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import Office, User
from gis_data.models import Region
from workflows.coordination import deeds, recording
from workflows.coordination.gate import Request
from workflows.coordination.models import Agreement, AgreementEvent, Commitment
from workflows.documents import Scan

_KEYS = uuid.UUID("0b4d5a8e-6a5c-5f43-9d2b-6c1f1d9f2a77")
_RECORDER = "provinsi"


@dataclass(frozen=True)
class Promise:
    """One commitment: the office in charge and its region, and the report of a demonstration account, if any."""

    subject: str
    owner: str
    region: str
    due_on: datetime.date
    reporter: str = ""
    note: str = ""


# The MoUs and the deadlines of the coordination meeting of 24 to 26 November 2025, as the press reported them; the
# numbers of the documents are not public.
_DOCUMENTS = (
    (
        "meeting",
        "Percepatan pembangunan gerai dan gudang Koperasi Merah Putih",
        "contoh/rakortek/2025",
        datetime.date(2025, 11, 26),
        ("Gubernur Kalimantan Tengah", "Kodam XXII/Tambun Bungai", "Bupati Kotawaringin Timur"),
        (
            Promise(
                "Menyelesaikan penyediaan lahan gerai",
                "BPKAD Kabupaten Kotawaringin Timur",
                "62.02",
                datetime.date(2026, 3, 31),
            ),
            Promise(
                "Seluruh gerai beroperasi",
                "Dinas Koperasi dan UKM Provinsi Kalimantan Tengah",
                "62",
                datetime.date(2026, 4, 30),
            ),
        ),
    ),
    (
        "mou",
        "Sinergi pembangunan koperasi desa dan kelurahan",
        "contoh/mou/2025",
        datetime.date(2025, 11, 24),
        ("Gubernur Kalimantan Tengah", "Kodam XXII/Tambun Bungai"),
        (
            Promise(
                "Menyampaikan daftar desa tanpa jaringan internet",
                "Dinas Kominfo Kabupaten Kotawaringin Timur",
                "62.02",
                datetime.date(2026, 1, 31),
                reporter="kominfo",
                note="Daftar sudah disampaikan kepada Diskominfosantik.",
            ),
        ),
    ),
)


def record() -> int:
    """Record what is not recorded yet; returns how many agreements there are. None without the easy logins."""
    people = {user.username: user for user in User.objects.filter(is_demo=True, is_active=True)}
    if _RECORDER not in people:
        return 0
    for kind, title, number, signed_on, parties, promises in _DOCUMENTS:
        offices = list(Office.objects.filter(name__in=parties).valid_on(timezone.localdate()))
        region = Region.objects.filter(code="62").first()
        if not offices or region is None:
            continue
        agreement = recording.record_agreement(
            kind=kind,
            title=title,
            number=number,
            signed_on=signed_on,
            region=region,
            parties=offices,
            scan=Scan(),
            request=_request(people[_RECORDER], number),
        )
        for promise in promises:
            _promise(agreement, promise, people)
    return Agreement.objects.filter(simulated=True).count()


@transaction.atomic
def remove() -> int:
    """Take the simulated agreements away; returns how many there were."""
    simulated = Agreement.objects.filter(simulated=True)
    AgreementEvent.objects.filter(agreement__in=simulated).delete()
    Commitment.objects.filter(agreement__in=simulated).delete()
    count = simulated.count()
    simulated.delete()
    return count


def _promise(agreement: Agreement, promise: Promise, people: dict[str, User]) -> None:
    owner = Office.objects.filter(name=promise.owner).valid_on(timezone.localdate()).first()
    region = Region.objects.filter(code=promise.region).first()
    if owner is None or region is None:
        return
    name = f"{agreement.number}/{promise.subject}"
    commitment = recording.commit(
        agreement.pk,
        subject=promise.subject,
        owner=owner,
        regions=[region],
        due_on=promise.due_on,
        request=_request(people[_RECORDER], name),
    )
    if promise.reporter in people:
        deeds.report(
            commitment.pk,
            done_on=promise.due_on,
            note=promise.note,
            scan=Scan(),
            request=_request(people[promise.reporter], f"{name}/report"),
        )


def _request(person: User, name: str) -> Request:
    """Named by what it is about, so that a second run records nothing twice."""
    return Request(person, client_id=uuid.uuid5(_KEYS, name))
