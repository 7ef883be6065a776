"""The flags of a site as words, red only where it is blocked or unsafe."""

from collections.abc import Iterable

from django.utils.functional import Promise

from sites.models import Site
from sites.stages import BLOCKING_FLAGS, FLAG_LABELS


def flags_of(site: Site, *, said: Iterable[str] = ()) -> list[tuple[str | Promise, bool]]:
    """(label, blocked) of each flag; one that only repeats a state which is shown beside it is left out."""
    known = set(map(str, said))
    return [
        (FLAG_LABELS[flag], bool(flag & BLOCKING_FLAGS))
        for flag in site.flag_list
        if str(FLAG_LABELS[flag]) not in known
    ]
