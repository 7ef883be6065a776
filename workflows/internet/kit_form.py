"""What is asked of a kit when it is registered: the same on the page, in a row of a file and through the API."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from gis_data.codes import Kind
from gis_data.dates import past_day
from gis_data.forms import CleanCharField, DayField
from gis_data.models import Region
from workflows.internet.kits import Kit, normalised
from workflows.internet.vocabulary import RetireReason
from workflows.submission import LONGEST_REASON, SHORTEST_REASON

STOCKS = (Kind.PROVINCE, Kind.REGENCY, Kind.CITY)


def stocks_of(user) -> QuerySet[Region]:
    """The provinces, regencies and cities whose stock of kits this person keeps: where he is of the ICT office."""
    regions = Region.objects.within_any(user.scope.regions_of({Role.ICT_OFFICE}))
    return regions.filter(kind__in=STOCKS).order_by("code")


class KitForm(forms.ModelForm):
    """One kit; a valid form's instance has its serial number in its one spelling and is not saved."""

    use_required_attribute = False

    class Meta:
        model = Kit
        fields = ("written_as", "provider", "model", "holding", "office", "region", "source", "as_of")
        field_classes = {
            "written_as": CleanCharField,
            "model": CleanCharField,
            "office": CleanCharField,
            "source": CleanCharField,
            "as_of": DayField,
        }
        labels = {"written_as": gettext_lazy("Serial number")}
        help_texts = {"written_as": gettext_lazy("As it stands on the kit; blanks and dashes do not matter.")}
        widgets = {
            "provider": forms.RadioSelect(attrs={"class": "choices--inline"}),
            "holding": forms.RadioSelect(attrs={"class": "choices--inline"}),
            "as_of": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args, actor, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("provider", "holding"):
            self.fields[name].choices = [choice for choice in self.fields[name].choices if choice[0]]
        region = self.fields["region"]
        region.queryset = stocks_of(actor)
        region.empty_label = "—"
        region.label_from_instance = lambda row: row.full_name
        region.error_messages["invalid_choice"] = gettext_lazy(
            "You are not of the ICT office of this region, or there is no such region."
        )
        self.fields["as_of"].validators = [past_day]

    def clean_written_as(self) -> str:
        """The serial number as written; its one spelling goes into the instance."""
        written = self.cleaned_data["written_as"]
        self.instance.serial_number = normalised(written)
        return written

    def validate_unique(self) -> None:
        """Decided by the database."""

    def validate_constraints(self) -> None:
        """The same for check constraints."""


class KitFileForm(forms.Form):
    """A list of kits as a CSV file."""

    MOST_BYTES = 1024 * 1024
    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV with a first line of column names, at most 1 MB and 2,000 rows."),
    )

    def clean_file(self):
        """Refuse what is too large before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > self.MOST_BYTES:
            raise ValidationError(_("The file is larger than 1 MB."), code="too_large")
        return upload


class RetireForm(forms.Form):
    """Why a kit is taken out of stock."""

    use_required_attribute = False

    retired_because = forms.ChoiceField(label=gettext_lazy("Reason"), choices=[("", "—"), *RetireReason.choices])
    retired_note = CleanCharField(
        label=gettext_lazy("Explanation"),
        help_text=gettext_lazy("One or two sentences that the next reader will understand."),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
    )
