"""A connection that waits only so long: pauses yes, a trickle no, and a slow honest sender is heard to the end."""

import socket
import threading
import time

import pytest

from rollout.pacing import LEAST_BYTES_PER_SECOND, PacedSocket, Patience, TooSlow


@pytest.fixture
def pair():
    """Our end, patient for half a second with a head and a second with a body, and the other side's."""
    ours, theirs = socket.socketpair()
    paced = PacedSocket(ours, for_head=0.5, for_body=1)
    yield paced, theirs
    paced.close()
    theirs.close()


def sends(connection: socket.socket, piece: bytes, times: int, every: float) -> threading.Thread:
    def work() -> None:
        for _time in range(times):
            time.sleep(every)
            try:
                connection.sendall(piece)
            except OSError:
                return

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def receive(paced: PacedSocket, count: int) -> int:
    got = 0
    while got < count:
        got += len(paced.recv(65536))
    return got


def test_patience_is_used_by_waiting_and_given_back_by_bytes_never_above_full():
    patience = Patience(30)
    patience.used(20)
    patience.rewarded(LEAST_BYTES_PER_SECOND * 5)
    assert patience.left == 15
    patience.rewarded(10**9)
    assert patience.left == 30


def test_ten_megabytes_at_forty_kilobytes_a_second_never_lack_patience():
    patience = Patience(30)
    for _second in range(256):
        patience.used(1)
        patience.rewarded(40_000)
        assert patience.left == 30


def test_a_sender_slower_than_the_patience_but_steady_is_heard_to_the_end(pair):
    paced, theirs = pair
    paced.expect_body()
    thread = sends(theirs, b"x" * 8000, times=12, every=0.2)
    started = time.monotonic()
    assert receive(paced, 96_000) == 96_000
    assert time.monotonic() - started > 2
    assert not paced.stopped_receiving
    thread.join()


def test_a_trickle_buys_no_time(pair):
    paced, theirs = pair
    paced.expect_body()
    thread = sends(theirs, b"x", times=40, every=0.05)
    started = time.monotonic()
    with pytest.raises(TooSlow):
        receive(paced, 100)
    assert 0.9 < time.monotonic() - started < 1.5
    assert paced.stopped_receiving
    thread.join()


def test_bytes_sent_quickly_buy_no_long_silence_afterwards(pair):
    paced, theirs = pair
    paced.expect_body()
    thread = sends(theirs, b"x" * 100_000, times=10, every=0)
    assert receive(paced, 1_000_000) == 1_000_000
    thread.join()
    started = time.monotonic()
    with pytest.raises(TooSlow):
        paced.recv(1)
    assert time.monotonic() - started < 1.5


def test_no_byte_of_a_head_buys_time(pair):
    paced, theirs = pair
    thread = sends(theirs, b"X-Header: " + b"x" * 2000, times=20, every=0.05)
    with pytest.raises(TooSlow):
        receive(paced, 10**6)
    thread.join()


def test_who_was_too_slow_can_still_be_told_so(pair):
    paced, theirs = pair
    paced.expect_body()
    with pytest.raises(TooSlow):
        paced.recv(1)
    paced.sendall(b"408")
    assert theirs.recv(10) == b"408"


def test_a_reader_that_does_not_read_is_left(pair, tmp_path):
    paced, _theirs = pair
    started = time.monotonic()
    with pytest.raises(TooSlow):
        paced.sendall(b"x" * 10_000_000)
    assert time.monotonic() - started < 1.5
    assert not paced.stopped_receiving


def test_a_file_is_sent_whole_to_a_slow_reader(pair, tmp_path):
    paced, theirs = pair
    content = bytes(range(256)) * 4000
    path = tmp_path / "file"
    path.write_bytes(content)
    got = bytearray()

    def read() -> None:
        while len(got) < len(content) - 256:
            time.sleep(0.02)
            got.extend(theirs.recv(20_000))

    thread = threading.Thread(target=read)
    thread.start()
    with path.open("rb") as file:
        assert paced.sendfile(file, 256, len(content) - 256) == len(content) - 256
    thread.join()
    assert bytes(got) == content[256:]


def test_a_time_out_of_the_callers_own_holds_besides(pair):
    paced, _theirs = pair
    paced.settimeout(0.1)
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        paced.recv(1)
    assert time.monotonic() - started < 0.4
    assert not paced.stopped_receiving
    paced.setblocking(False)
    with pytest.raises(BlockingIOError):
        paced.recv(1)
