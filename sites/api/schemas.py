"""What the API says about a site."""

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import WithJsonSchema

from accounts.roles import Role
from gis_data.api import CODE_EXAMPLE, Named, RegionCode, RegionRef
from sites.models import Cooperative, Site
from sites.selectors import MOST_DAYS
from sites.stages import FLAG_LABELS, Flag, Stage

SITE_EXAMPLE = "62.02.01.2001"
SitePath = Annotated[
    str,
    WithJsonSchema({"type": "string", "pattern": r"^\d\d\.\d\d\.\d\d\.\d{4}(-[2-9])?$", "examples": [SITE_EXAMPLE]}),
]
StageSlug = Literal[*(stage.slug for stage in Stage)]
FlagSlug = Literal["any", *(flag.slug for flag in FLAG_LABELS)]


class SiteQuery(Schema):
    """What a list of sites is narrowed to; together they all apply."""

    region: RegionCode | None = Field(None, description="Only sites inside this region.", examples=[CODE_EXAMPLE])
    stage: StageSlug | None = Field(None, description="Only sites at this stage.")
    flag: FlagSlug | None = Field(None, description="Only sites with this flag, or with any.")
    waiting_days: int | None = Field(
        None, ge=1, le=MOST_DAYS, description="Only sites where something has waited longer than that many days."
    )
    state: str | None = Field(
        None,
        pattern=r"^[a-z_]{1,40}:[a-z_]{1,40}$",
        description="Only sites where the furthest process of that workflow is in that state: `kind:state`.",
        examples=["land_verification:submitted"],
    )
    search: str | None = Field(
        None,
        max_length=100,
        description="Code or name of the village or district; “village, district” narrows a name that repeats.",
    )


class CooperativeOut(Schema):
    """The cooperative that will run the outlet."""

    name: str
    kind: Named
    legal_number: str
    source: str
    as_of: datetime.date

    @staticmethod
    def resolve_kind(cooperative: Cooperative) -> Named:
        return Named.of(Cooperative.Kind(cooperative.kind))


class PositionOut(Schema):
    """Where the site is, WGS 84 degrees, and how that is known. Only “surveyed” counts as located."""

    longitude: float
    latitude: float
    source: Named
    accuracy_m: int | None
    as_of: datetime.date | None
    note: str


class SiteSummary(Schema):
    """A site as lists and maps show it."""

    code: str = Field(examples=[SITE_EXAMPLE])
    village: RegionRef
    district: RegionRef
    regency: RegionRef
    cooperative: CooperativeOut | None
    premises: Named
    position: PositionOut
    stage: Named = Field(description="The furthest stage that any of its processes proves.")
    flags: list[Named]
    states: dict[str, str] = Field(description="For each workflow the state of its furthest process.")
    progress: Decimal | None = Field(description="Reported building progress in percent.")
    waiting_since: datetime.datetime | None
    due_on: datetime.date | None = Field(description="The day by which the first awaited step is due; null: none is.")
    closed_at: datetime.datetime | None
    simulated: bool = Field(description="Does the ledger hold simulated entries?")
    entries: int = Field(description="How many entries the ledger holds; every change adds one.")

    @staticmethod
    def resolve_village(site: Site) -> RegionRef:
        return RegionRef.of(site.village)

    @staticmethod
    def resolve_district(site: Site) -> RegionRef:
        return RegionRef.of(site.village.parent)

    @staticmethod
    def resolve_regency(site: Site) -> RegionRef:
        return RegionRef.of(site.village.parent.parent)

    @staticmethod
    def resolve_premises(site: Site) -> Named:
        return Named.of(Site.Premises(site.premises))

    @staticmethod
    def resolve_position(site: Site) -> PositionOut:
        return PositionOut(
            longitude=site.position.x,
            latitude=site.position.y,
            source=Named.of(Site.PositionSource(site.position_source)),
            accuracy_m=site.position_accuracy_m,
            as_of=site.position_as_of,
            note=site.position_note,
        )

    @staticmethod
    def resolve_stage(site: Site) -> Named:
        stage = Stage(site.stage)
        return Named(value=stage.slug, label=str(stage.label))

    @staticmethod
    def resolve_flags(site: Site) -> list[Named]:
        return [_named_flag(flag) for flag in site.flag_list]

    @staticmethod
    def resolve_entries(site: Site) -> int:
        return site.ledger_seq


class AwaitedRef(Schema):
    """Who is waited for at a process: offices of these roles, for that step."""

    step: str
    roles: list[Named]
    cause: str = Field(description="The code of the rule they have to make true first; empty: none.")
    due: datetime.date | None = Field(default=None, description="The last day of their term; null: there is none.")
    escalated_on: datetime.date | None = Field(
        default=None, description="The day on which it was raised to the next office, its term having ended."
    )
    at: str = Field("", description="The very region whose offices they are; empty: the nearest to the site.")


class ProcessRef(Schema):
    """A process at the site, as the register keeps it; `/processes/{id}` says the rest."""

    id: int
    kind: str
    state: str
    since: datetime.datetime
    waiting: bool = Field(description="Does some step await its actor?")
    awaits: list[AwaitedRef]


class SiteDetail(SiteSummary):
    """A site with its processes and the end of its ledger."""

    processes: list[ProcessRef]
    ledger_head: str = Field(description="The hash of the newest ledger entry.")

    @staticmethod
    def resolve_processes(site: Site) -> list[dict]:
        return [
            {"id": int(pk), **row, "awaits": [_awaited(one) for one in row["awaits"]]}
            for pk, row in sorted(site.processes.items(), key=lambda item: int(item[0]))
        ]


def _awaited(row: dict) -> dict:
    return {
        **row,
        "roles": [Named.of(Role(role)) for role in row["roles"]],
        "escalated_on": row.get("raised_on"),
    }


def _named_flag(flag: Flag) -> Named:
    return Named(value=flag.slug, label=str(FLAG_LABELS[flag]))
