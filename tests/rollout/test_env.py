"""The readers of the environment, and the page that lists what they read."""

import ast
import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from rollout import env

ROOT = Path(settings.BASE_DIR)
READERS = ("text", "flag", "integer", "date", "listing", "choice", "postgres", "mail", "address", "origin")


def variables_read() -> set[str]:
    """The names in ``env.<reader>("NAME")`` and ``os.environ.get("NAME")`` of everything that configures."""
    files = [ROOT / "rollout" / name for name in ("settings.py", "gunicorn_conf.py", "web_worker.py")]
    files += [*(ROOT / "rollout" / "bootstrap").glob("*.py"), *(ROOT / "rollout" / "localdb").glob("*.py")]
    found = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            owner = ast.unparse(node.func.value)
            if (owner == "env" and node.func.attr in READERS) or (owner == "os.environ" and node.func.attr == "get"):
                found.add(ast.literal_eval(node.args[0]).removesuffix("_FILE"))
    return found - {"PATH"}


def test_every_variable_is_documented_and_every_documented_one_is_read():
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", page, flags=re.MULTILINE))
    read = variables_read()
    assert {"SECRET_KEY", "DATABASE_URL", "PORT", "CHROMIUM"} <= read
    assert documented == read


def test_text_comes_from_the_variable_the_file_or_the_default(monkeypatch, tmp_path):
    monkeypatch.delenv("COLOUR", raising=False)
    assert env.text("COLOUR", "red") == "red"
    monkeypatch.setenv("COLOUR", "blue")
    assert env.text("COLOUR", "red") == "blue"
    secret = tmp_path / "colour"
    secret.write_text("hijau\n", encoding="utf-8")
    monkeypatch.setenv("COLOUR_FILE", str(secret))
    assert env.text("COLOUR", "red") == "hijau"


def test_a_missing_value_and_an_unreadable_file_name_the_variable(monkeypatch, tmp_path):
    monkeypatch.delenv("COLOUR", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"COLOUR .*COLOUR_FILE"):
        env.text("COLOUR")
    monkeypatch.setenv("COLOUR_FILE", str(tmp_path / "none"))
    with pytest.raises(ImproperlyConfigured, match="COLOUR_FILE"):
        env.text("COLOUR", "red")


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("", False)])
def test_flag(monkeypatch, value, expected):
    monkeypatch.setenv("SWITCH", value)
    assert env.flag("SWITCH", not expected) is expected


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (lambda: env.flag("NAME", False), "perhaps"),
        (lambda: env.integer("NAME", 1), "ten"),
        (lambda: env.integer("NAME", 1, minimum=1), "0"),
        (lambda: env.date("NAME", "2025-01-01"), "1 January"),
        (lambda: env.choice("NAME", "local", ("local", "production")), "staging"),
        (lambda: env.postgres("NAME"), "mysql://root@db/rollout"),
        (lambda: env.postgres("NAME"), "postgres://db:port/rollout"),
        (lambda: env.postgres("NAME"), "postgres://db"),
        (lambda: env.postgres("NAME"), "rollout"),
    ],
)
def test_a_wrong_value_stops_with_the_variables_name(monkeypatch, reader, value):
    monkeypatch.setenv("NAME", value)
    with pytest.raises(ImproperlyConfigured, match="NAME must"):
        reader()


def test_a_day_is_written_as_in_iso_8601(monkeypatch):
    monkeypatch.delenv("START", raising=False)
    assert env.date("START", "2025-01-01") == datetime.date(2025, 1, 1)
    monkeypatch.setenv("START", "2025-03-27")
    assert env.date("START", "2025-01-01") == datetime.date(2025, 3, 27)


def test_listing_drops_blanks(monkeypatch):
    monkeypatch.setenv("HOSTS", " a.example , ,b.example")
    assert env.listing("HOSTS") == ["a.example", "b.example"]


