"""An awaited step whose term has ended goes to the next office: once, in the ledger, and nobody gains a right by it."""

import datetime
import re

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.clock import clock
from accounts.roles import Role
from sites import ledger
from sites.authorship import Authorship
from sites.models import Event, Site
from sites.services import close, reopen
from tests import factories
from workflows import escalation, registry
from workflows.awaited import awaited_at
from workflows.inbox import queues
from workflows.read_model import differences
from workflows.refusals import NotPermitted
from workflows.selectors import duties_of
from workflows.services.clock import run_clock
from workflows.services.upkeep import keep_up
from workflows.stuck_counts import by_office
from workflows.timeline import entry_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def province(cast):
    """The offices of the province, and the army's area command."""
    cast.korem = factories.user("korem", Role.DISTRICT_COMMAND, "62", office="Korem 102/Panju Panjung")
    cast.dinkop_province = factories.user("dinkopprov", Role.COOPERATIVE_OFFICE, "62", office="Dinas Koperasi, Kalteng")
    cast.bpkad_province = factories.user("bpkadprov", Role.ASSET_OFFICE, "62", office="BPKAD Kalteng")
    return cast


def raised(plot) -> dict[str, tuple]:
    return {one.step.name: one.raised.to for one in awaited_at(plot.row) if one.raised}


def test_the_same_office_of_the_wider_region_hears_of_it(plot, province, later):
    plot.surveyed()
    due = Site.objects.get().due_on
    later((due - timezone.localdate()).days)
    assert run_clock().raised == 0, "the last day of the term is in time"
    later(30)
    report = run_clock()
    assert (report.raised, report.failures) == (2, [])
    assert raised(plot) == {"verify": (("district_command", "62"),), "note_legal": (("asset_office", "62"),)}
    entry = Event.objects.get(verb="escalated", step="verify")
    assert (entry.actor_role, entry.before_state, entry.after_state) == ("clock", "surveyed", "surveyed")
    told = entry_of(entry)
    assert told.title == "Verify is overdue: escalated to Korem 102/Panju Panjung"
    assert told.text.startswith("It was due on ") and told.tone == "attention" and told.changes == []
    assert list(ledger.verify()) == [] and list(differences(Site.objects.all())) == []


def test_once_while_it_stands_there_and_again_in_the_next_state(plot, province, later):
    plot.surveyed()
    later(30)
    assert run_clock().raised == 2
    assert run_clock().raised == 0
    later(40)
    assert run_clock().raised == 0 and Event.objects.filter(verb="escalated").count() == 2
    plot.take("verify", plot.cast.kodim)
    assert plot.row.escalations == {} and raised(plot) == {}
    assert run_clock().raised == 0
    later(90)
    assert run_clock().raised == 1, "the legal note; the acceptance waits for the same"
    assert raised(plot).keys() == {"note_legal", "accept"}
    assert Site.objects.get().renew_on is None or Site.objects.get().renew_on > timezone.localdate()


def test_a_step_that_keeps_the_state_keeps_what_was_raised(plot, province, later):
    plot.surveyed()
    later(30)
    run_clock()
    plot.take("note_legal", plot.cast.bpkad, plot.LEGAL)
    assert raised(plot) == {"verify": (("district_command", "62"),)}


def test_where_nobody_is_wider_the_chain_of_command_goes_on(plot, later):
    """Babinsa, and above him the Kodim; BPKAD, and above it the head of the region."""
    plot.submitted()
    later(30)
    run_clock()
    assert raised(plot) == {"survey": (("district_command", "62.02"),), "note_legal": (("region_head", "62.02"),)}
    with pytest.raises(NotPermitted):
        plot.take("survey", plot.cast.kodim, {"visited_on": timezone.localdate().isoformat(), **plot.CHECKLIST})
    with pytest.raises(NotPermitted):
        plot.take("note_legal", plot.cast.bupati, plot.LEGAL)


def test_without_anybody_above_it_is_counted_and_tried_again(plot, province, later):
    plot.surveyed()
    province.korem.assignments.all().delete()
    province.zidam.assignments.all().delete()
    province.province_admin.assignments.all().delete()
    later(30)
    report = run_clock()
    assert report.unheard == {"land_verification.verify": 1} and report.ok
    factories.assign(province.korem, Role.DISTRICT_COMMAND, "62", office="Korem 102")
    assert run_clock().raised == 1


def test_where_the_first_office_has_no_holder_the_case_does_not_stop(plot, cast, later):
    plot.submitted()
    cast.field_officer.assignments.all().delete()
    later(30)
    run_clock()
    assert raised(plot)["survey"] == (("district_command", "62.02"),)


def test_nobody_is_troubled_for_a_closed_site(plot, province, later):
    plot.surveyed()
    close(plot.site.code, reason="Digabung.", by=Authorship.system("test"))
    later(30)
    assert run_clock().raised == 0 and not Event.objects.filter(verb="escalated").exists()
    reopen(plot.site.code, reason="Dibuka lagi.", by=Authorship.system("test"))
    assert run_clock().raised == 2


def test_nobody_is_waited_for_at_what_is_done(plot, later):
    plot.accepted()
    later(200)
    assert run_clock().raised == 0 and Site.objects.get().due_on is None


