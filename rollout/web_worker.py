"""Gunicorn's worker with threads, made patient but not endlessly: no sender or reader holds a thread for nothing."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from selectors import EVENT_READ

from gunicorn import util
from gunicorn.workers.gthread import TConn, ThreadWorker

from rollout import env
from rollout.pacing import PacedSocket

PATIENCE_SECONDS = env.integer("WEB_PATIENCE", 30, minimum=1)
# The head of a request is one packet or two.
HEAD_SECONDS = min(10, PATIENCE_SECONDS)
FAREWELLS = 16


class Connection(TConn):
    """A connection over a ``PacedSocket``, taken leave of outside the worker's own loop."""

    def __init__(self, *args, farewells: ThreadPoolExecutor) -> None:
        super().__init__(*args)
        self.sock = PacedSocket(self.sock, for_head=HEAD_SECONDS, for_body=PATIENCE_SECONDS)
        self._farewells = farewells

    def close(self, graceful: bool = False) -> None:
        """A polite end waits for the other side, up to two seconds: meanwhile the loop must serve everybody else."""
        if graceful:
            self.sock.setblocking(True)
            self._farewells.submit(util.close_graceful, self.sock)
        else:
            super().close()


class Worker(ThreadWorker):
    """``gthread`` with ``Connection``s; a new one occupies no thread before its first byte is there."""

    def init_process(self) -> None:
        self.farewells = ThreadPoolExecutor(FAREWELLS, thread_name_prefix="farewell")
        super().init_process()

    def accept(self, listener) -> None:
        """Take a new connection, and let it wait in the loop as a kept-alive one does."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return  # another worker was quicker, or the client is gone already
        self.nr_conns += 1
        connection = Connection(self.cfg, client, address, listener.getsockname(), farewells=self.farewells)
        connection.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(connection)
        self.poller.register(connection.sock, EVENT_READ, partial(self.on_pending_socket_readable, connection))

    def handle_error(self, req, client, addr, exc) -> None:
        """Refuse what cannot be read with a page; the same for a fault in here, whose page Django did not draw."""
        # Not at the top: the page needs Django's settings, and gunicorn loads this class before them.
        from rollout.unread_requests import Rephrasing

        super().handle_error(req, Rephrasing(client), addr, exc)

    def handle(self, conn: Connection):
        conn.sock.expect_head()
        return super().handle(conn)

    def handle_request(self, req, conn: Connection):
        conn.sock.expect_body()
        return super().handle_request(req, conn)
