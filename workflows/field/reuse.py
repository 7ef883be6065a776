"""The same picture in the evidence of another site: found by its print, and noted at the report that shows it again."""

from django.db import connection
from django.utils import timezone

from workflows.field.models import FieldFile, FieldItem, Suspicion
from workflows.models import Evidence, PhotoPrint, Process
from workflows.photo_prints import MOST_BITS_APART, columns

_ALIKE = """(band_a = %(band_a)s OR band_b = %(band_b)s OR band_c = %(band_c)s OR band_d = %(band_d)s)
    AND bit_count((bits # %(bits)s::bigint)::bit(64)) <= %(apart)s"""
# For the statement by which a file arrives, with what ``asked`` gives and "photo": is it one? Keeps its print, and says
# whether the picture may be known: there is one like it, or the very same bytes stand in another process.
KEEPING = f"""
    INSERT INTO {PhotoPrint._meta.db_table} (sha256, bits, band_a, band_b, band_c, band_d)
    SELECT %(sha256)s, %(bits)s::bigint,
        %(band_a)s::smallint, %(band_b)s::smallint, %(band_c)s::smallint, %(band_d)s::smallint
    WHERE %(photo)s ON CONFLICT DO NOTHING
"""
KNOWN = f"""
    EXISTS (SELECT FROM {PhotoPrint._meta.db_table} WHERE {_ALIKE} AND sha256 <> %(sha256)s)
    OR (SELECT min(process_id) <> max(process_id) FROM {Evidence._meta.db_table} WHERE sha256 = %(sha256)s) IS TRUE
"""  # noqa: S608
# Gives each report of the file, or the one that is named, the first evidence with the picture at another site.
_FINDING = f"""
    WITH alike AS (
        SELECT sha256 FROM {PhotoPrint._meta.db_table} WHERE {_ALIKE}
        UNION SELECT %(sha256)s
    )
    SELECT DISTINCT ON (report.id) report.id, shown.id
    FROM {FieldItem.files.through._meta.db_table} AS named
    JOIN {FieldItem._meta.db_table} AS report ON report.id = named.fielditem_id
    CROSS JOIN alike
    JOIN {Evidence._meta.db_table} AS shown ON shown.sha256 = alike.sha256
    JOIN {Process._meta.db_table} AS process ON process.id = shown.process_id
    WHERE named.fieldfile_id = %(file)s AND process.site_id <> report.site_id
    AND report.id = COALESCE(%(item)s, report.id)
    ORDER BY report.id, shown.id
"""  # noqa: S608


def asked(file: FieldFile, bits: int | None) -> dict:
    """What is asked of a file with that print: parameters of the statements here."""
    return {**columns(bits), "sha256": file.sha256, "file": file.pk, "apart": MOST_BITS_APART}


def look_at(file: FieldFile, bits: int | None) -> None:
    """Note at the reports of a photo that has just arrived where else the picture is shown.

    Inside the transaction in which it arrived: all photos ever attached are looked through by their quarters, and the
    very same bytes are known whatever they show.
    """
    _note(asked(file, bits))


def look_again_at(file: FieldFile, item: FieldItem) -> None:
    """The same for a photo that had arrived before the item named it too; its print is kept already, or will be."""
    print_ = columns(None)
    kept = PhotoPrint.objects.filter(sha256=file.sha256).values(*print_).first()
    _note(asked(file, None) | (kept or print_), again=item)


def _note(asked: dict, *, again: FieldItem | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FINDING, {**asked, "item": again and again.pk})
        found = dict(cursor.fetchall())
    if not found:
        return
    shown = Evidence.objects.select_related("process__site__village").in_bulk(found.values())
    Suspicion.objects.bulk_create(
        (
            Suspicion(
                item_id=item,
                kind=Suspicion.Kind.REUSED,
                sha256=asked["sha256"],
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
