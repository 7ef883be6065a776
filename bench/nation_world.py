"""The whole country's rollout: one regency played through the gate, and copied by SQL into many regencies."""

import io
from collections.abc import Collection
from dataclasses import dataclass

from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import Assignment, User
from accounts.roles import Role
from bench.measure import Figure
from gis_data.models import Boundary, Region
from rollout.simulation.cast import Cast
from sites.models import Cooperative, DistrictVersion, Event, Site
from workflows import read_model, registry
from workflows.internet.kits import Kit
from workflows.models import Process
from workflows.papers.models import Paper
from workflows.services.start import start
from workflows.stimulus.fund import Fund

# The regency that is played; its copies lie in provinces of twelve regencies, numbered from 11.
REGENCY, PROVINCE = "62.02", "62"
_FIRST_PROVINCE, _REGENCIES = 11, 12
# The ids of a copy are those of the original and so much more; the ids of a site must fit into four bytes.
_STRIDE = 1_000_000
# Text that may stand only once in its table, and columns that hold the code of a place.
_ONCE = {"username", "resource", "serial_number", "number_key"}
_CODES = {"code", "held_in", "raised_to", "region_code", "district_code", "fund_region"}
_SHIFT = f"copy.n * {_STRIDE}"
_PLACED = (
    f"""replace(replace({{text}}, '"{REGENCY}', '"' || copy.regency), """
    f"""'"{PROVINCE}"', '"' || copy.province || '"')::jsonb"""
)


def _number(byte: int) -> str:
    return f"('x' || encode(substr({{column}}, {byte}, 4), 'hex'))::bit(32)::int"


# Columns that hold ids, or codes of places, inside.
_ROWS_OF_IDS = {
    "barred": "ARRAY(SELECT one + {shift} FROM unnest({column}) one)",
    "actors": "(SELECT coalesce(jsonb_object_agg(step, (SELECT jsonb_agg(one::bigint + {shift}) "
    "FROM jsonb_array_elements(people) one)), '{{}}') FROM jsonb_each({column}) AS of (step, people))",
    "processes": "(SELECT coalesce(jsonb_object_agg((id::bigint + {shift})::text, "
    + _PLACED.format(text="row::text")
    + "), '{{}}') FROM jsonb_each({column}) AS of (id, row))",
    "escalations": _PLACED.format(text="{column}::text"),
    "row": _PLACED.format(text="{column}::text"),
    # The map's record: the site's id stands first, its district's digits from byte 20 (``sites.layers.points``).
    "record": f"int4send({_number(1)} + {{shift}}) || substr({{column}}, 5, 16) || "
    f"int4send(replace(copy.regency, '.', '')::int * 100 + {_number(21)} % 100) || substr({{column}}, 25)",
}
# Tables besides those that refer to a site or a process.
_BESIDES = (Region, Boundary, User, Assignment, Cooperative, Cooperative.villages.through, DistrictVersion, Kit, Fund)


@dataclass(frozen=True)
class Size:
    """How large the country is: ``played`` is the part of the regency that has sites, ``copies`` how often it is there
    besides the original, ``entries`` the entries its ledger has at least."""

    copies: int = 452
    entries: int = 4_000_000
    played: str = REGENCY


