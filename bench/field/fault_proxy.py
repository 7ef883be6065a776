"""A loopback proxy that harms HTTP exchanges on purpose: cuts, delays, truncates and repeats them at a chosen byte."""

import contextlib
import enum
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass

BUFFER = 65536
PATIENCE_SECONDS = 30


class Harm(enum.StrEnum):
    """What is done to one exchange (one connection that carries one request and its response)."""

    NONE = "none"
    CUT = "cut"  # reset, both ways, as when the signal is gone
    TRUNCATE = "truncate"  # orderly end in the middle, as a bad relay does
    DELAY = "delay"  # a pause, then the rest
    REPEAT = "repeat"  # the request reaches the server a second time, after its answer


@dataclass(frozen=True)
class Fault:
    """``harm`` at byte ``at`` of the request or of the ``response``; ``seconds``: of a delay."""

    harm: Harm = Harm.NONE
    at: int = 0
    response: bool = False
    seconds: float = 0.05


class FaultProxy:
    """Stands between a client and a server, both on this machine, and asks ``plan`` what to do to each exchange.

    A context manager; ``port`` is where it listens. The client closes its connection after each exchange, so that a
    byte's number is its place in the request or the response.
    """

    def __init__(self, upstream_port: int, plan: Callable[[], Fault]) -> None:
        self.upstream_port, self._plan = upstream_port, plan
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._exchanges: list[threading.Thread] = []

    def __enter__(self) -> "FaultProxy":
        self._thread.start()
        return self

    def __exit__(self, *_error) -> None:
        # Closing alone does not wake who waits in accept.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(PATIENCE_SECONDS)
        self.settle()

    def settle(self) -> None:
        """Wait until everything that was repeated has reached the server and was answered."""
        for exchange in self._exchanges:
            exchange.join(PATIENCE_SECONDS)
        self._exchanges.clear()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._exchange, args=(client, self._plan()), daemon=True)
            self._exchanges.append(thread)
            thread.start()

    def _exchange(self, client: socket.socket, fault: Fault) -> None:
        client.settimeout(PATIENCE_SECONDS)
        try:
            server = self._upstream()
        except OSError:
            _reset(client)
            return
        request = _Direction(client, server, None if fault.response else fault)
        response = _Direction(server, client, fault if fault.response else None)
        # When the response has ended, or either side was harmed, nothing more is expected of the other.
        reader = threading.Thread(target=request.carry, daemon=True)
        reader.start()
        response.carry()
        request.stop()
        reader.join(PATIENCE_SECONDS)
        harmed = request.broken or response.broken
        for end in (client, server):
            _reset(end) if harmed else end.close()
        if fault.harm is Harm.REPEAT:
            self._again(bytes(request.carried))

    def _again(self, request: bytes) -> None:
        with contextlib.suppress(OSError), self._upstream() as server:
            server.sendall(request)
            while server.recv(BUFFER):
                pass

    def _upstream(self) -> socket.socket:
        server = socket.create_connection(("127.0.0.1", self.upstream_port), PATIENCE_SECONDS)
        server.settimeout(PATIENCE_SECONDS)
        return server


class _Direction:
    """One way of an exchange: carries bytes from one end to the other, up to the fault."""

    def __init__(self, source: socket.socket, target: socket.socket, fault: Fault | None) -> None:
        self._source, self._target = source, target
        self._fault = None if fault is None or fault.harm in (Harm.NONE, Harm.REPEAT) else fault
        self.carried = bytearray()
        self.broken = False

    def carry(self) -> None:
        with contextlib.suppress(OSError):
            while received := self._source.recv(BUFFER):
                if not self._pass_on(received):
                    return

    def stop(self) -> None:
        """Wake whoever still waits for more of it."""
        with contextlib.suppress(OSError):
            self._source.shutdown(socket.SHUT_RD)

    def _pass_on(self, received: bytes) -> bool:
        """Hand on what came; False when the fault ended the exchange."""
        room = len(received) if self._fault is None else max(0, self._fault.at - len(self.carried))
        first, rest = received[:room], received[room:]
        self._send(first)
        if not rest or self._fault is None:
            return True
        fault, self._fault = self._fault, None
        if fault.harm is Harm.DELAY:
            threading.Event().wait(fault.seconds)
            self._send(rest)
            return True
        if fault.harm is Harm.CUT:
            self.broken = True
            _reset(self._source)
        with contextlib.suppress(OSError):
            self._target.shutdown(socket.SHUT_WR)
        if self.broken:
            _reset(self._target)
        return False

    def _send(self, part: bytes) -> None:
        self.carried += part
        self._target.sendall(part)


def _reset(end: socket.socket) -> None:
    """Close so that the other side sees a reset connection, as when a signal is lost."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # A thread that waits in recv on it keeps the connection open past the close.
        end.shutdown(socket.SHUT_RD)
    end.close()
