"""The ledger in the database: append-only whoever writes, and every harm to it found and named."""

import json
import subprocess
import sys
import zipfile

import pytest
from django.db import IntegrityError, connection, transaction

from sites import ledger, services
from sites.authorship import Authorship
from sites.models import Event, Site
from sites.refusals import SimulationMixed
from tests import factories
from tests.sites.tampering import tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def played(plot):
    """A site whose chain has ten entries and more."""
    plot.surveyed()
    return Site.objects.get(pk=plot.site.pk)


def problems(site: Site) -> list[str]:
    return list(ledger.verify(Site.objects.filter(pk=site.pk)))


def refused(sql: str, *parameters: object) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    return str(error.value)


# --- the database refuses ---


def test_the_database_refuses_to_change_an_entry(played):
    sentence = refused("UPDATE sites_event SET actor_name = 'Orang lain' WHERE site_id = %s", played.pk)
    assert "never changed or deleted" in sentence


def test_the_database_refuses_to_delete_an_entry(played):
    assert "never changed or deleted" in refused("DELETE FROM sites_event WHERE site_id = %s", played.pk)


def test_the_database_refuses_to_empty_the_ledger():
    assert "never changed or deleted" in refused("TRUNCATE sites_event CASCADE")


def test_the_same_refusals_meet_the_orm(played):
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(site=played).update(verb="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(site=played).delete()


@pytest.mark.parametrize("changed", [{"seq": 99}, {"seq": 1}, {"previous_hash": "0" * 64}, {"previous_hash": ""}])
def test_the_database_refuses_an_entry_that_does_not_follow_the_last(played, changed):
    event = ledger.prepare(played, verb="relocated", by=Authorship.system(), changes={}, evidence=[])
    for name, value in changed.items():
        setattr(event, name, value)
    with pytest.raises(IntegrityError, match="does not follow"), transaction.atomic():
        event.save(force_insert=True)


def test_the_database_refuses_a_real_entry_after_a_simulated_one(site):
    demo = factories.user("contoh", is_demo=True)
    ledger.record(site, verb="relocated", by=Authorship.of(demo))
    services.save(site, [])
    # The ledger itself would mark it; here somebody writes past it.
    event = ledger.prepare(site, verb="relocated", by=Authorship.system(), changes={}, evidence=[])
    event.simulated = False
    event.hash = ledger.chain.digest(ledger.entry_of(event))
    with pytest.raises(IntegrityError, match="cannot follow a simulated one"), transaction.atomic():
        event.save(force_insert=True)


def test_the_code_of_a_site_never_changes(site):
    assert "never changes" in refused("UPDATE sites_site SET code = '62.02.01.2999' WHERE id = %s", site.pk)


def test_a_demonstration_account_cannot_write_where_real_work_has_begun(played):
    demo = factories.user("contoh", is_demo=True)
    with pytest.raises(SimulationMixed):
        ledger.record(played, verb="relocated", by=Authorship.of(demo))


def test_what_follows_a_simulated_entry_is_marked_as_simulated(site):
    demo = factories.user("contoh", is_demo=True)
    ledger.record(site, verb="relocated", by=Authorship.of(demo))
    services.save(site, [])
    entry = ledger.record(site, verb="relocated", by=Authorship.system())
    assert entry.simulated


# --- tampering in the database is found and named ---


def test_a_whole_chain_is_said_to_be_whole(played):
    assert problems(played) == []


@pytest.mark.parametrize(
    "assignment",
    [
        "actor_name = actor_name || ' '",
        "changes = jsonb_set(changes, '{stated_area_m2,1}', '\"9999\"')",
        "recorded_at = recorded_at - interval '1 microsecond'",
        "actor_id = NULL",
        "evidence = '[]'",
        "reason_text = 'x'",
        "device_at = now()",
        "simulated = true",
    ],
)
def test_a_changed_byte_is_named(played, assignment):
    seq = Event.objects.get(site=played, step="submit").seq
    tamper(f"UPDATE sites_event SET {assignment} WHERE site_id = %s AND seq = %s", played.pk, seq)
    assert problems(played) == [f"{played.code}#{seq}: its content was changed after it was written."]


def test_a_missing_entry_is_named(played):
    tamper("DELETE FROM sites_event WHERE site_id = %s AND seq = 3", played.pk)
    assert problems(played) == [f"{played.code}#4: #3 is missing before it."]


def test_a_reordered_pair_is_named(played):
    _swap(played, 3, 4)
    named = problems(played)
    assert any(problem.startswith(f"{played.code}#3:") for problem in named)
    assert any(problem.startswith(f"{played.code}#4:") for problem in named)
    assert all(problem.startswith((f"{played.code}#3:", f"{played.code}#4:", f"{played.code}#5:")) for problem in named)


def test_a_cut_off_end_is_named(played):
    tamper("DELETE FROM sites_event WHERE site_id = %s AND seq > 5", played.pk)
    assert problems(played) == [
        f"{played.code}: the last entries are missing: the chain ends at #5, not at #{played.ledger_seq}."
    ]


def test_a_chain_moved_to_another_site_is_named(played):
    other = factories.site("62.02.01.2002")
    tamper("DELETE FROM sites_event WHERE site_id = %s", other.pk)
    tamper("UPDATE sites_event SET site_id = %s WHERE site_id = %s", other.pk, played.pk)
    named = list(ledger.verify())
    assert any(problem.startswith(f"{other.code}#1: its content was changed") for problem in named)
    assert any(problem.startswith(f"{played.code}: the last entries are missing") for problem in named)


def test_every_site_is_read_in_portions_of_bounded_size(monkeypatch):
    for number in range(1, 8):
        factories.site(f"62.02.01.20{number:02d}")
    monkeypatch.setattr(ledger, "PORTION", 4)
    portions = list(ledger._portions(Site.objects.all()))
    assert [len(entries) for _ends, entries in portions] == [2, 2, 2, 1]
    audit = ledger.Audit()
    assert list(audit.problems()) == []
    assert (audit.sites, audit.entries) == (7, 7)


def test_the_root_does_not_depend_on_the_portions(monkeypatch, played):
    factories.site("62.02.01.2002")
    roots = set()
    for portion in (1, 5, 4000):
        monkeypatch.setattr(ledger, "PORTION", portion)
        audit = ledger.Audit()
        list(audit.problems())
        roots.add(audit.root)
    assert len(roots) == 1


# --- the exported bundle ---


@pytest.fixture
def bundle(played, tmp_path):
    """The unpacked bundle of the played site and another one."""
    factories.site("62.02.01.2002")
    count = ledger.export_bundle(Site.objects.all(), tmp_path / "bundle.zip")
    folder = tmp_path / "bundle"
    with zipfile.ZipFile(tmp_path / "bundle.zip") as packed:
        packed.extractall(folder)
    assert len((folder / "events.jsonl").read_text().splitlines()) == count
    return folder


def verify(folder) -> subprocess.CompletedProcess:
    """The verifier that came with the bundle, in a Python that has nothing but its standard library."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "events.jsonl", "heads.json"],
        cwd=folder,
        capture_output=True,
        text=True,
    )


def rewrite(folder, change) -> None:
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "events.jsonl").write_text("\n".join(change(lines)) + "\n", encoding="utf-8")


def test_the_bundle_holds_what_is_needed_and_proves_itself(bundle):
    audit = ledger.Audit()
    list(audit.problems())
    assert {path.name for path in bundle.iterdir()} == {"events.jsonl", "heads.json", "verify.py", "README.txt"}
    done = verify(bundle)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"root of all chain ends: {audit.root}" in done.stdout


def test_a_changed_byte_in_the_bundle_is_named(bundle, played):
    seq = Event.objects.get(site=played, step="submit").seq
    rewrite(bundle, lambda lines: [line.replace("HP 12/2024", "HP 13/2024") for line in lines])
    done = verify(bundle)
    assert done.returncode == 1
    assert f"{played.code}#{seq}: its content was changed after it was written." in done.stdout.splitlines()


def test_a_missing_entry_in_the_bundle_is_named(bundle, played):
    rewrite(bundle, lambda lines: [*lines[:2], *lines[3:]])
    done = verify(bundle)
    assert done.returncode == 1
    assert f"{played.code}#4: #3 is missing before it." in done.stdout.splitlines()


def test_a_reordered_pair_in_the_bundle_is_named(bundle, played):
    rewrite(bundle, lambda lines: [lines[0], lines[2], lines[1], *lines[3:]])
    done = verify(bundle)
    assert done.returncode == 1
    assert f"{played.code}#2: stands after #3; the entries were reordered or doubled." in done.stdout.splitlines()


def test_a_cut_off_end_in_the_bundle_is_named(bundle, played):
    own = [f'"site": "{played.code}"']
    rewrite(bundle, lambda lines: [line for line in lines if own[0] not in line or json.loads(line)["seq"] <= 4])
    done = verify(bundle)
    assert done.returncode == 1
    assert f"{played.code}: the last entries are missing: the chain ends at #4" in done.stdout


def test_a_bundle_appears_only_when_it_is_whole(played, tmp_path, monkeypatch):
    def fails(*_args):
        raise OSError("no space left on device")

    monkeypatch.setattr(ledger.chain, "problems", fails)
    with pytest.raises(OSError, match="no space"):
        ledger.export_bundle(Site.objects.all(), tmp_path / "bundle.zip")
    assert list(tmp_path.glob("bundle.zip*")) == []


def _swap(site: Site, one: int, other: int) -> None:
    """Let two entries change places in the table."""
    tamper("UPDATE sites_event SET seq = 30000 WHERE site_id = %s AND seq = %s", site.pk, one)
    tamper("UPDATE sites_event SET seq = %s WHERE site_id = %s AND seq = %s", one, site.pk, other)
    tamper("UPDATE sites_event SET seq = %s WHERE site_id = %s AND seq = 30000", other, site.pk)


def test_what_was_done_for_somebody_is_exported_and_verified_by_the_bundles_own_program(plot, tmp_path):
    stand_in = factories.user("wakil", "viewer", "62.02", full_name="Wakil Kodim")
    plot.surveyed()
    factories.lend(plot.cast.kodim, stand_in)
    plot.take("verify", stand_in)
    ledger.export_bundle(Site.objects.filter(pk=plot.site.pk), tmp_path / "bundle.zip")
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        bundle.extractall(tmp_path)
    entries = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [entry.get("on_behalf_of_name", "not there") for entry in entries if entry["verb"] == "step"]
    assert told == ["not there", "not there", plot.cast.kodim.full_name]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "events.jsonl", "heads.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    tamper("UPDATE sites_event SET on_behalf_of_name = 'Orang lain' WHERE step = 'verify'")
    assert len(problems(plot.site)) == 1
