"""The embedded database: a private PostGIS cluster of its own, made with the standard library alone.

It runs before the virtual environment exists, listens on a unix socket only, and never as root. Django's settings
need two things of it, and neither starts anything: where to connect, and the local secret key.

``python3 -m rollout.localdb start|stop|status|url|psql|remove`` is the same from a shell.
"""

from rollout.localdb.address import connection, url
from rollout.localdb.cluster import remove, start, status, stop
from rollout.localdb.errors import LocalDatabaseError
from rollout.localdb.secret import secret_key

__all__ = ["LocalDatabaseError", "connection", "remove", "secret_key", "start", "status", "stop", "url"]
