"""The list of sites in a real browser: its filters on a small phone."""

import pytest

from accounts.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

# How far the controls of the toolbar stick out of it, in pixels.
OUTSIDE = """() => {
    const bar = document.querySelector(".toolbar");
    const within = bar.getBoundingClientRect().right - parseFloat(getComputedStyle(bar).paddingRight);
    return Math.max(...[...bar.querySelectorAll("input, select, .affixed, button")]
        .map((control) => control.getBoundingClientRect().right - within));
}"""


def test_the_filters_stay_in_their_box_on_a_small_phone(browse, live_server):
    factories.site("62.02.01.2001")
    factories.site("62.03.01.2001")
    page = browse(factories.user("viewer", Role.VIEWER, "62"), "/sites/", size=(360, 800), language="id")
    assert page.evaluate(OUTSIDE) <= 0.5
    assert page.locator("#f-flag").bounding_box()["width"] > 250, "wide enough for its words"
