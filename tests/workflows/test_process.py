"""What every process says of itself."""

from sites.models import Site
from workflows.flows.land_verification import LandVerification


def plot(pk: int, site: Site) -> LandVerification:
    return LandVerification(pk=pk, kind="land_verification", site=site)


def test_processes_of_one_kind_are_numbered_in_the_order_they_were_opened():
    """By their ids as numbers: as texts, 9 would come after 10."""
    kinds = {"9": "land_verification", "10": "land_verification", "3": "asset_loan"}
    site = Site(processes={pk: {"kind": kind} for pk, kind in kinds.items()})
    assert [plot(pk, site).number for pk in (9, 10)] == [1, 2]
    assert plot(9, site).caption != plot(10, site).caption
