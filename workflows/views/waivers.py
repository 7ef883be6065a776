"""The forms by which a person sets a rule aside: one per waivable rule, submitted with the step."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gis_data.forms import CleanCharField
from workflows.guards import Guard, WaiverReason
from workflows.privacy import no_long_number
from workflows.step import Step
from workflows.submission import LONGEST_REASON, SHORTEST_REASON, Reason


class WaiverForm(forms.Form):
    """A coded reason and a sentence; both or neither."""

    use_required_attribute = False

    reason_code = forms.ChoiceField(
        label=_("Reason for setting this rule aside"), choices=[("", "—"), *WaiverReason.CHOICES], required=False
    )
    reason_text = CleanCharField(
        label=_("Explanation"),
        help_text=_("It stands in the record with your name, and the site carries a flag."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        validators=[no_long_number],
        required=False,
    )

    def __init__(self, guard: Guard, sentence: str, data: QueryDict | None = None, *, refused: bool = False) -> None:
        """``sentence``: what the rule says; ``refused``: it has just held the step back, so the form stands open."""
        super().__init__(data, prefix=f"waive-{guard.code}")
        self.guard = guard
        self.sentence = sentence
        self.opened = refused or self.begun
        for field in self.fields.values():
            field.judged = True  # not called optional: who sets the rule aside fills in both

    def clean(self) -> dict:
        given = super().clean()
        code, text = given.get("reason_code"), given.get("reason_text", "")
        if code and len(text) < SHORTEST_REASON:
            self.add_error("reason_text", _("Explain it in a sentence."))
        if text and not code:
            self.add_error("reason_code", _("Choose a reason."))
        return given

    @property
    def begun(self) -> bool:
        """Was anything filled in?"""
        return self.is_bound and any(self.data.get(self.add_prefix(name), "").strip() for name in self.fields)

    @property
    def reason(self) -> Reason:
        """What was filled in; empty as long as it is not complete."""
        given = self.cleaned_data if self.is_valid() else {}
        return Reason(given.get("reason_code", ""), given.get("reason_text", ""))


def submitted_waivers(step: Step, data: QueryDict) -> dict[str, Reason]:
    """The complete reasons that came with a step, by guard code; rules nobody may waive are left out."""
    forms_ = (WaiverForm(guard, "", data) for guard in step.guards if guard.waivable)
    return {form.guard.code: form.reason for form in forms_ if form.begun and form.is_valid()}


def waiver_forms(
    step: Step, known: dict[str, str], refused: dict[str, str], roles: Iterable[str], data: QueryDict | None
) -> list[WaiverForm]:
    """One form per rule that does not hold and that these roles may set aside.

    ``known``: what was unmet beforehand, ``refused``: what the gate has just named, code → sentence. A rule whose
    reason was given already keeps its form, though the gate no longer names it.
    """
    unmet = known | refused
    made = [
        WaiverForm(guard, unmet.get(guard.code, str(guard.label)), data, refused=guard.code in refused)
        for guard in step.guards
        if guard.waivable_by & frozenset(roles)
    ]
    offered = [form for form in made if form.guard.code in unmet or form.begun]
    for form in offered:
        if form.is_bound:
            form.full_clean()
    return offered
