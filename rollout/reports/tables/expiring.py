"""Rights of use that end within half a year, or have ended without the asset being given back."""

import datetime
from collections import Counter

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_data.querysets import prefix_q
from rollout.reports.asked import Asked
from rollout.reports.kept import kept
from rollout.reports.site_rows import places_of
from rollout.reports.table import Column, Kind, Row, Table
from rollout.reports.tables.sites import place_columns
from sites.regency_sums import REGENCY, are_wide, of_regencies
from workflows.assets.loan_states import IN_USE, State
from workflows.assets.terms import REMINDERS
from workflows.flows.asset_loan import AssetLoan
from workflows.history.waits import processes_at

# Rules warn of an end so many days before it.
AHEAD = max(REMINDERS)


def _columns(_asked: Asked) -> list[Column]:
    return [
        *place_columns(),
        Column("asset", _("Asset")),
        Column("instrument", _("Instrument")),
        Column("borrower", _("Borrower")),
        Column("state", _("State")),
        Column("ends", _("Last day of the term"), Kind.DATE),
        Column("days", _("Days left"), Kind.DAYS),
    ]


def how_many(asked: Asked) -> int:
    """How many lines the table has; of whole provinces kept by regency."""
    codes = list(asked.codes)
    if asked.when.is_now and are_wide(codes):
        return sum(of_regencies("expiring", codes, lambda inside: _by_regency(asked.inside(inside))))
    return kept("expiring", asked, lambda: len(_ending(asked, _states(asked))))


def _by_regency(asked: Asked) -> Counter:
    return Counter(loan.code[:REGENCY] for _ends, loan in _ending(asked, _states(asked)))


def _ending(asked: Asked, states: dict[int, str]) -> list[tuple[datetime.date, AssetLoan]]:
    found = []
    for loan in AssetLoan.objects.filter(pk__in=states).annotate(code=F("site__code")).order_by("pk"):
        ends = loan.extended_to if states[loan.pk] == State.EXTENDED and loan.extended_to else loan.ends_on
        if ends and ends <= asked.when.date + datetime.timedelta(days=AHEAD):
            found.append((ends, loan))
    return found


def _rows(asked: Asked) -> list[Row]:
    day, states = asked.when.date, _states(asked)
    found = _ending(asked, states)
    places = places_of(loan.code for _ends, loan in found)
    rows = []
    for ends, loan in sorted(found, key=lambda one: (one[0], one[1].pk)):
        cells, place = places[loan.code]
        rows.append(
            Row(
                (
                    *cells,
                    loan.asset_name,
                    loan.get_instrument_display(),
                    loan.borrower_name,
                    str(State(states[loan.pk]).label),
                    ends,
                    (ends - day).days,
                ),
                href=reverse("process_detail", args=[loan.code, loan.kind, loan.pk]),
                place=place,
            )
        )
    return rows


def _states(asked: Asked) -> dict[int, str]:
    """The loans in use, and those that ended without being given back, with their states on the day."""
    wanted = {*IN_USE, State.EXPIRED}
    if asked.when.is_now:
        open_sites = AssetLoan.objects.filter(prefix_q("site__code", asked.codes), site__closed_at=None)
        return dict(open_sites.filter(state__in=wanted).values_list("pk", "state"))
    return {
        one.pk: one.state
        for one in processes_at(asked.codes, asked.when.day, AssetLoan.kind_name)
        if one.state in wanted
    }


EXPIRING = Table(
    name="expiring",
    title=gettext_lazy("Agreements that end soon"),
    answers=gettext_lazy("Which rights of use end within 180 days, or have ended without the asset being given back?"),
    sources=gettext_lazy("The terms of the agreements as recorded in the loans."),
    columns=_columns,
    rows=_rows,
    places=True,
)
