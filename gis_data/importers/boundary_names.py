"""Do a file's codes and names belong together? Codes of the statistics office (BPS) look the same and mean others."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gis_data import names
from gis_data.codes import Code, InvalidCode, Kind, Level, parse
from gis_data.importers.boundary_schema import Entry
from gis_data.importers.report import Report
from gis_data.models import Region


def where(entry: Entry) -> str:
    """How a report points at a feature: its number, and the name as the file writes it."""
    return _("feature %(n)d (%(name)s)") % {"n": entry.number, "name": entry.name or entry.code or "–"}


def check(entries: Iterable[Entry], report: Report, *, level: Level | None) -> dict[int, Region]:
    """Feature number → region, for the features whose code is known and whose name is that region's.

    What is wrong with the others goes into the report. Features without any code (lakes, disputed strips) are left
    out and counted in a note.
    """
    parsed = _parsed(entries, report, level)
    officials = _officials(code for _entry, code in parsed)
    times = Counter(code.text for _entry, code in parsed)
    accepted: dict[int, Region] = {}
    respelled = 0
    for entry, code in parsed:
        region = officials.get(code.text)
        reason = _why_not(entry, code, region, officials, times)
        if reason:
            report.refuse(where(entry), reason)
            continue
        respelled += not names.same(entry.name, region.name, Kind(region.kind))
        accepted[entry.number] = region
    if respelled:
        report.notes.append(
            ngettext(
                "%(n)d name is spelled differently from the official list.",
                "%(n)d names are spelled differently from the official list.",
                respelled,
            )
            % {"n": respelled}
        )
    return accepted


def _parsed(entries: Iterable[Entry], report: Report, level: Level | None) -> list[tuple[Entry, Code]]:
    parsed = []
    without = 0
    for entry in entries:
        report.read += 1
        if not entry.code:
            without += 1
            continue
        try:
            code = parse(entry.code)
        except InvalidCode as error:
            report.refuse(where(entry), str(error))
            continue
        if code.level is Level.COUNTRY or (level and code.level is not level):
            report.refuse(where(entry), _("%(code)s is not a code of the level asked for.") % {"code": code})
            continue
        parsed.append((entry, code))
    if without:
        report.notes.append(
            ngettext(
                "%(n)d feature carries no code and was left out.",
                "%(n)d features carry no code and were left out.",
                without,
            )
            % {"n": without}
        )
    return parsed


def _officials(codes: Iterable[Code]) -> dict[str, Region]:
    """The regions of the codes and of their siblings, by code."""
    parents = {code.parent for code in codes}
    rows = Region.objects.filter(parent__in=parents).only("code", "name", "kind", "parent")
    return {region.code: region for region in rows}


def _why_not(entry: Entry, code: Code, region: Region | None, officials: dict[str, Region], times: Counter[str]) -> str:
    if region is None:
        return _("%(code)s is not in the list of regions. Load the regions first, or correct the code.") % {
            "code": code
        }
    if times[code.text] > 1:
        return _("%(code)s occurs %(n)d times; merge its parts into one feature.") % {
            "code": code,
            "n": times[code.text],
        }
    if not entry.name:
        return _("It has no name; a code alone cannot be told from that of another list.")
    kind = Kind(region.kind)
    if names.same(entry.name, region.name, kind):
        return ""
    namesake = next(
        (
            other
            for other in officials.values()
            if other.parent_id == region.parent_id and names.same(entry.name, other.name, Kind(other.kind))
        ),
        None,
    )
    if namesake is None and names.alike(entry.name, region.name, kind):
        return ""
    shown = {"code": code, "official": region.full_name, "name": entry.name}
    if namesake is not None:
        return _(
            "%(code)s is %(official)s, but the file calls it “%(name)s”, whose code is %(other)s. "
            "The file seems to use codes of the statistics office (BPS)."
        ) % {**shown, "other": namesake.code}
    return (
        _("%(code)s is %(official)s, but the file calls it “%(name)s”. Are these codes of another list (BPS)?") % shown
    )
