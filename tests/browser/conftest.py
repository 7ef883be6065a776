"""One Chromium for all browser tests; each test browses as whom it likes and fails on anything that went wrong."""

import os
import threading
import time
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from rollout.bootstrap.browser import system_chromium
from tests.browser.browsing import Browsing, faults

# Playwright's synchronous interface runs an event loop in the test's own thread, and Django then refuses queries from
# that thread. They are safe here: nothing else runs in it while a test waits for the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """The browser, started once. It resolves no name but this machine's: a forgotten request reaches nobody."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=system_chromium(),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"],
        )
        yield browser
        # While Playwright's loop runs, this thread has database connections of their own (asgiref tells by the loop);
        # nobody finds them after it, and a database that is held cannot be removed.
        connections.close_all()
        browser.close()


@pytest.fixture
def browse(chromium, live_server):
    """``browse(person, path)``: a page of a running server; what goes wrong in it fails the test. See ``Browsing``."""
    browsing = Browsing(chromium, live_server.url)
    yield browsing
    browsing.close()
    _wait_until_idle()
    assert not browsing.problems, "\n".join(browsing.problems)


def _wait_until_idle(seconds: float = 20) -> None:
    """Let the server finish what a closed page had asked for, before the tables are emptied under it."""
    until = time.monotonic() + seconds
    while any("process_request_thread" in thread.name for thread in threading.enumerate()):
        assert time.monotonic() < until, "the server is still answering a page that was closed"
        time.sleep(0.02)


@pytest.fixture
def accessible():
    """``accessible(page)``: axe finds nothing, and nothing is wider than the window."""

    def check(page) -> None:
        found = faults(page)
        assert not found, "\n".join(found)

    return check
