"""A list of kits is loaded whole or not at all, with a sentence for each row in the way."""

import pytest
from django.utils import translation

from gis_data.importers.report import ImportRefused
from tests import factories
from tests.workflows.connection import kit
from workflows.internet import kit_file
from workflows.internet.kits import Kit
from workflows.refusals import NotPermitted

pytestmark = pytest.mark.django_db
HEAD = "nomor_seri,penyedia,tipe,perolehan,kantor,wilayah,sumber,per_tanggal"
ROW = "KIT{:05},starlink,Gen 3,purchased,Dinas Kominfo,62.02,Faktur 1,2026-01-05"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def load(cast, *lines: str, actor=None, encoding="utf-8-sig"):
    return kit_file.load(actor=actor or cast.kominfo, data="\r\n".join(lines).encode(encoding))


def refusals(cast, *lines: str) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        load(cast, *lines)
    assert not Kit.objects.filter(source="Faktur 1").exists()
    return [str(one) for one in refused.value.report.refused] or [str(refused.value)]


def test_all_rows_become_kits_and_again_change_nothing(cast):
    lines = [HEAD, *[ROW.format(number) for number in range(1, 41)], "", ",,,,,,,"]
    assert load(cast, *lines).added == 40
    again = load(cast, *lines)
    assert (again.added, again.unchanged) == (0, 40)
    assert Kit.objects.count() == 40


def test_the_example_can_be_loaded(cast):
    factories.region("62.03")
    colleague = factories.user("kominfo_kapuas", "ict_office", "62.03", office="Dinas Kominfo Kapuas")
    assert kit_file.load(actor=colleague, data=kit_file.template().encode()).added == 1


def test_words_semicolons_and_another_order_are_understood(cast):
    load(
        cast,
        "wilayah;nomor_seri;penyedia;perolehan;kantor;sumber;per_tanggal",
        "62.02;kit 1-0001;Starlink;Lent to the office;BAKTI;Faktur 1;05-01-2026",
    )
    one = Kit.objects.get()
    assert (one.serial_number, one.holding, str(one.as_of)) == ("KIT10001", "lent", "2026-01-05")


def test_one_wrong_row_stops_them_all_and_every_wrong_row_is_named(cast):
    said = refusals(
        cast,
        HEAD,
        ROW.format(1),
        ROW.format(2).replace("62.02", "62.03"),
        ROW.format(3).replace("2026-01-05", "2999-01-05"),
        ROW.format(1).replace("KIT", "kit "),
        ROW.format(5).replace("starlink", "viasat").replace("KIT00005", "?"),
    )
    assert said == [
        "row 3: Region whose stock it is in: You are not of the ICT office of this region, or there is no such region.",
        "row 4: As of: This date is in the future.",
        "row 5: Kit KIT00001 stands in row 2 already.",
        "row 6: Serial number: “?” is no serial number: it has 4 to 40 letters and digits. · "
        "Provider: Select a valid choice. viasat is not one of the available choices.",
    ]


def test_what_is_registered_otherwise_is_told(cast):
    kit()
    kit("KIT00002", region="62.03")
    said = refusals(cast, HEAD, ROW.format(1), ROW.format(2))
    assert said[0].startswith("row 2: Kit KIT00001 is registered already: Kabupaten Kotawaringin Timur")
    assert said[1] == "row 3: Kit KIT00002 is registered already."


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["a,b", "1,2"], "These columns are missing: nomor_seri"),
        ([HEAD], "The file has no rows."),
        ([""], "These columns are missing"),
        ([HEAD, ROW.format(1) + "\x00"], "The file is not a CSV file."),
        ([HEAD, '"KIT1,starlink'], "cannot be read: check its quotation marks"),
        ([HEAD, *[ROW.format(number) for number in range(2001)]], "more than 2000 rows"),
    ],
)
def test_what_is_no_such_list(cast, lines, sentence):
    assert sentence in refusals(cast, *lines)[0]


def test_a_file_in_another_encoding(cast):
    with pytest.raises(ImportRefused, match="CSV UTF-8"):
        load(cast, HEAD, ROW.format(1).replace("Dinas", "Büro"), encoding="utf-16")


def test_others_load_nothing(cast):
    with pytest.raises(NotPermitted):
        load(cast, HEAD, ROW.format(1), actor=cast.dinkop)
