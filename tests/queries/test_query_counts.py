"""Hot pages ask a constant number of queries, however many sites, processes, steps and entries there are."""

import json
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from tests import factories
from tests.queries import budget
from workflows.calendar.kept import calendar

pytestmark = pytest.mark.django_db

# Page by name: who opens it, and where.
PAGES = {
    "home": ("kodim", "/"),
    "inbox": ("kodim", "/work/"),
    "inbox of several duties": ("viewer_with_duties", "/work/"),
    "site list": ("viewer", "/sites/"),
    "site list, filtered": ("viewer", "/sites/?region=62.02.01&stage=land_proposed&sort=waiting"),
    "site list, searched": ("viewer", "/sites/?q=tempat"),
    "site": ("kodim", "/sites/{code}/"),
    "site, older entries": ("viewer", "/sites/{code}/?page=2"),
    "site panel": ("viewer", "/sites/{code}/panel/"),
    "process": ("kodim", "/sites/{code}/land_verification/{process}/"),
    "process, to look at": ("viewer", "/sites/{code}/land_verification/{process}/"),
    "process, stopped by a rule": ("bpkad", "/sites/{stopped}/land_verification/{stopped_process}/"),
    "process, a draft": ("village_officer", "/sites/{draft}/land_verification/{draft_process}/"),
    "step": ("kodim", "/sites/{code}/land_verification/{process}/verify/"),
    "step with a form": ("bpkad", "/sites/{stopped}/land_verification/{stopped_process}/note_legal/"),
    "step with files": ("village_officer", "/sites/{draft}/land_verification/{draft_process}/submit/"),
    "step that stops it": ("kodim", "/sites/{code}/land_verification/{process}/reject/"),
    "start": ("dinkop", "/sites/{code}/land_verification/start/"),
    "stuck": ("viewer", "/stuck/"),
    "region": ("viewer", "/regions/62.02/"),
    "report, regions": ("viewer", "/reports/states/"),
    "report, sites": ("viewer", "/reports/sites/?flag=overdue"),
    "report, obstacles": ("viewer", "/reports/obstacles/"),
    "report, waits": ("viewer", "/reports/waits/"),
    "report, curve": ("viewer", "/reports/curve/"),
    "map": ("viewer", "/map/"),
    "map layer": ("viewer", "/map/layer"),
}


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def world(cast):
    """A small world: a surveyed plot, one stopped by a rule, a draft; ``grow`` makes it larger in every way but what is
    open there: more sites, processes, entries, files."""
    site = factories.site("62.02.01.2001")
    cast.viewer_with_duties = factories.user("several", Role.FIELD_OFFICER, "62.02.01", office="Koramil")
    factories.assign(cast.viewer_with_duties, Role.ASSET_OFFICE, "62.02", office="BPKAD")
    refused(site, cast)
    refused(site, cast)
    factories.Plot(factories.site("62.02.01.2002"), cast_of(cast, "62.02.01.2002")).submitted()
    plot = factories.Plot(site, cast).surveyed()
    stopped = factories.Plot(factories.site("62.02.01.2010"), cast_of(cast, "62.02.01.2010"))
    stopped.noted(legal_verdict="blocked")
    draft = factories.Plot(factories.site("62.02.01.2011"), cast_of(cast, "62.02.01.2011")).papers()
    return SimpleNamespace(site=site, cast=cast, plot=plot, stopped=stopped, draft=draft)


def cast_of(cast, code: str):
    factories.assign(cast.village_officer, Role.VILLAGE_OFFICER, code)
    return cast


def refused(site, cast) -> None:
    """A plot that came to nothing: many entries, nothing left to do."""
    plot = factories.Plot(site, cast).surveyed()
    plot.take("reject", cast.kodim, reason=("too_small", "Too narrow."))


def grow(world) -> None:
    for number in range(3, 10):
        code = f"62.02.01.20{number:02d}"
        site = factories.site(code)
        plot = factories.Plot(site, cast_of(world.cast, code))
        if number % 2:
            plot.surveyed()
        else:
            plot.submitted()
    refused(world.site, world.cast)
    refused(world.site, world.cast)
    for number in range(3):
        for plot in (world.plot, world.stopped):
            answers = {**plot.LEGAL, "legal_verdict": "blocked", "legal_note": f"Surat {number}."}
            papered = plot.legal_paper() if number or plot is world.stopped else plot
            papered.take("note_legal", world.cast.bpkad, answers)
        world.draft.photos("plot_photo", world.cast.village_officer, 2)
        world.draft.take("save_draft", world.cast.village_officer, {"title_number": f"HP {number}"})


def queries_of(world, person: str, path: str) -> list[dict]:
    client = Client()
    client.force_login(getattr(world.cast, person))
    address = path.format(
        code=world.site.code,
        process=world.plot.process.pk,
        stopped=world.stopped.site.code,
        stopped_process=world.stopped.process.pk,
        draft=world.draft.site.code,
        draft_process=world.draft.process.pk,
    )
    # What a worker learns once in its life (the map's combinations of states) is not a cost of the page.
    client.get(address)
    cache.clear()
    calendar()  # asked for every five minutes, by whatever comes first
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return asked.captured_queries


def test_every_page_keeps_its_budget_at_two_sizes(world):
    small = {page: queries_of(world, *where) for page, where in PAGES.items()}
    grow(world)
    large = {page: queries_of(world, *where) for page, where in PAGES.items()}
    assert {page: len(asked) for page, asked in large.items()} == {page: len(asked) for page, asked in small.items()}
    for page, asked in large.items():
        budget.hold(page, asked)


def test_every_budget_belongs_to_a_page():
    assert json.loads(budget.COUNTS.read_text(encoding="utf-8")).keys() == PAGES.keys()


def test_a_page_that_asks_more_is_named_with_what_it_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(budget, "COUNTS", tmp_path / "counts.json")
    monkeypatch.delenv(budget.RECORD, raising=False)
    budget.COUNTS.write_text('{"home": 1}')
    with pytest.raises(AssertionError, match=r"home asks 2 queries, its budget is 1(.|\n)*SELECT 2"):
        budget.hold("home", [{"sql": "SELECT 1"}, {"sql": "SELECT 2"}])
    with pytest.raises(AssertionError, match="its budget is None"):
        budget.hold("a new page", [])


def test_recording_writes_the_present_number(tmp_path, monkeypatch):
    monkeypatch.setattr(budget, "COUNTS", tmp_path / "counts.json")
    monkeypatch.setenv(budget.RECORD, "1")
    budget.hold("home", [{"sql": "SELECT 1"}])
    assert json.loads(budget.COUNTS.read_text()) == {"home": 1}
