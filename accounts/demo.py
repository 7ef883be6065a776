"""Demonstration accounts: one easy login per role in Kotawaringin Timur, and the people a simulated rollout needs.

They are named by role, never as real persons. Everything they write is marked as simulated.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.delegations import MOST_DAYS, Letter, lend
from accounts.models import Assignment, Delegation, Office, User
from accounts.roles import Role
from gis_data.codes import outermost
from gis_data.models import Region

PASSWORD = "contoh-merah-putih"  # noqa: S105  published on purpose; production refuses these accounts
HOME = "62.02"
_ENGINEERS = "Zidam XXII/Tambun Bungai"


class DemoRefused(Exception):
    """Demonstration accounts cannot be made or removed here; ``str()`` is the sentence."""


@dataclass(frozen=True)
class Person:
    """One account to make. ``office`` names an office; without it the nearest of the role's kind is taken."""

    username: str
    full_name: str
    role: Role
    region: str
    office: str = ""
    runs_admin: bool = False


LOGINS = (
    Person("kades", "Kepala Desa (contoh)", Role.VILLAGE_OFFICER, "62.02.06.2005"),
    Person("babinsa", "Babinsa (contoh)", Role.FIELD_OFFICER, "62.02.06"),
    Person("kodim", "Perwira Kodim (contoh)", Role.DISTRICT_COMMAND, HOME),
    Person("zidam", "Perwira Zidam (contoh)", Role.ENGINEERING, "62", office=_ENGINEERS),
    Person("dinkop", "Kepala Dinas Koperasi (contoh)", Role.COOPERATIVE_OFFICE, HOME),
    Person("bpkad", "Kepala Bidang Aset BPKAD (contoh)", Role.ASSET_OFFICE, HOME),
    Person("bupati", "Bupati (contoh)", Role.REGION_HEAD, HOME),
    Person("sekda", "Sekretaris Daerah (contoh)", Role.VIEWER, HOME),
    Person("gubernur", "Gubernur (contoh)", Role.REGION_HEAD, "62"),
    Person("bpkadprov", "Kepala Bidang Aset BPKAD Provinsi (contoh)", Role.ASSET_OFFICE, "62"),
    Person("kominfo", "Kepala Dinas Kominfo (contoh)", Role.ICT_OFFICE, HOME),
    Person("kominfoprov", "Kepala Diskominfosantik Provinsi (contoh)", Role.ICT_OFFICE, "62"),
    Person("provinsi", "Kepala Dinas Koperasi Provinsi (contoh)", Role.COOPERATIVE_OFFICE, "62"),
    Person("bpkp", "Auditor BPKP (contoh)", Role.VIEWER, "62", office="BPKP Perwakilan Provinsi Kalimantan Tengah"),
    Person("bank", "Petugas Bank Kalteng (contoh)", Role.VIEWER, "62", office="Bank Kalteng"),
    Person("admin", "Administrator Provinsi (contoh)", Role.ADMIN, "62", runs_admin=True),
)

# The standing example of a lent role: the secretary signs for the Bupati who travels.
LENT = ("bupati", "sekda")

# Who acts in a simulated rollout: two per deciding role and regency, so that nobody judges his own work.
_DECIDERS = (
    ("kodim", "Perwira Kodim", Role.DISTRICT_COMMAND),
    ("dinkop", "Staf Dinas Koperasi", Role.COOPERATIVE_OFFICE),
    ("bpkad", "Staf BPKAD", Role.ASSET_OFFICE),
    ("kominfo", "Staf Dinas Kominfo", Role.ICT_OFFICE),
)
# And one of those of whom there is one.
_SINGLE = (
    ("zidam", "Perwira Zidam untuk", Role.ENGINEERING, _ENGINEERS),
    ("kepala", "Kepala Daerah", Role.REGION_HEAD, ""),
)
_IN_DISTRICTS = (
    ("desa", "Perangkat Desa", Role.VILLAGE_OFFICER),
    ("babinsa", "Babinsa", Role.FIELD_OFFICER),
)
_OFFICE_KINDS = {
    Role.FIELD_OFFICER: Office.Kind.KODIM,
    Role.DISTRICT_COMMAND: Office.Kind.KODIM,
    Role.COOPERATIVE_OFFICE: Office.Kind.COOPERATIVE,
    Role.ASSET_OFFICE: Office.Kind.ASSET,
    Role.REGION_HEAD: Office.Kind.HEAD,
    Role.ICT_OFFICE: Office.Kind.ICT,
}


@transaction.atomic
def create_logins() -> int:
    """Make or mend the easy logins, and the role one of them lent; returns how many there are. Raises DemoRefused."""
    count = _create(LOGINS)
    _lend_the_role()
    return count


def create_actors(region_codes: Iterable[str]) -> int:
    """Make or mend the people who act in the regencies and districts of the regions; returns how many there are.

    Raises DemoRefused.
    """
    return _create(_actors(region_codes))


