"""The templates of construction in the administration: weights of works, kinds of equipment."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.construction.catalogue import EquipmentKind, WorkWeight
from workflows.construction.vocabulary import Work
from workflows.construction.wording import percent_in_words

BUILDINGS = [
    ("outlet_construction", gettext_lazy("Outlet construction")),
    ("warehouse_construction", gettext_lazy("Warehouse construction")),
]


class WorkWeightForm(forms.ModelForm):
    """A weight lies between those of the works before and after it; a complete building stands at 100 %."""

    def clean_done_at(self):
        """Judged against the other weights of the building as they are kept now."""
        value, weight = self.cleaned_data["done_at"], self.instance
        if weight.work == Work.COMPLETE and value != 100:
            raise ValidationError(_("A complete building stands at 100 %."), code="complete")
        order = list(Work.values)
        for other in WorkWeight.objects.filter(building=weight.building).exclude(pk=weight.pk):
            earlier = order.index(other.work) < order.index(weight.work)
            if (earlier and value <= other.done_at) or (not earlier and value >= other.done_at):
                raise ValidationError(
                    _("“%(work)s” is done at %(percent)s %%: the percents have to rise from work to work.")
                    % {"work": other.get_work_display(), "percent": percent_in_words(other.done_at)},
                    code="order",
                )
        return value


class BuildingFilter(admin.SimpleListFilter):
    """Which building's weights: by its name, for the column holds the workflow's."""

    title = gettext_lazy("Building")
    parameter_name = "building"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return BUILDINGS

    def queryset(self, request, queryset):
        return queryset.filter(building=self.value()) if self.value() else queryset


@admin.register(WorkWeight)
class WorkWeightAdmin(admin.ModelAdmin):
    form = WorkWeightForm
    list_display = ["building_name", "work", "done_at"]
    list_filter = [BuildingFilter]
    readonly_fields = ["building_name", "work"]
    fields = ["building_name", "work", "done_at"]

    @admin.display(description=gettext_lazy("Building"), ordering="building")
    def building_name(self, weight: WorkWeight) -> str:
        return str(dict(BUILDINGS).get(weight.building, weight.building))

    def has_add_permission(self, request) -> bool:
        """Every work has its weight."""
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class EquipmentKindForm(forms.ModelForm):
    """The building that may not open without it is chosen from those there are."""

    required_in = forms.ChoiceField(label=gettext_lazy("Required in"), choices=[("", "—"), *BUILDINGS], required=False)


@admin.register(EquipmentKind)
class EquipmentKindAdmin(admin.ModelAdmin):
    form = EquipmentKindForm
    list_display = ["name", "required_in", "active"]
    fields = ["code", "name", "required_in", "active"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        """The ledger names a kind by its code."""
        return ["code"] if obj else []

    def has_delete_permission(self, request, obj=None) -> bool:
        """What was ordered under it stays; it is put out of use instead."""
        return False
