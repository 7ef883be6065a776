"""Loading a list of offices: read, checked as a whole, added or corrected; safe to repeat."""

import csv
import datetime
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office
from gis_data.codes import InvalidCode, parse
from gis_data.dates import why_impossible
from gis_data.importers.report import ImportRefused, Report
from gis_data.models import Region
from gis_data.texts import clean_line

SHIPPED = Path(__file__).resolve().parent / "data" / "offices.csv"
COLUMNS = ["name", "kind", "parent", "regions", "valid_from", "valid_to", "successor", "source"]


@dataclass(frozen=True)
class OfficeRow:
    """One checked line of the list; ``parent`` and ``successor`` are names of other offices, or empty."""

    where: str
    name: str
    kind: str
    parent: str
    regions: tuple[str, ...]
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    successor: str
    source: str


@transaction.atomic
def load_offices(path: Path = SHIPPED) -> Report:
    """Add and correct the offices listed in a CSV file with the columns of ``accounts/data/README.md``; delete none.

    All or nothing: raises ImportRefused whose report names each wrong line. A region that is not loaded here is left
    out and named in the report's notes.
    """
    report = Report()
    rows = _read(path, report)
    if report.refused:
        raise ImportRefused.because_of(report)
    present = set(
        Region.objects.filter(code__in={code for row in rows for code in row.regions}).values_list("code", flat=True)
    )
    # Parents and successors may stand further down the list: all offices are there before any is connected.
    put = [(row, *_put(row)) for row in rows]
    for row, office, added, corrected in put:
        codes = {code for code in row.regions if code in present}
        connected = _connect(office, _links(row, report), codes)
        report.added += added
        report.changed += not added and (corrected or connected)
    if report.refused:
        raise ImportRefused.because_of(report)
    report.read = len(rows)
    report.unchanged = len(rows) - report.added - report.changed
    left_out = sorted({code for row in rows for code in row.regions if code not in present})
    if left_out:
        report.notes.append(_("Regions not loaded here, left out: %(codes)s.") % {"codes": ", ".join(left_out)})
    return report


def _read(path: Path, report: Report) -> list[OfficeRow]:
    rows, seen = [], set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            report.refuse(path.name, _("The columns must be: %(columns)s.") % {"columns": ", ".join(COLUMNS)})
            return []
        for number, record in enumerate(reader, start=2):
            where = _("line %(number)d") % {"number": number}
            try:
                row = _row(where, {name: clean_line(record[name] or "") for name in COLUMNS})
            except (ValueError, InvalidCode) as error:
                report.refuse(where, str(error))
                continue
            if (row.name, row.valid_from) in seen:
                report.refuse(where, _("%(office)s stands twice in the list.") % {"office": row.name})
            seen.add((row.name, row.valid_from))
            rows.append(row)
    return rows


def _row(where: str, record: dict[str, str]) -> OfficeRow:
    if not record["name"]:
        raise ValueError(_("The name is missing."))
    if record["kind"] not in Office.Kind.values:
        raise ValueError(_("“%(kind)s” is not a kind of office.") % {"kind": record["kind"]})
    if not record["source"]:
        raise ValueError(_("The source is missing."))
    first, last = _date(record["valid_from"]), _date(record["valid_to"])
    if first and last and last < first:
        raise ValueError(_("It ends before it begins."))
    for name in ("name", "source"):
        longest = Office._meta.get_field(name).max_length
        if len(record[name]) > longest:
            raise ValueError(
                _("“%(text)s…” is longer than %(max)d characters.") % {"text": record[name][:20], "max": longest}
            )
    return OfficeRow(
        where=where,
        name=record["name"],
        kind=record["kind"],
        parent=record["parent"],
        regions=tuple(parse(code).text for code in record["regions"].split()),
        valid_from=first,
        valid_to=last,
        successor=record["successor"],
        source=record["source"],
    )


def _date(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("“%(text)s” is not a date like 2025-09-10.") % {"text": text}) from None
    if sentence := why_impossible(day):
        raise ValueError(sentence)
    return day


def _put(row: OfficeRow) -> tuple[Office, bool, bool]:
    """The office with the row's own columns, whether it is new, and whether it was corrected."""
    columns = {"kind": row.kind, "valid_to": row.valid_to, "source": row.source}
    office, added = Office.objects.get_or_create(name=row.name, valid_from=row.valid_from, defaults=columns)
    return office, added, not added and _set(office, columns)


def _links(row: OfficeRow, report: Report) -> dict[str, Office | None]:
    links: dict[str, Office | None] = {}
    for column, name in (("parent", row.parent), ("successor", row.successor)):
        found = list(Office.objects.filter(name=name)) if name else [None]
        if len(found) != 1:
            sentence = _("There is no office “%(name)s”.") if not found else _("Several offices are named “%(name)s”.")
            report.refuse(row.where, sentence % {"name": name})
            continue
        links[column] = found[0]
    return links


def _connect(office: Office, links: dict[str, Office | None], codes: set[str]) -> bool:
    changed = _set(office, {f"{column}_id": found.pk if found else None for column, found in links.items()})
    if set(office.regions.values_list("code", flat=True)) != codes:
        office.regions.set(codes)
        return True
    return changed


def _set(office: Office, columns: dict) -> bool:
    changed = [name for name, value in columns.items() if getattr(office, name) != value]
    for name in changed:
        setattr(office, name, columns[name])
    if changed:
        office.save(update_fields=[name.removesuffix("_id") for name in changed])
    return bool(changed)
