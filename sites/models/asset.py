"""The asset: a piece of a government's property (barang milik daerah, aset desa) that a site may be lent or granted."""

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gis_data.models import Region
from gis_data.querysets import prefix_q
from sites.models.site import Site
from sites.money import RupiahField

EARLIEST_YEAR = 1900


class AssetQuerySet(models.QuerySet):
    """Assets by person and place."""

    def visible_to(self, user) -> "AssetQuerySet":
        """The assets at the sites this person may see; nothing for a person without any."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(prefix_q("site__code", user.scope.region_codes))

    def with_owner(self) -> "AssetQuerySet":
        """Fetch what names an asset along."""
        return self.select_related("owner", "site__village__parent__parent")


class Asset(models.Model):
    """One entry of a government's asset inventory (KIB), as that government states it.

    ``owner`` is the province, the regency or city, or the desa in whose books it stands; what a kelurahan uses stands
    in its regency's. ``authority`` is the region whose head decides over its use: the owner, and for a desa's asset the
    regency, whose written permission the desa needs (Permendagri 1/2016). ``geometry`` (EPSG:4326) is a point or a
    polygon. ``version`` moves with every correction. Written only by ``sites.asset_register``, with a ledger entry at
    its site.
    """

    class OwnerKind(models.TextChoices):
        DESA = "desa", _("Village government (desa)")
        REGENCY = "regency", _("Regency or city government")
        PROVINCE = "province", _("Provincial government")

    class Kind(models.TextChoices):
        """The inventory cards (kartu inventaris barang)."""

        LAND = "a", _("KIB A – land")
        EQUIPMENT = "b", _("KIB B – equipment and machines")
        BUILDING = "c", _("KIB C – building")
        WORKS = "d", _("KIB D – roads, irrigation and networks")
        OTHER = "e", _("KIB E – other fixed assets")
        IN_PROGRESS = "f", _("KIB F – construction in progress")

    site = models.ForeignKey(Site, models.PROTECT, related_name="assets", verbose_name=_("Site"))
    owner = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("Owner government"))
    owner_kind = models.CharField(_("Kind of owner"), max_length=10, choices=OwnerKind, editable=False)
    authority = models.ForeignKey(
        Region, models.PROTECT, related_name="+", editable=False, verbose_name=_("Decided by the head of")
    )
    kind = models.CharField(_("Inventory card"), max_length=1, choices=Kind)
    kib_number = models.CharField(_("KIB number"), max_length=60)
    description = models.CharField(_("Description"), max_length=200)
    geometry = models.GeometryField(_("Place or outline"), srid=4326, null=True, blank=True)
    area_m2 = models.DecimalField(
        _("Area (m²)"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10_000_000)],
    )
    value = RupiahField(_("Acquisition value"))
    acquired_year = models.PositiveSmallIntegerField(
        _("Year of acquisition"), validators=[MinValueValidator(EARLIEST_YEAR)]
    )
    source = models.CharField(_("Source"), max_length=200)
    as_of = models.DateField(_("As of"))

    version = models.PositiveIntegerField(default=1, editable=False)
    simulated = models.BooleanField(default=False, editable=False)

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        ordering = ["site_id", "kind", "kib_number"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "kib_number"], name="asset_kib_number_once_per_owner"),
            models.CheckConstraint(condition=Q(value__gte=0), name="asset_value_not_negative"),
            models.CheckConstraint(
                condition=Q(owner_kind="desa") | Q(authority=F("owner")), name="asset_decided_by_its_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"KIB {self.kind.upper()} {self.kib_number} · {self.description}"

    @property
    def is_property(self) -> bool:
        """Is it land or a building, on or in which an outlet may stand?"""
        return self.kind in {self.Kind.LAND, self.Kind.BUILDING}

    @property
    def of_village(self) -> bool:
        """Does it stand in the books of a desa, whose law is another than that of regional property?"""
        return self.owner_kind == self.OwnerKind.DESA
