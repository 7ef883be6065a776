"""Region: one entry of the Kemendagri list, from the country down to the village."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from gis_data.codes import COUNTRY, MAX_LENGTH, Code, Kind, parse
from gis_data.names import fold
from gis_data.querysets import RegionQuerySet

# The shape of a code per kind; regency parts 71–99 are cities, village parts from 1 are kelurahan, from 2 or 3 desa.
CODE_PATTERNS = {
    Kind.COUNTRY: r"^ID$",
    Kind.PROVINCE: r"^[1-9][0-9]$",
    Kind.REGENCY: r"^[1-9][0-9]\.(0[1-9]|[1-6][0-9]|70)$",
    Kind.CITY: r"^[1-9][0-9]\.(7[1-9]|[89][0-9])$",
    Kind.DISTRICT: r"^[1-9][0-9]\.[0-9]{2}\.(0[1-9]|[1-9][0-9])$",
    Kind.DESA: r"^[1-9][0-9]\.[0-9]{2}\.[0-9]{2}\.[23][0-9]{3}$",
    Kind.KELURAHAN: r"^[1-9][0-9]\.[0-9]{2}\.[0-9]{2}\.1[0-9]{3}$",
}

# The official Indonesian words stand before the name in every language, as they are part of the proper name.
_TITLES = {
    Kind.COUNTRY: ("", ""),
    Kind.PROVINCE: ("Provinsi", "Prov."),
    Kind.REGENCY: ("Kabupaten", "Kab."),
    Kind.CITY: ("Kota", "Kota"),
    Kind.DISTRICT: ("Kecamatan", "Kec."),
    Kind.DESA: ("Desa", "Desa"),
    Kind.KELURAHAN: ("Kelurahan", "Kel."),
}


def _code_fits_kind() -> Q:
    rule = Q()
    for kind, pattern in CODE_PATTERNS.items():
        rule |= Q(kind=kind.value, code__regex=pattern)
    return rule


class Region(models.Model):
    """A region, known by its dotted code; its parent is the region whose code is the prefix.

    ``point`` (EPSG:4326) is a representative point. Unless ``point_official`` it is an estimate and must be shown as
    one: the village points of the shipped list lie inside the territory, which may be tens of kilometres wide.
    """

    Kind = Kind

    code = models.CharField(_("code"), primary_key=True, max_length=MAX_LENGTH)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    name = models.CharField(_("official name"), max_length=80, help_text=_("Without the word for its kind: “Kapuas”."))
    search_name = models.CharField(_("name for search"), max_length=80, editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    point = models.PointField(_("point"), srid=4326, null=True, blank=True)
    point_source = models.CharField(_("source of the point"), max_length=120, blank=True)
    point_as_of = models.DateField(_("point as of"), null=True, blank=True)
    point_official = models.BooleanField(_("official point"), default=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        indexes = [
            models.Index("kind", "code", name="region_kind_code"),
            GinIndex(fields=["search_name"], name="region_search_name", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.CheckConstraint(condition=_code_fits_kind(), name="region_code_fits_kind"),
            models.CheckConstraint(
                name="region_parent_is_prefix",
                condition=Q(kind=Kind.COUNTRY, parent__isnull=True)
                | Q(kind=Kind.PROVINCE, parent=COUNTRY)
                | Q(
                    kind__in=[Kind.REGENCY, Kind.CITY, Kind.DISTRICT, Kind.DESA, Kind.KELURAHAN],
                    parent__isnull=False,
                    parent=Func(F("code"), Value(r"\.[0-9]+$"), Value(""), function="regexp_replace"),
                ),
            ),
            models.CheckConstraint(
                condition=Q(point__isnull=True) | ~Q(point_source=""), name="region_point_names_its_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.code})"

    def save(self, *args, **kwargs) -> None:
        """Keep the name for search in step with the name, and the parent in step with the code."""
        self.search_name = fold(self.name)
        if self.parent_id is None:
            self.parent_id = self.parsed_code.parent
        super().save(*args, **kwargs)

    @property
    def parsed_code(self) -> Code:
        """The code's parts."""
        return parse(self.code)

    @property
    def full_name(self) -> str:
        """The name with the word for its kind: "Kabupaten Kapuas"."""
        return f"{_TITLES[Kind(self.kind)][0]} {self.name}".strip()

    @property
    def short_name(self) -> str:
        """The name with the abbreviated word for its kind: "Kab. Kapuas"."""
        return f"{_TITLES[Kind(self.kind)][1]} {self.name}".strip()

    @property
    def label(self) -> str:
        """The name within its regency: "Desa Anjir, Kec. Kapuas Timur, Kab. Kapuas".

        Reads the parents: take the region from ``Region.objects.with_parents()``, else each level costs a query.
        """
        names = [self.full_name]
        region = self
        while region.kind not in (Kind.COUNTRY, Kind.PROVINCE, Kind.REGENCY, Kind.CITY):
            region = region.parent
            names.append(region.short_name)
        return ", ".join(names)
