"""What every process says of itself."""

import datetime

from django.utils import timezone, translation

from sites.models import Site
from workflows.flows.land_verification import LandVerification


def plot(pk: int, site: Site) -> LandVerification:
    return LandVerification(pk=pk, kind="land_verification", site=site, opened_at=timezone.now())


def test_processes_of_one_kind_are_numbered_in_the_order_they_were_opened():
    """By their ids as numbers: as texts, 9 would come after 10."""
    kinds = {"9": "land_verification", "10": "land_verification", "3": "asset_loan"}
    site = Site(processes={pk: {"kind": kind} for pk, kind in kinds.items()})
    assert [plot(pk, site).number for pk in (9, 10)] == [1, 2]
    assert plot(9, site).caption != plot(10, site).caption


def test_a_plot_is_told_by_its_title_or_by_its_day():
    one = plot(9, Site(processes={"9": {"kind": "land_verification"}}))
    one.opened_at = datetime.datetime(2026, 11, 3, 20, tzinfo=datetime.UTC)  # the fourth in Pontianak
    with translation.override("en"):
        assert one.caption == "Land verification 1 · opened on 4 Nov 2026"
        one.title_number, one.title_kind = "123", "certificate"
        assert one.caption == "Land verification 1 · Land certificate 123"
