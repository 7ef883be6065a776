"""The rules of loans and grants, each answering with a sentence and citing the law it rests on."""

import datetime
from dataclasses import replace
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from sites.models import Asset
from sites.money import in_rupiah
from workflows.assets.terms import in_words, latest_end
from workflows.assets.vocabulary import GOVERNMENTS, Finding, Instrument, Party
from workflows.guards import guard

# Goods other than land and buildings may be granted without the council up to this (Law 1/2004, Art. 47).
COUNCIL_ABOVE = Decimal(5_000_000_000)


@guard(gettext_lazy("An asset is registered at this site"), fields=["asset"])
def asset_registered(process) -> str:
    if process.asset_id is None and not Asset.objects.filter(site_id=process.site_id).exists():
        return _("No asset is registered at this site yet. Register it first: on the site’s page, under “Assets”.")
    return ""


@guard(gettext_lazy("The term ends after it begins"), fields=["starts_on", "ends_on"])
def term_in_order(process) -> str:
    if process.starts_on and process.ends_on and process.ends_on <= process.starts_on:
        return _("The term would end on %(end)s, not after it begins (%(start)s).") % {
            "start": in_words(process.starts_on),
            "end": in_words(process.ends_on),
        }
    return ""


@guard(
    gettext_lazy("The term is at most five years"),
    fields=["starts_on", "ends_on"],
    basis=["permendagri-19-2016", "permendagri-7-2024"],
)
def term_at_most_five_years(process) -> str:
    if not (process.starts_on and process.ends_on) or process.ends_on <= latest_end(process.starts_on):
        return ""
    return _(
        "The term from %(start)s to %(end)s is longer than five years. It may end on %(latest)s at the latest."
    ) % {
        "start": in_words(process.starts_on),
        "end": in_words(process.ends_on),
        "latest": in_words(latest_end(process.starts_on)),
    }


@guard(
    gettext_lazy("The instrument fits the owner: a village asset has its own"),
    fields=["asset", "instrument"],
    basis=["permendagri-1-2016", "permendagri-3-2024"],
)
def instrument_fits_owner(process) -> str:
    if process.asset is None or not process.instrument:
        return ""
    of_village, for_village = process.asset.of_village, process.instrument == Instrument.VILLAGE_USE
    words = {
        "asset": process.asset,
        "owner": process.asset.owner.full_name,
        "instrument": process.get_instrument_display(),
        "village_use": Instrument.VILLAGE_USE.label,
    }
    if of_village and not for_village:
        return _("%(asset)s belongs to %(owner)s: choose “%(village_use)s”, not “%(instrument)s”.") % words
    if for_village and not of_village:
        return _("%(asset)s belongs to %(owner)s, not to a village: “%(instrument)s” is not the right one.") % words
    return ""


@guard(
    gettext_lazy("Pinjam pakai is between governments only"),
    fields=["instrument", "borrower_kind", "borrower_name"],
    basis=["permendagri-19-2016", "se-mendagri-4911-2025"],
)
def borrower_is_government(process) -> str:
    if process.instrument != Instrument.LOAN or not process.borrower_kind or process.borrower_kind in GOVERNMENTS:
        return ""
    return _(
        "%(borrower)s is not a government (%(kind)s). Pinjam pakai is between governments only (Permendagri 19/2016); "
        "for the cooperatives the Minister’s circular 100.3.1.3/4911/SJ says lease (sewa)."
    ) % {"borrower": process.borrower_name or _("The borrower"), "kind": process.get_borrower_kind_display()}


@guard(
    gettext_lazy("The recipient may receive a grant"),
    fields=["recipient_kind", "recipient_name"],
    basis=["permendagri-19-2016", "uu-1-2004"],
)
def recipient_may_receive(process) -> str:
    if process.recipient_kind not in {Party.COOPERATIVE, Party.OTHER}:
        return ""
    return _(
        "%(recipient)s (%(kind)s) is not plainly among those who may receive a grant of regional property. The safe "
        "way is a grant to the village government, which then gives it to the cooperative to use."
    ) % {"recipient": process.recipient_name or _("The recipient"), "kind": process.get_recipient_kind_display()}


@guard(
    gettext_lazy("The asset is the region’s, not a village’s"),
    fields=["asset"],
    basis=["permendagri-1-2016", "permendagri-3-2024"],
)
def asset_of_region(process) -> str:
    if process.asset is None or not process.asset.of_village:
        return ""
    return _("%(asset)s belongs to %(owner)s. The rules on village assets do not name a grant; check the basis.") % {
        "asset": process.asset,
        "owner": process.asset.owner.full_name,
    }


