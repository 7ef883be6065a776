"""The description of the workflows: complete, current, and drawn so that it can be read."""

import io
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from workflows import description, diagrams, registry
from workflows.diagram_layout import BOX_H, BOX_W, Arrow, Chart, lay_out
from workflows.flows.land_verification import LandVerification

SVG = "{http://www.w3.org/2000/svg}"


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("describe_workflows", *words, stdout=out)
    return out.getvalue()


# --- the command ---


def test_the_committed_description_is_current():
    """When this fails, run ``manage.py describe_workflows`` and commit what it writes."""
    run("--check")


def test_it_writes_what_is_missing_and_then_is_current(tmp_path):
    with pytest.raises(CommandError, match=r"workflows\.md"):
        run("--check", "--into", str(tmp_path))
    run("--into", str(tmp_path))
    run("--check", "--into", str(tmp_path))
    drawn = {f"{flow.kind_name}.{language}.svg" for flow in registry.flows() for language in ("en", "id")}
    assert {path.name for path in tmp_path.rglob("*.*")} == {"workflows.md", *drawn}


@pytest.mark.parametrize("name", ["workflows.md", "workflows/land_verification.id.svg"])
def test_a_changed_file_is_named(tmp_path, name):
    run("--into", str(tmp_path))
    (tmp_path / name).write_text("something else")
    with pytest.raises(CommandError, match=name):
        run("--check", "--into", str(tmp_path))


def test_a_diagram_of_a_workflow_that_is_gone_is_named_and_removed(tmp_path):
    run("--into", str(tmp_path))
    (tmp_path / "workflows" / "old_flow.en.svg").write_text("<svg/>")
    with pytest.raises(CommandError, match="old_flow"):
        run("--check", "--into", str(tmp_path))
    run("--into", str(tmp_path))
    assert not (tmp_path / "workflows" / "old_flow.en.svg").exists()


@pytest.mark.parametrize("kind", [flow.kind_name for flow in registry.flows()])
def test_the_edges_are_printed_as_a_migration_takes_them(kind):
    flow, text = registry.flow(kind), run("--edges", kind)
    for source, target in registry.edges(flow):
        assert f'("{source}", "{target}"),' in text
    assert ("single_in" in text) is bool(flow.single_in)


def test_an_unknown_workflow_is_said():
    with pytest.raises(CommandError, match="land_verification"):
        run("--edges", "nothing")


# --- the words ---


def test_every_state_step_field_rule_and_reason_is_described():
    text = description.document()
    with translation.override("en"):
        for flow in registry.flows():
            assert all(f"`{state}`" in text for state in flow.State.values)
            for name, step in flow.steps.items():
                assert f"{step.label}" in text
                assert f"`{name}`" in text
                asked_of = step.record.model if step.record else flow
                assert all(str(asked_of._meta.get_field(field).verbose_name) in text for field in step.fields)
                assert all(str(guard.label) in text for guard in step.guards)
                assert all(str(slot.label) in text for slot in step.evidence)
                assert all(f"`{code}`" in text for code in (step.reasons.values if step.reasons else []))


def test_the_description_does_not_depend_on_the_language_of_the_moment():
    with translation.override("id"):
        indonesian = description.files()
    with translation.override("en"):
        assert description.files() == indonesian


def test_optional_files_rounds_and_warnings_are_told():
    text = description.document()
    assert "Copy of the title: documents (PDF or photo), optional" in text
    assert "Survey photos: at least 2 photos with a position of this round" in text
    assert "<br>△ The plot does not flood" in text


# --- the drawing ---


def drawn(current: str = "") -> ElementTree.Element:
    with translation.override("en"):
        return ElementTree.fromstring(diagrams.draw(LandVerification, current=current))  # noqa: S314  our own drawing


def test_the_drawing_has_a_box_for_every_state_and_marks_the_present_one():
    boxes = {box.get("data-state"): box.get("class") for box in drawn("surveyed").iter(f"{SVG}g")}
    assert set(boxes) == set(LandVerification.State.values)
    assert [state for state, classes in boxes.items() if "present" in classes] == ["surveyed"]


