"""A list of kits from a CSV file: every row checked, all of them registered or none."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from gis_data.importers.report import ImportRefused, Report
from workflows.internet.kit_form import KitForm
from workflows.internet.kits import Kit
from workflows.internet.stock import check_keeps_stock, differs, store_all, taken
from workflows.internet.vocabulary import Holding, Provider
from workflows.refusals import Invalid

MOST_ROWS = 2000
# Column of the file -> column of the register; offices write their lists in Indonesian.
COLUMNS = {
    "nomor_seri": "written_as",
    "penyedia": "provider",
    "tipe": "model",
    "perolehan": "holding",
    "kantor": "office",
    "wilayah": "region",
    "sumber": "source",
    "per_tanggal": "as_of",
}
EXAMPLE = [
    "KIT301234567",
    Provider.STARLINK.label,
    "Standard Gen 3",
    Holding.PURCHASED.label,
    "Dinas Kominfo Kabupaten Kapuas",
    "62.03",
    "Faktur 12/2026",
    "2026-01-31",
]


def load(*, actor, data: bytes) -> Report:
    """Register the kits of the file; what stands in the register already, said the same, is counted as unchanged.

    Raises NotPermitted; ImportRefused with a sentence for each row that cannot be taken, when nothing was changed.
    """
    check_keeps_stock(actor)
    report, found, lines = Report(), [], {}
    for line, record in _records(data):
        report.read += 1
        where = _("row %(line)d") % {"line": line}
        form = KitForm({name: _coded(name, value) for name, value in record.items()}, actor=actor)
        if not form.is_valid():
            report.refuse(where, " · ".join(_said(form)))
            continue
        kit = form.instance
        if kit.serial_number in lines:
            report.refuse(
                where,
                _("Kit %(kit)s stands in row %(line)d already.")
                % {"kit": kit.serial_number, "line": lines[kit.serial_number]},
            )
            continue
        lines[kit.serial_number] = line
        found.append(kit)
    new = _not_known(found, lines, report, actor)
    if report.refused:
        raise ImportRefused.because_of(report)
    try:
        store_all(new, actor)
    except Invalid as refused:
        raise ImportRefused(" ".join(refused.errors["file"]), report) from refused
    report.added = len(new)
    return report


def template() -> str:
    """The file to fill in: the column names and one row that shows how."""
    out = io.StringIO()
    csv.writer(out).writerows([COLUMNS, EXAMPLE])
    return out.getvalue()


def columns_in_words() -> list[dict[str, str]]:
    """Each column of the file with what stands in it, and its coded answers."""
    found = []
    for name, column in COLUMNS.items():
        codes = {"provider": Provider, "holding": Holding}.get(column)
        answers = "; ".join(str(word) for word in codes.labels) if codes else ""
        found.append({"name": name, "label": KitForm.base_fields[column].label, "answers": answers})
    return found


def _said(form: KitForm) -> list[str]:
    """What is wrong with a row, column by column."""
    return [f"{form.fields[name].label}: {' '.join(sentences)}" for name, sentences in form.errors.items()]


def _not_known(kits: list[Kit], lines: dict[str, int], report: Report, actor) -> list[Kit]:
    known = Kit.objects.select_related("region").in_bulk(
        [kit.serial_number for kit in kits], field_name="serial_number"
    )
    new = []
    for kit in kits:
        there = known.get(kit.serial_number)
        if there is None:
            new.append(kit)
        elif differs(there, kit) or not actor.scope.covers(there.region_id):
            report.refuse(_("row %(line)d") % {"line": lines[kit.serial_number]}, taken(there, actor))
        else:
            report.unchanged += 1
    return new


def _records(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that say anything, each with its number in the file. Raises ImportRefused for what is no such list."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportRefused(_("The file is not UTF-8 text. Save it as “CSV UTF-8”.")) from None
    if "\x00" in text:
        raise ImportRefused(_("The file is not a CSV file."))
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        if missing := [name for name in COLUMNS if name not in names and name != "tipe"]:
            raise ImportRefused(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
        count = 0
        for row in rows:
            if not any(value.strip() for value in row):
                continue
            count += 1
            if count > MOST_ROWS:
                raise ImportRefused(_("The file has more than %(most)d rows; divide it.") % {"most": MOST_ROWS})
            given = dict(zip(names, row, strict=False))
            yield rows.line_num, {column: given.get(name, "") for name, column in COLUMNS.items()}
    except csv.Error:
        raise ImportRefused(
            _("Row %(line)d cannot be read: check its quotation marks.") % {"line": rows.line_num}
        ) from None
    if not count:
        raise ImportRefused(_("The file has no rows."))


def _coded(name: str, value: str) -> str:
    """A coded answer by its word or its code, however it is capitalised; other values as they are."""
    value = value.strip()
    choices = {"provider": Provider, "holding": Holding}.get(name)
    if choices is None:
        return value
    words = {str(word).casefold(): code for code, word in choices.choices}
    return words.get(value.casefold(), value.casefold())
