"""The tokens keep their promises: stages told apart by everybody, text that can be read, one definition of each."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from django.conf import settings

from sites.stages import Stage
from tests.rollout.colour_vision import contrast, difference

CSS = Path(settings.BASE_DIR) / "rollout" / "static" / "rollout" / "css"
PAIR = re.compile(r"--([\w-]+): var\(--if-light, (#[0-9a-f]{6})\) var\(--if-dark, (#[0-9a-f]{6})\);")
STAGES = [f"stage-{stage.slug}" for stage in Stage]
AMOUNTS = [f"stage-scale-{step}" for step in range(1, 7)]


@pytest.fixture(params=["light", "dark"])
def colours(request) -> dict[str, str]:
    """Every colour token of one theme, by name."""
    found = PAIR.findall((CSS / "tokens.css").read_text())
    return {name: light if request.param == "light" else dark for name, light, dark in found}


def test_the_measure_itself():
    """Black to white is 100 by definition; red to green 86.6 as other implementations of CIEDE2000 have it."""
    assert difference("#ffffff", "#000000") == pytest.approx(100, abs=0.01)
    assert difference("#ff0000", "#00ff00") == pytest.approx(86.61, abs=0.05)
    assert difference("#cf0f24", "#cf0f24") == 0


@pytest.mark.parametrize(("vision", "least"), [("full", 18), ("protanopia", 12), ("deuteranopia", 12)])
def test_stages_and_the_flag_are_told_apart(colours, vision, least):
    close = {
        pair: round(distance, 1)
        for pair in combinations(["flag", *STAGES], 2)
        if (distance := difference(colours[pair[0]], colours[pair[1]], vision)) < least
    }
    assert not close


@pytest.mark.parametrize("ground", ["page", "map-land"])
def test_symbols_stand_out_from_their_ground(colours, ground):
    faint = {name for name in [*STAGES, *AMOUNTS, "flag", "estimated"] if contrast(colours[name], colours[ground]) < 3}
    assert not faint


@pytest.mark.parametrize("vision", ["full", "protanopia", "deuteranopia"])
def test_the_steps_of_an_amount_stand_out_more_and_more_and_are_told_apart(colours, vision):
    strengths = [contrast(colours[name], colours["map-land"]) for name in AMOUNTS]
    assert strengths == sorted(strengths)
    assert not [pair for pair in pairwise(AMOUNTS) if difference(*(colours[name] for name in pair), vision) < 8]


def test_every_stage_has_a_shape_of_its_own():
    shapes = re.findall(r"--stage-(\w+)-shape: ([\w-]+);", (CSS / "tokens.css").read_text())
    assert [slug for slug, _ in shapes] == [stage.slug for stage in Stage]
    assert len({shape for _, shape in shapes}) == len(Stage)


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("text", "page", 7),
        ("text", "surface", 7),
        ("text", "raised", 7),
        ("muted", "page", 7),
        ("muted", "surface", 4.5),
        ("muted", "raised", 4.5),
        ("accent", "page", 4.5),
        ("accent", "surface", 4.5),
        ("accent", "raised", 4.5),
        ("accent-strong", "accent-tint", 4.5),
        ("on-accent", "accent", 4.5),
        ("on-accent", "accent-strong", 4.5),
        ("flag-text", "page", 4.5),
        ("flag-text", "flag-tint", 4.5),
        ("warning", "warning-tint", 4.5),
        ("success", "success-tint", 4.5),
        ("map-label", "map-land", 4.5),
        ("map-label", "map-water", 4.5),
        ("line-strong", "page", 3),
        ("line-strong", "surface", 3),
        ("map-boundary", "map-land", 3),
    ],
)
def test_text_and_edges_have_contrast(colours, text, ground, least):
    assert contrast(colours[text], colours[ground]) >= least


def test_colours_are_written_in_the_token_file_alone():
    """Elsewhere only tokens; paper's white, and shadows, are no colours of ours."""
    wrong = [
        f"{path.name}: {match[0]}"
        for path in CSS.rglob("*.css")
        if path.name not in {"tokens.css", "print.css"}
        for match in re.finditer(r"#[0-9a-fA-F]{3,8}\b", path.read_text())
    ]
    assert not wrong


def test_every_token_that_is_used_exists():
    defined = set(re.findall(r"(--[\w-]+):", "".join(path.read_text() for path in CSS.rglob("*.css"))))
    used = {name for path in CSS.rglob("*.css") for name in re.findall(r"var\((--[\w-]+)", path.read_text())}
    assert used <= defined
