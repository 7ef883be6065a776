"""Satellite internet and its kits in a browser: every step by its page, and the register's own pages."""

import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from tests.workflows.connection import Connection, ago, kit
from tests.workflows.pages import browser, hidden, text_of
from workflows.internet.kits import Kit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english_pages")]
KIT = {
    "written_as": "kit 3012-34567",
    "provider": "starlink",
    "model": "",
    "holding": "lent",
    "office": "BAKTI",
    "region": "62.02",
    "source": "BAST 1",
    "as_of": "2026-01-31",
}


class Pages(Connection):
    """The same connection, each step taken on its page."""

    def take(self, step, actor, fields=None, reason=("", ""), *, item=None, waivers=None, **_more):
        names = ["take_step", [self.site.code, "satellite_internet", self.process.pk, step]]
        if item:
            names = ["take_step_on", [*names[1], item]]
        address = reverse(names[0], args=names[1])
        client = browser(actor)
        page = client.get(address)
        assert page.status_code == 200, text_of(page)
        sent = {name: hidden(page, name) for name in ("version", "client_id")}
        sent |= {"reason_code": reason[0], "reason_text": reason[1], "confirm": "on", **(fields or {})}
        for code, why in (waivers or {}).items():
            sent |= {f"waive-{code}-reason_code": why.code, f"waive-{code}-reason_text": why.text}
        answer = client.post(address, {name: _typed(value) for name, value in sent.items()})
        assert answer.status_code == 303, text_of(answer)
        return answer


def _typed(value: str) -> str:
    """A moment as the browser's own field writes it."""
    return re.sub(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d).*$", r"\1", str(value))


def test_from_the_proposal_to_acceptance_by_pages(site, cast):
    here = Pages(site, cast).surveyed()
    kit()
    allocate = reverse("take_step", args=[site.code, "satellite_internet", here.process.pk, "allocate"])
    offered = browser(cast.kominfo).get(allocate).content.decode()
    assert '<option value="KIT00001">KIT00001 · Starlink</option>' in offered
    here.allocated(registered=False).shipped().received().installed().active().accept()
    assert here.state == "accepted"
    page = text_of(browser(cast.viewer).get(reverse("process_detail", args=allocate.strip("/").split("/")[1:4])))
    assert "Nothing here awaits anybody." in page
    assert "100.00 % of the time" in page


def test_a_fault_by_pages(site, cast):
    here = Pages(site, cast).accepted()
    here.fault(began=ago(days=2))
    page = reverse("process_detail", args=[site.code, "satellite_internet", here.process.pk])
    assert "It is your turn: Works again." in text_of(browser(cast.village_officer).get(page))
    here.take("close_fault", cast.village_officer, {"ended_at": ago(days=1), "remedy": "Kabel diganti"}, item=1)
    assert "Downtime 1 day" in text_of(browser(cast.village_officer).get(page))


def test_whoever_sent_the_kit_is_not_told_that_it_is_his_turn(site, cast):
    here = Connection(site, cast).surveyed().allocated().shipped()
    page = reverse("process_detail", args=[site.code, "satellite_internet", here.process.pk])
    assert "It is your turn" not in text_of(browser(cast.kominfo).get(page))
    assert "It is your turn: Confirm the receipt." in text_of(browser(cast.field_officer).get(page))


def test_when_it_is_too_slow_another_test_is_what_is_waited_for(site, cast):
    here = Connection(site, cast).surveyed().allocated().shipped().received().installed().active(down_mbps="3")
    page = reverse("process_detail", args=[site.code, "satellite_internet", here.process.pk])
    assert "It is your turn: Record a speed test." in text_of(browser(cast.field_officer).get(page))


