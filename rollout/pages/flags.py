"""Flags as words, red only where something is blocked or unsafe."""

from collections.abc import Iterable

from django.utils.functional import Promise

from sites.stages import BLOCKING_FLAGS, FLAG_LABELS, flags_in


def flags_of(flags: int, *, said: Iterable[str] = ()) -> list[tuple[str | Promise, bool]]:
    """(label, blocked) of each flag set; one that only repeats a state which is shown beside it is left out.

    A case is shown with the flags it raises itself, never with those of another case at its site.
    """
    known = set(map(str, said))
    return [
        (FLAG_LABELS[flag], bool(flag & BLOCKING_FLAGS))
        for flag in flags_in(flags)
        if str(FLAG_LABELS[flag]) not in known
    ]
