"""What a person sees on the map, for a test to ask about."""

from playwright.sync_api import Page

# The site whose place the tests know: 112.5° E, 2° S.
SITE = "62.02.01.2001"


def count(page: Page):
    return page.locator("#map-count")


def at_the_site(zoom: float = 13) -> str:
    return f"/map/#{zoom}/-2.0/112.5"


_COLOUR = """(layer) => {
    const canvas = document.querySelector(`.leaflet-${layer}-pane canvas`);
    if (!canvas.width) return [0, 0, 0, 0];
    const map = document.getElementById("map").getBoundingClientRect();
    const place = canvas.getBoundingClientRect();
    const scale = canvas.width / place.width;
    const x = (map.left + map.width / 2 - place.left) * scale;
    const y = (map.top + map.height / 2 - place.top) * scale;
    return [...canvas.getContext("2d").getImageData(x, y + 3, 1, 1).data];
}"""


def colour_at_middle(page: Page) -> list[int]:
    """Red, green, blue, opacity of the sites' canvas in the middle of the map."""
    return page.evaluate(_COLOUR, "sites")


def wait_until_drawn(page: Page, layer: str, *, drawn: bool = True) -> None:
    """Wait until a layer's canvas shows something in the middle of the map, or nothing any more."""
    page.wait_for_function(f"([layer, drawn]) => (({_COLOUR})(layer)[3] > 0) === drawn", arg=[layer, drawn])


def middle(page: Page) -> tuple[float, float]:
    box = page.locator("#map").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
