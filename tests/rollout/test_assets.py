"""The pages of the register of assets: registering, what is wrong with it, and correcting."""

import pytest
from django.urls import reverse

from sites.models import Asset
from tests.workflows.assets.stories import FACTS
from tests.workflows.pages import browser, text_of

pytestmark = pytest.mark.django_db
TYPED = {**FACTS, "value": "1.250.000.000", "area_m2": "1.200,5"}


def test_money_is_typed_and_read_in_the_readers_way(site, cast):
    answer = browser(cast.bpkad).post(reverse("asset_new", args=[site.code]), TYPED, follow=True)
    asset = Asset.objects.get()
    assert (str(asset.value), str(asset.area_m2)) == ("1250000000.00", "1200.50")
    assert "Rp\u00a01.250.000.000" in answer.content.decode()


def test_a_number_that_stands_already_is_refused_on_the_page(site, cast):
    client, address = browser(cast.bpkad), reverse("asset_new", args=[site.code])
    client.post(address, TYPED)
    again = client.post(address, TYPED)
    assert again.status_code == 422
    assert "sudah mendaftarkan aset dengan nomor 12.01.11.04.001" in text_of(again)
    assert Asset.objects.count() == 1


def test_a_correction_shows_what_was_stated_before(site, cast):
    client = browser(cast.bpkad)
    client.post(reverse("asset_new", args=[site.code]), TYPED)
    asset = Asset.objects.get()
    address = reverse("asset_correct", args=[site.code, asset.pk])
    assert 'value="1.250.000.000"' in client.get(address).content.decode()
    changed = {**TYPED, "value": "900.000.000", "version": "1", "reason": "Dinilai ulang."}
    page = client.post(address, changed, follow=True)
    assert "Rp\u00a0900.000.000" in page.content.decode()
    assert "Dinilai ulang." in text_of(page)
