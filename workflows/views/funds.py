"""The revolving funds: what each has, has lent and has back, and the stimuli behind it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_data.querysets import prefix_q
from sites.money import in_rupiah
from sites.simulated_time import today
from workflows.flows.revolving_stimulus import RevolvingStimulus
from workflows.stimulus.balance import Balance, balances
from workflows.stimulus.states import State
from workflows.views.frame import process_address

PER_PAGE = 50
# What is in trouble first, then what is under way, then what is over.
_ORDER = [
    State.IN_ARREARS,
    State.REVOLVING,
    State.DISBURSED,
    State.DECREED,
    State.VERIFIED,
    State.CANDIDATE,
    State.TERMINATED,
    State.REPAID,
]
_TONES = {State.IN_ARREARS: "blocked", State.TERMINATED: "blocked", State.REPAID: "done", State.REVOLVING: "present"}


@require_safe
@login_required
def funds(request: HttpRequest) -> HttpResponse:
    """The funds of the person's regions with their figures, and every stimulus there."""
    page = Paginator(_stimuli(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "workflows/funds.html",
        {
            "funds": [{"balance": balance, "rows": _rows(balance)} for balance in balances(request.user)],
            "page": page,
            "stimuli": [_stimulus(stimulus) for stimulus in page],
        },
    )


def _rows(balance: Balance) -> list[dict]:
    fund = balance.fund
    figures = [
        (_("Decreed, not transferred yet"), balance.committed),
        (_("Disbursed"), balance.disbursed),
        (_("Paid back"), balance.repaid),
        (_("Outstanding"), balance.outstanding),
        (_("Not recovered from terminated stimuli"), balance.lost),
    ]
    rows = [{"term": term, "value": in_rupiah(amount)} for term, amount in figures]
    if balance.whole:
        whole = {"term": _("Amount of the fund"), "value": in_rupiah(fund.total)}
        rows.insert(0, {**whole, "source": fund.source, "as_of": fund.as_of})
        rows.append({"term": _("Available for new decrees"), "value": in_rupiah(balance.available)})
    return rows


def _stimuli(user) -> QuerySet:
    order = Case(*(When(state=state, then=place) for place, state in enumerate(_ORDER)), default=len(_ORDER))
    found = RevolvingStimulus.objects.filter(prefix_q("site__code", user.scope.region_codes))
    return found.select_related("site__village__parent__parent").order_by(order, "next_due_on", "pk")


def _stimulus(stimulus: RevolvingStimulus) -> dict:
    return {
        "row": stimulus,
        "href": process_address(stimulus),
        "tone": _TONES.get(State(stimulus.state), "waiting"),
        "days_late": max(0, (today() - stimulus.next_due_on).days) if stimulus.next_due_on else 0,
        "outstanding": stimulus.principal - stimulus.repaid if stimulus.disbursed_on else None,
    }
