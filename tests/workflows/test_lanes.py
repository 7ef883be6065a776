"""The lane: where a process stands on its way."""

import pytest

from workflows.flows.land_verification import LandVerification
from workflows.flows.satellite_internet import SatelliteInternet
from workflows.lanes import lane_of, main_way

pytestmark = pytest.mark.django_db


def lane(plot) -> str:
    process = LandVerification.objects.get(pk=plot.process.pk)
    marks = {"done": "x", "present": "o", "ahead": "."}
    return " ".join(f"{marks[one.status]}{one.state}" for one in lane_of(process))


def test_the_way_follows_the_forward_steps():
    assert main_way(LandVerification) == ["draft", "submitted", "surveyed", "verified", "accepted"]


def test_what_may_happen_on_the_way_is_not_the_way():
    assert main_way(SatelliteInternet)[-2:] == ["active", "accepted"]


def test_the_present_state_is_marked(plot):
    assert lane(plot) == "odraft .submitted .surveyed .verified .accepted"
    plot.surveyed()
    assert lane(plot) == "xdraft xsubmitted osurveyed .verified .accepted"


def test_a_state_beside_the_way_stands_before_the_one_it_leads_to(plot):
    plot.surveyed()
    plot.take("send_back", plot.cast.kodim, reason=("other", "One photo is of another plot."))
    assert lane(plot) == "xdraft oreturned .submitted .surveyed .verified .accepted"


def test_the_goal_is_done_and_a_refusal_has_no_lane(plot):
    plot.accepted()
    assert lane(plot) == "xdraft xsubmitted xsurveyed xverified xaccepted"
    plot.take("reopen", plot.cast.province_admin, reason=("dispute", "The heirs object."))
    plot.take("withdraw", plot.cast.village_officer, reason=("dispute", "The heirs object."))
    assert lane(plot) == ""