def build(size: Size) -> None:
    """Play, copy, and check of some copies that their read-model is what their processes prove."""
    for command, *words in (
        ("load_regions", PROVINCE),
        ("load_offices",),
        ("load_holidays",),
        ("load_sites", size.played),
        ("demo_accounts",),
        ("simulate_rollout", "--regions", size.played),
    ):
        call_command(command, *words, verbosity=0, stdout=io.StringIO())
    _people_of_villages()
    _open_the_rest()
    with transaction.atomic(), connection.cursor() as cursor:
        # Neither triggers nor foreign keys: the rows are copies of rows that came through the gate.
        cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL maintenance_work_mem = '512MB'")
        _lengthen_chains(cursor, -(-size.entries // (size.copies + 1)))
        _name_copies(cursor, size.copies)
        copied = _copied()
        for model in copied:
            _copy(cursor, model, copied)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    sample = Site.objects.exclude(processes={}).order_by("-code")[:40]
    wrong = list(read_model.differences(Site.objects.filter(pk__in=list(sample.values_list("pk", flat=True)))))
    if wrong:
        raise RuntimeError(f"the copies are not what the gate would write: {wrong[0]}")


def size_figure() -> Figure:
    """The first row of every table about this country: how large it is."""
    sites, processes, entries = (model.objects.count() for model in (Site, Process, Event))
    return Figure(f"{sites:,} sites, {processes:,} processes", f"{entries:,} entries in the ledger", "", None)


def _people_of_villages() -> None:
    """Every village has an officer of its own, as in life."""
    today = timezone.localdate()
    taken = Assignment.objects.valid_on(today).filter(role=Role.VILLAGE_OFFICER).values("region_id")
    villages = list(Region.objects.within(REGENCY).villages().exclude(code__in=taken))
    people = User.objects.bulk_create(
        User(username=f"desa-{village.code}", full_name=f"Kepala {village.full_name}", is_demo=True)
        for village in villages
    )
    Assignment.objects.bulk_create(
        Assignment(user=person, role=Role.VILLAGE_OFFICER, region=village)
        for person, village in zip(people, villages, strict=True)
    )


def _open_the_rest() -> None:
    """Open through the gate, at every site, each workflow that the simulated rollout has not begun there."""
    cast = Cast()
    for site in Site.objects.open():
        begun = {row["kind"] for row in site.processes.values()}
        for flow in registry.flows():
            if flow.kind_name not in begun:
                actor = cast.choose(min(flow.started_by), site.code, apart_from=set(), seed=1)
                start(site_code=site.code, kind=flow.kind_name, actor=actor)


def _lengthen_chains(cursor, wanted: int) -> None:
    """Repeat what happened at the sites until the original's ledger has as many entries; the busiest get most.

    The hashes are not computed anew: no page reads them.
    """
    missing = wanted - Event.objects.count()
    columns = [field.column for field in Event._meta.concrete_fields if not field.primary_key]
    chosen = ", ".join(
        {"seq": "site.ledger_seq + row_number() OVER (PARTITION BY e.site_id ORDER BY k, e.seq)"}.get(
            column, "gen_random_uuid()" if column == "client_id" else f"e.{column}"
        )
        for column in columns
    )
    cursor.execute(
        f"INSERT INTO sites_event ({', '.join(columns)}) SELECT {chosen} FROM ("
        "SELECT e.*, k FROM sites_event e CROSS JOIN generate_series(1, %s) k WHERE e.process_id IS NOT NULL "
        "ORDER BY k, hashint8(e.id) LIMIT %s) e JOIN sites_site site ON site.id = e.site_id",
        [missing // max(Event.objects.exclude(process_id=None).count(), 1) + 1, max(missing, 0)],
    )
    cursor.execute(
        "UPDATE sites_site SET ledger_seq = last.seq FROM (SELECT site_id, max(seq) AS seq FROM sites_event GROUP BY 1)"
        " last WHERE last.site_id = sites_site.id"
    )


def _name_copies(cursor, copies: int) -> None:
    cursor.execute(
        "CREATE TEMPORARY TABLE copy ON COMMIT DROP AS SELECT n, province, "
        "province || '.' || lpad(((n - 1) %% %s + 1)::text, 2, '0') AS regency, (n - 1) %% %s = 0 AS leads "
        "FROM generate_series(1, %s) n, LATERAL (SELECT (%s + (n - 1) / %s)::text AS province) p",
        [_REGENCIES, _REGENCIES, copies, _FIRST_PROVINCE, _REGENCIES],
    )
    columns = [field.column for field in Region._meta.concrete_fields]
    other = {"code": "copy.province", "name": "name || ' ' || copy.province"}
    cursor.execute(
        f"INSERT INTO gis_data_region ({', '.join(columns)}) "
        f"SELECT {', '.join(other.get(column, column) for column in columns)} "
        "FROM gis_data_region, copy WHERE code = %s AND copy.leads",
        [PROVINCE],
    )


def _copied() -> list[type[models.Model]]:
    """The tables whose rows belong to a place."""
    # Of a paper there is one, by its code, its number and its bytes; nothing that is measured reads them.
    candidates = [
        model for model in apps.get_models() if model._meta.app_label in ("sites", "workflows") and model is not Paper
    ]
    found = [Site, Process]
    for known in found:  # it grows while it is gone through
        found += [model for model in candidates if model not in found and known in _referred(model)]
    return [*_BESIDES, *(model for model in found if model not in _BESIDES)]


def _referred(model: type[models.Model]) -> list[type[models.Model]]:
    return [field.remote_field.model for field in model._meta.local_concrete_fields if field.is_relation]


def _copy(cursor, model: type[models.Model], copied: Collection[type[models.Model]]) -> None:
    """All copies of the model's rows. Those of one place lie far apart, as where all places work at once."""
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.GeneratedField)]
    columns = ", ".join(field.column for field in fields)
    values = ", ".join(_value(field, copied) for field in fields)
    place = next((field.column for field in fields if _is_code(field)), "")
    which = f"starts_with(t.{place}, '{REGENCY}')" if place and model in _BESIDES and model is not Kit else "true"
    if model is Assignment:
        which += f" OR t.region_id = '{PROVINCE}' AND copy.leads"
    made_anew = _take_away_indexes(cursor, model)
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values} "
        f"FROM {model._meta.db_table} t CROSS JOIN copy WHERE {which} ORDER BY t.{model._meta.pk.column}"
    )
    for statement in made_anew:
        cursor.execute(statement)


def _take_away_indexes(cursor, model: type[models.Model]) -> list[str]:
    """Drop the indexes that are no constraints, and say how to make them: row by row they take most of the time."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass "
        "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [model._meta.db_table],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]


def _value(field: models.Field, copied: Collection[type[models.Model]]) -> str:
    """What a copy has in the column, as SQL over the row ``t`` and its ``copy``."""
    column = f"t.{field.column}"
    if _is_code(field):
        inside = f"copy.regency || substr({column}, {len(REGENCY) + 1})"
        return f"""CASE WHEN starts_with({column}, '{REGENCY}') THEN {inside}
            WHEN {column} = '{PROVINCE}' THEN copy.province ELSE {column} END"""
    if _meant(field).name in _ONCE:
        return f"CASE WHEN {column} = '' THEN '' ELSE {column} || 'X' || copy.n END"
    if isinstance(field, models.UUIDField):
        return f"md5({column}::text || copy.n)::uuid"
    if field.name in _ROWS_OF_IDS:
        return _ROWS_OF_IDS[field.name].format(column=column, shift=_SHIFT)
    own = field.primary_key and not field.is_relation
    if own or field.name == "process_id" or (field.is_relation and field.remote_field.model in copied):
        return f"{column} + {_SHIFT}"
    return column


def _is_code(field: models.Field) -> bool:
    return _meant(field).name in _CODES


def _meant(field: models.Field) -> models.Field:
    """The column itself, or the one it refers to."""
    return field.target_field if field.is_relation else field
