"""What a loan and a grant have in common: the asset, whose decision it is, and that it is theirs alone meanwhile."""

from functools import partial

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.models import Asset
from sites.money import RupiahField, in_rupiah
from workflows import gates, registry
from workflows.choosing import Nothing
from workflows.claims import Wanted
from workflows.facts import Fact
from workflows.models import Claim, Process


class AssetInstrument(Process):
    """A right over one asset. ``decided_in`` is the code of the region whose offices review and decide it: the owner's,
    or the regency's for the asset of a desa. It and the columns beside it are taken from the register when the request
    is made, and again when the register is corrected before the decision.
    """

    # States in which the asset is nobody else's, and those in which the register may still change whose decision it is.
    holding: set[str] = set()
    undecided: set[str] = set()

    asset = models.ForeignKey(
        Asset, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("Asset")
    )
    asset_name = models.CharField(max_length=280, blank=True, default="", editable=False)
    decided_in = models.CharField(
        gettext_lazy("Region that decides"), max_length=13, blank=True, default="", editable=False
    )
    of_property = models.BooleanField(default=False, editable=False)
    asset_value = RupiahField(gettext_lazy("Acquisition value"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def caption(self) -> str:
        """Which of a site's instruments: by its asset."""
        return f"{super().caption} · {self.asset_name}" if self.asset_name else super().caption

    def offered(self, column: str) -> models.QuerySet | None:
        """The assets registered at the site."""
        return Asset.objects.filter(site_id=self.site_id) if column == "asset" else None

    def none_offered(self, column: str) -> Nothing | None:
        if column != "asset":
            return None
        return Nothing(
            _(
                "No asset is registered at this site yet. The asset office (BPKAD), the cooperative office or the "
                "village registers it from its inventory card (KIB)."
            ),
            reverse("asset_list", args=[self.site.code]),
            _("Assets at this site"),
        )

    def adopt_asset(self) -> None:
        """Take from the register what decisions and rules need of the asset."""
        asset = self.asset
        self.asset_name = str(asset) if asset else ""
        self.decided_in = asset.authority_id if asset else ""
        self.of_property = bool(asset and asset.is_property)
        self.asset_value = asset.value if asset else None

    def fact_corrected(self) -> None:
        """What was decided stays as it was decided."""
        if self.state in self.undecided:
            self.adopt_asset()

    def aspects(self) -> list[str]:
        return [gates.PREMISES] if self.of_property else []

    def computed_facts(self) -> list[Fact]:
        """What the register says of the asset, beside its name."""
        if self.asset_value is None:
            return []
        return [Fact("asset", gettext_lazy("Acquisition value"), in_rupiah(self.asset_value), computed=True)]

    def claims(self) -> list[Wanted]:
        """An asset is under one open instrument at a time, loan or grant."""
        if self.asset_id is None or self.state not in self.holding:
            return []
        resource = f"asset:{self.asset_id}"
        return [Wanted(resource, lazy(partial(_holder, resource, self.asset_name), str)())]


def _holder(resource: str, asset_name: str) -> str:
    claim = Claim.objects.select_related("process__site__village").filter(resource=resource).first()
    if claim is None:
        return _("Another instrument over this asset was just opened and closed: %(asset)s. Try again.") % {
            "asset": asset_name
        }
    flow = registry.flow(claim.process.kind)
    return _(
        "The asset %(asset)s is under another instrument already: %(instrument)s at %(village)s, “%(state)s” since "
        "%(date)s. Only one may be open."
    ) % {
        "asset": asset_name,
        "instrument": flow.label,
        "village": claim.process.site.village.full_name,
        "state": flow.State(claim.process.state).label,
        "date": date_format(claim.process.state_since, "DATE_FORMAT"),
    }
