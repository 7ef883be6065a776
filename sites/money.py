"""Money: rupiah as exact decimals, and how a person writes and reads them."""

from decimal import ROUND_HALF_UP, Decimal

from django import forms
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import formats

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
DIGITS, SEN = 18, 2


class RupiahField(models.DecimalField):
    """A column of money in rupiah, to the sen, never below zero; up to 9,999,999,999,999,999.99."""

    def __init__(self, *args, max_digits: int = DIGITS, decimal_places: int = SEN, **kwargs) -> None:
        super().__init__(*args, max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    @property
    def validators(self) -> list:
        return [*super().validators, MinValueValidator(Decimal(0))]


class RupiahInput(forms.TextInput):
    """Money as it is typed, with the separators of the reader's language, which are read again: 1.250.000.000."""

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value) -> str | None:
        if not isinstance(value, Decimal):
            return super().format_value(value)
        localized = bool(self.is_localized)
        return formats.number_format(value, None if value % 1 else 0, use_l10n=localized, force_grouping=localized)


def in_rupiah(amount: Decimal) -> str:
    """Money in the reader's language: 1658000000 → "Rp 1.658.000.000"; sen only when there are some."""
    exact = amount.quantize(Decimal(1).scaleb(-SEN), rounding=ROUND_HALF_UP)
    places = 0 if exact == exact.to_integral_value() else SEN
    text = formats.number_format(abs(exact), places, use_l10n=True, force_grouping=True)
    return f"{MINUS if amount < 0 else ''}Rp{NO_BREAK_SPACE}{text}"
