"""The one door to sites: every list, layer, count, export and autocomplete starts at ``visible_to``."""

from django.contrib.gis.db import models
from django.db.models import Q

from gis_data.names import fold
from gis_data.querysets import prefix_q

# Written before a name, these say what kind of region it is. Not "kota": villages are called that.
_TITLES = {"desa", "kelurahan", "kel", "kecamatan", "kec", "kabupaten", "kab"}


class SiteQuerySet(models.QuerySet):
    """Sites by person, place and need."""

    def visible_to(self, user) -> "SiteQuerySet":
        """The sites inside the regions of the person's assignments; nothing for a person without any."""
        if not user.is_authenticated:
            return self.none()
        return self.within(user.scope.region_codes)

    def within(self, region_codes: list[str]) -> "SiteQuerySet":
        """The sites inside any of the regions, by code prefix."""
        return self.filter(prefix_q("code", region_codes))

    def open(self) -> "SiteQuerySet":
        """Sites that were not closed."""
        return self.filter(closed_at=None)

    def search(self, text: str) -> "SiteQuerySet":
        """Sites whose code begins with the text, or whose village or district names hold every word of it.

        Case, accents and punctuation do not matter, nor "desa" or "kec." before a name. What follows a comma narrows
        by district or regency: "Pundu, Cempaga" (114 villages of the province share their name with another, none
        within one district). An empty text narrows nothing; one without a letter or digit finds nothing.
        """
        text = text.strip()
        if not text:
            return self
        if text.replace(".", "").replace("-", "").isdigit():
            return self.filter(code__startswith=text)
        village, *wider = (_without_title(fold(part)) for part in text.split(","))
        found = Q()
        for word in village.split():
            found &= Q(village__search_name__contains=word) | Q(village__parent__search_name__contains=word)
        for name in filter(None, wider):
            found &= Q(village__parent__search_name__contains=name) | Q(
                village__parent__parent__search_name__contains=name
            )
        return self.filter(found) if found else self.none()

    def with_place(self) -> "SiteQuerySet":
        """Fetch village, district, regency and cooperative along, so that a page of sites costs one query."""
        return self.select_related("village__parent__parent", "cooperative")


def _without_title(name: str) -> str:
    title, _, rest = name.partition(" ")
    return rest if title in _TITLES and rest else name
