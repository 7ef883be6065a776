"""A person at a browser: pages opened as somebody, and everything that goes wrong in them written down."""

import re
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

DESK = (1366, 768)
PHONE = (360, 640)

# What a page gives up itself (a panel closed before it came) is not a failure.
_GIVEN_UP = "net::ERR_ABORTED"


class Browsing:
    """Opens pages of one server. ``problems`` must be empty at the end of a test.

    A problem is: an error on the console (a refused inline script among them), an exception nobody caught, a request
    that failed, an answer of 400 or more, and any request to another host. A test that provokes one says so before,
    with ``expect``.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.problems: list[str] = []
        self.requests: list[str] = []
        self._expected: list[re.Pattern] = []
        self._contexts: list[BrowserContext] = []

    def expect(self, pattern: str) -> None:
        """Problems in which the regular expression is found are meant."""
        self._expected.append(re.compile(pattern))

    def __call__(
        self,
        person=None,
        path: str = "",
        *,
        phone: bool = False,
        size: tuple[int, int] = DESK,
        language: str = "en",
        theme: str = "light",
        **options,
    ) -> Page:
        """A page in a browser of its own, logged in as the person (nobody without), at ``path`` if one is given.

        ``phone``: its size and a finger instead of a mouse. ``options`` are Playwright's for a context.
        """
        width, height = PHONE if phone else size
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            has_touch=phone,
            color_scheme=theme,
            locale=language,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in _cookies(person, language).items()]
        )
        page = context.new_page()
        self._watch(page)
        if path:
            page.goto(path)
        return page

    def close(self) -> None:
        """Close everything that was opened."""
        for context in self._contexts:
            context.close()

    def _watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._problem(f"not caught: {error.stack or error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._problem(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        if urlsplit(request.url).scheme in {"data", "blob"}:
            return
        if urlsplit(request.url).netloc != urlsplit(self.address).netloc:
            self._problem(f"another host: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != _GIVEN_UP:
            self._problem(f"failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self._problem(f"{response.status}: {response.url}")

    def _problem(self, sentence: str) -> None:
        if not any(pattern.search(sentence) for pattern in self._expected):
            self.problems.append(sentence)


def _cookies(person, language: str) -> dict[str, str]:
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if person is not None:
        client = Client()
        client.force_login(person)
        cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return cookies


def faults(page: Page) -> list[str]:
    """What axe finds wrong (WCAG 2.2 A and AA and its best practices), and a page wider than its window."""
    # Without "preload": axe would fetch the style sheets again and write them into the page, which the policy refuses.
    # Violations alone: to describe every element that passes takes axe three times as long as to judge it.
    options = {"preload": False, "resultTypes": ["violations"]}
    found = [
        f"{violation['id']} ({violation['impact']}): {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for violation in Axe().run(page, options=options).response["violations"]
        for node in violation["nodes"]
    ]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > page.viewport_size["width"]:
        found.append(f"{width} px wide in a window of {page.viewport_size['width']}")
    return [f"{page.url}: {fault}" for fault in found]
