"""Why sites are stuck, through the API: by office, by cause, and case by case."""

import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from accounts.roles import Role
from gis_data.api import Named, RegionCode
from workflows import registry
from workflows.api.catalogue import Kind
from workflows.refusals import Invalid
from workflows.stuck import Cases, Narrowed, StuckCase, too_many_by_code
from workflows.stuck_counts import CauseWait, OfficeWait, by_cause, by_office

router = Router(tags=["why stuck"])


class StuckQuery(Schema):
    """What the question is narrowed to; together they all apply."""

    region: RegionCode | None = Field(None, description="Only sites inside this region.")
    kind: Kind | None = Field(None, description="Only processes of this workflow.")

    def narrowed(self) -> Narrowed:
        return Narrowed(region=self.region or "", kind=self.kind or "")


class OfficesQuery(StuckQuery):
    """The same, and how many."""

    limit: int = Field(200, ge=1, le=2000, description="How many offices to give, those with the most sites.")


class CasesQuery(StuckQuery):
    """The same, and one office or one cause of it."""

    role: Literal[tuple(Role.values)] | None = Field(None, description="Only what waits for a holder of this role.")
    holder: RegionCode | None = Field(None, description="With `role`: the region whose holder is the nearest one.")
    order: Literal["oldest", "newest", "code"] = "oldest"
    offset: int = Field(0, ge=0, le=10_000_000, description="How many to leave out from the front.")
    limit: int = Field(50, ge=1, le=200, description="How many to give.")

    def narrowed(self) -> Narrowed:
        holder = self.holder if self.role else None
        return Narrowed(region=self.region or "", kind=self.kind or "", role=self.role or "", holder=holder)


class OfficeWaits(Schema):
    """How much waits for one office."""

    role: Named
    region: str = Field(description="The region the role is held for; empty: nobody holds it.")
    offices: list[str]
    sites: int
    cases: int
    oldest: datetime.datetime

    @classmethod
    def of(cls, one: OfficeWait) -> "OfficeWaits":
        return cls(
            role=Named.of(one.role),
            region=one.region,
            offices=one.names,
            sites=one.sites,
            cases=one.cases,
            oldest=one.oldest,
        )


class CauseWaits(Schema):
    """How much waits for one step, or for the rule that stops it."""

    kind: Named
    step: Named
    cause: Named | None = Field(description="The rule that does not hold; null: the step itself is waited for.")
    sites: int
    cases: int
    oldest: datetime.datetime

    @classmethod
    def of(cls, one: CauseWait) -> "CauseWaits":
        flow = registry.flow(one.kind)
        step = flow.steps[one.step]
        guard = next((guard for guard in step.guards if guard.code == one.cause), None)
        return cls(
            kind=Named(value=one.kind, label=str(flow.label)),
            step=Named(value=step.name, label=str(step.label)),
            cause=Named(value=guard.code, label=str(guard.label)) if guard else None,
            sites=one.sites,
            cases=one.cases,
            oldest=one.oldest,
        )


class Case(Schema):
    """One process, what it waits for, and whose that is."""

    site: str
    process: int
    kind: str
    state: Named
    step: Named = Field(description="The step that is waited for.")
    sentence: str = Field(description="Why it cannot be taken yet; empty when it only has to be taken.")
    roles: list[Named]
    offices: list[str] = Field(description="The offices (or people) that answer for it; empty: nobody holds the task.")
    since: datetime.datetime
    follows: str = Field(description="The state that comes next, in words; empty when the state stays.")

    @classmethod
    def of(cls, case: StuckCase) -> "Case":
        process, awaited = case.process, case.awaited
        return cls(
            site=process.site.code,
            process=process.pk,
            kind=process.kind,
            state=Named.of(process.State(process.state)),
            step=Named(value=awaited.step.name, label=str(awaited.step.label)),
            sentence=case.sentence,
            roles=[Named.of(role) for role in sorted(awaited.roles)],
            offices=case.offices,
            since=case.since,
            follows=case.follows,
        )


class CasesOut(Schema):
    """A portion of the cases, and how many there are."""

    total: int
    items: list[Case]


@router.get("/stuck/offices", response=list[OfficeWaits], summary="Offices that are waited for")
def stuck_offices(request: HttpRequest, wanted: Query[OfficesQuery]) -> list[OfficeWaits]:
    """Each office with how many sites wait for it, and since when; a case that two offices can move counts for both."""
    return [OfficeWaits.of(one) for one in by_office(request.user, wanted.narrowed(), first=wanted.limit).first]


@router.get("/stuck/causes", response=list[CauseWaits], summary="What is waited for")
def stuck_causes(request: HttpRequest, wanted: Query[StuckQuery]) -> list[CauseWaits]:
    """Each step, or rule that stops one, with how many sites wait for it."""
    return [CauseWaits.of(one) for one in by_cause(request.user, wanted.narrowed())]


@router.get("/stuck/cases", response=CasesOut, summary="Each case that waits")
def stuck_cases(request: HttpRequest, wanted: Query[CasesQuery]) -> CasesOut:
    """Every process that waits for somebody, with the sentence that says why; a portion of them in the order given.

    By code one province at a time: name a region where you see more than one.
    """
    narrowed = wanted.narrowed()
    if wanted.order == "code" and (sentence := too_many_by_code(request.user, narrowed)):
        raise Invalid({"order": [sentence]})
    # What they wait for is counted already, for whole provinces; to count the cases is to go through all of them.
    total = sum(one.cases for one in by_cause(request.user, narrowed))
    found = Cases(request.user, narrowed, wanted.order)
    portion = found[wanted.offset : wanted.offset + wanted.limit]
    return CasesOut(total=total, items=[Case.of(case) for case in portion])