@guard(gettext_lazy("The review does not advise against it"))
def not_advised_against(process) -> str:
    if process.finding == Finding.ADVISED_AGAINST:
        return _("The review advises against it.")
    return ""


def council_needed(process) -> str:
    """Why the council must approve the grant, in a sentence; "" when the head of region decides alone.

    The higher of acquisition value and valuation counts: who doubts asks the council.
    """
    if process.of_property:
        return _("Land and buildings are granted with the approval of the DPRD, whatever their value.")
    value = max(process.asset_value or Decimal(0), process.appraised_value or Decimal(0))
    if value > COUNCIL_ABOVE:
        return _("The asset is worth %(value)s; above %(limit)s the DPRD must approve.") % {
            "value": in_rupiah(value),
            "limit": in_rupiah(COUNCIL_ABOVE),
        }
    return ""


@guard(
    gettext_lazy("Where the DPRD must approve, it has, or a ground of exemption is recorded"),
    fields=["exemption_ground", "council_requested_on", "council_number"],
    owners=[Role.ASSET_OFFICE],
    basis=["uu-1-2004", "permendagri-19-2016"],
)
def council_settled(process) -> str:
    """The grounds of exemption are of land and buildings only."""
    because = council_needed(process)
    if not because or process.council_number or (process.of_property and process.exemption_ground):
        return ""
    if process.council_requested_on:
        return _("%(because)s It was asked on %(date)s and has not answered yet.") % {
            "because": because,
            "date": in_words(process.council_requested_on),
        }
    if process.of_property:
        return _("%(because)s Ask the DPRD, or record the ground of exemption.") % {"because": because}
    return _("%(because)s Ask the DPRD.") % {"because": because}


@guard(gettext_lazy("The DPRD has to be asked"), basis=["uu-1-2004"])
def council_has_to_be_asked(process) -> str:
    if council_needed(process):
        return ""
    return _("The DPRD need not be asked: the asset is neither land nor a building and worth %(limit)s at most.") % {
        "limit": in_rupiah(COUNCIL_ABOVE)
    }


@guard(gettext_lazy("Grounds of exemption are for land and buildings"), basis=["uu-1-2004"])
def exemption_possible(process) -> str:
    if process.of_property:
        return ""
    return _("The grounds of exemption are for land and buildings only; this asset is neither.")


@guard(gettext_lazy("The extension is after the end and for five years at most"), fields=["extended_to"])
def extension_within_five_years(process) -> str:
    if process.extended_to is None:
        return ""
    words = {"end": in_words(process.ends_on), "to": in_words(process.extended_to)}
    if process.extended_to <= process.ends_on:
        return _("The extension would end on %(to)s, not after the present end (%(end)s).") % words
    latest = latest_end(process.ends_on)
    if process.extended_to > latest:
        words["latest"] = in_words(latest)
        return (
            _("The extension from %(end)s to %(to)s is longer than five years. It may end on %(latest)s at the latest.")
            % words
        )
    return ""


@guard(gettext_lazy("The term is not over yet"))
def term_not_over(process) -> str:
    if process.expires_on and process.expires_on < timezone.localdate():
        return _("The term ended on %(end)s; what is over cannot be extended.") % {"end": in_words(process.expires_on)}
    return ""


@guard(gettext_lazy("The handover lies within the term"), fields=["bast_date"])
def handover_within_term(process) -> str:
    if process.bast_date and process.ends_on and process.bast_date > process.ends_on:
        return _("The handover is dated %(date)s, after the term has ended (%(end)s).") % {
            "date": in_words(process.bast_date),
            "end": in_words(process.ends_on),
        }
    return ""


def dated(column: str, *, not_before: str = ""):
    """The guard that the date in ``column`` is not in the future, nor before the one in ``not_before``."""

    @guard(
        gettext_lazy("Dates follow each other and are not in the future")
        if not_before
        else gettext_lazy("The date is not in the future"),
        fields=[column],
    )
    def in_order(process) -> str:
        day: datetime.date | None = getattr(process, column)
        if day is None:
            return ""
        words = {"what": _label(process, column), "date": in_words(day)}
        if day > timezone.localdate():
            return _("%(what)s: %(date)s is in the future.") % words
        earlier = getattr(process, not_before) if not_before else None
        if earlier and day < earlier:
            words |= {"other": _label(process, not_before), "before": in_words(earlier)}
            return _("%(what)s: %(date)s is before %(before)s (%(other)s).") % words
        return ""

    return replace(in_order, code=f"{column}_in_order")


def _label(process, column: str) -> str:
    name = str(process._meta.get_field(column).verbose_name)
    return name[:1].upper() + name[1:]
