"""Loading a list of holidays: CSV with columns day, name, kind and estimated; all or nothing, safe to repeat."""

import csv
import datetime
from collections import Counter
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from gis_data.importers.report import ImportRefused, Report
from workflows.calendar import kept
from workflows.models import Holiday

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "holidays.csv"
SHIPPED_SOURCE = "holidays 0.109 (SKB 3 Menteri)"
_COLUMNS = {"day", "name", "kind", "estimated"}
_FIRST, _LAST = 2025, 2100
_MAX_BYTES = 1_000_000


def load_holidays(path: Path, *, source: str, year: int | None = None) -> Report:
    """Make the file's years what the file says; years it does not speak of stay as they are.

    ``year``: the only year the file may speak of. Without it, a file that knows far fewer days of a year than are known
    already is refused: a row with a wrong year would empty that year. Raises ImportRefused whose report names each row
    that was refused.
    """
    report = Report()
    rows = _rows(path, source, year, report)
    if report.refused:
        raise ImportRefused.because_of(report)
    if not rows:
        raise ImportRefused(_("The list holds no holiday."), report)
    years = {day.year for day in rows}
    if year is None:
        _check_whole(rows, report)
    with transaction.atomic():
        known = {
            holiday.day: holiday for holiday in Holiday.objects.select_for_update().filter(day__year__in=sorted(years))
        }
        gone = [day for day in known if day not in rows]
        Holiday.objects.filter(day__in=gone).delete()
        for day, holiday in rows.items():
            if day not in known:
                report.added += 1
            elif _same(known[day], holiday):
                report.unchanged += 1
                continue
            else:
                report.changed += 1
            holiday.save(force_insert=day not in known)
        transaction.on_commit(kept.forget)
    if gone:
        report.notes.append(_("removed %(n)d") % {"n": len(gone)})
    return report


def _check_whole(rows: dict[datetime.date, Holiday], report: Report) -> None:
    named = Counter(day.year for day in rows)
    known = Counter(Holiday.objects.filter(day__year__in=named).values_list("day__year", flat=True))
    for year, count in sorted(named.items()):
        if count * 2 < known[year]:
            raise ImportRefused(
                _(
                    "Of %(year)d the list has only %(count)d where %(known)d are known. If a day has a wrong year, "
                    "correct it; if the list is right, load that year alone with --year %(year)d."
                )
                % {"count": count, "year": year, "known": known[year]},
                report,
            )


def _rows(path: Path, source: str, year: int | None, report: Report) -> dict[datetime.date, Holiday]:
    rows: dict[datetime.date, Holiday] = {}
    for line, record in _records(path):
        report.read += 1
        try:
            holiday = _checked(record, source, year)
            if holiday.day in rows:
                raise ValueError(_("%(day)s occurs twice.") % {"day": holiday.day})
        except ValueError as error:
            report.refuse(_("row %(line)d") % {"line": line}, str(error))
            continue
        rows[holiday.day] = holiday
    return rows


def _records(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ImportRefused(_("The file is too large for a list of holidays."))
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if missing := _COLUMNS - set(reader.fieldnames or []):
                raise ImportRefused(_("The list lacks the column “%(name)s”.") % {"name": min(missing)})
            return [(reader.line_num, record) for record in reader]
    except OSError as error:
        raise ImportRefused(_("The file cannot be read: %(reason)s.") % {"reason": error.strerror}) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ImportRefused(_("The file is no CSV in UTF-8.")) from error


def _checked(record: dict[str, str], source: str, year: int | None) -> Holiday:
    """The row as a holiday. Raises ValueError with the sentence why it is none."""
    text = (record["day"] or "").strip()
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("“%(text)s” is no date of the form 2026-08-17.") % {"text": text}) from None
    if year is not None and day.year != year:
        raise ValueError(_("%(day)s does not lie in %(year)d.") % {"day": day, "year": year})
    if not _FIRST <= day.year <= _LAST:
        raise ValueError(_("%(day)s lies outside the years of the programme.") % {"day": day})
    name, kind = (record["name"] or "").strip(), (record["kind"] or "").strip()
    if not name or len(name) > Holiday._meta.get_field("name").max_length:
        raise ValueError(_("The name is missing or too long."))
    if kind not in Holiday.Kind.values:
        raise ValueError(_("“%(kind)s” is no kind of holiday; write national or joint_leave.") % {"kind": kind})
    return Holiday(
        day=day, name=name, kind=kind, source=source, estimated=(record["estimated"] or "").strip().lower() == "yes"
    )


def _same(known: Holiday, new: Holiday) -> bool:
    return all(getattr(known, name) == getattr(new, name) for name in ("name", "kind", "estimated", "source"))
