"""What every test may use: a fast password hash, a file store of its own, and a small cast named by role."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from accounts.roles import Role
from tests import factories

VILLAGE = "62.02.01.2001"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """No test survives the machine's power failing, so none waits for the disk at its commits."""
    settings = connection.settings_dict
    settings["OPTIONS"] = {**settings["OPTIONS"], "options": "-c synchronous_commit=off"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database as migrated, but emptied between tests: that flush is a TRUNCATE, which the ledger refuses.

    Only the trigger against TRUNCATE is set aside, here in the open; ``tests/sites/test_ledger.py`` proves that the
    migrations make it. Where no test asks for the database, there is none, and the developer's own is left alone.
    """
    if not connection.settings_dict["NAME"].startswith("test_"):
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sites_event DISABLE TRIGGER sites_event_refuse_truncate")
        cursor.execute("ALTER TABLE workflows_agreementevent DISABLE TRIGGER workflows_agreementevent_refuse_truncate")


@pytest.fixture(scope="session")
def migrated_rows(django_db_setup, django_db_blocker):
    """The reference data that migrations fill in (catalogues, templates), as objects that can be saved again.

    They are left behind for the next run too, which may use the same database (``--reuse-db``).
    """
    apps_of_ours = [apps.get_app_config(name) for name in ("gis_data", "accounts", "sites", "workflows")]
    with django_db_blocker.unblock():
        rows = [list(model._base_manager.all()) for app in apps_of_ours for model in app.get_models()]
        kept = [found for found in rows if found]
        yield kept
        _put_back(kept)


def _put_back(kept: list) -> None:
    for rows in kept:
        if not type(rows[0])._base_manager.exists():
            type(rows[0])._base_manager.bulk_create(rows)


@pytest.fixture(autouse=True)
def _as_migrated(request, _django_db_helper):
    """A test that commits empties the database behind it: what migrations fill in is there for the next one too."""
    if not (request.node.get_closest_marker("django_db") or "db" in request.fixturenames):
        return
    _put_back(request.getfixturevalue("migrated_rows"))


@pytest.fixture(autouse=True)
def _quick_and_apart(settings, tmp_path):
    """Cheap hashing (never in the product), and no test writes into the product's file store."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    # Files as they are in the source; tests/rollout/test_base_page.py proves the hashed ones.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    cache.clear()
    # A page answered in one test leaves its reader's language behind.
    translation.deactivate()


@pytest.fixture
def english_pages(settings):
    """The English sentences a test compares with, in what pages answer and in what the test itself asks for."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def site(db):
    """A registered site in Kotawaringin Timur."""
    return factories.site(VILLAGE)


@pytest.fixture
def cast(site):
    """People of Kotawaringin Timur (62.02), of the province, of the neighbour regency and of another province."""
    return build_cast()


def build_cast() -> SimpleNamespace:
    """The cast, for tests that make their own database connections (threads, live servers)."""
    return SimpleNamespace(
        village_officer=factories.user("kades", Role.VILLAGE_OFFICER, VILLAGE, office="Kantor Desa"),
        field_officer=factories.user("babinsa", Role.FIELD_OFFICER, "62.02.01", office="Koramil 1015-01"),
        kodim=factories.user("kodim", Role.DISTRICT_COMMAND, "62.02", office="Kodim 1015/Sampit"),
        dinkop=factories.user("dinkop", Role.COOPERATIVE_OFFICE, "62.02", office="Dinas Koperasi Kotim"),
        bpkad=factories.user("bpkad", Role.ASSET_OFFICE, "62.02", office="BPKAD Kotim"),
        zidam=factories.user("zidam", Role.ENGINEERING, "62", office="Zidam XXII/Tambun Bungai"),
        bupati=factories.user("bupati", Role.REGION_HEAD, "62.02", office="Bupati Kotawaringin Timur"),
        kominfo=factories.user("kominfo_kotim", Role.ICT_OFFICE, "62.02", office="Dinas Kominfo Kotim"),
        province_admin=factories.user("provadmin", Role.ADMIN, "62", office="Setda Kalteng"),
        viewer=factories.user("bpkp", Role.VIEWER, "62", office="BPKP"),
        neighbour=factories.user("tetangga", Role.COOPERATIVE_OFFICE, "62.03", office="Dinas Koperasi Kapuas"),
        outsider=factories.user("orang_luar", Role.COOPERATIVE_OFFICE, "63", office="Dinas Koperasi Kalsel"),
        nobody=factories.user("tanpa_tugas"),
    )


@pytest.fixture
def plot(site, cast):
    """A started land verification with its cast."""
    return factories.Plot(site, cast)