def remove() -> int:
    """Delete every demonstration account; returns how many there were.

    Raises DemoRefused while the ledger still holds what they wrote.
    """
    people = User.objects.filter(is_demo=True)
    count = people.count()
    try:
        with transaction.atomic():
            Delegation.objects.filter(assignment__user__is_demo=True).delete()
            people.delete()
    except ProtectedError as error:
        raise DemoRefused(
            _("The demonstration accounts stand in the ledger. Remove the simulation first: %(command)s")
            % {"command": "manage.py simulate_rollout --remove"}
        ) from error
    return count


def logins() -> list[tuple[str, str, str]]:
    """The easy logins there are: (username, role in words, office or place); empty where they are not allowed."""
    if not settings.DEMO_ACCOUNTS_ALLOWED:
        return []
    order = [person.username for person in LOGINS]
    rows = Assignment.objects.filter(user__username__in=order, user__is_demo=True, user__is_active=True)
    rows = sorted(rows.select_related("user", "office", "region"), key=lambda row: order.index(row.user.username))
    return [
        (row.user.username, str(row.get_role_display()), row.office.name if row.office else row.region.full_name)
        for row in rows
    ]


def _actors(region_codes: Iterable[str]) -> Iterator[Person]:
    villages = Region.objects.villages().within_any(outermost(region_codes)).values_list("code", flat=True)
    districts = {code[:8] for code in villages}
    for regency in Region.objects.filter(code__in={code[:5] for code in districts}).order_by("code"):
        for prefix, title, role in _DECIDERS:
            for number in (1, 2):
                name = f"{title} {number} {regency.short_name} (contoh)"
                yield Person(f"{prefix}{number}-{regency.code}", name, role, regency.code)
        for prefix, title, role, office in _SINGLE:
            name = f"{title} {regency.short_name} (contoh)"
            yield Person(f"{prefix}-{regency.code}", name, role, regency.code, office=office)
    for district in Region.objects.filter(code__in=districts).order_by("code"):
        for prefix, title, role in _IN_DISTRICTS:
            yield Person(f"{prefix}-{district.code}", f"{title} {district.short_name} (contoh)", role, district.code)


@transaction.atomic
def _create(people: Iterable[Person]) -> int:
    if not settings.DEMO_ACCOUNTS_ALLOWED:
        raise DemoRefused(_("Demonstration accounts are not allowed in production: their password is published."))
    people = list(people)
    missing = sorted({person.region for person in people} - _loaded({person.region for person in people}))
    if missing:
        raise DemoRefused(
            _("Not loaded: %(codes)s. Load the regions first: manage.py load_regions %(arguments)s")
            % {"codes": ", ".join(missing), "arguments": " ".join(sorted({code[:2] for code in missing}))}
        )
    password = make_password(PASSWORD)  # hashed once: the hash is slow on purpose, and the password no secret
    offices = _Offices()
    for person in people:
        _put(person, password, offices.of(person))
    return len(people)


def _lend_the_role() -> None:
    giver, receiver = (User.objects.get(username=name) for name in LENT)
    today = timezone.localdate()
    if giver.pk in receiver.scope.acting_regions():
        return
    lend(
        assignment=giver.assignments.get(role=Role.REGION_HEAD),
        receiver=receiver,
        valid_from=today,
        valid_to=today + datetime.timedelta(days=MOST_DAYS - 1),
        letter=Letter("800/001/contoh", today),
        recorded_by=giver,
    )


def _loaded(codes: set[str]) -> set[str]:
    return set(Region.objects.filter(code__in=codes).values_list("code", flat=True))


def _put(person: Person, password: str, office: Office | None) -> None:
    user = User.objects.filter(username=person.username).first() or User(username=person.username, is_demo=True)
    if not user.is_demo:
        raise DemoRefused(_("The account “%(username)s” belongs to a real person.") % {"username": person.username})
    user.full_name, user.password, user.is_active = person.full_name, password, True
    user.is_staff = user.is_superuser = person.runs_admin
    user.save()
    Assignment.objects.update_or_create(
        user=user,
        role=person.role,
        region_id=person.region,
        valid_from=None,
        defaults={"office": office, "valid_to": None},
    )
    others = user.assignments.exclude(role=person.role, region_id=person.region, valid_from=None)
    Delegation.objects.filter(assignment__in=others).delete()
    others.delete()


class _Offices:
    """The offices of today, by name and by kind and region."""

    def __init__(self) -> None:
        self._by_name, self._by_place = {}, {}
        for office in Office.objects.valid_on(timezone.localdate()).prefetch_related("regions").order_by("name"):
            self._by_name[office.name] = office
            for region in office.regions.all():
                self._by_place.setdefault((office.kind, region.code), office)

    def of(self, person: Person) -> Office | None:
        """The person's office; None for a village officer, and where none is loaded."""
        if person.office:
            return self._by_name.get(person.office)
        return self._by_place.get((_OFFICE_KINDS.get(person.role), person.region[:5]))
