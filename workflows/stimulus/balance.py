"""What a fund has, has lent and has back, computed from the stimuli themselves; nothing of it is typed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gis_data.codes import prefix
from gis_data.querysets import prefix_q
from sites.money import RupiahField, in_rupiah
from workflows.models import Process
from workflows.stimulus.fund import Fund
from workflows.stimulus.states import State

_OUT = Q(stimuli__disbursed_on__isnull=False)
_DECREED = Q(stimuli__state=State.DECREED)


@dataclass(frozen=True)
class Balance:
    """One fund's figures, rupiah.

    ``whole``: the person may see all of the fund's region. Otherwise the figures are those of his own regions, and
    ``available`` is None: it would tell of the others. ``lost`` is what terminated stimuli still owe.
    """

    fund: Fund
    whole: bool
    committed: Decimal
    disbursed: Decimal
    repaid: Decimal
    lost: Decimal
    recipients: int
    in_arrears: int

    @property
    def outstanding(self) -> Decimal:
        """What is out and still expected back."""
        return self.disbursed - self.repaid - self.lost

    @property
    def available(self) -> Decimal | None:
        """What may still be decreed; what has come back may be lent again."""
        return self.fund.total - self.disbursed + self.repaid - self.committed if self.whole else None


def balances(user) -> list[Balance]:
    """The funds the person's regions take part in, by region and name. One query."""
    codes = user.scope.region_codes
    mine = [fund.pk for fund in Fund.objects.filter(active=True) if _touches(fund, user)] if codes else []
    found = _summed(Fund.objects.filter(pk__in=mine), prefix_q("stimuli__site__code", codes) if codes else Q())
    return [_balance(fund, user.scope.covers(fund.region_code)) for fund in found]


def available_in(fund_id: int, *, lock: bool = False, but: Process | None = None) -> Decimal:
    """What may still be decreed from the fund, leaving out one stimulus; with its row locked until the commit."""
    if lock:
        Fund.objects.select_for_update().get(pk=fund_id)
    others = ~Q(stimuli__pk=but.pk) if but is not None and but.pk else Q()
    return _balance(_summed(Fund.objects.filter(pk=fund_id), others).get(), True).available


def fetch_funds(processes: Iterable[Process]) -> None:
    """Give the stimuli, none of which is decreed, their funds and what these have left (``fund_left``). One query."""
    found = {fund.pk: fund for fund in _summed(Fund.objects.filter(pk__in={one.fund_id for one in processes}), Q())}
    for process in processes:
        if process.fund_id in found:
            process.fund = found[process.fund_id]
            process.fund_left = _balance(process.fund, True).available


def commit(process) -> None:
    """Lay the principal aside for the stimulus: of two decrees at once the second sees the first.

    Raises ValidationError when the fund does not hold that much.
    """
    left = available_in(process.fund_id, lock=True, but=process)
    if process.principal > left:
        raise ValidationError(
            _("“%(fund)s” has %(left)s left, which is less than %(amount)s.")
            % {"fund": process.fund, "left": in_rupiah(left), "amount": in_rupiah(process.principal)}
        )


def _summed(funds, condition: Q):
    def total(column: str, only: Q):
        return Coalesce(Sum(column, filter=condition & only), Value(Decimal(0)), output_field=RupiahField())

    gone = Case(
        When(condition & _OUT & Q(stimuli__state=State.TERMINATED), then=F("stimuli__principal") - F("stimuli__repaid"))
    )
    return funds.annotate(
        committed=total("stimuli__principal", _DECREED),
        disbursed=total("stimuli__principal", _OUT),
        repaid=total("stimuli__repaid", _OUT),
        lost=Coalesce(Sum(gone, output_field=RupiahField()), Value(Decimal(0)), output_field=RupiahField()),
        recipients=Count("stimuli", filter=condition & _OUT),
        arrears=Count("stimuli", filter=condition & Q(stimuli__state=State.IN_ARREARS)),
    ).order_by("region_code", "name")


def _balance(fund: Fund, whole: bool) -> Balance:
    return Balance(fund, whole, fund.committed, fund.disbursed, fund.repaid, fund.lost, fund.recipients, fund.arrears)


def _touches(fund: Fund, user) -> bool:
    """Does one of the person's regions lie in the fund's, or the fund's in it?"""
    return user.scope.covers(fund.region_code) or any(
        code.startswith(prefix(fund.region_code)) for code in user.scope.region_codes
    )
