"""Scope by code prefix, levels and search: the questions asked of regions and boundaries."""

import re
from collections.abc import Iterable

from django.contrib.gis.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from gis_data.codes import Code, Kind, Level, outermost, parse
from gis_data.names import fold

KINDS_OF_LEVEL = {
    Level.COUNTRY: (Kind.COUNTRY,),
    Level.PROVINCE: (Kind.PROVINCE,),
    Level.REGENCY: (Kind.REGENCY, Kind.CITY),
    Level.DISTRICT: (Kind.DISTRICT,),
    Level.VILLAGE: (Kind.DESA, Kind.KELURAHAN),
}

_LONGEST_SEARCH = 120
_CODE_BEGUN = re.compile(r"[0-9]{1,2}(\.[0-9]{0,4}){0,3}", re.ASCII)

# Words people write before a name; they ask for a kind and are not part of the name.
_KIND_WORDS = {
    "provinsi": (Kind.PROVINCE,),
    "prov": (Kind.PROVINCE,),
    "kabupaten": (Kind.REGENCY,),
    "kab": (Kind.REGENCY,),
    "kota": (Kind.CITY,),
    "kecamatan": (Kind.DISTRICT,),
    "kec": (Kind.DISTRICT,),
    "desa": (Kind.DESA,),
    "kelurahan": (Kind.KELURAHAN,),
    "kel": (Kind.KELURAHAN,),
}


def prefix_q(field: str, codes: Iterable[str | Code]) -> Q:
    """The condition "``field`` lies in one of these jurisdictions", for any column that holds a region code.

    No code selects nothing, the country everything. ``field`` is the lookup path of a code: a text column ("code"), or
    the code behind a foreign key ("village__code", for which Django reads the foreign key's own column and joins
    nothing). The ``varchar_pattern_ops`` index that Django makes for both serves the scan. Raises InvalidCode.
    """
    jurisdictions = outermost(codes)
    if not jurisdictions:
        return Q(pk__in=[])
    prefixes = [parse(code).prefix for code in jurisdictions]
    if "" in prefixes:
        return Q()
    condition = Q()
    for prefix in prefixes:
        condition |= Q(**{f"{field}__startswith": prefix})
    return condition


class RegionQuerySet(models.QuerySet):
    """Regions by jurisdiction, level and name."""

    def within(self, code: str | Code) -> "RegionQuerySet":
        """The region of ``code`` and everything inside it. Raises InvalidCode."""
        return self.within_any([code])

    def within_any(self, codes: Iterable[str | Code]) -> "RegionQuerySet":
        """The regions of ``codes`` and everything inside them; none for no code. Raises InvalidCode."""
        return self.filter(prefix_q("code", codes))

    def of_level(self, level: Level) -> "RegionQuerySet":
        """The regions of one level of the hierarchy."""
        return self.filter(kind__in=KINDS_OF_LEVEL[level])

    def provinces(self) -> "RegionQuerySet":
        return self.of_level(Level.PROVINCE)

    def regencies(self) -> "RegionQuerySet":
        """Regencies and cities."""
        return self.of_level(Level.REGENCY)

    def districts(self) -> "RegionQuerySet":
        return self.of_level(Level.DISTRICT)

    def villages(self) -> "RegionQuerySet":
        """Desa and kelurahan."""
        return self.of_level(Level.VILLAGE)

    def with_parents(self) -> "RegionQuerySet":
        """With district, regency and province in the same query, so that ``label`` costs nothing."""
        return self.select_related("parent__parent__parent")

    def search(self, text: str) -> "RegionQuerySet":
        """Regions whose name holds every word of ``text``, or whose code begins with it; best match first.

        Case, accents and punctuation do not matter; "kec. jekan" asks for districts, and "palangkaraya", as the list
        has it, finds Palangka Raya. An empty text finds nothing.
        """
        folded = fold(text[:_LONGEST_SEARCH])
        if not folded:
            return self.none()
        condition = Q()
        for word in folded.split():
            condition &= _holds(word)
        if _CODE_BEGUN.fullmatch(text.strip()):
            return self.filter(condition | Q(code__startswith=text.strip())).order_by("code")
        rank = Case(
            When(search_name=folded, then=Value(0)),
            When(search_name__startswith=folded, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return self.filter(condition).order_by(rank, "search_name", "code")


class BoundaryQuerySet(models.QuerySet):
    """Boundaries by jurisdiction and level."""

    def within_any(self, codes: Iterable[str | Code]) -> "BoundaryQuerySet":
        """The boundaries of the regions of ``codes`` and of everything inside them. Raises InvalidCode."""
        return self.filter(prefix_q("region__code", codes))

    def of_level(self, level: Level) -> "BoundaryQuerySet":
        """The boundaries of one level of the hierarchy."""
        return self.filter(region__kind__in=KINDS_OF_LEVEL[level])


def _holds(word: str) -> Q:
    named = Q(search_name__contains=word)
    if word in _KIND_WORDS:
        return named | Q(kind__in=_KIND_WORDS[word])
    return named
