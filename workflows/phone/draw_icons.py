"""Draw the app's icons: ``python -m workflows.phone.draw_icons`` writes the PNG files beside the SVG they follow."""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "static" / "workflows" / "field" / "icons"
SIDES = (192, 512)
GROUND, INK = "#0f4c75", "#ffffff"
# On the grid of 28 units of the product's mark, a roof over three bays, the last one still open; drawn into the middle
# two thirds, which every shape of icon leaves visible.
GRID, INSET = 28, 0.2
ROOF = [(14, 2.5), (26, 11), (26, 13.5), (2, 13.5), (2, 11)]
BAYS = [(4, 16, 9.5, 25), (11.25, 16, 16.75, 25)]
OPEN_BAY, STROKE = (19.25, 16.75, 23.25, 24.25), 1.5
FINER = 4


def draw(side: int) -> Image.Image:
    """The icon, ``side`` pixels wide."""
    large = side * FINER
    image = Image.new("RGB", (large, large), GROUND)
    pen = ImageDraw.Draw(image)
    unit = large * (1 - 2 * INSET) / GRID

    def place(*grid: float) -> list[float]:
        return [large * INSET + value * unit for value in grid]

    pen.polygon([tuple(place(x, y)) for x, y in ROOF], fill=INK)
    for bay in BAYS:
        pen.rectangle(place(*bay), fill=INK)
    left, top, right, bottom = OPEN_BAY
    half = STROKE / 2
    pen.rectangle(place(left - half, top - half, right + half, bottom + half), fill=INK)
    pen.rectangle(place(left + half, top + half, right - half, bottom - half), fill=GROUND)
    return image.resize((side, side), Image.Resampling.LANCZOS).quantize(16)


if __name__ == "__main__":
    for wanted in SIDES:
        draw(wanted).save(FOLDER / f"icon-{wanted}.png", optimize=True)
