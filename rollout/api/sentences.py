"""What a schema objects to, in sentences: the library's messages are in English and speak of types."""

from collections.abc import Callable

from django.utils.translation import gettext as _

_SENTENCES: dict[str, Callable[[dict], str]] = {
    "missing": lambda ctx: _("This is required."),
    "extra_forbidden": lambda ctx: _("There is no field of this name."),
    "string_too_short": lambda ctx: _("Write at least %(count)d characters.") % {"count": ctx["min_length"]},
    "string_too_long": lambda ctx: _("Write at most %(count)d characters.") % {"count": ctx["max_length"]},
    "too_short": lambda ctx: _("Give at least %(count)d.") % {"count": ctx["min_length"]},
    "too_long": lambda ctx: _("Give at most %(count)d.") % {"count": ctx["max_length"]},
    "greater_than_equal": lambda ctx: _("This must be %(bound)s or more.") % {"bound": ctx["ge"]},
    "less_than_equal": lambda ctx: _("This must be %(bound)s or less.") % {"bound": ctx["le"]},
    "enum": lambda ctx: _("Choose one of: %(choices)s.") % {"choices": ctx["expected"]},
    "literal_error": lambda ctx: _("Choose one of: %(choices)s.") % {"choices": ctx["expected"]},
    "value_error": lambda ctx: str(ctx["error"]),
}
# Families of kinds, told by how they begin.
_FAMILIES: tuple[tuple[str, Callable[[], str]], ...] = (
    ("int_", lambda: _("Write a whole number.")),
    ("float_", lambda: _("Write a number.")),
    ("finite_number", lambda: _("Write a number.")),
    ("decimal_", lambda: _("Write a number.")),
    ("bool_", lambda: _("Write true or false.")),
    ("string_", lambda: _("Write this as text, in the form that is described.")),
    ("datetime_", lambda: _("Write a date and time as 2025-11-03T08:00:00+07:00.")),
    ("date_", lambda: _("Write a date as 2025-11-03.")),
    ("list_", lambda: _("Give a list.")),
    ("dict_", lambda: _("Give an object.")),
    ("model_", lambda: _("Give an object.")),
)


def errors_in_words(errors: list[dict]) -> dict[str, list[str]]:
    """Field or parameter, dotted as it is nested, to its sentences."""
    found: dict[str, list[str]] = {}
    for error in errors:
        sentences = found.setdefault(_name(error["loc"]), [])
        if (sentence := _sentence(error)) not in sentences:
            sentences.append(sentence)
    return found


def names_no_place(errors: list[dict]) -> bool:
    """Is the address itself wrong? A number that no row can have is an address of nothing."""
    return any(error["loc"][0] == "path" for error in errors)


def _name(location: tuple) -> str:
    # ("body", "submitted", "fields", "plot"): where it stands, our own name for the whole, then the client's names.
    source, *rest = location
    names = rest[1:] if source in {"body", "form", "query"} and len(rest) > 1 else rest
    return ".".join(str(name) for name in names) or "__all__"


def _sentence(error: dict) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in _SENTENCES:
        return _SENTENCES[kind](context)
    return next((write() for begun, write in _FAMILIES if kind.startswith(begun)), _("This value is not possible."))
