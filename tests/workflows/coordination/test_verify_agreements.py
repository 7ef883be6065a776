"""The record of agreements is checked by a command, and by the program inside an exported bundle."""

import io
import subprocess
import sys
import zipfile

import pytest
from django.core.management import CommandError, call_command

from tests.sites.tampering import tamper
from tests.workflows.agreements import agreed

pytestmark = pytest.mark.django_db


def test_a_whole_record_and_its_bundle(cast, tmp_path):
    agreed(cast)
    out = io.StringIO()
    call_command("verify_agreements", "--export", str(tmp_path / "bundle.zip"), stdout=out)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        bundle.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "events.jsonl", "heads.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, "3 entries, 0 problems" in done.stdout) == (0, True), done.stdout


def test_a_changed_record_is_named(cast):
    agreed(cast)
    tamper("UPDATE workflows_agreementevent SET reason_text = 'x' WHERE seq = 2")
    with pytest.raises(CommandError):
        call_command("verify_agreements", stderr=io.StringIO())
