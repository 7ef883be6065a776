"""The facts of an asset, read and checked in one way, whichever way they come."""

from django import forms
from django.contrib.gis.geos import Polygon
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_data.dates import past_day
from gis_data.forms import CleanCharField, DayField, PlaceTextField
from gis_data.models import Region
from sites.models import Asset, Site
from sites.money import RupiahInput, in_rupiah
from sites.placement import km_too_far

# Beyond this, an extra digit is likelier than a plot of land in a village.
DEAREST = 1_000_000_000_000


class AssetForm(forms.ModelForm):
    """An asset at one site. ``localized``: numbers are written in the reader's way (1.250.000.000)."""

    use_required_attribute = False

    kib_number = CleanCharField(label=gettext_lazy("KIB number"), max_length=60)
    description = CleanCharField(
        label=gettext_lazy("Description"),
        max_length=200,
        help_text=gettext_lazy("What it is and where, as the inventory card says it."),
    )
    geometry = PlaceTextField(
        label=gettext_lazy("Place or outline"),
        required=False,
        help_text=gettext_lazy("Latitude, longitude; or the corners, one per line; or GeoJSON or KML."),
    )
    source = CleanCharField(
        label=gettext_lazy("Source"),
        max_length=200,
        help_text=gettext_lazy("The inventory card or list these facts come from."),
    )
    as_of = DayField(
        label=gettext_lazy("As of"),
        validators=[past_day],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    class Meta:
        model = Asset
        fields = [
            "owner",
            "kind",
            "kib_number",
            "description",
            "area_m2",
            "value",
            "acquired_year",
            "geometry",
            "source",
            "as_of",
        ]
        help_texts = {"area_m2": gettext_lazy("For land and buildings.")}

    def __init__(self, *args, site: Site, localized: bool = True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.site = site
        self.fields["owner"].queryset = possible_owners(site)
        self.fields["owner"].label_from_instance = lambda region: region.full_name
        self.fields["owner"].empty_label = None
        for name in ("owner", "kind"):
            choices = [choice for choice in self.fields[name].choices if choice[0] != ""]
            self.fields[name].widget = forms.RadioSelect(choices=choices)
        for name in ("area_m2", "value", "acquired_year"):
            field = self.fields[name]
            typed = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
            field.widget = RupiahInput() if name == "value" else typed
            field.localize = field.widget.is_localized = localized and name != "acquired_year"
        self.fields["value"].unit_before, self.fields["area_m2"].unit = "Rp", "m²"
        self.fields["area_m2"].judged = True

    def clean_kib_number(self) -> str:
        """As it is kept: without blanks at its ends, in capitals, so that one number is written in one way."""
        return " ".join(self.cleaned_data["kib_number"].upper().split())

    def clean_acquired_year(self) -> int:
        year, now = self.cleaned_data["acquired_year"], timezone.localdate().year
        if year > now:
            raise forms.ValidationError(_("The year %(year)d lies in the future.") % {"year": year})
        return year

    def clean_value(self):
        value = self.cleaned_data["value"]
        if value > DEAREST:
            raise forms.ValidationError(
                _("%(value)s is more than any single asset here is worth. Check the digits.")
                % {"value": in_rupiah(value)}
            )
        return value

    def clean_geometry(self):
        geometry = self.cleaned_data["geometry"]
        village = self.site.village
        if geometry is not None and (km := km_too_far(geometry.centroid, village)) is not None:
            raise forms.ValidationError(
                _("The place lies %(km)s km from %(village)s. Check the coordinates.")
                % {"km": km, "village": village.full_name}
            )
        return geometry

    def clean(self) -> dict:
        """Land and buildings have an area; a point has none to be drawn."""
        cleaned = super().clean()
        of_ground = cleaned.get("kind") in {Asset.Kind.LAND, Asset.Kind.BUILDING}
        if of_ground and "area_m2" in cleaned and cleaned["area_m2"] is None:
            self.add_error("area_m2", _("Land and buildings are registered with their area."))
        if cleaned.get("kind") == Asset.Kind.EQUIPMENT and isinstance(cleaned.get("geometry"), Polygon):
            self.add_error("geometry", _("Equipment has no outline; give its position, or leave this empty."))
        owner, number = cleaned.get("owner"), cleaned.get("kib_number")
        if owner and number and (sentence := self._already_there(owner, number)):
            self.add_error("kib_number", sentence)
        return cleaned

    def _already_there(self, owner: Region, number: str) -> str:
        """Beforehand, for a calm answer; between two at once the constraint decides."""
        others = Asset.objects.exclude(pk=self.instance.pk).filter(owner=owner, kib_number=number)
        found = others.select_related("site__village").first()
        if found is None:
            return ""
        return number_taken(owner, number, found.site)


def number_taken(owner: Region, number: str, site: Site | None = None) -> str:
    """The sentence for a number that stands in the books of that government already; ``site``: where, if known."""
    words = {"owner": owner.full_name, "number": number}
    if site is None:
        return _("%(owner)s has registered an asset with the number %(number)s already.") % words
    words["place"] = f"{site.village.full_name} ({site.code})"
    return _("%(owner)s has registered an asset with the number %(number)s already, at %(place)s.") % words


class CorrectionForm(forms.Form):
    """Why a stated fact is corrected."""

    use_required_attribute = False

    reason = CleanCharField(
        label=gettext_lazy("Why it is corrected"),
        help_text=gettext_lazy("One or two sentences that the next reader will understand."),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=5,
        max_length=2000,
        error_messages={
            "min_length": gettext_lazy("The explanation is too short: write at least %(limit_value)d characters.")
        },
    )


def possible_owners(site: Site):
    """The governments in whose books an asset at the site can stand: the desa, the regency or city, the province."""
    village = site.village
    codes = [village.code[:5], village.code[:2]]
    if village.kind == Region.Kind.DESA:
        codes.append(village.code)
    return Region.objects.filter(code__in=codes).order_by("-code")
