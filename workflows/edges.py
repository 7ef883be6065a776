"""The database's own copy of the legal state changes: triggers written by migrations, read back by a check."""

from collections.abc import Iterable

from django.db import connection, migrations
from django.db.migrations.operations.base import Operation


def legal_edges(kind: str, pairs: Iterable[tuple[str, str]]) -> Operation:
    """A migration operation that makes ``pairs`` the only legal state changes of the workflow ``kind``.

    ``manage.py describe_workflows --edges KIND`` prints the call for the present declaration. The pairs are written out
    in the migration, so that an old migration means the same for ever; a later one replaces the trigger.
    """
    trigger = f"process_edge_{kind}"
    arguments = ", ".join(f"'{source}>{target}'" for source, target in sorted(set(pairs)))
    return migrations.RunSQL(
        f"""
        DROP TRIGGER IF EXISTS {trigger} ON workflows_process;
        CREATE TRIGGER {trigger} BEFORE INSERT OR UPDATE OF state ON workflows_process
        FOR EACH ROW WHEN (NEW.kind = '{kind}') EXECUTE FUNCTION workflows_process_edge({arguments})
        """,
        f"DROP TRIGGER IF EXISTS {trigger} ON workflows_process",
    )


def single_in(kind: str, states: Iterable[str]) -> Operation:
    """A migration operation: at most one process of the kind per site may be in one of the states."""
    names = ", ".join(f"'{state}'" for state in sorted(states))
    index = f"process_single_{kind}"
    return migrations.RunSQL(
        f"CREATE UNIQUE INDEX {index} ON workflows_process (site_id) WHERE kind = '{kind}' AND state IN ({names})",
        f"DROP INDEX {index}",
    )


def edges_in_database(kind: str) -> set[tuple[str, str]]:
    """The pairs the database allows for the workflow now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encode(tgargs, 'escape') FROM pg_trigger "
            "WHERE tgrelid = 'workflows_process'::regclass AND tgname = %s",
            [f"process_edge_{kind}"],
        )
        row = cursor.fetchone()
    arguments = row[0].split("\\000")[:-1] if row else []
    return {tuple(argument.split(">")) for argument in arguments}
