"""Every page there is, found by its class of address, is judged by axe: in both languages, sizes and themes."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.addresses import arguments_of
from tests.architecture.url_classes import CLASSES, POSTED, PUBLIC
from tests.browser.browsing import faults

pytestmark = pytest.mark.django_db(transaction=True)

# Judged where they are walked: tests/browser/map, tests/browser/field, and (what was decided, lent or exported) the
# tests of their own pages, for there is none of them here.
ELSEWHERE = {"map", "field", "bulk_decision", "bulk_decision_take_back", "delegation_revoke"}
# What a browser or another program reads; nobody looks at it as a page.
DATA = {
    *(
        "healthz",
        "set_language",
        "field_worker",
        "field_manifest",
        "field_texts",
        "public_villages",
        "kit_import_example",
    ),
    *("map_layer", "map_names", "map_boundaries", "map_land", "map_overlay", "tile_layer", "tile", "site_panel"),
    *("evidence_file", "evidence_preview", "paper_file", "paper_signed", "agreement_scan", "commitment_scan"),
    *("field_file", "delegation_scan", "export_file", "report_export"),
}
# Forms that stand on other pages and are only sent here.
SENT = {
    *("evidence_upload", "evidence_withdraw", "evidence_again", "evidence_place", "field_device_revoke"),
    *("kit_retire", "kit_hand_over", "paper_issue", "paper_cancel", "paper_sign", "field_conflict_other"),
}
# Besides the one page of an address: what else it may look like.
MORE = [
    ("kodim", "/sites/?q=no-such-place"),
    ("kodim", "/sites/62.02.01.2002/"),
    *(("viewer", f"/reports/{name}/") for name in ("curve", "forecast", "waits")),
]


def pages(plot: factories.Plot) -> Iterator[tuple[str, object, str]]:
    """(name, who may open it, address) of every page; (name, None, "") of what nobody here can open as one."""
    arguments, cast = arguments_of(plot), plot.cast
    people = [cast.kodim, cast.bpkad, cast.dinkop, cast.kominfo, cast.zidam, cast.field_officer, cast.province_admin]
    clients = {person: Client() for person in people}
    for person, client in clients.items():
        client.force_login(person)
    for name in sorted(CLASSES):
        if name.startswith("api:") or name in POSTED | DATA | ELSEWHERE:
            continue
        address = reverse(name, kwargs=arguments.get(name))
        who = (None,) if CLASSES[name] == PUBLIC else people
        able = (one for one in who if _is_page((clients[one] if one else Client()).get(address)))
        yield next(((name, one, address) for one in able), (name, None, ""))


def _is_page(answer) -> bool:
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


# Half of the pages in each two of them: every page in both languages, both themes and both sizes.
@pytest.mark.parametrize(
    ("half", "theme", "phone", "language"),
    [(0, "light", False, "id"), (0, "dark", True, "en"), (1, "light", True, "id"), (1, "dark", False, "en")],
)
def test_every_page_is_accessible_and_fits(browse, plot, settings, half, theme, phone, language):
    settings.PUBLIC_VIEW = True
    plot.cast.province_admin.is_staff = True
    plot.cast.province_admin.save()
    factories.site("62.02.01.2002", name="Camba")
    found = list(pages(plot))
    assert {name for name, _, address in found if not address} == SENT
    found += [(address, getattr(plot.cast, who), address) for who, address in MORE]
    opened, wrong = {}, []
    for _, person, address in found[half::2]:
        if person not in opened:
            opened[person] = browse(person, phone=phone, language=language, theme=theme)
        if address:
            opened[person].goto(address)
            assert opened[person].locator("html").get_attribute("lang") == language
            wrong += faults(opened[person])
    assert not wrong, "\n".join(wrong)
