"""Questions asked of the register: one site, a filtered list, counts per stage, and a site's ledger newest first."""

import datetime
import functools
import operator
import re
from dataclasses import dataclass
from typing import Self

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from gis_data.models import Region
from gis_data.querysets import prefix_q
from sites.models import Site
from sites.querysets import SiteQuerySet
from sites.stages import FLAG_LABELS, Flag, Stage

EVENTS_PER_PAGE = 20
MAX_TEXT = 100
# For how many days of waiting pages, map and API let a person ask: four digits, as ``_DAYS`` reads them.
MOST_DAYS = 9999
ANY_FLAG = functools.reduce(operator.or_, FLAG_LABELS)

_REGENCY_LENGTH, _DISTRICT_LENGTH = 5, 8
_REGION = re.compile(r"[1-9]\d(\.\d\d(\.\d\d)?)?", re.ASCII)
_DAYS = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_NAME = re.compile(r"[a-z_]{1,40}", re.ASCII)


def site_for(user, code: str) -> Site:
    """The site with village, district, regency and cooperative. Raises Site.DoesNotExist, also outside the scope."""
    return Site.objects.visible_to(user).with_place().get(code=code)


@dataclass(frozen=True, kw_only=True)
class SiteFilter:
    """What a list of sites was narrowed to. Lists and the map write it into addresses in the same way."""

    text: str = ""
    region: str = ""
    stages: tuple[Stage, ...] = ()
    kind: str = ""
    states: tuple[str, ...] = ()
    flag: Flag = Flag.NONE
    waiting_days: int = 0

    @classmethod
    def from_query(cls, query: MultiValueDict) -> Self:
        """Read the query of an address, which people edit: what is not understood narrows nothing. Never raises.

        ``q`` text; ``region`` a province, regency or district (forms send ``regency`` and ``district``); ``stage``
        slugs with commas; ``workflow`` and ``state`` values with commas (forms send ``state`` as kind:state); ``flag``
        a slug or "any"; ``waiting`` days.
        """
        kind, values = query.get("workflow", ""), query.get("state", "")
        if not kind:
            kind, _, values = values.partition(":")
        states = tuple(value for value in values.split(",") if _NAME.fullmatch(value))
        states = states if _NAME.fullmatch(kind) else ()
        wanted = query.get("stage", "").split(",")
        flag = query.get("flag", "")
        days = query.get("waiting", "")
        return cls(
            text=query.get("q", "").strip()[:MAX_TEXT],
            region=_region(query),
            stages=tuple(stage for stage in Stage if stage.slug in wanted),
            kind=kind if states else "",
            states=states,
            flag=ANY_FLAG if flag == "any" else next((one for one in FLAG_LABELS if one.slug == flag), Flag.NONE),
            waiting_days=int(days) if _DAYS.fullmatch(days) else 0,
        )

    def to_query(self) -> dict[str, str]:
        """The filter as an address carries it, without the text: what the map understands too."""
        query = {
            "region": self.region,
            "stage": ",".join(stage.slug for stage in self.stages),
            "workflow": self.kind,
            "state": ",".join(self.states),
            "flag": "any" if self.flag == ANY_FLAG else self.flag.slug if self.flag else "",
            "waiting": str(self.waiting_days or ""),
        }
        return {name: value for name, value in query.items() if value}

    def apply(self, sites: SiteQuerySet, *, but_stages: bool = False) -> SiteQuerySet:
        """The sites that fit; ``but_stages`` leaves the stage open, for counting per stage."""
        # Who looks for one site by its name must find it, closed or not.
        sites = sites.search(self.text) if self.text else sites.open()
        if self.region:
            sites = sites.filter(prefix_q("code", [self.region]))
        if self.stages and not but_stages:
            sites = sites.filter(stage__in=self.stages)
        if self.states:
            fits = [Q(states__contains={self.kind: state}) for state in self.states]
            sites = sites.filter(functools.reduce(operator.or_, fits))
        if self.flag:
            sites = sites.alias(flagged=F("flags").bitand(int(self.flag))).filter(flagged__gt=0)
        if self.waiting_days:
            sites = sites.filter(waiting_since__lt=longer_ago_than(self.waiting_days))
        return sites


def _region(query: MultiValueDict) -> str:
    """A district outside the chosen regency is dropped: whoever changes the regency does not mean the old district."""
    regency, district = query.get("regency", ""), query.get("district", "")
    code = query.get("region") or (district if district.startswith(regency) and district else regency)
    return code if _REGION.fullmatch(code) else ""


def longer_ago_than(days: int) -> datetime.datetime:
    """Everything before this moment is more than that many days of the calendar old, here."""
    first = timezone.localdate() - datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(first, datetime.time.min))


def stage_counts(sites: QuerySet) -> dict[Stage, int]:
    """How many of the sites stand at each stage; every stage is named. One query."""
    counted = dict(sites.order_by().values_list("stage").annotate(count=Count("pk")))
    return {stage: counted.get(stage, 0) for stage in Stage}


def regencies_of(user) -> QuerySet[Region]:
    """The regencies and cities that lie, whole or in part, in the regions the person may see."""
    return Region.objects.regencies().within_any(_cut(user.scope.region_codes, _REGENCY_LENGTH)).order_by("code")


def districts_of(user, regency: str) -> QuerySet[Region]:
    """The districts of the regency that lie, whole or in part, in the regions the person may see."""
    seen = Region.objects.districts().within_any(_cut(user.scope.region_codes, _DISTRICT_LENGTH))
    return seen.within(regency).order_by("code")


def events_page(site: Site, number: object) -> Page:
    """One page of what happened at the site, newest first. The chain counts its entries itself, so this is one query.

    In the order in which it happened, which is not always that of the chain: what a phone kept came later, and a
    simulated story lies before the real entry that registered its site.
    """
    # A clock that is ahead of the server's is wrong: nothing reaches it before it has happened.
    happened = Least("device_at", "recorded_at")
    # Asked through the site, every entry knows it without asking.
    entries = site.events.order_by(happened.desc(), "-seq")
    paginator = Paginator(entries, EVENTS_PER_PAGE)
    paginator.count = site.ledger_seq
    return paginator.get_page(number)


def _cut(codes: list[str], length: int) -> set[str]:
    """The codes, the longer ones cut to the region of that level that holds them."""
    return {code[:length] for code in codes}
