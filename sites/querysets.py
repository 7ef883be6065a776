"""The one door to sites: every list, layer, count, export and autocomplete starts at ``visible_to``."""

from django.contrib.gis.db import models
from django.db.models import Q

from gis_data.names import fold
from gis_data.querysets import prefix_q


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
        """Sites whose code begins with the text or whose village, district or cooperative name holds it.

        Case, accents and punctuation do not matter. "village, district" narrows a name that repeats
        (114 villages of the province share theirs with another, none within one district).
        """
        text = text.strip()
        if not text:
            return self
        if text.replace(".", "").replace("-", "").isdigit():
            return self.filter(code__startswith=text)
        village, _, district = (fold(part) for part in text.partition(","))
        found = Q(village__search_name__contains=village) if village else Q()
        if district:
            return self.filter(found, village__parent__search_name__contains=district)
        return self.filter(found | Q(village__parent__search_name__contains=village))

    def with_place(self) -> "SiteQuerySet":
        """Fetch village, district, regency and cooperative along, so that a page of sites costs one query."""
        return self.select_related("village__parent__parent", "cooperative")
