"""The programme through the API: its targets beside what is reached, and its revolving funds."""

import datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from gis_data.api import Named
from workflows.readiness.targets import TargetProgress, targets_for
from workflows.stimulus.balance import Balance, balances

router = Router(tags=["programme"])


class TargetOut(Schema):
    """One target with what is reached of it now."""

    region: str = Field(description="The region's code.")
    region_name: str
    year: int
    what: Named = Field(description="“active” or a level of readiness.")
    level: Named = Field(description="The level counted from; for “active” the one that the configuration names.")
    count: int = Field(description="How many cooperatives are to reach it.")
    reached: int = Field(description="How many have, with valid papers.")
    source: str
    as_of: datetime.date = Field(description="The target's own day.")
    counted_at: datetime.datetime

    @classmethod
    def of(cls, found: TargetProgress) -> "TargetOut":
        target = found.target
        return cls(
            region=target.region_code,
            region_name=found.region,
            year=target.year,
            what=Named(value=target.what, label=str(target.get_what_display())),
            level=Named.of(found.level),
            count=target.count,
            reached=found.reached,
            source=target.source,
            as_of=target.as_of,
            counted_at=found.counted_at,
        )


class Targets(Schema):
    """All of them at once: there are few."""

    items: list[TargetOut]


class FundOut(Schema):
    """A fund's figures in rupiah, as text. They follow from the stimuli; nobody types them in."""

    name: str
    region: str
    whole: bool = Field(description="False: the figures are those of your regions only.")
    total: Decimal | None = Field(description="The amount of the fund; null unless you see all of its region.")
    committed: Decimal = Field(description="Decreed and not transferred yet.")
    disbursed: Decimal
    repaid: Decimal
    outstanding: Decimal
    lost: Decimal = Field(description="What terminated stimuli still owe.")
    available: Decimal | None = Field(description="What may still be decreed; null unless you see all of its region.")
    recipients: int
    in_arrears: int
    source: str
    as_of: datetime.date

    @classmethod
    def of(cls, balance: Balance) -> "FundOut":
        fund = balance.fund
        return cls(
            name=fund.name,
            region=fund.region_code,
            whole=balance.whole,
            total=fund.total if balance.whole else None,
            committed=balance.committed,
            disbursed=balance.disbursed,
            repaid=balance.repaid,
            outstanding=balance.outstanding,
            lost=balance.lost,
            available=balance.available,
            recipients=balance.recipients,
            in_arrears=balance.in_arrears,
            source=fund.source,
            as_of=fund.as_of,
        )


class Funds(Schema):
    """All of them at once: there are few."""

    items: list[FundOut]


class TargetQuery(Schema):
    """What the targets are narrowed to."""

    year: int | None = Field(None, ge=2025, le=2100)


@router.get("/targets", response=Targets, summary="Targets of the programme")
def list_targets(request: HttpRequest, wanted: Query[TargetQuery]):
    """The targets of the regions you see the whole of, each with the number of cooperatives that have reached it."""
    return {"items": [TargetOut.of(found) for found in targets_for(request.user, year=wanted.year)]}


@router.get("/funds", response=Funds, summary="Revolving funds")
def list_funds(request: HttpRequest):
    """The funds your regions take part in."""
    return {"items": [FundOut.of(balance) for balance in balances(request.user)]}
