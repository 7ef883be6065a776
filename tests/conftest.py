"""What every test may use: a fast password hash, a file store of its own, and a small cast named by role."""

import os
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from accounts.roles import Role
from tests import emptying, factories

VILLAGE = "62.02.01.2001"


@pytest.fixture(scope="session", autouse=True)
def _no_power_cut():
    """No test survives the machine's power failing, so none waits for the disk at its files,"""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """nor at its commits."""
    settings = connection.settings_dict
    settings["OPTIONS"] = {**settings["OPTIONS"], "options": "-c synchronous_commit=off"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database as migrated, and a quicker way of emptying it behind the tests that commit.

    Where no test asks for the database, there is none, and the developer's own is left alone.
    """
    if not connection.settings_dict["NAME"].startswith("test_"):
        yield
        return
    with django_db_blocker.unblock():
        reference = emptying.reference_rows(
            [
                model
                for name in ("gis_data", "accounts", "sites", "workflows")
                for model in apps.get_app_config(name).get_models()
            ]
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: emptying.empty(reference))
        yield


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
    # Every test client makes the middleware anew, and WhiteNoise would then list all files each time.
    settings.WHITENOISE_AUTOREFRESH = True
    for kept in caches.all():
        kept.clear()
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
    described = {
        "village_officer": ("kades", Role.VILLAGE_OFFICER, VILLAGE, "Kantor Desa"),
        "field_officer": ("babinsa", Role.FIELD_OFFICER, "62.02.01", "Koramil 1015-01"),
        "kodim": ("kodim", Role.DISTRICT_COMMAND, "62.02", "Kodim 1015/Sampit"),
        "dinkop": ("dinkop", Role.COOPERATIVE_OFFICE, "62.02", "Dinas Koperasi Kotim"),
        "bpkad": ("bpkad", Role.ASSET_OFFICE, "62.02", "BPKAD Kotim"),
        "zidam": ("zidam", Role.ENGINEERING, "62", "Zidam XXII/Tambun Bungai"),
        "bupati": ("bupati", Role.REGION_HEAD, "62.02", "Bupati Kotawaringin Timur"),
        "kominfo": ("kominfo_kotim", Role.ICT_OFFICE, "62.02", "Dinas Kominfo Kotim"),
        "province_admin": ("provadmin", Role.ADMIN, "62", "Setda Kalteng"),
        "viewer": ("bpkp", Role.VIEWER, "62", "BPKP"),
        "neighbour": ("tetangga", Role.COOPERATIVE_OFFICE, "62.03", "Dinas Koperasi Kapuas"),
        "outsider": ("orang_luar", Role.COOPERATIVE_OFFICE, "63", "Dinas Koperasi Kalsel"),
        "nobody": ("tanpa_tugas", None, "", ""),
    }
    return SimpleNamespace(**dict(zip(described, factories.people(*described.values()), strict=True)))


@pytest.fixture
def plot(site, cast):
    """A started land verification with its cast."""
    return factories.Plot(site, cast)
