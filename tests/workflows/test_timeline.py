"""The ledger in sentences: one readable entry for every kind of event, without a query."""

import datetime

import pytest
from django.utils import timezone, translation

from sites import services
from sites.authorship import Authorship
from sites.models import Event, Site
from sites.selectors import events_page
from tests import factories
from workflows.services.evidence import attach
from workflows.submission import Reason
from workflows.timeline import entries_of, entry_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def last(site, **of) -> Event:
    return Event.objects.filter(site=site, **of).order_by("-seq").first()


def test_a_step_is_told_with_its_new_state_and_its_author(plot):
    plot.submitted()
    event = last(plot.site, step="submit")
    entry = entry_of(event)
    assert entry.title == "Submit the plot: now “Waiting for survey”"
    assert (entry.by, entry.role, entry.office) == ("Kades", "Village officer", "Kantor Desa")
    assert (entry.number, entry.hash) == (event.seq, event.hash[:12])
    assert entry.evidence == 5 and entry.tone == ""


def test_a_note_keeps_its_state_and_says_what_it_decided(plot):
    plot.noted()
    assert entry_of(last(plot.site, step="note_legal")).title == "Write the legal note: Clear"


def test_a_refusal_carries_its_reason_in_words_and_is_marked(plot):
    plot.surveyed()
    plot.take("reject", plot.cast.kodim, reason=("too_small", "Only 12 metres wide at the road."))
    entry = entry_of(last(plot.site))
    assert entry.text == "Too small: Only 12 metres wide at the road." and entry.tone == "blocked"


def test_what_goes_back_wants_attention(plot):
    plot.submitted()
    plot.take("send_back", plot.cast.field_officer, reason=("other", "The photos show another plot."))
    assert entry_of(last(plot.site)).tone == "attention"


def test_a_waiver_names_the_rule_what_it_said_and_why_it_was_set_aside(plot):
    plot.papers()
    waiver = {"areas_agree": Reason("data_inaccurate", "The deed was rounded.")}
    small = plot.proposal(length_m="35", width_m="25", stated_area_m2="750")
    plot.take("submit", plot.cast.village_officer, small, waivers=waiver)
    entry = entry_of(last(plot.site, verb="waived"))
    assert entry.title == "Rule set aside: Computed and stated area differ by at most 10 %"
    unmet, reason = entry.text.split("\n")
    assert "the papers say 750 m²" in unmet
    assert reason == "The reference data are inaccurate: The deed was rounded."


def test_files_are_counted_by_what_they_are(plot):
    plot.photos("plot_photo", plot.cast.village_officer, 3)
    entry = entry_of(last(plot.site))
    assert entry.title == "Photos of the plot: 3 files attached"
    assert len(entry.files) == 3 and all(name.endswith(".jpg") for name in entry.files)


def test_every_other_verb_has_its_sentence(plot):
    services.close(plot.site.code, reason="No road will be built.", by=Authorship.of(plot.cast.province_admin))
    services.reopen(plot.site.code, reason="The road is built.", by=Authorship.system())
    titles = [entry.title for entry in entries_of(Event.objects.filter(site=plot.site).order_by("seq"))]
    assert titles == ["Entered in the register", "Land verification opened", "Site closed", "Site opened again"]
    closed, reopened = entries_of(Event.objects.filter(site=plot.site, seq__gte=3).order_by("seq"))
    assert closed.text == "No road will be built." and closed.by == "Provadmin"
    assert reopened.by == "The program"


def test_what_was_captured_without_a_signal_shows_both_times(plot):
    seen = timezone.now() - datetime.timedelta(days=2)
    plot.papers()
    plot.take("submit", plot.cast.village_officer, plot.proposal(), device_at=seen)
    event = last(plot.site, step="submit")
    entry = entry_of(event)
    assert entry.at == seen and entry.received_at == event.recorded_at


def test_a_signal_that_was_there_shows_one_time(plot):
    plot.papers()
    plot.take("submit", plot.cast.village_officer, plot.proposal(), device_at=timezone.now())
    event = last(plot.site, step="submit")
    entry = entry_of(event)
    assert entry.at == event.recorded_at and entry.received_at is None


def test_names_that_are_no_longer_declared_stay_as_they_were_written(site):
    event = last(site)
    event.verb, event.actor_role, event.process_kind, event.step = "blessed", "alderman", "old_flow", "bless"
    entry = entry_of(event)
    assert entry.title == "blessed" and entry.role == "alderman"
    event.verb, event.before_state, event.after_state = "step", "new", "old"
    assert entry_of(event).title == "bless: now “old”"


def test_telling_the_ledger_asks_nothing_of_the_database(plot, django_assert_num_queries):
    plot.accepted()
    events = list(Event.objects.filter(site=plot.site))
    with django_assert_num_queries(0):
        assert len(entries_of(events)) == len(events) > 8


def test_the_sentence_is_in_the_readers_language(plot):
    with translation.override("id"):
        indonesian = entry_of(last(plot.site, verb="started")).title
    assert str(type(plot.process).label) in entry_of(last(plot.site, verb="started")).title
    with translation.override("id"):
        assert indonesian == entry_of(last(plot.site, verb="started")).title


def test_a_device_whose_clock_is_ahead_does_not_stay_on_top_of_the_history(plot):
    """Its entry shows the server's time, and stands where that time belongs."""
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    plot.papers()
    plot.take("submit", plot.cast.village_officer, plot.proposal(), device_at=tomorrow)
    plot.take("send_back", plot.cast.kodim, reason=("photos_do_not_match", "Foto bukan dari bidang ini."))
    shown = list(events_page(Site.objects.get(pk=plot.site.pk), 1))
    assert [event.step for event in shown][:2] == ["send_back", "submit"]
    moments = [entry.at for entry in entries_of(shown)]
    assert moments == sorted(moments, reverse=True)


def test_what_the_program_did_is_said_in_words():
    loaded = Event(verb="registered", actor_name="load_sites", changes={}, evidence=[], recorded_at=timezone.now())
    with translation.override("en"):
        assert entry_of(loaded).by == "The program (registration of the villages)"


def test_where_a_position_was_taken_from_is_named_as_everywhere_at_the_site(plot, django_assert_num_queries):
    plot.surveyed()
    site = Site.objects.get(pk=plot.site.pk)
    assert site.position_note == str(plot.process)
    with translation.override("en"), django_assert_num_queries(1):
        entries = entries_of(events_page(site, 1))
    changes = [change for entry in entries for change in entry.changes if change.label == "Position taken from"]
    assert [change.after for change in changes] == ["Land verification 1", "test"]


def test_a_note_written_again_says_what_it_said_before(plot):
    def note(number: int, **changes) -> str:
        paper = [factories.pdf(number)]
        attach(process_id=plot.process.pk, slot="legal_paper", files=paper, actor=plot.cast.bpkad)
        plot.take("note_legal", plot.cast.bpkad, {**plot.LEGAL, **changes})
        return entry_of(last(plot.site, step="note_legal")).title

    plot.verified()
    assert note(9001, legal_verdict="blocked", legal_note="Sertipikat ganda.") == "Write the legal note: Blocked"
    assert note(9002) == "Write the legal note: Blocked → Clear"
    assert note(9003, legal_note="Diperiksa lagi.") == "Write the legal note"


def test_a_state_that_one_step_alone_leads_to_is_said_once(plot):
    plot.submitted()
    plot.take("send_back", plot.cast.field_officer, reason=("other", "Patok batas tidak ada."))
    assert entry_of(last(plot.site, step="send_back")).title == "Returned for correction"
