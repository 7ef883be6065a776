"""The forms of agreements and commitments; what they say is judged by the gate."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from gis_data import codes
from gis_data.forms import CleanCharField, DayField
from gis_data.models import Region
from gis_data.querysets import prefix_q
from workflows.coordination.models import Agreement
from workflows.coordination.permission import RECORDERS


class _OfficesField(forms.ModelMultipleChoiceField):
    # Boxes to tick: several cannot be chosen from a list without a keyboard.
    widget = forms.CheckboxSelectMultiple(attrs={"class": "choices--long"})


class _RegionField(forms.ModelChoiceField):
    def label_from_instance(self, region: Region) -> str:
        return region.full_name


class _RegionsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple(attrs={"class": "choices--long"})

    def label_from_instance(self, region: Region) -> str:
        return region.full_name


class Named(forms.Form):
    """Base: what travels hidden, so that one request is done once and decides on what was read."""

    use_required_attribute = False

    client_id = forms.UUIDField(widget=forms.HiddenInput)


class AgreementForm(Named):
    """A document: what it is, where it counts, between whom."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Agreement.Kind.choices)
    title = CleanCharField(label=_("Subject"), max_length=200)
    number = CleanCharField(label=_("Number of the document"), max_length=80)
    signed_on = DayField(label=_("Date of the document"))
    region = _RegionField(
        label=_("Made for"),
        queryset=None,
        empty_label=None,
        help_text=_("The region it is for; its commitments lie inside."),
    )
    parties = _OfficesField(label=_("Parties"), queryset=None)
    scan = forms.FileField(label=_("Scan of the document"), help_text=_("PDF or photo."), required=False)

    def __init__(self, user, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        regions = user.scope.regions_of(RECORDERS)
        self.fields["region"].queryset = Region.objects.filter(code__in=regions).order_by("code")
        self.fields["parties"].queryset = offices_around(regions)


class CommitmentForm(Named):
    """What an office promised in an agreement."""

    subject = CleanCharField(label=_("What is to be done"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.ModelChoiceField(label=_("Office in charge"), queryset=None)
    regions = _RegionsField(label=_("Applies to"), queryset=None)
    due_on = DayField(label=_("Due on"))

    def __init__(self, agreement: Agreement, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = offices_around([agreement.region_id])
        self.fields["regions"].queryset = regions_inside(agreement.region)


class _DeedForm(Named):
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ReportForm(_DeedForm):
    """Done: when, what, and a paper if there is one."""

    done_on = DayField(label=_("Done on"))
    note = CleanCharField(label=_("What was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    scan = forms.FileField(label=_("Evidence"), help_text=_("PDF or photo."), required=False)


class ConfirmForm(_DeedForm):
    """Nothing is asked: the report is read beside it."""


class ReasonForm(_DeedForm):
    """A sentence that stands in the record."""

    reason = CleanCharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class PostponeForm(ReasonForm):
    """Another day, and why."""

    due_on = DayField(label=_("New day"))


FORMS = {
    "report": ReportForm,
    "confirm": ConfirmForm,
    "send_back": ReasonForm,
    "postpone": PostponeForm,
    "cancel": ReasonForm,
}


def offices_around(region_codes: list[str]):
    """The offices of today that work in these regions, in a part of them, or for a region around them."""
    around = {code[:length] for code in region_codes for length in (2, 5)} - set(region_codes)
    near = prefix_q("regions__code", region_codes) | Q(regions__code__in=around)
    return Office.objects.valid_on(timezone.localdate()).filter(near).distinct().order_by("name")


def regions_inside(region: Region):
    """The region itself and what lies one level below it; of a district or village, itself."""
    below = Region.objects.filter(Q(pk=region.pk) | Q(parent=region)).order_by("code")
    return below if codes.parse(region.code).district is None else below.filter(pk=region.pk)
