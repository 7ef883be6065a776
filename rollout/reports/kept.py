"""What was counted for a question is kept until a site of its regions changes."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.utils import timezone

from gis_data.codes import parse
from rollout.reports.asked import Asked
from sites.layers.scopes import scope_key

_HOUR, _MINUTES = 3600, 300
_PROVINCE = 2
Value = TypeVar("Value")


def kept(name: str, asked: Asked, build: Callable[[], Value]) -> Value:
    """What ``build`` gives, or gave when nothing had changed since; without words, which depend on the reader.

    Over a country something changes every moment: there it may be five minutes old, but for what is of one site.
    """
    wide = asked.when.is_now and not asked.site and any(len(parse(code).prefix) < _PROVINCE for code in asked.codes)
    where = asked.site or scope_key(asked.codes)
    key = f"reports:{name}:{where}:{asked.when}:{timezone.localdate()}:{'wide' if wide else asked.version}"
    found = cache.get(key)
    if found is None:
        found = build()
        cache.set(key, found, _MINUTES if wide else _HOUR)
    return found
