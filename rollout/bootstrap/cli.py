"""The commands behind the Makefile's targets, each a list of steps."""

import os
import shutil
import sys
from collections.abc import Sequence

from rollout.bootstrap import browser, database, static_files, system_packages, virtual_env, web_server
from rollout.bootstrap.errors import SetupError
from rollout.bootstrap.places import CHECKOUT, PYTHON, var_dir
from rollout.bootstrap.progress import run_aloud, say
from rollout.localdb import LocalDatabaseError
from rollout.localdb.lock import only_one

_RUNTIME = "requirements.txt"
_DEVELOPMENT = "requirements-dev.txt"
_BENCH = "requirements-bench.txt"
_PRODUCTS = (".venv", ".pytest_cache", ".ruff_cache", ".hypothesis", "htmlcov")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 after a sentence that says why not, 2 for an unknown command."""
    command, *words = list(sys.argv[1:] if arguments is None else arguments) or [""]
    if command not in _COMMANDS:
        sys.stderr.write(f"python3 -m rollout.bootstrap {'|'.join(_COMMANDS)} [words for the program behind it]\n")
        return 2
    try:
        _COMMANDS[command](words)
    except (SetupError, LocalDatabaseError) as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted. The same command goes on from here.\n")
        return 130
    return 0


def run(words: Sequence[str]) -> None:
    """Prepare everything, then serve until Ctrl-C."""
    web_server.check_port()
    prepare(words)
    web_server.check_port()
    web_server.serve()


def prepare(words: Sequence[str]) -> None:
    """Everything the server needs: packages, database, data, static files."""
    with _alone():
        system_packages.ensure("database")
        virtual_env.ensure(_RUNTIME)
        database.ensure(*words)
        static_files.ensure()


def test(words: Sequence[str]) -> None:
    """Everything the tests need (they make their own data), then the whole suite, or what ``words`` select of it."""
    with _alone():
        system_packages.ensure("database", "browser", "messages")
        virtual_env.ensure(_DEVELOPMENT)
        chromium = browser.ensure()
        database.ensure("--for-tests")
        static_files.ensure()
    _become(["-m", "pytest", "-n", "2", "--dist", "worksteal", *words], chromium)


def lint(words: Sequence[str]) -> None:
    """Rules and layout of the code, without changing it."""
    _prepare_tools()
    run_aloud([PYTHON, "-m", "ruff", "check", *words], "The code breaks a rule; it is named above.")
    run_aloud([PYTHON, "-m", "ruff", "format", "--check"], "Some files want formatting: make format")


def format_code(words: Sequence[str]) -> None:
    """Bring the code to the common layout and mend what can be mended without thought."""
    _prepare_tools()
    run_aloud([PYTHON, "-m", "ruff", "check", "--fix", *words], "The code breaks a rule; it is named above.")
    run_aloud([PYTHON, "-m", "ruff", "format"], "The code could not be formatted.")


def bench(words: Sequence[str]) -> None:
    """The measuring tools, then the measurements, which make a database of their own."""
    with _alone():
        system_packages.ensure("database", "browser")
        virtual_env.ensure(_BENCH)
        chromium = browser.ensure()
        database.ensure("--for-tests")
        static_files.ensure()
    _become(["-m", "bench", *words], chromium)


def messages(_words: Sequence[str]) -> None:
    """Collect the sentences of the code into the Indonesian catalogue, and compile it."""
    with _alone():
        system_packages.ensure("messages")
        virtual_env.ensure(_DEVELOPMENT)
    _become(["manage.py", "messages"], {})


def stop(_words: Sequence[str]) -> None:
    """End the server and the embedded database."""
    web_server.stop()
    database.stop()


def clean(_words: Sequence[str]) -> None:
    """Remove what can be made again; the database, the uploads and the secret key stay."""
    stop([])
    for name in _PRODUCTS:
        shutil.rmtree(CHECKOUT / name, ignore_errors=True)
    for name in ("static", "stamps"):
        shutil.rmtree(var_dir() / name, ignore_errors=True)
    say("Removed. The database and the uploads stay in var/; `python3 -m rollout.localdb remove` deletes the database.")


_COMMANDS = {
    "run": run,
    "prepare": prepare,
    "test": test,
    "lint": lint,
    "format": format_code,
    "bench": bench,
    "messages": messages,
    "stop": stop,
    "clean": clean,
}


def _prepare_tools() -> None:
    with _alone():
        system_packages.ensure()
        virtual_env.ensure(_DEVELOPMENT)


def _alone():
    return only_one(var_dir() / "setup.lock", say, "another set-up in this checkout")


def _become(words: Sequence[str], environment: dict[str, str]) -> None:
    """Turn into a program of the virtual environment: its exit code and its signals are then its own."""
    os.chdir(CHECKOUT)
    sys.stdout.flush()
    os.execve(str(PYTHON), [str(PYTHON), *words], os.environ | environment)  # noqa: S606 - words in a list, no shell
