"""The time a simulated request says of itself: only there, never in the future, never backwards."""

import datetime

import pytest
from django.utils import timezone

from accounts.roles import Role
from sites import ledger
from sites.models import Event, Site
from sites.selectors import events_page
from tests import factories
from workflows.models import Evidence, Process
from workflows.services.evidence import Position, attach
from workflows.services.start import start
from workflows.services.take_step import take_step
from workflows.submission import Submission
from workflows.timeline import entry_of

pytestmark = pytest.mark.django_db

OCTOBER = datetime.datetime(2025, 10, 20, 2, 0, tzinfo=datetime.UTC)
NOVEMBER = datetime.datetime(2025, 11, 3, 2, 0, tzinfo=datetime.UTC)


@pytest.fixture
def kades(site):
    return factories.user("contoh", Role.VILLAGE_OFFICER, site.code, is_demo=True)


def opened(site, actor, at=None) -> Process:
    return start(site_code=site.code, kind="land_verification", actor=actor, at=at)


def save(process: Process, actor, at) -> None:
    version = Process.objects.get(pk=process.pk).version
    submission = Submission(version=version, fields={"title_number": "HP 1"}, at=at)
    take_step(process_id=process.pk, step="save_draft", actor=actor, submission=submission)


def add_photo(process: Process, actor, at) -> None:
    attach(process_id=process.pk, slot="plot_photo", files=[factories.photo(1)], actor=actor, at=at)


def test_every_entry_and_row_bears_the_simulated_time(site, kades):
    process = opened(site, kades, OCTOBER)
    add_photo(process, kades, NOVEMBER)
    save(process, kades, NOVEMBER)
    assert (process.opened_at, process.state_since) == (OCTOBER, OCTOBER)
    assert Evidence.objects.get().uploaded_at == NOVEMBER
    entries = Event.objects.filter(site=site, simulated=True).order_by("seq")
    assert list(entries.values_list("recorded_at", flat=True)) == [OCTOBER, NOVEMBER, NOVEMBER]
    assert Site.objects.get(pk=site.pk).waiting_since == OCTOBER


def test_a_real_process_is_timed_by_the_server(plot):
    for act in (save, add_photo):
        with pytest.raises(ValueError, match="only a simulated process"):
            act(plot.process, plot.cast.village_officer, OCTOBER)
    with pytest.raises(ValueError, match="only a simulated process"):
        opened(plot.site, plot.cast.village_officer, OCTOBER)
    assert Event.objects.filter(site=plot.site).count() == 2


def test_time_never_runs_backwards_at_a_site(site, kades):
    process = opened(site, kades, NOVEMBER)
    for act in (save, add_photo):
        with pytest.raises(ValueError, match="before the site's last entry"):
            act(process, kades, OCTOBER)
    with pytest.raises(ValueError, match="before the site's last entry"):
        opened(site, kades, OCTOBER)
    save(process, kades, NOVEMBER)


def test_the_future_has_not_been_simulated(site, kades):
    with pytest.raises(ValueError, match="in the future"):
        opened(site, kades, timezone.now() + datetime.timedelta(minutes=5))


def test_a_visitor_goes_on_in_the_present(site, kades):
    process = opened(site, kades, OCTOBER)
    save(process, kades, None)
    last = Event.objects.filter(site=site).order_by("-seq").first()
    assert timezone.now() - last.recorded_at < datetime.timedelta(minutes=1)


def test_the_sites_page_tells_a_simulated_story_in_the_order_of_its_days(site, kades):
    """The register knows the site since today; the story began last year. The chain keeps the order of writing."""
    process = opened(site, kades, OCTOBER)
    add_photo(process, kades, NOVEMBER)
    shown = list(events_page(Site.objects.get(pk=site.pk), 1))
    assert [(event.seq, event.verb, event.simulated) for event in shown] == [
        (1, "registered", False),
        (3, "evidence_added", True),
        (2, "started", True),
    ]
    assert [entry_of(event).simulated for event in shown] == [False, True, True]
    assert list(ledger.verify()) == []


def test_a_survey_early_in_the_morning_dates_the_position_by_the_local_day(site, kades):
    """05:30 on 4 Nov in Pontianak is still 3 Nov in UTC."""
    morning = datetime.datetime(2025, 11, 3, 22, 30, tzinfo=datetime.UTC)
    babinsa = factories.user("contoh2", Role.FIELD_OFFICER, site.code[:8], is_demo=True)
    process = opened(site, kades, OCTOBER)
    x, y = site.position.coords
    here = Position(site.position, "device", 5)

    def send(slot, files, actor, at, position=None):
        attach(process_id=process.pk, slot=slot, files=files, actor=actor, position=position, at=at)

    def take(step, actor, fields, at):
        version = Process.objects.get(pk=process.pk).version
        submission = Submission(version=version, fields=fields, at=at)
        take_step(process_id=process.pk, step=step, actor=actor, submission=submission)

    send("plot_photo", [factories.photo(number) for number in range(4)], kades, OCTOBER)
    send("musdes_minutes", [factories.pdf()], kades, OCTOBER)
    take("submit", kades, {"plot_point": f"{y}, {x}", **factories.Plot.PROPOSAL}, OCTOBER)
    send("survey_photo", [factories.photo(10), factories.photo(11)], babinsa, morning, here)
    take("survey", babinsa, {"visited_on": "2025-11-04", **factories.Plot.CHECKLIST}, morning)
    assert Site.objects.get(pk=site.pk).position_as_of == datetime.date(2025, 11, 4)
