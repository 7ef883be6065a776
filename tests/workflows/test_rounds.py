"""Rounds of fresh evidence: a new survey rests on new photos, and the old ones stay readable."""

import pytest
from django.utils import translation

from tests import factories
from workflows.flows.land_verification import LandVerification
from workflows.land.slots import AGRINAS_LETTER, LEGAL_PAPER, PLOT_PHOTO, SURVEY_PHOTO
from workflows.models import Evidence
from workflows.refusals import GuardsUnmet, Invalid, WrongState
from workflows.selectors import SlotAnswer
from workflows.services.evidence import Position, attach, withdraw
from workflows.step import EvidenceSlot, fresh_slots
from workflows.views.gallery import shelves

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def fresh(plot) -> LandVerification:
    return LandVerification.objects.get(pk=plot.process.pk)


def returned_and_submitted_again(plot) -> None:
    plot.take("send_back", plot.cast.kodim, reason=("photos_do_not_match", "Foto bukan dari bidang ini."))
    plot.take("submit", plot.cast.village_officer, plot.proposal())


def survey(plot):
    return plot.take("survey", plot.cast.field_officer, {"visited_on": today(), **factories.Plot.CHECKLIST})


def today() -> str:
    return factories.datetime.date.today().isoformat()


def missing_of(refusal) -> list[str]:
    return [unmet.code for unmet in refusal.value.unmet]


def test_a_slot_without_a_minimum_asks_for_nothing():
    assert EvidenceSlot("a", "A", minimum=0).optional
    assert not EvidenceSlot("a", "A").optional


def test_the_fresh_slots_of_a_workflow_know_their_states():
    assert LandVerification.fresh_slots == {
        "survey_photo": {"submitted"},
        "legal_paper": {"submitted", "surveyed", "verified"},
        "agrinas_letter": {"verified"},
    }
    assert fresh_slots([LandVerification.steps["submit"]]) == {}


def test_a_new_survey_rests_on_new_photos(plot):
    plot.surveyed()
    old = set(Evidence.objects.filter(slot="survey_photo").values_list("pk", flat=True))
    assert {item.pk for item in fresh(plot).counted(SURVEY_PHOTO)} == old
    returned_and_submitted_again(plot)
    process = fresh(plot)
    assert process.counted(SURVEY_PHOTO) == []
    assert {item.pk for item in process.earlier_rounds(SURVEY_PHOTO)} == old
    with pytest.raises(GuardsUnmet) as refusal:
        survey(plot)
    assert missing_of(refusal) == ["evidence.survey_photo"]
    new = {item.pk for item in plot.photos("survey_photo", plot.cast.field_officer, 2, plot.site.position)}
    taken = survey(plot)
    assert {item.pk for item in fresh(plot).counted(SURVEY_PHOTO)} == new
    entry = factories.Process.objects.get(pk=plot.process.pk).site.events.get(seq=taken.event_seq)
    assert set(entry.evidence) == set(Evidence.objects.filter(pk__in=new).values_list("sha256", flat=True))


def test_photos_from_before_a_return_do_not_count_even_when_no_survey_was_reported(plot):
    plot.submitted()
    plot.photos("survey_photo", plot.cast.field_officer, 2, plot.site.position)
    plot.take("send_back", plot.cast.field_officer, reason=("position_wrong", "Batas bidang keliru."))
    plot.take("submit", plot.cast.village_officer, plot.proposal())
    assert fresh(plot).counted(SURVEY_PHOTO) == []


def test_after_a_reopening_the_plot_is_photographed_again(plot):
    plot.accepted()
    plot.take("reopen", plot.cast.province_admin, reason=("dispute", "Ada gugatan baru."))
    with pytest.raises(GuardsUnmet) as refusal:
        survey(plot)
    assert missing_of(refusal) == ["evidence.survey_photo"]
    plot.photos("survey_photo", plot.cast.field_officer, 2, plot.site.position)
    survey(plot)
    plot.take("verify", plot.cast.kodim)
    with pytest.raises(GuardsUnmet) as refusal:
        plot.take("accept", plot.cast.dinkop, {"agrinas_reference": "AGR-2", "agrinas_date": today()})
    assert missing_of(refusal) == ["evidence.agrinas_letter"]
    assert len(fresh(plot).earlier_rounds(AGRINAS_LETTER)) == 1


