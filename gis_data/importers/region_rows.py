"""Reading a list of regions from CSV (plain or gzip): columns code, name, and lon and lat where known."""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _

from gis_data.codes import Code, InvalidCode, Level, parse
from gis_data.datasets import NAME_CORRECTIONS
from gis_data.extent import why_elsewhere
from gis_data.importers.report import ImportRefused, Report
from gis_data.names import fold
from gis_data.texts import clean_line

MAX_NAME = 80
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A checked row; ``point`` is (lon, lat) in EPSG:4326 or None. A corrected name is searched for as listed too."""

    code: Code
    name: str
    search_name: str
    point: tuple[float, float] | None


def read_rows(path: Path, within: Iterable[Code], report: Report) -> list[RegionRow]:
    """The rows of the file inside the jurisdictions, with the regions above them; refusals go into the report.

    An empty ``within`` takes every row. A name that ``data/name_corrections.csv`` knows to be wrong is put right and
    reported. Raises ImportRefused when the file cannot be read as such a list at all.
    """
    jurisdictions = list(within)
    prefixes = tuple(code.prefix for code in jurisdictions) or ("",)
    ancestors = {code.text[:length] for code in jurisdictions for length in (2, 5, 8) if length < len(code.text)}
    corrections = _corrections()
    rows: dict[str, RegionRow] = {}
    for line, record in _records(path):
        text = (record["code"] or "").strip()
        if not (text.startswith(prefixes) or text in ancestors):
            continue
        report.read += 1
        correction = corrections.get(text)
        if correction and record["name"] == correction["listed"]:
            record = record | {"name": correction["name"]}
            report.corrected.append(_("%(code)s: “%(listed)s” is written “%(name)s” (%(source)s)") % correction)
        try:
            row = _checked(text, record)
            if correction and row.name == correction["name"]:
                row = replace(row, search_name=f"{row.search_name} {fold(correction['listed'])}")
        except ValueError as error:
            report.refuse(_("row %(line)d") % {"line": line}, str(error))
            continue
        if text in rows:
            report.refuse(_("row %(line)d") % {"line": line}, _("%(code)s occurs twice.") % {"code": text})
        rows[text] = row
    return list(rows.values())


def _corrections() -> dict[str, dict[str, str]]:
    """The names that are known to be wrong, by code."""
    with NAME_CORRECTIONS.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def _records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, record) pairs."""
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            with gzip.open(io.BytesIO(content)) as stream:
                content = stream.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ImportRefused(_("The file is too large for a list of regions."))
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), restval="")
        missing = {"code", "name"} - set(reader.fieldnames or ())
        if missing:
            raise ImportRefused(_("The file has no column “%(column)s”.") % {"column": min(missing)})
        for record in reader:
            yield reader.line_num, record
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise ImportRefused(_("The file cannot be read as UTF-8 CSV: %(error)s.") % {"error": error}) from error


def _checked(text: str, record: dict[str, str]) -> RegionRow:
    """Raises ValueError with the reason."""
    try:
        code = parse(text)
    except InvalidCode as error:
        raise ValueError(str(error)) from error
    if code.level is Level.COUNTRY:
        raise ValueError(_("The country itself is not part of the list."))
    name = clean_line(record["name"] or "")
    if not name or len(name) > MAX_NAME:
        raise ValueError(_("%(code)s has no name, or one that is too long.") % {"code": text})
    return RegionRow(code, name, fold(name), _point(record))


def _point(record: dict[str, str]) -> tuple[float, float] | None:
    lon_text, lat_text = (record.get("lon") or "").strip(), (record.get("lat") or "").strip()
    if not lon_text and not lat_text:
        return None
    try:
        lon, lat = float(lon_text), float(lat_text)
    except ValueError:
        raise ValueError(
            _("“%(lon)s”, “%(lat)s” is not a pair of decimal degrees.") % {"lon": lon_text[:20], "lat": lat_text[:20]}
        ) from None
    elsewhere = why_elsewhere(lon, lat)
    if elsewhere:
        raise ValueError(elsewhere)
    return lon, lat
