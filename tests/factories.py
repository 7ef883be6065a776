"""Small builders of real rows, and a plot played to any state through the real gate."""

import datetime
import io
import itertools
import uuid

from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from accounts.models import Assignment, Delegation, Office, User
from accounts.roles import Role
from gis_data import codes
from gis_data.models import Region
from sites import services
from sites.authorship import Authorship
from sites.models import Site
from workflows.models import Process
from workflows.services.evidence import Position, attach
from workflows.services.start import start
from workflows.services.take_step import StepTaken, take_step
from workflows.submission import Reason, Submission

PASSWORD = "a-long-test-password"
NAMES = {
    "ID": "Indonesia",
    "62": "Kalimantan Tengah",
    "62.02": "Kotawaringin Timur",
    "62.03": "Kapuas",
    "63": "Kalimantan Selatan",
    "63.01": "Tanah Laut",
}
_numbers = itertools.count(1)


def region(code: str, *, name: str = "", lon: float = 112.95, lat: float = -2.53) -> Region:
    """The region with its parents; a village gets a point, a little apart from every other village's."""
    known = Region.objects.filter(code=code).first()
    if known:
        return known
    parsed = codes.parse(code)
    if parsed.parent is not None:
        region(parsed.parent)
    made = Region(code=code, kind=parsed.kind, name=name or NAMES.get(code, f"Tempat {code}"), parent_id=parsed.parent)
    if parsed.village:
        shift = next(_numbers) * 0.003
        made.point = Point(lon + shift % 0.3, lat + shift % 0.2, srid=4326)
        made.point_source = "test"
        made.point_as_of = datetime.date(2025, 1, 1)
    made.save(force_insert=True)
    return made


def user(username: str = "", role: Role | None = None, region_code: str = "", *, office: str = "", **more) -> User:
    """A person, with one assignment when a role is given."""
    username = username or f"person{next(_numbers)}"
    person = User(username=username, full_name=more.pop("full_name", username.title()), **more)
    person.set_password(PASSWORD)
    person.save()
    if role:
        assign(person, role, region_code, office=office)
    return person


def people(*described: tuple[str, Role | None, str, str]) -> list[User]:
    """Several at once, each by user name, role (or none), the role's region and its office: a query per table."""
    made = [User(username=username, full_name=username.title()) for username, *_ in described]
    for person in made:
        person.set_password(PASSWORD)
    User.objects.bulk_create(made)
    named = {name for *_, name in described if name}
    offices = {office.name: office for office in Office.objects.filter(name__in=named)}
    lacking = [Office(name=name, kind=Office.Kind.OTHER) for name in sorted(named - offices.keys())]
    offices |= {office.name: office for office in Office.objects.bulk_create(lacking)}
    regions = {code: region(code) for code in sorted({code for _, _, code, _ in described if code})}
    Assignment.objects.bulk_create(
        Assignment(user=person, role=role, region=regions[code], office=offices.get(office))
        for person, (_, role, code, office) in zip(made, described, strict=True)
        if role
    )
    return made


def assign(person: User, role: Role, region_code: str, *, office: str = "", **dates) -> Assignment:
    """One more role for the person; the cached scope is forgotten."""
    held_for = Office.objects.get_or_create(name=office, defaults={"kind": Office.Kind.OTHER})[0] if office else None
    person.__dict__.pop("scope", None)
    return Assignment.objects.create(user=person, role=role, region=region(region_code), office=held_for, **dates)


def site(code: str = "62.02.01.2001", **place) -> Site:
    """The registered site of that village."""
    village = region(code, **place)
    services.register_villages([village], by=Authorship.system("test"), source="test", as_of=datetime.date(2025, 1, 1))
    return Site.objects.get(code=code)


def photo(number: int = 0, *, size: tuple[int, int] = (120, 90), name: str = "") -> ContentFile:
    """A JPEG whose bytes differ by number."""
    out = io.BytesIO()
    Image.new("RGB", size, (number * 37 % 256, number * 91 % 256, 120)).save(out, "JPEG")
    return ContentFile(out.getvalue() + number.to_bytes(4, "big"), name=name or f"photo-{number}.jpg")


def pdf(number: int = 0) -> ContentFile:
    return ContentFile(b"%%PDF-1.4\n%% test %d\n%%%%EOF\n" % number, name=f"document-{number}.pdf")


