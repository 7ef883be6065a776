"""What the embedded database says when it cannot be made: each refusal a sentence, and nothing left behind."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from rollout.localdb import account, binaries, creation, lock, memory, placement, processes
from rollout.localdb.errors import LocalDatabaseError


def silent(_line: str) -> None:
    pass


@pytest.fixture
def open_folder():
    """A folder that the database's account may enter; pytest's own are closed to all but their owner."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ('initdb: error: could not write file "x": No space left on device', "the disk is full"),
        ("initdb: error: something odd", "something odd"),
    ],
)
def test_a_failing_initdb_leaves_nothing_and_says_why(open_folder, output, sentence):
    programs = open_folder / "programs"
    programs.mkdir(exist_ok=True)
    (programs / "initdb").write_text(f"#!/bin/sh\necho '{output}' >&2\nexit 1\n")
    (programs / "initdb").chmod(0o755)
    home = open_folder / "full" / "var" / "postgres"
    home.mkdir(parents=True, exist_ok=True)
    identity = memory.Identity("0" * 16, home.parent, home, home / "socket")
    owner = account.account_for(identity.data)
    with pytest.raises(LocalDatabaseError, match=sentence):
        creation.create(identity, binaries.Binaries(15, programs, True), owner, silent)
    assert list(home.iterdir()) == []


def test_missing_programs_are_named_with_their_packages(tmp_path, monkeypatch):
    monkeypatch.setattr(binaries, "_DEBIAN_PROGRAMS", tmp_path)
    monkeypatch.setattr(binaries, "_DEBIAN_SHARED", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LocalDatabaseError, match="PostgreSQL 14 or newer with PostGIS is not installed"):
        binaries.find()
    (tmp_path / "17" / "bin").mkdir(parents=True)
    for name in ("postgres", "initdb", "psql", "pg_isready"):
        (tmp_path / "17" / "bin" / name).touch()
    with pytest.raises(LocalDatabaseError, match="postgresql-17-postgis-3"):
        binaries.find()
    (tmp_path / "17" / "extension").mkdir()
    (tmp_path / "17" / "extension" / "postgis.control").touch()
    with pytest.raises(LocalDatabaseError, match="postgresql-17-postgis-3"):
        binaries.find()
    (tmp_path / "17" / "lib").mkdir()
    (tmp_path / "17" / "lib" / "postgis-3.so").touch()
    assert binaries.find().major == 17
    with pytest.raises(LocalDatabaseError, match="made by PostgreSQL 15, which is not installed"):
        binaries.find(15)


def test_somebody_elses_database_is_not_touched(tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setattr(account.os, "geteuid", lambda: data.stat().st_uid + 12345)
    with pytest.raises(LocalDatabaseError, match="the same user as before"):
        account.account_for(data)


def test_no_variable_of_the_caller_leads_postgresql_elsewhere(monkeypatch):
    monkeypatch.setenv("PGHOST", "db.example")
    monkeypatch.setenv("PGDATA", "/somewhere")
    assert not {"PGHOST", "PGDATA"} & set(account.clean_environment())


def test_the_lock_says_what_it_waits_for(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "_PATIENCE_SECONDS", 0)
    told = []
    with (
        lock.only_one(tmp_path / "lock", silent, "nobody"),
        pytest.raises(LocalDatabaseError, match="another start"),
        lock.only_one(tmp_path / "lock", told.append, "another start"),
    ):
        pytest.fail("two at once")
    assert told == ["Waiting for another start to finish."]
    with lock.only_one(tmp_path / "lock", silent, "nobody"):
        pass


def test_a_zombie_is_not_alive():
    child = subprocess.Popen(["true"])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not processes.is_alive(child.pid)
    child.wait()


def test_a_folder_that_keeps_no_sockets_is_noticed(tmp_path, monkeypatch):
    assert placement._takes_sockets(tmp_path)

    def refuse(*_arguments):
        raise OSError

    monkeypatch.setattr(socket.socket, "bind", refuse)
    assert not placement._takes_sockets(tmp_path)
