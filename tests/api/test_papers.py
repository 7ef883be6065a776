"""Papers through the API: the same rules, the same register, and verification without an account."""

import pytest
from django.urls import reverse

from accounts import tokens
from workflows.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(client, plot):
    """``asked(person, method, name, body=None, key="a", **arguments)``: the answer of the API."""
    plot.verified()

    def ask(person, method, name, body=None, key="a", query=None, **arguments):
        headers = {"idempotency-key": key}
        if person is not None:
            headers["authorization"] = f"Bearer {tokens.issue(user=person, name='test')[1]}"
        address = reverse(f"api:{name}", kwargs=arguments)
        if method == "get":
            return client.get(address, query or {}, headers=headers)
        return client.post(address, body, content_type="application/json", headers=headers)

    return ask


def test_issued_listed_downloaded_cancelled_and_verified(asked, plot):
    kodim, body = plot.cast.kodim, {"kind": "land_minutes"}
    made = asked(kodim, "post", "issue_paper", body, process_id=plot.process.pk).json()
    assert asked(kodim, "post", "issue_paper", body, process_id=plot.process.pk).json() == made
    paper = Paper.objects.get()
    assert (made["number"], made["sha256"], made["site"]) == (paper.number, paper.sha256, plot.site.code)
    listed = asked(plot.cast.viewer, "get", "list_papers", query={"kind": "land_minutes", "state": "in_force"}).json()
    assert [one["id"] for one in listed["items"]] == [paper.pk]
    file = asked(plot.cast.viewer, "get", "paper_bytes", paper_id=paper.pk)
    assert file["ETag"] == f'"{paper.sha256}"'
    told = asked(None, "get", "verify_paper", code=made["code"]).json()
    assert (told["number"], told["proven"], told["in_force"]) == (paper.number, True, True)
    assert set(told) == {
        *("kind", "number", "dated", "parties", "sha256", "signed_sha256", "in_force", "proven", "simulated")
    }
    asked(kodim, "post", "cancel_paper", {"reason": "Salah tanggal."}, key="b", paper_id=paper.pk)
    assert asked(None, "get", "verify_paper", code=made["code"]).json()["in_force"] is False


def test_refusals_are_problem_documents(asked, plot):
    answer = asked(plot.cast.kodim, "post", "issue_paper", {"kind": "none"}, process_id=plot.process.pk)
    assert answer.status_code == 404
    answer = asked(plot.cast.dinkop, "post", "issue_paper", {"kind": "land_minutes"}, process_id=plot.process.pk)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")
    answer = asked(None, "get", "verify_paper", code="AAAA-AAAA-AAAA")
    assert answer.status_code == 404
