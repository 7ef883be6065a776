"""The proxy harms exactly what it is told to, and nothing else."""

import http.client
import http.server
import threading

import pytest

from bench.field.fault_proxy import Fault, FaultProxy, Harm

BODY = b"x" * 3000


class Upstream(http.server.BaseHTTPRequestHandler):
    """Answers with as many bytes as it was sent, and remembers what reached it whole."""

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:
            return
        self.server.received.append(body)
        self.send_response(200)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words):
        """Nothing is printed in a test."""


@pytest.fixture
def upstream():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    server.received = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def post(port: int) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", "/", BODY, {"Connection": "close"})
        return connection.getresponse().read()
    finally:
        connection.close()


def through(upstream, fault: Fault) -> bytes | Exception:
    with FaultProxy(upstream.server_port, lambda: fault) as proxy:
        try:
            return post(proxy.port)
        except (OSError, http.client.HTTPException) as error:
            return error


@pytest.mark.parametrize("fault", [Fault(), Fault(Harm.DELAY, at=100), Fault(Harm.DELAY, at=100, response=True)])
def test_what_is_not_broken_arrives_whole(upstream, fault):
    assert through(upstream, fault) == BODY
    assert upstream.received == [BODY]


@pytest.mark.parametrize("harm", [Harm.CUT, Harm.TRUNCATE])
@pytest.mark.parametrize("at", [0, 1, 60, 2000])
def test_a_request_that_is_broken_reaches_the_server_not_at_all(upstream, harm, at):
    assert through(upstream, Fault(harm, at=at)) != BODY
    assert upstream.received == []


@pytest.mark.parametrize("harm", [Harm.CUT, Harm.TRUNCATE])
@pytest.mark.parametrize("at", [0, 1, 60, 2000])
def test_a_broken_response_is_lost_though_the_server_did_its_work(upstream, harm, at):
    assert through(upstream, Fault(harm, at=at, response=True)) != BODY
    assert upstream.received == [BODY]


def test_what_is_repeated_reaches_the_server_twice_and_the_client_hears_once(upstream):
    assert through(upstream, Fault(Harm.REPEAT)) == BODY
    assert upstream.received == [BODY, BODY]


def test_a_server_that_is_gone_is_a_broken_connection(upstream):
    upstream.shutdown()
    upstream.server_close()
    assert isinstance(through(upstream, Fault()), Exception)