def test_a_site_is_kept_up_whole_or_not_at_all(plot, province, later, monkeypatch):
    plot.surveyed()
    later(30)
    before = Site.objects.get().ledger_head

    def breaks(*args, **more):
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr("workflows.services.upkeep.services.save", breaks)
        with pytest.raises(RuntimeError):
            keep_up(plot.site.code, clock=clock())
    assert plot.row.escalations == {} and Site.objects.get().ledger_head == before
    assert keep_up(plot.site.code, clock=clock()).raised == 2


def test_the_chain_of_roles_ends(db):
    for role in Role:
        assert role not in escalation.roles_beyond([role])
    awaited = {role for flow in registry.flows() for step in flow.steps.values() if step.duty for role in step.by}
    assert awaited <= {*escalation.NEXT, Role.ADMIN}, "every role that is waited for has one above it"


def test_the_entry_names_the_day_it_was_due(plot, province, later):
    plot.surveyed()
    due = next(one.due for one in awaited_at(plot.row) if one.step.name == "verify")
    later(30)
    run_clock()
    assert Event.objects.get(verb="escalated", step="verify").changes["due"] == [None, due.isoformat()]
    assert due > datetime.date.today()


def test_what_was_raised_stands_in_the_wider_offices_inbox_too(plot, province, later):
    plot.surveyed()
    assert queues(province.korem) == [] and queues(province.bpkad_province) == []
    later(30)
    run_clock()
    for person, key in [(province.korem, "verify"), (province.bpkad_province, "note_legal")]:
        assert [(queue.key, queue.count) for queue in queues(person)] == [(f"land_verification.{key}", 1)]
    assert [queue.key for queue in queues(plot.cast.kodim)] == ["land_verification.verify"]
    offices = {(one.role, one.region) for one in by_office(plot.cast.viewer, first=99).first}
    assert {("district_command", "62.02"), ("district_command", "62")} <= offices
    plot.take("verify", plot.cast.kodim)
    assert queues(province.korem) == []


# --- in whose inbox it stands ---


def keys(person) -> list[str]:
    person.__dict__.pop("scope", None)
    return [queue.key for queue in queues(person)]


def test_the_wider_office_finds_it_in_its_inbox_and_may_take_it(plot, province, later):
    plot.surveyed()
    assert keys(province.korem) == []
    later(30)
    run_clock()
    assert keys(province.korem) == ["land_verification.verify"] == keys(province.kodim)
    assert [step.name for step in duties_of(plot.row, province.korem)] == ["verify"]
    plot.take("verify", province.korem)
    assert keys(province.korem) == [] == keys(province.kodim)


def test_who_can_only_see_to_it_finds_it_too_but_gains_no_right(plot, cast, later):
    plot.submitted()
    later(30)
    run_clock()
    assert keys(cast.kodim) == ["land_verification.survey"]
    assert duties_of(plot.row, cast.kodim) == [], "it is not his to do"
    assert keys(cast.neighbour) == [] == keys(cast.outsider)


def test_whoever_acted_before_is_not_asked_as_the_wider_office_either(plot, province, later):
    """Separation reaches as far as the escalation."""
    factories.assign(province.field_officer, Role.DISTRICT_COMMAND, "62")
    plot.surveyed()
    later(30)
    run_clock()
    assert keys(province.field_officer) == []


def test_the_pages_and_the_api_say_until_when_how_late_and_to_whom(plot, province, later, client, english_pages):
    plot.surveyed()
    due = date_format(next(one.due for one in awaited_at(plot.row) if one.step.name == "verify"), "DATE_FORMAT")
    client.force_login(province.kodim)
    assert f"due {due}" in client.get(f"/sites/{plot.site.code}/").content.decode()
    today = later(30)
    run_clock()
    client.force_login(province.kodim)  # the session of a month ago has ended
    raised_on = f"Escalated to Korem 102/Panju Panjung on {date_format(today, 'DATE_FORMAT')}."
    process = f"/sites/{plot.site.code}/land_verification/{plot.process.pk}/"
    for page in (f"/sites/{plot.site.code}/", process, "/work/"):
        html = client.get(page).content.decode()
        assert re.search(rf"[Ww]as due {due}, \d+ working days late", html), page
        assert raised_on in html, page
    assert "Deadline passed" in client.get(f"/sites/{plot.site.code}/").content.decode()
    assert plot.site.code in client.get("/sites/?flag=overdue").content.decode()
    client.force_login(province.korem)
    mine = client.get("/work/").content.decode()
    assert "Escalated to you" in mine and raised_on not in mine
    client.force_login(province.kodim)
    told = client.get(f"/api/v1/processes/{plot.process.pk}").json()["steps"]
    (awaited,) = next(step["awaited"] for step in told if step["name"] == "verify")
    assert awaited["days_late"] > 0
    assert awaited["escalated"] == {"offices": ["Korem 102/Panju Panjung"], "on": today.isoformat()}
    site = client.get(f"/api/v1/sites/{plot.site.code}").json()
    assert site["due_on"] and site["processes"][0]["awaits"][0]["escalated_on"] == today.isoformat()
    assert "overdue" in [flag["value"] for flag in site["flags"]]