def test_a_kit_is_registered_once_however_often_the_button_is_pressed(cast):
    client, address = browser(cast.kominfo), reverse("kit_register")
    page = client.get(address)
    assert 'value="Dinas Kominfo Kotim"' in page.content.decode()
    sent = {**KIT, "client_id": hidden(page, "client_id")}
    for _ in range(2):
        assert client.post(address, sent)["Location"] == reverse("kit_detail", args=["KIT301234567"])
    assert Kit.objects.count() == 1
    again = client.post(address, {**sent, "client_id": str(uuid.uuid4())})
    assert again.status_code == 422
    assert "Kit KIT301234567 is registered already" in text_of(again)


def test_what_is_missing_is_said_beside_its_field(cast):
    answer = browser(cast.kominfo).post(reverse("kit_register"), {"client_id": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert "Serial number: This field is required." in text_of(answer)


def test_a_form_without_its_request_id_is_no_form(cast):
    assert browser(cast.kominfo).post(reverse("kit_register"), KIT).status_code == 400


def test_a_list_is_loaded_or_each_row_in_the_way_is_named(cast):
    client, address = browser(cast.kominfo), reverse("kit_import")
    example = client.get(reverse("kit_import_example")).content
    refused = client.post(address, {"file": ContentFile(example, name="daftar.csv")})
    assert refused.status_code == 422
    assert "row 2: Region whose stock it is in" in text_of(refused)
    taken = client.post(
        address, {"file": ContentFile(example.replace(b"62.03", b"62.02"), name="daftar.csv")}, follow=True
    )
    assert "1 kit is registered." in text_of(taken)
    assert client.post(address).status_code == 422
    assert client.post(address, {"file": ContentFile(b"x" * 1_100_000, name="x.csv")}).status_code == 422


def test_the_list_shows_where_each_kit_is_and_finds_them(cast, site):
    kit("KIT00002", provider="satria")
    kit("KIT00003", region="62.03")
    Connection(site, cast).surveyed().allocated()
    client, address = browser(cast.kominfo), reverse("kit_list")
    found = text_of(client.get(address))
    assert "2 kits" in found
    assert "KIT00003" not in found
    for query, only in [
        ("q=kit-00-002", "KIT00002"),
        ("state=in_use", "KIT00001"),
        ("provider=satria", "KIT00002"),
        ("state=stock", "KIT00002"),
    ]:
        found = text_of(client.get(f"{address}?{query}"))
        assert "1 kit " in found, query
        assert only in found
    assert "No kit fits" in text_of(client.get(f"{address}?q=%C2%80x&region=99&state=?"))


def test_the_list_asks_a_fixed_number_of_questions(cast, site, django_assert_max_num_queries):
    client = browser(cast.kominfo)
    for number in range(30):
        kit(f"KIT1{number:04}")
    Connection(site, cast).surveyed().allocated()
    with django_assert_max_num_queries(20):
        client.get(reverse("kit_list"))


def test_a_kit_is_taken_out_of_stock_on_its_page(cast):
    kit()
    client = browser(cast.kominfo)
    address = reverse("kit_retire", args=["KIT00001"])
    refused = client.post(address, {"retired_because": "broken", "retired_note": "x"})
    assert refused.status_code == 422
    client.post(address, {"retired_because": "broken", "retired_note": "Tersambar petir."})
    page = text_of(client.get(reverse("kit_detail", args=["KIT00001"])))
    assert "Broken beyond repair Tersambar petir." in page
    assert client.post(address, {"retired_because": "broken", "retired_note": "Tersambar petir."}).status_code == 409


def test_a_neighbours_kit_does_not_exist(cast):
    kit("KIT00003", region="62.03")
    assert browser(cast.kominfo).get(reverse("kit_detail", args=["KIT00003"])).status_code == 404


@pytest.mark.parametrize(("who", "shown"), [("kominfo", True), ("dinkop", False)])
def test_the_register_is_in_the_menu_of_its_keeper(cast, who, shown):
    page = browser(getattr(cast, who)).get(reverse("inbox")).content.decode()
    assert (f'href="{reverse("kit_list")}"' in page) == shown
