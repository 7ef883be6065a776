"""Where a site lies, in words and as links: the path to it, and the lists of the regions around it."""

from urllib.parse import urlencode

from django.urls import reverse

from gis_data.models import Region
from sites.models import Site


def crumbs_of(site: Site) -> list[tuple[str, str]]:
    """Regency and district of the site, each a link to the list of its sites. Needs ``with_place``."""
    district = site.village.parent
    return [(list_of(district.parent), district.parent.short_name), (list_of(district), district.short_name)]


def place_of(site: Site, user=None) -> str:
    """District and regency in short: "Kec. Cempaga, Kab. Kotawaringin Timur". Needs ``with_place``.

    For a person whose regions all lie in one regency the district is enough: he need not read his own on every line.
    """
    district = site.village.parent
    if user is not None and within_one_regency(user):
        return district.short_name
    return f"{district.short_name}, {district.parent.short_name}"


def within_one_regency(user) -> bool:
    """Do all regions the person may see lie in one regency?"""
    codes = user.scope.region_codes
    return len({code[:5] for code in codes}) == 1 and len(codes[0]) >= 5


def list_of(region: Region) -> str:
    """The address of the list of the region's sites."""
    return f"{reverse('site_list')}?{urlencode({'region': region.code})}"
