"""The register's tables."""

from sites.models.asset import Asset
from sites.models.cooperative import Cooperative
from sites.models.day_sheet import DaySheet, SettledHistory
from sites.models.district_version import DistrictVersion
from sites.models.entry import Entry
from sites.models.event import Event
from sites.models.moment import ProcessMoment, SiteMoment, StateCombination
from sites.models.site import Site

__all__ = [
    "Asset",
    "Cooperative",
    "DaySheet",
    "DistrictVersion",
    "Entry",
    "Event",
    "ProcessMoment",
    "SettledHistory",
    "Site",
    "SiteMoment",
    "StateCombination",
]
