"""Who works on which job: a lock that ends with the worker, so that nobody's job stays taken."""

import uuid

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

# Locks of the transaction, not of the session: they hold behind a pooler that hands connections on.
_TAKE = "SELECT pg_try_advisory_xact_lock(%s)"
# A server that ends idle transactions would end the lease of a job that takes its time.
_KEEP = "SET LOCAL idle_in_transaction_session_timeout = 0"


class Lease:
    """The lock on the one job this worker is at, held by a transaction on a connection of its own.

    It changes nothing, so the open transaction holds up no vacuum. When the worker dies, however it dies, the server
    ends the transaction and with it the lock.
    """

    def __init__(self) -> None:
        self._connection = connections.create_connection(DEFAULT_DB_ALIAS)

    def take(self, job_id: uuid.UUID) -> bool:
        """Hold the job until ``release``; False when another worker holds it."""
        self._connection.close_if_unusable_or_obsolete()
        self._connection.set_autocommit(False)
        with self._connection.cursor() as cursor:
            cursor.execute(_KEEP)
            cursor.execute(_TAKE, [_key(job_id)])
            return cursor.fetchone()[0]

    def release(self) -> None:
        """Let the job go; a connection that is lost has let it go already."""
        try:
            self._connection.rollback()
            self._connection.set_autocommit(True)
        except DatabaseError:
            self.close()

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


def is_free(job_id: uuid.UUID) -> bool:
    """Does no worker hold the job? Asked inside a transaction, it stays free until that ends."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_TAKE, [_key(job_id)])
        return cursor.fetchone()[0]


def _key(job_id: uuid.UUID) -> int:
    return int.from_bytes(job_id.bytes[:8], "big", signed=True)
