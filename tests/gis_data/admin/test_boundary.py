"""Boundaries in the admin: loaded from a file by those who may, looked up, and never asked of another host."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gis_data.admin import upload
from gis_data.models import Boundary
from tests.gis_data.boundary_files import around, write_geojson

URL = "admin:gis_data_boundary_add"


def client_of(client, *permissions: str, superuser: bool = False):
    user = get_user_model().objects.create(username="clerk", is_staff=True, is_superuser=superuser)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="gis_data", codename__in=permissions))
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def admin(client, db):
    return client_of(client, superuser=True)


def post(client, content: bytes, **fields):
    upload = SimpleUploadedFile("../../batas.geojson", content)
    return client.post(reverse(URL), {"file": upload, "source": "BIG", **fields})


def test_a_file_is_loaded_and_reported(admin, regions, tmp_path):
    content = write_geojson(tmp_path / "x.geojson", around("62.71.01"), around("62.71.02")).read_bytes()
    response = post(admin, content, as_of="2022-12-27")
    assert response.status_code == 200
    assert "read 2, added 2, changed 0, unchanged 0, refused 0" in response.text
    boundary = Boundary.objects.first()
    assert (boundary.source, str(boundary.as_of), boundary.official) == ("BIG", "2022-12-27", True)


def test_a_refusal_names_the_feature_and_changes_nothing(admin, regions, tmp_path):
    content = write_geojson(tmp_path / "x.geojson", around("62.71.01"), around("62.06", name="Sukamara")).read_bytes()
    response = post(admin, content)
    assert response.status_code == 422
    assert "1 record cannot be taken, so nothing was changed." in response.text
    assert "feature 2 (Sukamara)" in response.text
    assert not Boundary.objects.exists()


def test_what_the_file_says_is_not_markup(admin, regions, tmp_path):
    content = write_geojson(tmp_path / "x.geojson", around("62.06", name="<script>alert(1)</script>")).read_bytes()
    assert "<script>alert" not in post(admin, content).text


def test_a_file_too_large_is_refused_before_it_is_read(admin, regions, monkeypatch):
    monkeypatch.setattr(upload, "MAX_UPLOAD_BYTES", 10)
    response = post(admin, b"{" + b" " * 100)
    assert "larger than 30 MB" in response.text


def test_the_source_is_asked_for(admin, regions):
    response = admin.post(reverse(URL), {"file": SimpleUploadedFile("x.geojson", b"{}")})
    assert "This field is required" in response.text
    assert not Boundary.objects.exists()


@pytest.mark.parametrize("permissions", [(), ("view_boundary",), ("view_boundary", "add_boundary")])
def test_those_who_may_not_add_and_change_may_not_load(client, db, permissions):
    assert client_of(client, *permissions).get(reverse(URL)).status_code == 403


def test_those_who_may_add_and_change_may_load(client, db):
    assert client_of(client, "view_boundary", "add_boundary", "change_boundary").get(reverse(URL)).status_code == 200


def test_nobody_is_sent_to_the_login(client, db):
    assert client.get(reverse(URL)).status_code == 302


def test_lists_and_details_are_read_only_and_hold_no_outline(admin, regions, tmp_path, django_assert_max_num_queries):
    post(admin, write_geojson(tmp_path / "x.geojson", around("62.71.01")).read_bytes())
    listed = admin.get(reverse("admin:gis_data_boundary_changelist"), {"q": "pahandut"})
    assert "Kecamatan Pahandut" in listed.text
    detail = admin.get(reverse("admin:gis_data_boundary_change", args=["62.71.01"]))
    assert "official boundary" in detail.text
    assert "POLYGON" not in detail.text
    assert 'name="_save"' not in detail.text
    for page in (listed, detail):
        assert "openstreetmap" not in page.text.lower()


def test_regions_are_searched_as_everywhere_else_and_not_edited(admin, regions):
    listed = admin.get(reverse("admin:gis_data_region_changelist"), {"q": "kec. jekan"})
    assert "Kecamatan Jekan Raya" in listed.text
    assert "1 region" in listed.text
    detail = admin.get(reverse("admin:gis_data_region_change", args=["62.71.03"]))
    assert detail.status_code == 200
    assert 'name="_save"' not in detail.text
    assert admin.get(reverse("admin:gis_data_region_add")).status_code == 403
