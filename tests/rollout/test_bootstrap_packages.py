"""The system's packages: what is missing is named, installed with the right to, and otherwise left to the person."""

import os
import subprocess
from pathlib import Path

import pytest

from rollout.bootstrap import apt, browser, system_packages
from rollout.bootstrap.errors import SetupError
from rollout.localdb.binaries import Binaries

POSTGRES_15 = Binaries(15, Path("/p"), has_postgis=False)


@pytest.mark.parametrize(
    ("installed", "offered", "expected"),
    [
        ([], ["postgresql-15-postgis-3"], ["postgresql-15", "postgresql-15-postgis-3"]),
        (
            [POSTGRES_15],
            ["postgresql-15-postgis-3", "postgresql-17-postgis-3"],
            ["postgresql-15-postgis-3"],
        ),
        (
            [],
            ["postgresql-9-postgis-3", "postgresql-16-postgis-3", "postgresql-17-postgis-3"],
            ["postgresql-17", "postgresql-17-postgis-3"],
        ),
        ([], [], ["'^postgresql-[0-9]+-postgis-3$'"]),
    ],
)
def test_postgis_is_taken_for_the_postgresql_that_is_there(monkeypatch, installed, offered, expected):
    monkeypatch.setattr(system_packages.binaries, "installed", lambda: installed)
    monkeypatch.setattr(system_packages.apt, "offered", lambda _pattern: offered)
    assert system_packages.packages_for(["PostgreSQL with PostGIS", "GDAL"]) == expected


def test_without_root_the_one_line_to_run_is_printed_and_nothing_is_changed(monkeypatch):
    monkeypatch.setattr(system_packages, "missing", lambda *_purposes: ["GDAL", "Chromium"])
    monkeypatch.setattr(system_packages.apt, "is_here", lambda: True)
    monkeypatch.setattr(system_packages.apt, "root_prefix", lambda: None)
    monkeypatch.setattr(system_packages.apt, "install", lambda *_arguments: pytest.fail("installed without root"))
    with pytest.raises(SetupError) as stop:
        system_packages.ensure("database", "browser")
    lines = [line for line in str(stop.value).splitlines() if "apt-get" in line]
    assert len(lines) == 1
    assert lines[0].endswith("--no-install-recommends gdal-bin chromium fonts-liberation")


def test_a_package_manager_that_installs_in_vain_is_told(monkeypatch):
    monkeypatch.setattr(system_packages, "missing", lambda *_purposes: ["GDAL"])
    monkeypatch.setattr(system_packages.apt, "is_here", lambda: True)
    monkeypatch.setattr(system_packages.apt, "root_prefix", list)
    for name in ("update", "install"):
        monkeypatch.setattr(system_packages.apt, name, lambda *_arguments: None)
    with pytest.raises(SetupError, match="still missing: GDAL"):
        system_packages.ensure()


def test_a_server_of_ones_own_needs_no_postgresql_here(monkeypatch):
    monkeypatch.setattr(system_packages.binaries, "installed", list)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert "PostgreSQL with PostGIS" in system_packages.missing("database")
    monkeypatch.setenv("DATABASE_URL", "postgres://db/rollout")
    assert "PostgreSQL with PostGIS" not in system_packages.missing("database")
    assert "PostgreSQL with PostGIS" not in system_packages.missing()


def test_debians_own_cluster_is_switched_off_only_for_this_installation(tmp_path):
    """The script as it is, with a folder and an apt-get of the test's own."""
    folder = tmp_path / "createcluster.d"
    seen = tmp_path / "seen"
    script = apt._INSTALL_SCRIPT.replace("/etc/postgresql-common/createcluster.d", str(folder))
    (tmp_path / "apt-get").write_text(f'#!/bin/sh\ncat "{folder}"/* > "{seen}"; echo "$@" >> "{seen}"; exit 7\n')
    (tmp_path / "apt-get").chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    code = subprocess.run(["sh", "-c", script, "sh", "one", "two"], env=environment, check=False).returncode
    assert code == 7
    assert not folder.exists()
    said = seen.read_text().splitlines()
    assert said[0] == "create_main_cluster = false"
    assert said[1].endswith("one two")


def test_a_snap_is_no_chromium_for_tests(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    script = tmp_path / "chromium-browser"
    script.write_text("#!/bin/sh\nexec /snap/bin/chromium\n")
    script.chmod(0o755)
    assert browser.system_chromium() is None
    script.write_text("#!/bin/sh\nexec /usr/lib/chromium/chromium\n")
    assert browser.system_chromium() == str(script)
    monkeypatch.setenv("CHROMIUM", "/opt/chromium")
    assert browser.system_chromium() == "/opt/chromium"
