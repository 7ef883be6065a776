"""Statements composed once: they give for every value what the queryset gives, and are composed at the first."""

import pytest

from gis_data.composed import Composed, columns_of, made
from gis_data.models import Region
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_rows_are_those_of_the_queryset_for_each_value():
    composed_for = []

    def below(parent: str, kind: str):
        composed_for.append(parent)
        return Region.objects.filter(parent_id=parent, kind=kind).order_by("code").values_list("code", "kind")

    for code in ("62.02.01.2001", "62.02.01.2002", "62.03.01.2001"):
        factories.region(code)
    statement = Composed(below, "?", "kind")
    for parent in ("62.02.01", "62.03.01", "62.09"):
        assert statement.rows(parent, "desa") == list(below(parent, "desa"))
    assert statement.rows("62.02.01", "kelurahan") == []
    assert composed_for.count("?") == 1


def test_a_row_makes_the_instance_whose_columns_stand_first():
    factories.region("62.02.01.2001")
    statement = Composed(
        lambda code: Region.objects.filter(code=code).values_list(*columns_of(Region), "parent__name"), "?"
    )
    (row,) = statement.rows("62.02")
    found = made(Region, row)
    assert (found, found.name) == (Region.objects.get(code="62.02"), Region.objects.get(code="62.02").name)
    assert len(row) == len(columns_of(Region)) + 1