def test_the_present_state_has_a_shape_of_its_own():
    corners = {box.get("data-state"): box.find(f"{SVG}rect").get("rx") for box in drawn("surveyed").iter(f"{SVG}g")}
    assert {rx for state, rx in corners.items() if state != "surveyed"} == {"6"}
    assert corners["surveyed"] == str(BOX_H // 2)


def test_the_drawing_is_told_in_words_too():
    svg = drawn("surveyed")
    assert svg.get("role") == "img"
    words = svg.find(f"{SVG}desc").text
    assert "Waiting for verification" in words
    with translation.override("en"):
        assert all(str(step.label) in words for step in LandVerification.steps.values() if step.target)


def test_the_drawing_passes_a_strict_content_policy():
    text = diagrams.draw(LandVerification)
    assert " style=" not in text
    assert "<script" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def building() -> Chart:
    """A longer workflow with all that makes lines cross: a wrapped way, a pause, an end reached from everywhere."""
    way = ("begun", "footing", "walls", "roof", "finish", "complete", "inspected", "handed_over", "open")
    work = ("footing", "walls", "roof", "finish")
    arrows = [Arrow(f"to {b}", (a,), b, "forward") for a, b in pairwise(way)]
    arrows += [
        Arrow("pause", work, "paused", "back"),
        Arrow("resume", ("paused",), "footing", "forward"),
        Arrow("cancel", ("begun", *work, "paused"), "cancelled", "stop"),
        Arrow("mend", ("inspected",), "finish", "back"),
        Arrow("reopen", ("open", "cancelled"), "begun", "back"),
    ]
    return Chart({state: state for state in (*way, "paused", "cancelled")}, way, tuple(arrows))


@pytest.mark.parametrize("chart", [building(), diagrams.chart_of(LandVerification)], ids=["building", "land"])
class TestLayout:
    def test_boxes_do_not_overlap(self, chart):
        for a, b in combinations(lay_out(chart).boxes.values(), 2):
            assert abs(a.x - b.x) >= BOX_W or abs(a.y - b.y) >= BOX_H, (a.state, b.state)

    def test_the_way_leads_to_the_right(self, chart):
        boxes = lay_out(chart).boxes
        for a, b in pairwise(chart.way):
            assert (boxes[a].row, boxes[a].column) < (boxes[b].row, boxes[b].column)

    def test_no_line_crosses_a_box(self, chart):
        plan = lay_out(chart)
        for line in plan.lines:
            for (x1, y1), (x2, y2) in pairwise(line.points):
                for box in plan.boxes.values():
                    inside_x = max(x1, x2) > box.x + 1 and min(x1, x2) < box.x + BOX_W - 1
                    inside_y = max(y1, y2) > box.y + 1 and min(y1, y2) < box.y + BOX_H - 1
                    assert not (inside_x and inside_y), (line.label, box.state)

    def test_every_arrow_is_drawn_from_every_source(self, chart):
        lines = lay_out(chart).lines
        assert len(lines) == sum(len(arrow.sources) for arrow in chart.arrows)
        labels = {" ".join(line.label) for line in lines if line.label}
        assert labels == {arrow.label for arrow in chart.arrows}

    def test_lines_run_straight_along_the_axes(self, chart):
        for line in lay_out(chart).lines:
            assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(line.points))

    def test_everything_lies_within_the_drawing(self, chart):
        plan = lay_out(chart)
        points = [point for line in plan.lines for point in line.points]
        assert all(0 <= x <= plan.width and 0 <= y <= plan.height for x, y in points)

    def test_two_labels_never_stand_on_each_other(self, chart):
        labels = [(line.label_at, line.label) for line in lay_out(chart).lines if line.label]
        for ((x1, y1), one), ((x2, y2), other) in combinations(labels, 2):
            apart = (max(map(len, one)) + max(map(len, other))) * 6.6 / 2
            assert abs(y1 - y2) >= 12 or abs(x1 - x2) >= apart, (one, other)
