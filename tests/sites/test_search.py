"""The search for sites: what people type into the box, and what it means."""

import pytest

from sites.models import Site
from tests import factories

pytestmark = pytest.mark.django_db

VILLAGES = {
    "62.02.01.2001": "Pundu",
    "62.02.01.2002": "Sungai Ubar",
    "62.02.02.2001": "Pundu",
    "62.02.02.2002": "Nuapu\u2019u Besi",
    "62.03.01.2001": "Desa Kota Baru",
}
DISTRICTS = {"62.02.01": "Cempaga Hulu", "62.02.02": "Parenggean", "62.03.01": "Selat"}


@pytest.fixture(autouse=True)
def _register():
    for code, name in DISTRICTS.items():
        factories.region(code, name=name)
    for code, name in VILLAGES.items():
        factories.site(code, name=name)


@pytest.mark.parametrize(
    "text,codes",
    [
        ("pundu", ["62.02.01.2001", "62.02.02.2001"]),
        ("Pundu, Cempaga Hulu", ["62.02.01.2001"]),
        ("pundu cempaga", ["62.02.01.2001"]),
        ("Desa Pundu, Kec. Parenggean", ["62.02.02.2001"]),
        ("Pundu, Kab. Kotawaringin Timur", ["62.02.01.2001", "62.02.02.2001"]),
        ("Pundu, Kapuas", []),
        ("Pundu, Parenggean, Kotawaringin Timur", ["62.02.02.2001"]),
        ("SUNGAI\tub\u00e1r", ["62.02.01.2002"]),
        ("nuapu u", ["62.02.02.2002"]),
        ("kecamatan cempaga", ["62.02.01.2001", "62.02.01.2002"]),
        (", Parenggean", ["62.02.02.2001", "62.02.02.2002"]),
        ("Kota Baru", ["62.03.01.2001"]),
        ("desa", ["62.03.01.2001"]),
        ("62.02.02", ["62.02.02.2001", "62.02.02.2002"]),
        ("62.02.01.2001", ["62.02.01.2001"]),
        ("6202012001", []),
        ("  ", sorted(VILLAGES)),
        ("%", []),
        ("_", []),
        ("\x00", []),
        ("'; DROP TABLE sites_site; --", []),
        (",,,", []),
    ],
)
def test_what_is_typed_finds_what_is_meant(text, codes):
    assert list(Site.objects.search(text).order_by("code").values_list("code", flat=True)) == codes
