"""The embedded database, with real PostgreSQL processes; whoever calls it, also as root."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest

from rollout.localdb import account, cluster, memory, orphans, placement, processes
from rollout.localdb.address import connection, url
from rollout.localdb.errors import LocalDatabaseError


def silent(_line: str) -> None:
    pass


@pytest.fixture(scope="module")
def ground():
    """A folder every account may enter (pytest's own are closed to all but their owner), with a space and a quote."""
    folder = Path(tempfile.mkdtemp(prefix="it's a ", dir="/tmp")).resolve()
    folder.chmod(0o755)
    yield folder
    for var in folder.glob("*/var"):
        cluster.remove(var, silent)
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _elsewhere_stays_in_the_test(ground, monkeypatch):
    """Data that cannot stay in a checkout go below the test's own folder, never into the developer's."""
    monkeypatch.setattr(placement, "elsewhere", lambda: ground / "elsewhere")


@pytest.fixture(scope="module")
def var(ground):
    """The ``var`` folder of a checkout whose cluster runs; its first initdb, the story goes, was killed half way."""
    var = ground / "one" / "var"
    half = var / "postgres" / "data.new-dead"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("15\n")
    cluster.start(var, silent)
    return var


def ask(var: Path, sql: str):
    settings = connection(var)
    opened = psycopg2.connect(
        dbname=settings["NAME"], user=settings["USER"], host=settings["HOST"], port=settings["PORT"]
    )
    try:
        with opened, opened.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone() if cursor.description else None
    finally:
        opened.close()


def test_the_cluster_is_private_and_set_as_meant(var):
    identity = memory.read(var)
    assert not list(identity.home.glob("data.new-*"))
    assert ask(
        var,
        "SELECT current_setting('listen_addresses'), current_setting('fsync'), current_setting('jit'),"
        " current_setting('max_parallel_workers_per_gather'), current_setting('shared_buffers'),"
        " current_setting('server_encoding'), current_setting('data_checksums'), current_setting('random_page_cost')",
    ) == ("", "on", "off", "0", "128MB", "UTF8", "on", "1.1")
    for folder in (identity.data, identity.socket_dir):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    server = processes.find_postmaster(identity.id, identity.data.stat().st_uid)
    assert server.uid != 0
    assert server.uid == (os.geteuid() or pwd.getpwnam(account.account_for(identity.data).name).pw_uid)
    assert ask(
        var, "SELECT count(*) FROM pg_available_extensions WHERE name IN ('postgis', 'unaccent', 'pg_trgm')"
    ) == (3,)


def test_starting_again_and_together_changes_nothing(var):
    before = cluster.status(var).pid
    starters = [threading.Thread(target=cluster.start, args=(var, silent)) for _ in range(3)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert cluster.status(var).pid == before
    assert len([found for found in processes.postmasters() if found.data == memory.read(var).data]) == 1


def test_a_killed_server_comes_back_with_its_data_though_its_number_is_somebody_elses(var):
    ask(var, "CREATE TABLE kept (word text)")
    ask(var, "INSERT INTO kept VALUES ('still here')")
    identity = memory.read(var)
    killed = cluster.status(var).pid
    os.kill(killed, signal.SIGKILL)
    processes.end([killed], (signal.SIGKILL, 5.0))
    stranger = subprocess.Popen(["sleep", "60"], **account.account_for(identity.data).process_arguments())
    try:
        number = f"{stranger.pid}\n"
        for path in (
            identity.data / "postmaster.pid",
            identity.socket_dir / f".s.PGSQL.{identity.port}.lock",
        ):
            path.write_text(number + path.read_text().partition("\n")[2])
        assert cluster.status(var).pid is None
        cluster.start(var, silent)
        assert ask(var, "SELECT word FROM kept") == ("still here",)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_moved_checkout_keeps_its_database(var, ground):
    ask(var, "CREATE TABLE moved (word text)")
    elsewhere = ground / "moved" / "var"
    var.parent.rename(elsewhere.parent)
    try:
        cluster.start(elsewhere, silent)
        assert memory.read(elsewhere).var == elsewhere
        assert ask(elsewhere, "SELECT count(*) FROM moved") == (0,)
    finally:
        cluster.stop(elsewhere, silent)
        elsewhere.parent.rename(var.parent)
    cluster.start(var, silent)
    assert ask(var, "SELECT count(*) FROM moved") == (0,)


def test_a_copied_checkout_does_not_share_the_originals_cluster(var, ground):
    copy = ground / "copied" / "var"
    (copy / "postgres").mkdir(parents=True)
    shutil.copy(var / "postgres" / "cluster.json", copy / "postgres" / "cluster.json")
    assert not memory.belongs(memory.read(copy), copy)
    assert memory.belongs(memory.read(var), var)
    shutil.rmtree(copy.parent)


def test_a_removed_checkout_loses_its_cluster_to_nobody(ground, monkeypatch):
    """Its data had to go elsewhere; a new clone at the same path gets new ones, and the old are cleared away."""
    var = ground / "closed" / "var"
    usable = placement._is_usable
    monkeypatch.setattr(placement, "_is_usable", lambda home, by: home != memory.home_inside(var) and usable(home, by))
    old = cluster.start(var, silent)
    assert old.home.parent == ground / "elsewhere"
    assert memory.claim(old.home) == "claimed"
    running = cluster.status(var).pid

    moved = var.with_name("moved")
    var.rename(moved)
    assert memory.claim(old.home) == "claimed"
    assert memory.belongs(memory.read(moved), moved)
    moved.rename(var)

    shutil.rmtree(var)
    assert memory.claim(old.home) == "orphaned"
    new = placement.place_new(var, account.account_for(var / "nothing"))
    memory.write(new)
    assert new.id != old.id
    assert new.home != old.home
    told = []
    orphans.sweep(new, told.append)
    assert not old.home.exists()
    assert not processes.is_alive(running)
    assert any(str(var) in line for line in told)


def test_data_whose_removal_is_not_certain_are_kept(ground, monkeypatch):
    """Between two file systems no hard link can tell a moved checkout from a removed one."""
    home, var = ground / "elsewhere" / "doubtful", ground / "gone" / "var"
    for folder in (home, var / "postgres"):
        folder.mkdir(parents=True)

    def refuse(*_arguments):
        raise OSError

    monkeypatch.setattr(memory.os, "link", refuse)
    identity = memory.Identity("ab" * 8, var, home, home / "socket")
    memory.write(identity)
    assert memory.belongs(memory.read(var), var)
    shutil.rmtree(var)
    assert memory.claim(home) == "unknown"
    orphans.sweep(replace(identity, id="cd" * 8, home=ground / "other"), silent)
    assert home.is_dir()
    shutil.rmtree(home)


def test_a_folder_that_another_start_has_only_just_made_is_left_alone(ground):
    home = ground / "elsewhere" / "just made"
    home.mkdir()
    assert memory.claim(home) == "claimed"
    os.utime(home, (0, 0))
    assert memory.claim(home) == "orphaned"
    home.rmdir()


@pytest.mark.parametrize("name", ["x" * 90, "a,b"])
def test_a_socket_that_no_client_could_name_goes_to_the_folder_for_temporary_files(ground, name):
    var = ground / name / "var"
    owner = account.account_for(var / "nothing")
    identity = placement.place_new(var, owner)
    assert identity.home == memory.home_inside(var)
    assert identity.socket_dir.name == identity.cluster_name
    assert len(os.fsencode(identity.socket_dir / f".s.PGSQL.{identity.port}")) <= 100
    identity.socket_dir.symlink_to(ground)
    try:
        with pytest.raises(LocalDatabaseError, match="not a private folder"):
            placement.make_socket_dir(identity, owner)
    finally:
        identity.socket_dir.unlink()
    shutil.rmtree(var.parent)


def test_before_there_is_a_cluster_an_address_is_known_and_nothing_is_made(tmp_path):
    var = tmp_path / "var"
    assert connection(var)["HOST"] == str(var / "postgres" / "socket")
    assert cluster.status(var) == cluster.Status(None, None)
    assert cluster.stop(var, silent) is False
    assert cluster.remove(var, silent) is False
    assert not var.exists()


def test_the_url_survives_odd_names():
    identity = memory.Identity("0" * 16, Path("/v"), Path("/v"), Path("/it's a/so&cket"))
    assert url(identity) == "postgres://rollout@/rollout?host=%2Fit%27s%20a%2Fso%26cket&port=20000"


def test_a_damaged_memory_is_told_and_does_not_stop_commands_that_need_no_database(tmp_path):
    inside = tmp_path / "postgres"
    inside.mkdir()
    (inside / "cluster.json").write_text('{"id": "12')
    with pytest.raises(LocalDatabaseError, match=r"cluster\.json is damaged"):
        memory.read(tmp_path)
    assert connection(tmp_path)["NAME"] == "rollout"
