"""The form of a step, made from its declaration; pages show it, and every way of taking a step is checked by it."""

from decimal import Decimal
from functools import cache

from django import forms
from django.contrib.gis.db.models import PointField, PolygonField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_data.forms import CleanCharField, DayField, MomentField, PointTextField, PolygonTextField
from sites.money import RupiahField, RupiahInput
from workflows.facts import named
from workflows.models import Process
from workflows.privacy import no_identity_number, no_long_number
from workflows.step import Step
from workflows.submission import LONGEST_REASON, SHORTEST_REASON

FEW_RADIOS, MOST_RADIOS = 3, 7


def step_form(process: Process, step: Step, *, data: dict | None = None, localized: bool = True) -> forms.ModelForm:
    """The form of one step over one process.

    Bound when ``data`` is given. Asked columns are required whatever the column itself allows; ``localized`` numbers
    are read in the reader's way. A valid form has put its values into the process, or into its ``item`` when the step
    adds or changes a line (unsaved).
    """
    instance = process.item if step.record else process
    form = _form_class(type(process), step.name, localized)(data, instance=instance)
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField) and (offered := process.offered(name)) is not None:
            field.queryset = offered
    return form


@cache
def _form_class(flow: type[Process], step_name: str, localized: bool) -> type[forms.ModelForm]:
    step = flow.steps[step_name]
    model = step.record.model if step.record else flow

    def formfield(column, **kwargs):
        made = _form_field(column, localized=localized, **kwargs)
        if isinstance(made, CleanCharField) and isinstance(column, models.CharField | models.TextField):
            strict = flow.keeps_no_people or isinstance(column, models.TextField)
            made.validators.append(no_long_number if strict else no_identity_number)
        if made is not None:
            made.required = made.required or column.name in step.asks
        return made

    # In the order of the model, which is the order of the work: what may be left out stands where it belongs.
    names = [column.name for column in model._meta.local_fields if column.name in step.fields]
    made = forms.modelform_factory(model, form=_StepForm, fields=names, formfield_callback=formfield)
    return type("ReasonedStepForm", (made,), _reason_fields(step)) if step.reasons else made


class _StepForm(forms.ModelForm):
    """Base of every step's form: model validation without uniqueness queries, which the database decides."""

    use_required_attribute = False

    def _get_validation_exclusions(self) -> set[str]:
        # Judge the asked columns only, and those once; the rest of the row was judged when it was asked for.
        return {field.name for field in self.instance._meta.fields} - (set(self.fields) - set(self.errors))

    def validate_unique(self) -> None:
        """Uniqueness is decided by constraints under the row lock, not by a look beforehand."""

    def validate_constraints(self) -> None:
        """The same for check constraints."""


class _NumberText(forms.TextInput):
    """A number as a person would type it: 50 and not 50,00."""

    def format_value(self, value):
        if isinstance(value, Decimal):
            value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
        return super().format_value(value)


def _form_field(column, *, localized: bool, **kwargs):
    if isinstance(column, PolygonField):
        return PolygonTextField(label=column.verbose_name, help_text=column.help_text, required=False)
    if isinstance(column, PointField):
        return PointTextField(label=column.verbose_name, help_text=column.help_text, required=False)
    if isinstance(column, models.CharField | models.TextField):
        kwargs["form_class"] = CleanCharField  # where there are choices, they decide
    elif type(column) is models.DateField:
        kwargs["form_class"] = DayField
    elif type(column) is models.DateTimeField:
        kwargs["form_class"] = MomentField
    made = column.formfield(**kwargs)
    if made is None:
        return None
    if isinstance(made.widget, forms.Textarea):
        made.widget.attrs["rows"] = 4
    if isinstance(made, forms.IntegerField):  # and its descendants: decimals and floats
        made.localize = localized
        made.widget = _NumberText(attrs={"inputmode": "decimal", "autocomplete": "off"})
        if isinstance(column, RupiahField):
            made.widget, made.unit_before = RupiahInput(), "Rp"
        made.widget.is_localized = localized
    elif isinstance(made, forms.ModelChoiceField):
        made.label_from_instance = named
        made.empty_label = "—"
        made.error_messages["invalid_choice"] = _("This cannot be chosen here, or is not free any more.")
    elif isinstance(made, forms.TypedChoiceField):
        made.choices = [choice for choice in made.choices if choice[0] != ""]
        made.widget = (
            forms.RadioSelect(choices=made.choices, attrs={"class": _arrangement(len(made.choices))})
            if len(made.choices) <= MOST_RADIOS
            else forms.Select(choices=[("", "—"), *made.choices])
        )
    elif isinstance(made, forms.DateField):
        made.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    elif isinstance(made, forms.DateTimeField):
        made.widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M")
    return made


def _arrangement(count: int) -> str:
    """Few choices stand in one line, more in as many columns as there is room for."""
    return "choices--inline" if count <= FEW_RADIOS else "choices--columns"


def _reason_fields(step: Step) -> dict:
    return {
        "reason_code": forms.ChoiceField(label=_("Reason"), choices=[("", "—"), *step.reasons.choices]),
        "reason_text": CleanCharField(
            label=_("Explanation"),
            help_text=_("One or two sentences that the next reader will understand."),
            widget=forms.Textarea(attrs={"rows": 3}),
            min_length=SHORTEST_REASON,
            max_length=LONGEST_REASON,
            validators=[no_long_number],
            error_messages={
                "min_length": _("The explanation is too short: write at least %(limit_value)d characters.")
            },
        ),
    }
