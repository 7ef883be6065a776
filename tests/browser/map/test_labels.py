"""Names on the map: each legible, none over another, none over the chosen site."""

import itertools

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from tests import factories
from tests.browser.map.looking import SITE, count, middle

pytestmark = pytest.mark.django_db(transaction=True)

# Every name written on the names' canvas since it was last cleared, as the box of its letters on the page.
WRITTEN = """
    const names = new Map();
    const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
        names.set(this.canvas, []);
        return clearRect.apply(this, box);
    };
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        const { width } = this.measureText(text);
        names.get(this.canvas).push({ text, left: x - width / 2, top: y - 6, right: x + width / 2, bottom: y + 6 });
        return fillText.call(this, text, x, y);
    };
    globalThis.namesOnTheMap = () => {
        const canvas = document.querySelector(".leaflet-labels-pane canvas");
        const place = canvas.getBoundingClientRect();
        return (names.get(canvas) ?? []).map(({ text, left, top, right, bottom }) => ({
            text,
            left: left + place.left,
            top: top + place.top,
            right: right + place.left,
            bottom: bottom + place.top,
        }));
    };
"""


@pytest.fixture
def names_at(browse, world):
    """``names_at(address)``: the boxes of the names that are drawn there, and the middle of the map."""

    def look(address: str, **options) -> tuple[list[dict], tuple[float, float]]:
        page = browse(world["viewer"], **options)
        page.add_init_script(WRITTEN)
        page.goto(address)
        expect(count(page)).to_have_text("60 sites")
        expect(page.locator("#map-list a").first).to_have_count(1)
        if "site=" in address:
            expect(page.locator("#map-panel h2")).to_be_visible()
        page.wait_for_function("namesOnTheMap().length > 0")
        return page.evaluate("namesOnTheMap()"), middle(page)

    return look


def overlap(one: dict, other: dict) -> bool:
    return (
        one["left"] < other["right"]
        and one["right"] > other["left"]
        and one["top"] < other["bottom"]
        and one["bottom"] > other["top"]
    )


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("zoom", [7, 9, 12])
def test_no_name_lies_over_another(names_at, zoom, phone):
    names, _middle = names_at(f"/map/?site={SITE}#{zoom}/-2.0/112.5", phone=phone)
    for one, other in itertools.combinations(names, 2):
        assert not overlap(one, other), (one, other)


@pytest.mark.parametrize("zoom", [7, 10, 13])
def test_the_chosen_site_is_named_and_no_name_covers_it(names_at, zoom):
    names, (x, y) = names_at(f"/map/?site={SITE}#{zoom}/-2.0/112.5", size=(1800, 900))
    assert [name["text"] for name in names].count(f"Tempat {SITE}") == 1, names
    marker = {"left": x - 10, "right": x + 10, "top": y - 10, "bottom": y + 10}
    assert [name for name in names if overlap(name, marker)] == []


def test_the_name_of_a_district_leaves_its_only_site_in_sight(browse, world):
    page = browse(factories.user("village", Role.VILLAGE_OFFICER, SITE))
    page.add_init_script(WRITTEN)
    page.goto("/map/#12/-2.0/112.5")
    expect(page.locator("#map-list a")).to_have_count(1)
    page.wait_for_function("() => namesOnTheMap().length == 2")
    x, y = middle(page)
    marker = {"left": x - 6, "right": x + 6, "top": y - 6, "bottom": y + 6}
    assert [name["text"] for name in page.evaluate("namesOnTheMap()") if overlap(name, marker)] == []


def test_the_regencies_are_named_from_afar(names_at):
    names, _middle = names_at("/map/#9/-2.0/112.5")
    assert {name["text"] for name in names} >= {"Kotawaringin Timur", "Kapuas"}
