"""The templates of construction in the administration."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests import factories
from workflows.construction.catalogue import EquipmentKind, WorkWeight
from workflows.construction.reports import tolerated_band, weights_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def admin(client):
    client.force_login(User.objects.create_superuser("admin", "admin@example.org", factories.PASSWORD))
    return client


def weigh(admin, work: str, done_at: str):
    weight = WorkWeight.objects.get(building="outlet_construction", work=work)
    return admin.post(reverse("admin:workflows_workweight_change", args=[weight.pk]), {"done_at": done_at})


def test_a_weight_is_edited_and_the_expected_band_follows(admin):
    assert weigh(admin, "walls", "30").status_code == 302
    assert [int(bound) for bound in tolerated_band(weights_of("outlet_construction"), "walls")] == [7, 35]
    assert [int(bound) for bound in tolerated_band(weights_of("warehouse_construction"), "walls")] == [7, 33]


def test_a_weight_is_named_in_words(admin):
    weight = WorkWeight.objects.get(building="outlet_construction", work="walls")
    page = admin.get(reverse("admin:workflows_workweight_change", args=[weight.pk])).content.decode()
    assert f"{weight.get_work_display()}: 28 %" in page and "outlet_construction" not in page


@pytest.mark.parametrize(
    ("work", "done_at", "sentence"),
    [
        ("walls", "12", "is done at 12 %"),
        ("walls", "50", "is done at 50 %"),
        ("complete", "99", "A complete building stands at 100 %."),
        ("complete", "101", "A complete building stands at 100 %."),
        ("walls", "28.555", "no more than 2 decimal places"),
    ],
)
def test_weights_that_cannot_be(admin, work, done_at, sentence):
    answer = weigh(admin, work, done_at)
    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["adminform"].form.errors["done_at"])


def test_a_kind_of_equipment_is_added_and_put_out_of_use(admin):
    added = {"code": "rack", "name": "Rak gudang", "required_in": "warehouse_construction", "active": "on"}
    assert admin.post(reverse("admin:workflows_equipmentkind_add"), added).status_code == 302
    address = reverse("admin:workflows_equipmentkind_change", args=["rack"])
    assert admin.post(address, {"name": "Rak gudang", "required_in": ""}).status_code == 302
    kind = EquipmentKind.objects.get(code="rack")
    assert (kind.active, kind.required_in) == (False, "")


@pytest.mark.parametrize("address", ["workweight_add", "workweight_delete", "equipmentkind_delete"])
def test_nothing_is_taken_away_there(admin, address):
    of = {"workweight": WorkWeight, "equipmentkind": EquipmentKind}[address.split("_")[0]].objects.first().pk
    arguments = [of] if address.endswith("delete") else []
    assert admin.get(reverse(f"admin:workflows_{address}", args=arguments)).status_code == 403


def test_the_weights_of_one_building_are_chosen_by_its_name(admin):
    page = admin.get(reverse("admin:workflows_workweight_changelist"), {"building": "warehouse_construction"})
    assert page.context["cl"].result_count == WorkWeight.objects.filter(building="warehouse_construction").count()
    assert ">warehouse_construction<" not in page.content.decode()