def test_what_the_proposer_attached_stays_after_a_return(plot):
    plot.surveyed()
    returned_and_submitted_again(plot)
    assert len(fresh(plot).counted(PLOT_PHOTO)) == 4
    assert fresh(plot).earlier_rounds(PLOT_PHOTO) == []


def test_a_note_written_again_has_a_paper_of_its_own(plot):
    plot.submitted()
    attach(process_id=plot.process.pk, slot="legal_paper", files=[factories.pdf(71)], actor=plot.cast.bpkad)
    assert len(fresh(plot).counted(LEGAL_PAPER)) == 1
    plot.take("note_legal", plot.cast.bpkad, plot.LEGAL)
    process = fresh(plot)
    assert process.counted(LEGAL_PAPER) == [] and process.earlier_rounds(LEGAL_PAPER) == []
    first = process.in_force(LEGAL_PAPER)
    assert len(first) == 1 and SlotAnswer.of(LEGAL_PAPER, process).earlier == first
    attach(process_id=plot.process.pk, slot="legal_paper", files=[factories.pdf(72)], actor=plot.cast.bpkad)
    assert fresh(plot).in_force(LEGAL_PAPER) == first, "the new paper carries no note yet"
    plot.take("note_legal", plot.cast.bpkad, plot.LEGAL | {"legal_verdict": "conditional"})
    process = fresh(plot)
    assert process.earlier_rounds(LEGAL_PAPER) == first
    assert [item.filename for item in process.in_force(LEGAL_PAPER)] == [factories.pdf(72).name]


def test_the_paper_of_the_note_in_force_stays_so_when_the_plot_is_returned(plot):
    plot.submitted()
    attach(process_id=plot.process.pk, slot="legal_paper", files=[factories.pdf(73)], actor=plot.cast.bpkad)
    plot.take("note_legal", plot.cast.bpkad, plot.LEGAL)
    plot.take("send_back", plot.cast.field_officer, reason=("position_wrong", "Batas bidang keliru."))
    plot.take("submit", plot.cast.village_officer, plot.proposal())
    attach(process_id=plot.process.pk, slot="legal_paper", files=[factories.pdf(74)], actor=plot.cast.bpkad)
    process = fresh(plot)
    assert [item.filename for item in process.in_force(LEGAL_PAPER)] == [factories.pdf(73).name]
    assert [(str(shelf.label), shelf.earlier) for shelf in shelves(process) if shelf.slot == LEGAL_PAPER] == [
        ("Letter of the legal note", False),
        ("Letter of the legal note (in force)", False),
    ]


def test_a_photo_from_before_a_return_is_refused_for_what_it_is(plot):
    plot.submitted()
    mine = {"process_id": plot.process.pk, "slot": "survey_photo", "actor": plot.cast.field_officer}
    attach(files=[factories.photo(911)], **mine)
    plot.take("send_back", plot.cast.field_officer, reason=("position_wrong", "Batas bidang keliru."))
    plot.take("submit", plot.cast.village_officer, plot.proposal())
    with pytest.raises(Invalid) as refused:
        attach(files=[factories.photo(911)], **mine)
    assert refused.value.errors["survey_photo"] == [
        "photo-911.jpg: this file was handed in before the proposal was sent back. Attach a new one."
    ]


def test_a_photo_an_earlier_survey_rests_on_is_neither_sent_again_nor_taken_back(plot):
    plot.submitted()
    here = Position(plot.site.position, "device", 8)
    mine = {"process_id": plot.process.pk, "slot": "survey_photo", "actor": plot.cast.field_officer, "position": here}
    old = attach(files=[factories.photo(901), factories.photo(902)], **mine)
    survey(plot)
    returned_and_submitted_again(plot)
    with pytest.raises(Invalid) as refused:
        attach(files=[factories.photo(901), factories.photo(903)], **mine)
    assert list(refused.value.errors) == ["survey_photo"]
    assert "photo-901.jpg" in refused.value.errors["survey_photo"][0]
    assert not fresh(plot).counted(SURVEY_PHOTO)
    with pytest.raises(WrongState):
        withdraw(evidence_id=old[0].pk, actor=plot.cast.field_officer)
    assert Evidence.objects.get(pk=old[0].pk).withdrawn_at is None


def test_a_process_that_goes_once_asks_no_more_queries(plot, django_assert_num_queries):
    process = LandVerification.objects.get(pk=plot.submitted().process.pk)
    with django_assert_num_queries(1):
        process.counted(SURVEY_PHOTO)
        process.earlier_rounds(SURVEY_PHOTO)
        process.counted(PLOT_PHOTO)
