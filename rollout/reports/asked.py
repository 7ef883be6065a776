"""What a reader asks a table: the regions, the day, the filter and the order, read from an address or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from gis_data.codes import InvalidCode, outermost, parse
from sites.history.as_of import NOW, AsOf, NotInHistory, as_of
from sites.history.past import past_version
from sites.models import DistrictVersion, Site
from sites.stages import FLAG_LABELS, Flag, Stage
from workflows import registry
from workflows.registry import UnknownKind

# Each filter besides the region, where nothing is filtered.
NO_FILTER = {"site": "", "kind": "", "state": "", "stage": None, "flag": Flag.NONE, "reason": ""}


class NotAnswerable(ValueError):
    """The address asks for something that is not there; ``str()`` is a sentence for the reader."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """``user`` asks; ``scope``: the regions he may see; ``codes``: of those, what the question is narrowed to.

    ``kind`` and ``state`` name a workflow and one of its states, ``reason`` an obstacle ("land:too_small"); "" is no
    filter. ``sort`` is a column's name, with
    "-" before it for the other way round; "" is the table's own order.
    """

    user: object
    scope: tuple[str, ...]
    region: str = ""
    site: str = ""
    kind: str = ""
    state: str = ""
    stage: Stage | None = None
    flag: Flag = Flag.NONE
    reason: str = ""
    sort: str = ""
    when: AsOf = NOW

    @property
    def codes(self) -> tuple[str, ...]:
        return codes_in(self.scope, self.region)

    @cached_property
    def version(self) -> str:
        """Moves when what is known of the question's regions on its day does. Asked once, before anything is read."""
        if not self.when.is_now:
            return past_version()
        return str(DistrictVersion.objects.of_scope([self.site] if self.site else list(self.codes)))

    def narrowed(self, **changes) -> "Asked":
        """The same question with other filters."""
        return replace(self, **changes)

    def inside(self, codes: Sequence[str]) -> "Asked":
        """The same question of these regions, which lie in what it asks of."""
        return replace(self, scope=tuple(codes), region="")

    def to_query(self) -> dict[str, str]:
        """The question as an address carries it: whoever opens it later sees the same, as far as he may."""
        query = {
            "region": self.region,
            "site": self.site,
            "workflow": self.kind,
            "state": self.state,
            "stage": self.stage.slug if self.stage is not None else "",
            "flag": self.flag.slug if self.flag else "",
            "reason": self.reason,
            "sort": self.sort,
            "on": str(self.when),
        }
        return {name: value for name, value in query.items() if value}

    def address(self, page: str) -> str:
        """The address of a page that asks the same."""
        return f"{page}?{urlencode(self.to_query())}".rstrip("?")


def codes_in(scope: tuple[str, ...], region: str) -> tuple[str, ...]:
    """What the scope and the region have in common; the whole scope without a region. Raises InvalidCode."""
    if not region:
        return tuple(outermost(scope))
    inside, common = parse(region).prefix, []
    for code in outermost(scope):
        prefix = parse(code).prefix
        if inside.startswith(prefix):
            common.append(region)
        elif prefix.startswith(inside):
            common.append(code)
    return tuple(common)


def read(query: Mapping[str, str], user) -> Asked:
    """The person's question in an address. Raises NotAnswerable with a sentence that names what is not there."""
    scope = user.scope.region_codes
    kind, state = query.get("workflow", ""), query.get("state", "")
    try:
        when = as_of(query.get("on", ""))
    except NotInHistory as sentence:
        raise NotAnswerable(str(sentence)) from None
    return Asked(
        user=user,
        scope=tuple(scope),
        region=_region(query, tuple(scope)),
        site=_site(query.get("site", ""), scope),
        kind=_kind(kind),
        state=_state(kind, state),
        stage=_stage(query.get("stage", "")),
        flag=_flag(query.get("flag", "")),
        reason=query.get("reason", "")[:60],
        sort=query.get("sort", "")[:40],
        when=when,
    )


def _region(query: Mapping[str, str], scope: tuple[str, ...]) -> str:
    """``region``, or what a form's two fields say; a district outside the chosen regency is dropped."""
    regency, district = query.get("regency", ""), query.get("district", "")
    code = query.get("region") or (district if district and district.startswith(regency) else regency)
    if not code:
        return ""
    try:
        parsed = parse(code)
    except InvalidCode as error:
        raise NotAnswerable(str(error)) from None
    if parsed.village or not codes_in(scope, parsed.text):
        raise NotAnswerable(_("There is no region %(code)s among those you may see.") % {"code": code[:20]})
    return parsed.text


def _site(code: str, scope: list[str]) -> str:
    if code and not Site.objects.within(scope).filter(code=code).exists():
        raise NotAnswerable(_("There is no site %(code)s among those you may see.") % {"code": code[:20]})
    return code


def _kind(kind: str) -> str:
    try:
        return registry.flow(kind).kind_name if kind else ""
    except UnknownKind:
        raise NotAnswerable(_("There is no workflow “%(name)s”.") % {"name": kind[:40]}) from None


def _state(kind: str, state: str) -> str:
    if not state:
        return ""
    if not kind or state not in registry.flow(kind).State.values:
        raise NotAnswerable(_("There is no state “%(name)s” in this workflow.") % {"name": state[:40]})
    return state


def _stage(slug: str) -> Stage | None:
    found = next((stage for stage in Stage if stage.slug == slug), None)
    if slug and found is None:
        raise NotAnswerable(_("There is no stage “%(name)s”.") % {"name": slug[:40]})
    return found


def _flag(slug: str) -> Flag:
    found = next((flag for flag in FLAG_LABELS if flag.slug == slug), Flag.NONE)
    if slug and not found:
        raise NotAnswerable(_("There is no flag “%(name)s”.") % {"name": slug[:40]})
    return found