def test_postgres_reads_the_parts_and_the_options(monkeypatch):
    monkeypatch.setenv("URL", "postgres://tester:p%40ss@db.example:5433/rollout?sslmode=require")
    parsed = env.postgres("URL")
    assert (parsed["USER"], parsed["PASSWORD"], parsed["HOST"], parsed["PORT"], parsed["NAME"]) == (
        "tester",
        "p@ss",
        "db.example",
        5433,
        "rollout",
    )
    assert parsed["OPTIONS"] == {"sslmode": "require"}
    monkeypatch.setenv("URL", "")
    assert env.postgres("URL") is None


def test_a_wrong_url_does_not_show_its_password(monkeypatch):
    monkeypatch.setenv("URL", "mysql://root:hush-hush@db/rollout")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.postgres("URL")
    assert "hush-hush" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("console:", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        ("file:///var/mail%20out", {"EMAIL_FILE_PATH": "/var/mail out"}),
        ("smtp://localhost", {"EMAIL_PORT": 25, "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False}),
        (
            "smtp+tls://pantau%40dinas:p%2Fw@mail.example.go.id",
            {"EMAIL_PORT": 587, "EMAIL_HOST_USER": "pantau@dinas", "EMAIL_HOST_PASSWORD": "p/w", "EMAIL_USE_TLS": True},
        ),
        ("smtps://mail.example.go.id:4650", {"EMAIL_PORT": 4650, "EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False}),
    ],
)
def test_how_mail_leaves(monkeypatch, url, wanted):
    monkeypatch.setenv("MAIL_TEST", url)
    found = env.mail("MAIL_TEST", None, tls_required=True)
    assert {name: found[name] for name in wanted} == wanted


def test_no_mail_at_all(monkeypatch):
    monkeypatch.setenv("MAIL_TEST", "off")
    assert env.mail("MAIL_TEST", None) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "on",
        "mail.example.go.id",
        "http://mail.example.go.id",
        "smtp://",
        "smtp://h:port",
        "smtp://h:99999",
        "file:mail",
        "smtp://h/path",
        "console://x",
        "smtps://h?x=1",
    ],
)
def test_what_is_no_way_for_mail_is_refused_without_repeating_a_password(monkeypatch, url):
    monkeypatch.setenv("MAIL_TEST", url)
    with pytest.raises(ImproperlyConfigured, match="MAIL_TEST must be off, console:"):
        env.mail("MAIL_TEST", None)


def test_mail_to_another_host_leaves_encrypted_in_production(monkeypatch):
    monkeypatch.setenv("MAIL_TEST", "smtp://u:secret@mail.example.go.id")
    assert env.mail("MAIL_TEST", None)["EMAIL_HOST"] == "mail.example.go.id"
    with pytest.raises(ImproperlyConfigured, match="encrypted only") as refused:
        env.mail("MAIL_TEST", None, tls_required=True)
    assert "secret" not in str(refused.value)


def test_addresses_of_people_and_of_the_service(monkeypatch):
    monkeypatch.setenv("FROM_TEST", "Pantau <pantau@example.go.id>")
    assert env.address("FROM_TEST", "") == "Pantau <pantau@example.go.id>"
    monkeypatch.setenv("FROM_TEST", "pantau")
    with pytest.raises(ImproperlyConfigured, match="FROM_TEST must be an e-mail address"):
        env.address("FROM_TEST", "")
    monkeypatch.setenv("URL_TEST", "https://pantau.example.go.id/")
    assert env.origin("URL_TEST", "") == "https://pantau.example.go.id"
    for wrong in ("pantau.example.go.id", "ftp://x", "https://", "https://x/path", "https://.example.go.id"):
        monkeypatch.setenv("URL_TEST", wrong)
        with pytest.raises(ImproperlyConfigured, match="URL_TEST must be an address"):
            env.origin("URL_TEST", "")


def test_a_number_has_its_limits(monkeypatch):
    monkeypatch.setenv("HOUR_TEST", "24")
    with pytest.raises(ImproperlyConfigured, match="HOUR_TEST must be 23 or less"):
        env.integer("HOUR_TEST", 7, maximum=23)
