"""The set-up's steps: what is missing is named, what is done is not done again, what is half done is done anew."""

import os
import socket
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from rollout.bootstrap import (
    cli,
    progress,
    stamps,
    static_files,
    virtual_env,
    web_server,
)
from rollout.bootstrap.errors import SetupError

ROOT = Path(settings.BASE_DIR)


def run(command: str, **more) -> subprocess.CompletedProcess:
    return subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False, **more)  # noqa: S602


# --- stamps ---


def test_a_digest_tells_contents_names_and_boundaries_apart(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("a")
    assert stamps.digest(contents=[one]) != stamps.digest(contents=[two])
    assert stamps.digest(words=["ab", "c"]) != stamps.digest(words=["a", "bc"])
    before = stamps.digest(contents=[one], names_in=[tmp_path])
    assert stamps.digest(contents=[one], names_in=[tmp_path]) == before
    one.write_text("b")
    assert stamps.digest(contents=[one], names_in=[tmp_path]) != before
    one.write_text("a")
    two.unlink()
    assert stamps.digest(contents=[one], names_in=[tmp_path]) != before


def test_a_stamp_matches_only_what_it_was_written_for(tmp_path):
    stamp = tmp_path / "stamps" / "static"
    assert not stamps.matches(stamp, "abc")
    stamps.write(stamp, "abc")
    assert stamps.matches(stamp, "abc")
    assert not stamps.matches(stamp, "abd")


# --- the virtual environment ---


@pytest.fixture
def venv(tmp_path, monkeypatch):
    """A checkout with requirements and a ``.venv`` in which ``pip`` only notes that it was called."""
    folder = tmp_path / ".venv"
    site_packages = folder / "lib" / "python3.11" / "site-packages"
    calls = []

    def pretend(command, _failure, environment=None):
        calls.append([str(word) for word in command])
        if "venv" in command:
            site_packages.mkdir(parents=True)
            (folder / "bin").mkdir()
            (folder / "bin" / "python").touch()
        else:
            (site_packages / "Django-5.2.dist-info").mkdir(exist_ok=True)

    (tmp_path / "requirements.txt").write_text("Django==5.2\n")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\npytest\n")
    (tmp_path / "requirements-bench.txt").write_text("-r requirements-dev.txt\ndjangorestframework-gis\n")
    monkeypatch.setattr(virtual_env, "CHECKOUT", tmp_path)
    monkeypatch.setattr(virtual_env, "VENV", folder)
    monkeypatch.setattr(virtual_env, "PYTHON", folder / "bin" / "python")
    monkeypatch.setattr(virtual_env, "_UNFINISHED", folder / ".installing")
    monkeypatch.setattr(virtual_env, "run_quietly", pretend)
    monkeypatch.setattr(
        virtual_env, "_is_sound", lambda: (folder / "bin").exists() and not (folder / ".installing").exists()
    )
    pretend.calls, pretend.folder, pretend.site_packages = calls, folder, site_packages
    return pretend


def test_packages_are_installed_once_and_again_when_asked_for_or_tampered_with(venv, tmp_path):
    virtual_env.ensure("requirements-dev.txt")
    assert [call[2] for call in venv.calls] == ["venv", "pip"]
    virtual_env.ensure("requirements-dev.txt")
    virtual_env.ensure("requirements.txt")  # what the tests need includes what the server needs
    assert len(venv.calls) == 2
    (tmp_path / "requirements.txt").write_text("Django==5.2.1\n")
    virtual_env.ensure("requirements-dev.txt")
    assert len(venv.calls) == 3
    (venv.site_packages / "Django-5.2.dist-info").rmdir()
    virtual_env.ensure("requirements.txt")
    assert len(venv.calls) == 4


def test_the_files_that_a_file_includes_count_too(venv):
    assert virtual_env._with_included("requirements-bench.txt") == [
        "requirements-bench.txt",
        "requirements-dev.txt",
        "requirements.txt",
    ]


def test_an_environment_in_which_pip_was_killed_is_made_anew(venv):
    virtual_env.ensure("requirements.txt")
    (venv.folder / ".installing").touch()
    (venv.folder / "half a package").touch()
    virtual_env.ensure("requirements.txt")
    assert [call[2] for call in venv.calls] == ["venv", "pip", "venv", "pip"]
    assert not (venv.folder / "half a package").exists()
    assert not (venv.folder / ".installing").exists()


def test_a_pip_that_fails_is_tried_again_without_a_new_environment(venv, monkeypatch):
    def fail(command, failure, environment=None):
        venv(command, failure)
        if "pip" in command:
            raise SetupError(failure)

    monkeypatch.setattr(virtual_env, "run_quietly", fail)
    with pytest.raises(SetupError, match="Is the network there"):
        virtual_env.ensure("requirements.txt")
    monkeypatch.setattr(virtual_env, "run_quietly", venv)
    virtual_env.ensure("requirements.txt")
    assert [call[2] for call in venv.calls] == ["venv", "pip", "pip"]


# --- static files ---


def test_static_files_are_gathered_again_when_a_source_or_the_result_changes(tmp_path, monkeypatch):
    calls = []
    result = tmp_path / "var" / "static"

    def gather(_command, _failure):
        calls.append("collectstatic")
        result.mkdir(parents=True, exist_ok=True)
        (result / "staticfiles.json").write_text("{}")
        (result / "map.12.js").touch()

    source = tmp_path / "sites" / "static" / "sites" / "map.js"
    source.parent.mkdir(parents=True)
    source.write_text("one")
    (tmp_path / "rollout").mkdir()
    for name in ("settings.py", "staticfiles.py"):
        (tmp_path / "rollout" / name).touch()
    monkeypatch.setattr(static_files, "CHECKOUT", tmp_path)
    monkeypatch.setattr(static_files, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(static_files, "var_dir", lambda: tmp_path / "var")
    monkeypatch.setattr(static_files, "run_quietly", gather)
    static_files.ensure()
    static_files.ensure()
    assert len(calls) == 1
    source.write_text("two")
    static_files.ensure()
    assert len(calls) == 2
    (result / "map.12.js").unlink()
    static_files.ensure()
    assert len(calls) == 3


# --- the server ---


def test_a_busy_port_is_named_before_anything_is_prepared(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(web_server, "var_dir", lambda: tmp_path)
    monkeypatch.setattr(cli, "prepare", lambda _words: pytest.fail("prepared for a port that is taken"))
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert cli.main(["run"]) == 1
    said = capsys.readouterr().err
    assert f"Port {port} is in use" in said
    assert "make run PORT=" in said


@pytest.mark.parametrize("value", ["0", "65536", "http", "-1", "80.5"])
def test_a_port_that_is_none_is_refused(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(SetupError, match="PORT must be a number"):
        web_server.port()


def test_a_stale_pid_file_names_nobody(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(web_server, "var_dir", lambda: tmp_path)
    (tmp_path / "server.pid").write_text(f"{os.getpid()}\n")  # alive, and not a server
    assert web_server.running_pid() is None
    web_server.stop()
    assert "was not running" in capsys.readouterr().out


# --- commands ---


def test_an_unknown_command_lists_the_known_ones(capsys):
    assert cli.main(["fly"]) == 2
    assert "run|prepare|test" in capsys.readouterr().err


def test_a_reason_to_stop_becomes_a_sentence_and_an_exit_code(monkeypatch, capsys):
    def refuse(_words):
        raise SetupError("The disk is full.")

    monkeypatch.setitem(cli._COMMANDS, "prepare", refuse)
    assert cli.main(["prepare"]) == 1
    assert capsys.readouterr().err == "\nThe disk is full.\n"


def test_a_quiet_program_shows_its_words_only_when_it_fails(capsys):
    progress.run_quietly(["echo", "chatter"], "unused")
    assert capsys.readouterr().out == ""
    with pytest.raises(SetupError, match="It broke"):
        progress.run_quietly(["sh", "-c", "echo the reason; exit 3"], "It broke.")
    assert "the reason" in capsys.readouterr().out


def test_make_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = next(line for line in makefile.splitlines() if line.startswith(".PHONY:")).split()[1:]
    answer = run("make help")
    assert answer.returncode == 0
    for target in phony:
        assert f"make {target}" in answer.stdout
    assert set(phony) == {*cli._COMMANDS, "help"}


def test_make_passes_quoted_words_on_as_they_are():
    answer = run("make -n test ARGS=\"-k 'map and not slow' -x\"")
    assert "rollout.bootstrap test -k 'map and not slow' -x" in answer.stdout


def test_the_build_servers_script_is_strict_and_runs_the_suite():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    text = script.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    assert text.rstrip().endswith("make test")
