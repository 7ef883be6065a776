"""The funds on their page and through the API: each person sees what his regions allow."""

import pytest
from django.utils import translation

from tests import factories
from tests.api.conftest import Program
from tests.workflows.flows.stimulus_play import Stimulus, governor
from tests.workflows.pages import browser, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lent(site, cast):
    with translation.override("en"):
        stimulus = Stimulus(site, cast, governor()).revolving()
        stimulus.pay(1, 10_000_000)
    return stimulus


def page(person) -> str:
    answer = browser(person).get("/funds/", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return text_of(answer).replace("\u00a0", " ")


def test_the_province_sees_the_whole_fund(lent, cast):
    seen = page(factories.user("provinsi", "cooperative_office", "62"))
    for figure in ("15.000.000.000", "Rp 240.000.000", "Rp 230.000.000", "Rp 14.770.000.000"):
        assert figure in seen, figure
    assert lent.site.code in seen


def test_a_regency_sees_its_own_part_and_not_what_is_left(lent, cast):
    seen = page(cast.dinkop)
    assert "Rp 230.000.000" in seen
    assert "14.770.000.000" not in seen
    assert "15.000.000.000" not in seen
    neighbour = page(cast.neighbour)
    assert lent.site.code not in neighbour
    assert "240.000.000" not in neighbour


def test_others_see_no_fund(lent, cast):
    for person in (cast.outsider, cast.nobody):
        assert "Rp" not in page(person)


def test_the_api_says_the_same(lent, cast):
    province = Program(factories.user("provinsi", "cooperative_office", "62"))
    [fund] = province.get("/funds").json()["items"]
    assert (fund["whole"], fund["disbursed"], fund["available"]) == (True, "240000000.00", "14770000000.00")
    [part] = Program(cast.dinkop).get("/funds").json()["items"]
    assert (part["whole"], part["total"], part["available"], part["repaid"]) == (False, None, None, "10000000.00")
    assert Program(cast.outsider).get("/funds").json() == {"items": []}


def test_the_targets_through_the_api(lent, cast):
    [target] = Program(cast.viewer).get("/targets", {"year": "2026"}).json()["items"]
    assert (target["region"], target["count"], target["reached"], target["level"]["value"]) == (
        "62",
        50,
        1,
        "papers_complete",
    )
    assert Program(cast.dinkop).get("/targets").json() == {"items": []}
    assert Program(cast.viewer).get("/targets", {"year": "x"}).status_code == 422


def test_a_line_of_the_plan_and_its_slip_stand_on_the_page(lent, cast):
    answer = browser(cast.dinkop).get(f"/sites/{lent.site.code}/revolving_stimulus/{lent.process.pk}/")
    seen = answer.content.decode()
    assert 'id="instalment-24"' in seen
    assert 'id="instalment-1"' in seen
    slips = lent.row.evidence.filter(slot="payment_slip").count()
    assert slips == 1
    assert lent.row.evidence.get(slot="payment_slip").filename in seen
