"""The same picture in the evidence of another site: found by its print, and noted at the report that shows it again."""

from functools import cache

from django.db import connection
from django.utils import timezone

from workflows.field.models import FieldFile, FieldItem, Suspicion
from workflows.models import Evidence, PhotoPrint, Process
from workflows.photo_prints import MOST_BITS_APART, columns


def look_at(file: FieldFile, bits: int | None) -> None:
    """Keep the print of a photo that has just arrived, and note at its reports where else the picture is shown.

    Inside the transaction in which it arrived. One statement, unless the picture is known: all photos ever attached are
    looked through by their quarters, and the very same bytes are known whatever they show.
    """
    _note(file, columns(bits))


def look_again_at(file: FieldFile, item: FieldItem) -> None:
    """The same for a photo that had arrived before the item named it too; its print is kept already, or will be."""
    unknown = columns(None)
    kept = PhotoPrint.objects.filter(sha256=file.sha256).values(*unknown).first()
    _note(file, kept or unknown, again=item)


def _note(file: FieldFile, print_: dict[str, int | None], *, again: FieldItem | None = None) -> None:
    asked = {"sha256": file.sha256, "file": file.pk, "item": again and again.pk, "apart": MOST_BITS_APART}
    with connection.cursor() as cursor:
        cursor.execute(_finding(keep=again is None), {**print_, **asked})
        found = dict(cursor.fetchall())
    if not found:
        return
    shown = Evidence.objects.select_related("process__site__village").in_bulk(found.values())
    Suspicion.objects.bulk_create(
        (
            Suspicion(
                item_id=item,
                kind=Suspicion.Kind.REUSED,
                sha256=file.sha256,
                data=_told(shown[evidence]),
                found_at=timezone.now(),
            )
            for item, evidence in sorted(found.items())
        ),
        ignore_conflicts=True,
    )


def _told(evidence: Evidence) -> dict:
    """Where and when the picture was shown before, as the sentence needs it; ``other``: by which report."""
    site = evidence.process.site
    report = FieldItem.objects.filter(
        process_id=evidence.process_id, sender_id=evidence.uploaded_by_id, files__sha256=evidence.sha256
    ).order_by("pk")
    return {
        "other": report.values_list("pk", flat=True).first(),
        "process": evidence.process_id,
        "kind": evidence.process.kind,
        "site": site.code,
        "place": site.village.full_name,
        "captured_at": (evidence.captured_at or evidence.uploaded_at).isoformat(),
    }


@cache
def _finding(keep: bool) -> str:
    """The SQL: keeps the print if asked to; gives each report of the file the first evidence with it at another site.

    By hand: asked for every photo of every report, and composing it would cost more than it does.
    """
    known, of_report = PhotoPrint._meta.db_table, FieldItem.files.through._meta.db_table
    keeping = f"""
        kept AS (
            INSERT INTO {known} (sha256, bits, band_a, band_b, band_c, band_d)
            VALUES (%(sha256)s, %(bits)s, %(band_a)s, %(band_b)s, %(band_c)s, %(band_d)s)
            ON CONFLICT DO NOTHING
        ), """  # noqa: S608
    return f"""
        WITH {keeping if keep else ""} alike AS (
            SELECT sha256 FROM {known}
            WHERE (band_a = %(band_a)s OR band_b = %(band_b)s OR band_c = %(band_c)s OR band_d = %(band_d)s)
            AND bit_count((bits # %(bits)s::bigint)::bit(64)) <= %(apart)s
            UNION SELECT %(sha256)s
        )
        SELECT DISTINCT ON (report.id) report.id, shown.id
        FROM {of_report} AS named
        JOIN {FieldItem._meta.db_table} AS report ON report.id = named.fielditem_id
        CROSS JOIN alike
        JOIN {Evidence._meta.db_table} AS shown ON shown.sha256 = alike.sha256
        JOIN {Process._meta.db_table} AS process ON process.id = shown.process_id
        WHERE named.fieldfile_id = %(file)s AND process.site_id <> report.site_id
        AND report.id = COALESCE(%(item)s, report.id)
        ORDER BY report.id, shown.id
    """  # noqa: S608
