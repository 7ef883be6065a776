"""Two requests for one asset at the same moment, and an asset corrected while it is decided on."""

import pytest

from sites import asset_register
from tests.at_once import at_once
from tests.workflows.assets.stories import FACTS, Grant, Loan, asset, day
from workflows.models import Claim
from workflows.refusals import Conflict, Stale

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("round", range(3))
def test_of_two_requests_exactly_one_gets_the_asset(site, cast, round):
    land = asset(site, cast.bpkad)
    loan, grant = Loan(site, cast, land), Grant(site, cast, land, opener=cast.dinkop)
    loan.document("request_letter", cast.village_officer)
    for slot in ("request_letter", "willingness"):
        grant.document(slot, cast.dinkop)
    wanted = {"asset": land.pk, "recipient_kind": "village", "recipient_name": "Desa", "purpose": "Gerai"}
    loan_version, grant_version = loan.version, grant.version
    answers = at_once(
        lambda: loan.take("submit", cast.village_officer, loan.request(), version=loan_version),
        lambda: grant.take("submit", cast.dinkop, wanted, version=grant_version),
        refusals=(Conflict, Stale),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "StepTaken"]
    assert Claim.objects.filter(resource=f"asset:{land.pk}").count() == 1
    assert sorted([loan.state, grant.state]) == ["draft", "submitted"]


def test_a_correction_and_a_decision_at_once_come_one_after_the_other(site, cast):
    land = asset(site, cast.bpkad)
    loan = Loan(site, cast, land).reviewed()
    loan.document("approval_scan", cast.bupati)
    read = loan.version
    facts = {**FACTS, "kib_number": land.kib_number, "area_m2": "900"}
    approval = {"approval_number": "188.45/1/2026", "approval_date": day(0)}
    answers = at_once(
        lambda: loan.take("approve", cast.bupati, approval, version=read),
        lambda: asset_register.correct(
            asset_id=land.pk, version=1, facts=facts, reason="Diukur ulang.", actor=cast.bpkad
        ),
        refusals=(Conflict, Stale),
    )
    stale = isinstance(answers[0], Stale)
    assert loan.state == ("reviewed" if stale else "approved")
    assert loan.version == read + (1 if stale else 2)
