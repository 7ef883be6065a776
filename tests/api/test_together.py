"""Decisions for several through the API: previewed, decided once, told case by case, and taken back."""

import pytest

from accounts.roles import Role
from tests import factories
from tests.api.conftest import problem
from tests.workflows.assets.stories import Loan, asset, day
from tests.workflows.together_pages import NUMBER, three_loans
from workflows.models import BulkDecision, Letter
from workflows.together import tasks

pytestmark = pytest.mark.django_db
QUEUE = "/together/asset_loan/approve"
WHY = {"code": "letter", "text": "Surat keputusan dicabut dan diterbitkan kembali."}


@pytest.fixture
def loans(site, cast):
    return three_loans(site, cast)


@pytest.fixture
def head(program, cast, loans):
    """The program of the head of region, in whose queue the requests are."""
    return program(cast.bupati)


def named(*loans) -> list[dict]:
    return [{"process": loan.process.pk, "version": loan.version} for loan in loans]


def kept(head) -> str:
    answered = head.client.post(
        f"/api/v1{QUEUE}/papers/approval_scan", {"file": factories.pdf(5)}, headers=head._with({}, "")
    )
    assert answered.status_code == 201, answered.content
    return answered.json()["word"]


def body(head, *loans, **changes) -> dict:
    given = {
        "cases": named(*loans),
        "fields": {"approval_number": NUMBER, "approval_date": day(0)},
        "papers": {"approval_scan": kept(head)},
    }
    return {**given, **changes}


def decided(head, loans) -> dict:
    answered = head.post(QUEUE, body(head, *loans))
    assert answered.status_code == 202, answered.content
    tasks.carry_out.func(answered.json()["id"])
    return head.get(f"/decisions/{answered.json()['id']}").json()


def test_the_queue_with_its_form_and_its_exceptions(head, loans, cast):
    unfit = Loan(factories.site("62.02.02.2002"), cast, asset(loans[0].site, cast.bpkad), opener=cast.dinkop)
    assert unfit.state == "draft"
    told = head.get(QUEUE).json()
    assert [case["process"] for case in told["decidable"]] == [loan.process.pk for loan in loans]
    assert (told["total"], told["issuer"], told["exceptions"]) == (3, "62.02", [])
    assert [field["name"] for field in told["form"]["fields"]] == ["approval_number", "approval_date"]
    narrowed = head.get(QUEUE, {"region": "62.02.02"}).json()
    assert [case["process"] for case in narrowed["decidable"]] == [loans[2].process.pk]


def test_a_preview_judges_each_case_and_writes_nothing_down(head, loans):
    stale = body(head, *loans)
    stale["cases"][0]["version"] += 1
    told = head.post(f"{QUEUE}/preview", stale).json()
    assert [case["process"] for case in told["decidable"]] == [loan.process.pk for loan in loans[1:]]
    assert told["exceptions"][0]["objections"] == [
        "This has changed since you opened it. Nothing was saved; read what is new and decide again."
    ]
    assert (BulkDecision.objects.count(), Letter.objects.count()) == (0, 0)


def test_decided_each_case_has_its_own_result(head, loans):
    told = decided(head, loans)
    assert [loan.state for loan in loans] == ["approved"] * 3
    assert (told["total"], told["done"], told["waiting"], told["refused"]) == (3, 3, 0, 0)
    assert told["letter"]["number"] == NUMBER
    assert all(item["entry"]["hash"] and item["status"]["value"] == "done" for item in told["items"])
    assert [one["id"] for one in head.get("/decisions").json()["items"]] == [told["id"]]


def test_the_same_request_again_gets_the_first_answer_and_another_under_its_key_none(head, loans):
    wanted = body(head, *loans)
    first, again = (head.post(QUEUE, wanted, key="once") for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert again["Idempotency-Replayed"] == "true"
    tasks.carry_out.func(first.json()["id"])
    assert head.post(QUEUE, wanted, key="once").json()["done"] == 3
    problem(head.post(QUEUE, {**wanted, "cases": wanted["cases"][:1]}, key="once"), 409, "client_id_reused")
    assert Letter.objects.count() == 1


def test_all_that_match_without_naming_them(head, loans):
    told = head.post(QUEUE, body(head, all=True)).json()
    assert told["total"] == 3


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"cases": []}, "__all__"),
        ({"fields": {"approval_number": NUMBER}}, "fields.approval_date"),
        ({"fields": {"approval_number": NUMBER, "approval_date": day(0), "note": "x"}}, "fields.note"),
        ({"papers": {}}, "papers.approval_scan"),
        ({"papers": {"approval_scan": "made-up"}}, "papers.approval_scan"),
        ({"papers": {"scan": "x"}}, "papers.scan"),
    ],
)
def test_what_is_missing_or_wrong_is_said(head, loans, changes, pointer):
    told = problem(head.post(QUEUE, body(head, *loans, **changes)), 422, "invalid")
    assert pointer in str(told)
    assert not BulkDecision.objects.exists()


def test_taken_back_each_case_has_its_own_result(head, loans, cast):
    told = decided(head, loans)
    assert told["take_back_until"]
    loans[0].document("agreement", cast.bpkad)
    loans[0].take("agree", cast.bpkad, {"agreement_number": "PKS/1", "agreement_date": day(0)})
    where = f"/decisions/{told['id']}/take-back"
    offered = head.get(where).json()
    assert [case["process"] for case in offered["decidable"]] == [loan.process.pk for loan in loans[1:]]
    assert "Agreed" in offered["exceptions"][0]["objections"][0]
    first, again = (head.post(where, {"all": True, "reason": WHY}, key="back") for _ in range(2))
    assert (first.status_code, first.json()["id"]) == (202, again.json()["id"])
    tasks.carry_out.func(first.json()["id"])
    assert [loan.state for loan in loans] == ["agreed", "reviewed", "reviewed"]
    told = head.get(f"/decisions/{told['id']}").json()
    assert told["taken_back_by"] == [first.json()["id"]]
    assert [item["since"] and item["since"]["step"] for item in told["items"]] == [None, *["take_back_approval"] * 2]
    assert told["take_back_until"] == ""


def test_nothing_is_taken_back_without_one_of_its_reasons(head, loans):
    where = f"/decisions/{decided(head, loans)['id']}/take-back"
    problem(head.post(where, {"all": True, "reason": {"code": "because", "text": "Keliru sekali."}}), 422, "invalid")
    problem(head.post(where, {"all": True, "reason": {"code": "letter", "text": "x"}}), 422, "invalid")
    problem(head.post(where, {"cases": [], "reason": WHY}), 422, "invalid")
    assert BulkDecision.objects.count() == 1


def test_it_is_its_authors_alone(head, loans, program, cast):
    told = decided(head, loans)
    for other in (cast.bpkad, cast.neighbour, factories.user("wabup", Role.REGION_HEAD, "62.02", office="Bupati")):
        person = program(other)
        assert person.get("/decisions").json()["items"] == []
        for path in (f"/decisions/{told['id']}", f"/decisions/{told['id']}/take-back"):
            problem(person.get(path), 404, "not_found")
        problem(person.post(f"/decisions/{told['id']}/take-back", {"all": True, "reason": WHY}), 404, "not_found")
    problem(program(cast.bpkad).get(QUEUE), 404, "not_found")
    problem(head.get("/together/asset_loan/review"), 404, "not_found")
