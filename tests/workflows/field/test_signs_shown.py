"""Signs on a process's page: under the report they are about, each once."""

import pytest
from django.urls import reverse

from tests import factories
from tests.workflows.field.phone import Phone, Photo, report
from workflows.field.models import Suspicion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def test_what_two_photos_of_a_report_tell_is_said_once_under_it(client, site, cast):
    building = factories.begun_outlet(site, cast)
    photos = tuple(Photo(number, "progress_photo", site.position) for number in (1, 2))
    for photo in photos:
        photo.declared["position"] |= {"accuracy_m": 0}
    phone = Phone(cast.field_officer)
    receipt = phone.send(report(building, "5", photos=photos))["receipt"]
    for photo in photos:
        assert phone.upload(photo, 10**6).json()["state"] == "arrived"
    assert Suspicion.objects.filter(kind="accuracy").count() == 2
    client.force_login(cast.kodim)
    where = reverse("process_detail", args=[site.code, building.process.kind, building.process.pk])
    page = client.get(where).content.decode()
    signs = page[page.index("To look at before you confirm") :].split("</section>")[0]
    assert signs.count("accuracy of 0 m") == 1
    assert signs.count(receipt) == 1
