"""No person is identified where nobody needs to be: numbers like a NIK are refused in whatever a person types.

Law 27/2022 on personal data; and the programme's own rule that a card service keeps daily totals, never a beneficiary.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gis_data.texts import population_number_in, sixteen_digits_in


def objection(text: str, *, strict: bool) -> str:
    """Why the text is not kept, in a sentence; "" when it is.

    ``strict``: any number of sixteen digits is refused, as in running text and wherever people are paid; otherwise only
    one that is built like a NIK, for a serial number may well have sixteen digits.
    """
    found = sixteen_digits_in(text) if strict else population_number_in(text)
    if not found:
        return ""
    return _("“%(number)s” looks like a person’s identity number (NIK). Leave it out; it is not kept here.") % {
        # Not even the refusal repeats it whole.
        "number": f"{found[:4]}…"
    }


def no_identity_number(text: str) -> None:
    """A form field's validator for names and numbers. Raises ValidationError."""
    if sentence := objection(text, strict=False):
        raise ValidationError(sentence, code="identity_number")


def no_long_number(text: str) -> None:
    """A form field's validator for running text, and for all texts of a workflow that pays people."""
    if sentence := objection(text, strict=True):
        raise ValidationError(sentence, code="identity_number")