class Work:
    """One process at a site, taken forward step by step through the real gate by a cast named by role."""

    def __init__(self, kind: str, at: Site, cast, *, opener=None) -> None:
        self.site, self.cast = at, cast
        self.process = start(site_code=at.code, kind=kind, actor=opener or cast.village_officer)

    @property
    def version(self) -> int:
        return Process.objects.get(pk=self.process.pk).version

    @property
    def state(self) -> str:
        return Process.objects.get(pk=self.process.pk).state

    @property
    def row(self) -> Process:
        """The process as its workflow's class, as it stands in the database."""
        return type(self.process).objects.select_related("site").get(pk=self.process.pk)

    def take(
        self, step: str, actor, fields: dict | None = None, reason: tuple[str, str] = ("", ""), **more
    ) -> StepTaken:
        submission = Submission(
            version=more.pop("version", None) or self.version,
            fields=fields or {},
            reason=Reason(*reason),
            client_id=more.pop("client_id", None) or uuid.uuid4(),
            **more,
        )
        return take_step(process_id=self.process.pk, step=step, actor=actor, submission=submission)

    def photos(self, slot: str, actor, count: int = 1, position: Point | None = None):
        files = [photo(next(_numbers)) for _ in range(count)]
        place = Position(position, "device", 8) if position else None
        return attach(process_id=self.process.pk, slot=slot, files=files, actor=actor, position=place)

    def document(self, slot: str, actor):
        return attach(process_id=self.process.pk, slot=slot, files=[pdf(next(_numbers))], actor=actor)


class Plot(Work):
    """One land verification."""

    PROPOSAL = {
        "length_m": "50",
        "width_m": "40",
        "stated_area_m2": "2000",
        "owner_kind": "desa",
        "title_kind": "certificate",
        "title_number": "HP 12/2024",
    }
    CHECKLIST = {
        "road_access": "yes",
        "electricity": "yes",
        "water": "yes",
        "internet": "no",
        "slope": "flat",
        "flood": "no",
        "swamp_or_peat": "no",
        "under_power_line": "no",
        "settlement_distance_m": "300",
    }
    LEGAL = {
        "legal_verdict": "clear",
        "legal_note": "Sertipikat bersih.",
        "in_forest_area": "no",
        "in_lp2b": "no",
        "in_lsd": "no",
        "in_rth": "no",
    }

    def __init__(self, at: Site, cast, *, opener=None) -> None:
        super().__init__("land_verification", at, cast, opener=opener)

    def papers(self) -> "Plot":
        self.photos("plot_photo", self.cast.village_officer, 4)
        attach(
            process_id=self.process.pk,
            slot="musdes_minutes",
            files=[pdf(next(_numbers))],
            actor=self.cast.village_officer,
        )
        return self

    def proposal(self, **changes) -> dict:
        x, y = self.site.position.coords
        return {"plot_point": f"{y}, {x}", **self.PROPOSAL, **changes}

    def submitted(self, **changes) -> "Plot":
        self.papers()
        self.take("submit", self.cast.village_officer, self.proposal(**changes))
        return self

    def surveyed(self, **changes) -> "Plot":
        self.submitted(**changes)
        self.photos("survey_photo", self.cast.field_officer, 2, self.site.position)
        self.take(
            "survey", self.cast.field_officer, {"visited_on": datetime.date.today().isoformat(), **self.CHECKLIST}
        )
        return self

    def verified(self, **changes) -> "Plot":
        self.surveyed(**changes)
        self.take("verify", self.cast.kodim)
        return self

    def noted(self, **changes) -> "Plot":
        self.verified()
        self.take("note_legal", self.cast.bpkad, {**self.LEGAL, **changes})
        return self

    def legal_paper(self) -> "Plot":
        attach(process_id=self.process.pk, slot="legal_paper", files=[pdf(next(_numbers))], actor=self.cast.bpkad)
        return self

    def letter(self) -> "Plot":
        attach(
            process_id=self.process.pk,
            slot="agrinas_letter",
            files=[pdf(next(_numbers))],
            actor=self.cast.dinkop,
        )
        return self

    def accepted(self) -> "Plot":
        self.noted().letter()
        self.take(
            "accept",
            self.cast.dinkop,
            {"agrinas_reference": "AGR-1", "agrinas_date": datetime.date.today().isoformat()},
        )
        return self


def begun_outlet(at: Site, cast) -> Work:
    """An outlet whose building the Kodim has begun on land that is not accepted yet."""
    building = Work("outlet_construction", at, cast, opener=cast.kodim)
    building.photos("start_photo", cast.kodim, 1, at.position)
    building.take(
        "begin",
        cast.kodim,
        {"started_on": "2026-01-01"},
        waivers={"land_secured": Reason("instruction", "Perintah Danrem, lahan menyusul.")},
    )
    return building


def lend(giver: User, receiver: User, *, first: int = 0, last: int = 10, role: Role | None = None) -> Delegation:
    """One of the giver's own roles lent to the receiver, in days from today; their cached scopes are forgotten."""
    today = timezone.localdate()
    held = giver.assignments.filter(role=role) if role else giver.assignments.all()
    receiver.__dict__.pop("scope", None)
    return Delegation.objects.create(
        assignment=held.get(),
        receiver=receiver,
        valid_from=today + datetime.timedelta(days=first),
        valid_to=today + datetime.timedelta(days=last),
        document_number=f"800/{next(_numbers)}",
        document_date=today + datetime.timedelta(days=first),
        recorded_by=giver,
    )
