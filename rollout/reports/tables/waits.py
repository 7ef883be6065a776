"""Who is waited for: each office with how much and since when, and the cases that have waited longest."""

from collections import defaultdict
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_data.models import Region
from rollout.reports.asked import Asked
from rollout.reports.site_rows import places_of, waited
from rollout.reports.table import Column, Kind, Row, Table
from rollout.reports.tables.sites import place_columns
from rollout.reports.waits import Waiting, offices_of, waiting
from workflows import registry
from workflows.stuck import Narrowed
from workflows.stuck_counts import OfficeWait, by_office

LONGEST = 1000
# More offices than a country has.
_ALL = 100_000
SOURCES = gettext_lazy("The declared duties of each process, kept with every step and in its history.")


def _office_columns(_asked: Asked) -> list[Column]:
    return [
        Column("office", _("Office")),
        Column("role", _("Role")),
        Column("region", _("Region")),
        Column("sites", _("Sites"), Kind.WHOLE),
        Column("cases", _("Cases"), Kind.WHOLE),
        Column("oldest", _("Waiting since"), Kind.DATE),
        Column("days", _("Waiting"), Kind.DAYS),
    ]


def _office_rows(asked: Asked) -> list[Row]:
    return _offices_now(asked) if asked.when.is_now else _offices_then(asked)


def _offices_now(asked: Asked) -> list[Row]:
    found = by_office(asked.user, Narrowed(region=asked.region, kind=asked.kind), first=_ALL).first
    names = Region.objects.in_bulk({one.region for one in found})
    return [_office(one, str(names.get(one.region, "")), asked) for one in found]


def _office(one: OfficeWait, region: str, asked: Asked) -> Row:
    oldest = timezone.localdate(one.oldest)
    query = {"region": asked.region, "kind": asked.kind, "office": f"{one.role}@{one.region}"}
    address = urlencode({name: value for name, value in query.items() if value})
    return Row(
        (
            "; ".join(one.names) or _("Nobody holds this task yet"),
            str(one.role.label),
            region,
            one.sites,
            one.cases,
            oldest,
            waited(oldest, asked),
        ),
        href=f"{reverse('stuck')}?{address}",
    )


def _offices_then(asked: Asked) -> list[Row]:
    """Of a past day: by the offices as they are today, since who held what then is not kept with the waits."""
    found = waiting(asked)
    offices = offices_of(found)
    cases: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
    for one in found:
        roles = ", ".join(str(role.label) for role in sorted(one.roles))
        cases[offices[one.code, one.roles] or _("Nobody holds this task yet"), roles].append(one)
    rows = []
    for (office, roles), waits in cases.items():
        oldest = timezone.localdate(min(one.since for one in waits))
        sites = len({one.code for one in waits})
        rows.append(Row((office, roles, "", sites, len(waits), oldest, waited(oldest, asked))))
    return sorted(rows, key=lambda row: (-row.cells[3], row.cells[5], row.cells[0]))


def _case_columns(_asked: Asked) -> list[Column]:
    return [
        *place_columns(),
        Column("workflow", _("Workflow")),
        Column("state", _("State")),
        Column("step", _("Waiting for")),
        Column("cause", _("What is missing")),
        Column("office", _("Whose it is")),
        Column("since", _("Waiting since"), Kind.DATE),
        Column("days", _("Waiting"), Kind.DAYS),
    ]


def _case_rows(asked: Asked) -> list[Row]:
    return case_rows(asked, LONGEST)


def case_rows(asked: Asked, first: int) -> list[Row]:
    """The rows of the cases that have waited longest, so many of them."""
    found = waiting(asked, first)
    offices, places = offices_of(found), places_of(one.code for one in found)
    rows = []
    for one in found:
        flow, since = registry.flow(one.kind), timezone.localdate(one.since)
        cells, place = places[one.code]
        rows.append(
            Row(
                (
                    *cells,
                    str(flow.label),
                    str(dict(flow.State.choices).get(one.state, one.state)),
                    one.step,
                    one.cause,
                    offices[one.code, one.roles] or _("Nobody holds this task yet"),
                    since,
                    waited(since, asked),
                ),
                href=reverse("process_detail", args=[one.code, one.kind, one.process_id]),
                place=place,
            )
        )
    return rows


OFFICES = Table(
    name="offices",
    title=gettext_lazy("Offices that are waited for"),
    answers=gettext_lazy("Who is waited for, at how many sites, and since when?"),
    sources=SOURCES,
    columns=_office_columns,
    rows=_office_rows,
    more=("kind",),
    note=gettext_lazy(
        "A case that two offices can move counts for both. Of a past day, the offices are named as they are today."
    ),
)
WAITS = Table(
    name="waits",
    title=gettext_lazy("The longest waits"),
    answers=gettext_lazy("Which cases have waited longest, for what and for whom?"),
    sources=SOURCES,
    columns=_case_columns,
    rows=_case_rows,
    places=True,
    more=("kind",),
    note=gettext_lazy("The thousand cases that have waited longest."),
)
