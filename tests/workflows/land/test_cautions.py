"""What whoever decides should notice: a sentence, never a refusal, and one query for all of it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests import factories
from workflows import selectors
from workflows.flows.land_verification import LandVerification
from workflows.models import Evidence, Process
from workflows.services.evidence import Position, attach
from workflows.submission import Reason

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def warnings(plot, step: str, person: str) -> list[str]:
    user = getattr(plot.cast, person)
    process = selectors.process_for(user, plot.process.pk)
    return next(one for one in selectors.next_steps(process, user) if one.step.name == step).warnings


def surveyed_with(plot, files, position=None, **answers):
    """Surveyed with these photos; ``position``: how they came by their place."""
    plot.submitted()
    attach(
        process_id=plot.process.pk,
        slot="survey_photo",
        files=files,
        actor=plot.cast.field_officer,
        position=position or Position(plot.site.position, "device", 8),
    )
    fields = {"visited_on": timezone.localdate().isoformat(), **factories.Plot.CHECKLIST, **answers}
    plot.take("survey", plot.cast.field_officer, fields)
    return plot


def test_an_ordinary_plot_warns_of_nothing(plot):
    plot.surveyed()
    assert warnings(plot, "verify", "kodim") == []


def test_a_warning_never_stands_in_the_way(plot):
    surveyed_with(plot, [factories.photo(1), factories.photo(2)], flood="yes", swamp_or_peat="yes")
    assert warnings(plot, "verify", "kodim") == [
        "By the survey the plot floods.",
        "By the survey the plot is swamp or peat.",
    ]
    plot.take("verify", plot.cast.kodim)
    assert plot.state == "verified"


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [("blocked", "The legal note blocks this plot: %s"), ("conditional", "The legal note sets conditions: %s")],
)
def test_a_legal_note_is_read_before_the_plot_is_verified(plot, verdict, sentence):
    plot.surveyed()
    note = {**plot.LEGAL, "legal_verdict": verdict, "legal_note": "Bidang masuk kawasan hutan."}
    plot.take("note_legal", plot.cast.bpkad, note)
    assert warnings(plot, "verify", "kodim") == [sentence % "Bidang masuk kawasan hutan."]


def test_a_plot_photo_that_comes_again_as_a_survey_photo_is_noticed(plot):
    first = plot.photos("plot_photo", plot.cast.village_officer, 1)[0]
    again = factories.photo(int(first.filename.removeprefix("photo-").removesuffix(".jpg")))
    surveyed_with(plot, [again, factories.photo(7001)])
    assert warnings(plot, "verify", "kodim") == [
        f"The same file is attached as “Photos of the plot”, “Survey photos”: {first.filename}."
    ]


def test_a_photo_of_another_site_is_noticed_without_naming_the_site(plot):
    elsewhere = factories.site("62.02.01.2002")
    factories.assign(plot.cast.village_officer, "village_officer", elsewhere.code)
    other = factories.Plot(elsewhere, plot.cast)
    attach(
        process_id=other.process.pk,
        slot="plot_photo",
        files=[factories.photo(7101)],
        actor=plot.cast.village_officer,
    )
    surveyed_with(plot, [factories.photo(7101), factories.photo(7102)])
    assert warnings(plot, "verify", "kodim") == ["Survey photos: 1 file is also used at another site."]
    Evidence.objects.filter(process=other.process.pk).update(withdrawn_at=timezone.now())
    assert warnings(plot, "verify", "kodim") == []


def test_minutes_may_speak_of_several_plots(plot):
    minutes = [factories.pdf(7201)]
    other = factories.Plot(plot.site, plot.cast)
    for one in (plot, other):
        attach(process_id=one.process.pk, slot="musdes_minutes", files=minutes, actor=plot.cast.village_officer)
    plot.surveyed()
    assert warnings(plot, "verify", "kodim") == []


def test_a_photo_of_another_plot_of_the_site_is_noticed(plot):
    other = factories.Plot(plot.site, plot.cast)
    attach(
        process_id=other.process.pk, slot="plot_photo", files=[factories.photo(7301)], actor=plot.cast.village_officer
    )
    surveyed_with(plot, [factories.photo(7301), factories.photo(7302)])
    assert warnings(plot, "verify", "kodim") == ["Survey photos: 1 file is also used for another plot of this site."]


def test_an_overlap_with_another_proposed_plot_is_noticed(plot):
    plot.surveyed()
    x, y = plot.site.position.coords
    other = factories.Plot(plot.site, plot.cast).submitted(plot_point=f"{y}, {x + 0.0003}")
    sentence = "It overlaps another plot of this site: Land verification 2 · %s."
    assert warnings(plot, "verify", "kodim") == [sentence % "Land certificate HP 12/2024"]
    untitled = LandVerification.objects.filter(pk=other.process.pk)
    untitled.update(title_number="", opened_at=datetime.datetime(2025, 11, 3, 2, tzinfo=datetime.UTC))
    assert warnings(plot, "verify", "kodim") == [sentence % "opened on 3 Nov 2025"]
    other.take("withdraw", plot.cast.village_officer, reason=("dispute", "Ditarik kembali."))
    assert warnings(plot, "verify", "kodim") == []


def test_plots_that_only_touch_do_not_overlap(plot):
    plot.surveyed()
    x, y = plot.site.position.coords
    factories.Plot(plot.site, plot.cast).submitted(plot_point=f"{y}, {x + 50 / 111_200}")
    assert warnings(plot, "verify", "kodim") == []


def test_a_plot_of_another_site_is_counted_and_not_named(plot):
    plot.surveyed()
    elsewhere = factories.site("62.02.01.2002")
    factories.assign(plot.cast.village_officer, "village_officer", elsewhere.code)
    x, y = plot.site.position.coords
    factories.Plot(elsewhere, plot.cast).submitted(plot_point=f"{y}, {x}")
    assert warnings(plot, "verify", "kodim") == ["It overlaps a plot of another site."]


def _as_many_plots_elsewhere(cursor, process) -> None:
    """Copies of the plot, each of them somewhere else."""
    base = ", ".join(field.column for field in Process._meta.local_fields if field.name not in {"id", "state"})
    cursor.execute(
        f"INSERT INTO workflows_process (state, {base}) SELECT 'draft', {base} "
        "FROM workflows_process, generate_series(1, 3000) WHERE id = %s",
        [process.pk],
    )
    own = [
        field.column
        for field in LandVerification._meta.local_fields
        if not (field.primary_key or field.generated or field.name == "plot")
    ]
    cursor.execute(
        f"INSERT INTO workflows_landverification (process_ptr_id, plot, {', '.join(own)}) "
        "SELECT id, ST_Translate(plot, (id %% 1000) * 0.002 + 0.002, 0), "
        f"{', '.join(own)} FROM workflows_landverification, workflows_process "
        "WHERE process_ptr_id = %s AND id > (SELECT max(process_ptr_id) FROM workflows_landverification)",
        [process.pk],
    )


def test_overlaps_and_files_are_found_by_their_indexes(plot):
    """Not by what a handful of rows costs: among as many plots and files as a district hands in."""
    plot.surveyed()
    others = factories.Plot(plot.site, plot.cast).process.pk
    process = LandVerification.objects.get(pk=plot.process.pk)
    with CaptureQueriesContext(connection) as asked, connection.cursor() as cursor:
        assert process.surroundings.overlaps_here == ()
        cursor.execute(
            "INSERT INTO workflows_evidence (process_id, slot, round, sha256, filename, content_type, size, "
            "preview_sha256, position_source, quarantine, uploaded_by_id, uploaded_at) SELECT %s, slot, 0, "
            "encode(sha256(number::text::bytea), 'hex'), filename, content_type, size, '', '', '', uploaded_by_id, "
            "uploaded_at FROM (SELECT * FROM workflows_evidence LIMIT 1) one, generate_series(1, 5000) number",
            [others],
        )
        _as_many_plots_elsewhere(cursor, process)
        cursor.execute("ANALYZE; SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + asked.captured_queries[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "workflows_landverification_plot_" in plan
    assert "evidence_sha256" in plan


def test_a_rule_set_aside_at_submission_is_repeated_with_its_reason(plot):
    plot.papers()
    waiver = {"areas_agree": Reason("data_inaccurate", "Surat lama ditaksir.")}
    plot.take("submit", plot.cast.village_officer, plot.proposal(stated_area_m2="1500"), waivers=waiver)
    plot.photos("survey_photo", plot.cast.field_officer, 2, plot.site.position)
    fields = {"visited_on": timezone.localdate().isoformat(), **factories.Plot.CHECKLIST}
    plot.take("survey", plot.cast.field_officer, fields)
    (sentence,) = warnings(plot, "verify", "kodim")
    assert sentence.startswith(
        "Set aside: “By its length and width (50 × 40 m) the plot measures 2,000 m², the papers say 1,500 m²"
    )
    assert sentence.endswith("Reason: Surat lama ditaksir.")
    plot.take("send_back", plot.cast.kodim, reason=("papers_do_not_match", "Luas surat keliru."))
    plot.take("submit", plot.cast.village_officer, plot.proposal())
    assert LandVerification.objects.get().surroundings.set_aside == ()


def test_a_position_typed_in_is_told_from_a_measured_one(plot):
    surveyed_with(plot, [factories.photo(1), factories.photo(2)], Position(plot.site.position, "typed"))
    assert warnings(plot, "verify", "kodim") == ["The positions of 2 survey photos were typed in, not measured."]


def test_photos_of_another_day_than_the_visit_are_noticed(plot):
    plot.surveyed()
    Evidence.objects.filter(slot="survey_photo").update(
        captured_at=datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC)
    )
    LandVerification.objects.update(visited_on=datetime.date(2026, 3, 2))
    assert not any("clock" in sentence for sentence in warnings(plot, "verify", "kodim"))
    LandVerification.objects.update(visited_on=datetime.date(2026, 3, 5))
    found = next(sentence for sentence in warnings(plot, "verify", "kodim") if "clock" in sentence)
    assert "2 Mar 2026" in found
    assert "5 Mar 2026" in found


def test_a_visit_before_the_submission_is_noticed(plot):
    before = timezone.localdate() - datetime.timedelta(days=3)
    surveyed_with(plot, [factories.photo(1), factories.photo(2)], visited_on=before.isoformat())
    (sentence,) = warnings(plot, "verify", "kodim")
    assert "before it was submitted" in sentence


def test_whoever_writes_the_legal_note_reads_that_the_title_is_not_there(plot):
    plot.submitted()
    assert warnings(plot, "note_legal", "bpkad") == ["No copy of the title is attached."]
    other = factories.Plot(plot.site, plot.cast)
    attach(process_id=other.process.pk, slot="title_scan", files=[factories.pdf(7401)], actor=plot.cast.village_officer)
    plot.take("withdraw", plot.cast.village_officer, reason=("dispute", "Ditarik kembali."))
    assert warnings(other.submitted(), "note_legal", "bpkad") == []


def test_a_title_in_process_is_said(plot):
    plot.submitted(title_kind="in_process")
    assert warnings(plot, "note_legal", "bpkad") == ["The title is still in process."]


def test_whoever_records_the_acceptance_reads_the_notes_conditions_and_its_age(plot):
    plot.submitted()
    note = {**plot.LEGAL, "legal_verdict": "conditional", "legal_note": "Setelah hibah selesai."}
    plot.take("note_legal", plot.cast.bpkad, note)
    plot.take("send_back", plot.cast.field_officer, reason=("incomplete", "Surat belum lengkap."))
    plot.take("submit", plot.cast.village_officer, plot.proposal())
    plot.photos("survey_photo", plot.cast.field_officer, 2, plot.site.position)
    fields = {"visited_on": timezone.localdate().isoformat(), **factories.Plot.CHECKLIST}
    plot.take("survey", plot.cast.field_officer, fields)
    plot.take("verify", plot.cast.kodim)
    conditions, age = warnings(plot, "accept", "dinkop")
    assert conditions == "The legal note sets conditions: Setelah hibah selesai."
    assert "was written before the plot was submitted again" in age


def test_nobody_is_warned_of_a_step_that_is_neither_his_nor_awaited(plot):
    surveyed_with(plot, [factories.photo(1), factories.photo(2)], flood="yes")
    assert warnings(plot, "verify", "viewer") == ["By the survey the plot floods."]
    plot.take("note_legal", plot.cast.bpkad, plot.LEGAL)
    assert warnings(plot, "note_legal", "viewer") == []


def test_all_warnings_of_a_page_ask_one_query(plot):
    plot.surveyed()
    kodim = plot.cast.kodim
    process = selectors.process_for(kodim, plot.process.pk)
    found = selectors.next_steps(process, kodim)
    with CaptureQueriesContext(connection) as asked:
        for one in found:
            one.warnings  # noqa: B018  each is asked for once
            one.warnings  # noqa: B018
    assert len(asked) == 1
