"""A connection that waits only so long for the other side: a thread held by a silent sender serves nobody else."""

import errno
import select
import socket
import time

# Slower than the weakest telephone line: whoever stays below it is not sending, he is holding on.
LEAST_BYTES_PER_SECOND = 4096
PIECE = 64 * 1024
# Enough of a request to see what it asks for, whatever becomes of the rest.
BEGINNING = 64


class TooSlow(ConnectionResetError):
    """The other side used up our patience. An ``OSError``, as every broken connection is."""

    def __init__(self) -> None:
        super().__init__(errno.ECONNRESET, "the other side was too slow")


class Patience:
    """How many seconds we still wait: waiting uses them up, every byte that passes gives some back, never above full.

    So a pause of that many seconds is borne at any time, and beyond it a steady rate is asked for, however long it all
    takes.
    """

    def __init__(self, seconds: float, bytes_per_second: float = LEAST_BYTES_PER_SECOND) -> None:
        self.left = self._full = seconds
        self.ended = False
        self._rate = bytes_per_second

    def used(self, seconds: float) -> None:
        """So long was waited."""
        self.left -= seconds

    def rewarded(self, count: int) -> None:
        """So many bytes passed."""
        self.left = min(self._full, self.left + count / self._rate)


class PacedSocket(socket.socket):
    """A connected socket whose blocking calls raise ``TooSlow`` when patience is at its end.

    After that it receives nothing more, and the answer can still be sent; or the other way round. A time-out that the
    caller sets holds besides. ``began``: the first bytes of the present request, as far as they have come.
    """

    def __init__(self, connected: socket.socket, *, for_head: float, for_body: float) -> None:
        """Takes the connection over from ``connected``. The seconds of patience for a request's head and its body."""
        timeout = connected.gettimeout()
        super().__init__(connected.family, connected.type, connected.proto, fileno=connected.detach())
        self.settimeout(timeout)
        self._for_head, self._for_body = for_head, for_body
        self.expect_head()

    def expect_head(self) -> None:
        """A request begins: its head is small and comes at once, so no byte of it buys more time."""
        self.began = b""
        self._receiving = Patience(self._for_head, float("inf"))
        self._sending = Patience(self._for_body)

    def expect_body(self) -> None:
        """The head is read; what follows may be a photograph from a weak telephone."""
        self._receiving = Patience(self._for_body)

    @property
    def stopped_receiving(self) -> bool:
        """Did we give up on the sender, with something of his still to come?"""
        return self._receiving.ended

    def recv(self, size: int, flags: int = 0) -> bytes:
        """As every socket's, within our patience. Raises TooSlow."""
        self._wait(select.POLLIN, self._receiving)
        data = super().recv(size, flags)
        self._receiving.rewarded(len(data))
        self.began += data[: BEGINNING - len(self.began)]
        return data

    def sendall(self, data: bytes, flags: int = 0) -> None:
        """As every socket's, but it is the pace that is bounded, not the whole time. Raises TooSlow."""
        if self.gettimeout() == 0:
            super().sendall(data, flags)
            return
        rest = memoryview(data)
        while rest:
            self._wait(select.POLLOUT, self._sending)
            try:
                # What a blocking call cannot place at once it would wait for, and nobody would count.
                count = super().send(rest, flags | socket.MSG_DONTWAIT)
            except BlockingIOError:
                continue
            self._sending.rewarded(count)
            rest = rest[count:]

    def sendfile(self, file, offset: int = 0, count: int | None = None) -> int:
        """As every socket's, piece by piece through ``sendall``. Raises TooSlow."""
        file.seek(offset)
        sent = 0
        while count is None or sent < count:
            piece = file.read(PIECE if count is None else min(PIECE, count - sent))
            if not piece:
                break
            self.sendall(piece)
            sent += len(piece)
        return sent

    def _wait(self, event: int, patience: Patience) -> None:
        own = self.gettimeout()
        if own == 0:
            return
        if patience.left <= 0:
            self._end(patience)
        limit = patience.left if own is None else min(own, patience.left)
        poll = select.poll()
        poll.register(self.fileno(), event)
        started = time.monotonic()
        ready = poll.poll(limit * 1000)
        patience.used(time.monotonic() - started)
        if not ready:
            if own is not None and own <= limit:
                raise TimeoutError("timed out")
            self._end(patience)

    def _end(self, patience: Patience) -> None:
        patience.left, patience.ended = 0, True
        raise TooSlow
