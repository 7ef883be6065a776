"""The map in real Chromium for the province and the whole country, beside Leaflet's own ways on the same points."""

import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test.utils import override_settings
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.roles import Role
from bench import map_world, world
from bench.measure import Figure, p95
from bench.wsgi_client import session_cookie

CHROMIUM = "/usr/bin/chromium"
ROUNDS = 3
NATION_MS, NATION_HEAP, SLOW_FILTER_MS, FIRST_CUT_MS = 300, 25, 100, 1500
# A phone: a processor four times slower, 1.6 Mbit/s, 150 ms for every answer.
PHONE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}

_WATCH = """
window.blocked = 0;
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.blocked += Math.max(0, task.duration - 50);
}).observe({ type: "longtask", buffered: true });
new MutationObserver(() => {
  const said = document.getElementById("map-count")?.textContent;
  const shown = said && document.getElementById("map")?.classList.contains("has-sites");
  if (shown && window.firstCut === undefined) { window.firstCut = null; after((at) => (window.firstCut = at)); }
  const counted = shown && document.getElementById("map-legend-known")?.value;
  if (counted && window.asked === undefined) { window.asked = true; after((at) => (window.interactive = at)); }
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
function after(tell) { requestAnimationFrame(() => setTimeout(() => tell(performance.now()))); }
"""
_HEAP = "() => { globalThis.gc?.(); return performance.memory.usedJSHeapSize / 2 ** 20; }"
# From the change of a filter to the end of the frame that shows it.
_CHANGE = """([id, value]) => new Promise((resolve) => {
  const control = document.getElementById(id);
  const began = performance.now();
  control.value = value;
  control.dispatchEvent(new Event(control.type === "search" ? "input" : "change", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
})"""
_FRAMES = """() => { window.frames_ = []; let last = performance.now();
  const tick = (now) => { window.frames_.push(now - last); last = now; window.ticking && requestAnimationFrame(tick); };
  window.ticking = true; requestAnimationFrame(tick); }"""
CHANGES = {
    "filter by flag": [("map-flag", "any"), ("map-flag", "")],
    "filter by stage": [("map-stage", "4"), ("map-stage", "")],
    "colour by waiting": [("map-colour", "waiting"), ("map-colour", "stage")],
    "search": [("map-search", "sei 15"), ("map-search", "desa 97"), ("map-search", "")],
}


def figures() -> list[Figure]:
    rows = []
    with serving() as (address, cookie), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--enable-precise-memory-info", "--js-flags=--expose-gc"],
        )
        for count in map_world.SIZES:
            map_world.Shown.count = count
            rows += _size(browser, address, cookie, count)
        browser.close()
    return rows


@contextmanager
def serving() -> Iterator[tuple[str, str]]:
    """The product with the layers of ``map_world`` in the place of its own: (address, session cookie)."""
    cookie = session_cookie(world.person(Role.VIEWER, "62"))
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        ROOT_URLCONF="bench.map_world", ALLOWED_HOSTS=["*"], STORAGES={**settings.STORAGES, "staticfiles": plain}
    ):
        server = ThreadedWSGIServer(("127.0.0.1", 0), type("Quiet", (WSGIRequestHandler,), {"log_message": _nothing}))
        server.set_app(StaticFilesHandler(get_wsgi_application()))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", cookie
        finally:
            server.shutdown()


def _nothing(*_said) -> None:
    """The server's own words would stand between the figures."""


def _size(browser: Browser, address: str, cookie: str, count: int) -> list[Figure]:
    ours = _median(browser, f"{address}/map/", cookie)
    peers = {way: _median(browser, f"{address}/bench/peer/{way}/", cookie) for way in map_world.WAYS if _there(way)}
    nation = count == max(map_world.SIZES)
    rows = []
    for what, unit, bound in (("interactive", "ms", NATION_MS), ("blocked", "ms", 0), ("heap", "MiB", NATION_HEAP)):
        bound = bound if nation else None
        for way, theirs in peers.items():
            rows.append(
                Figure(
                    f"{count:,} sites, {what} / {way}",
                    f"{ours[what]:.0f} {unit}",
                    f"{theirs[what]:.0f} {unit}",
                    ours[what] / theirs[what] if theirs[what] else None,
                    "" if bound is None else f"≤ {bound} {unit}",
                    None if bound is None else ours[what] <= bound,
                )
            )
    frames = " / ".join(f"{peer['frame']:.0f} ms" for peer in peers.values())
    rows.append(Figure(f"{count:,} sites, frames while dragging, p95", f"{ours['frame']:.0f} ms", frames, None))
    for slow in (1, 4):
        for name, took in _changes(browser, f"{address}/map/", cookie, slow).items():
            held = took <= SLOW_FILTER_MS if slow == 4 else None
            label = f"{count:,} sites, {name}, processor {slow} × slowed"
            rows.append(Figure(label, f"{took:.0f} ms", "", None, f"≤ {SLOW_FILTER_MS} ms" if slow == 4 else "", held))
    if nation:
        first, whole = _on_a_phone(browser, f"{address}/map/", cookie)
        bound = f"≤ {FIRST_CUT_MS} ms"
        label = "first cut on a phone profile / the whole"
        rows.append(Figure(label, f"{first:.0f} ms", f"{whole:.0f} ms", first / whole, bound, first <= FIRST_CUT_MS))
    return rows


def _there(way: str) -> bool:
    return way != "cluster" or bool(map_world.cluster_script())


def _page(browser: Browser, cookie: str, address: str) -> Page:
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 800})
    name, _, value = cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    page.add_init_script(_WATCH)
    return page


def _opened(page: Page, address: str) -> None:
    page.goto(address, wait_until="commit")
    page.wait_for_function("window.interactive > 0", timeout=120_000)


def _median(browser: Browser, address: str, cookie: str) -> dict[str, float]:
    """Milliseconds to all points drawn and blocked on the way, MiB of heap, p95 of a frame while dragging."""
    taken = []
    for _round in range(ROUNDS):
        page = _page(browser, cookie, address)
        _opened(page, address)
        page.wait_for_timeout(1500)
        found = {name: page.evaluate(f"window.{name}") for name in ("interactive", "blocked")}
        found["heap"] = page.evaluate(_HEAP)
        found["frame"] = _dragged(page)
        taken.append(found)
        page.context.close()
    return {name: statistics.median(found[name] for found in taken) for name in taken[0]}


def _dragged(page: Page) -> float:
    page.mouse.move(900, 400)
    page.mouse.down()
    page.evaluate(_FRAMES)
    for step in range(40):
        page.mouse.move(900 - 8 * step, 400 + 2 * step)
    frames = page.evaluate("() => { window.ticking = false; return window.frames_; }")
    page.mouse.up()
    return p95(frames)


def _changes(browser: Browser, address: str, cookie: str, slow: int) -> dict[str, float]:
    """The median of each kind of change, from the second on: the first one fills what is kept."""
    page = _page(browser, cookie, address)
    _opened(page, address)
    page.wait_for_selector("#map-list a", timeout=60_000)
    page.wait_for_timeout(1000)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
    took = {}
    for name, changes in CHANGES.items():
        every = [page.evaluate(_CHANGE, change) for _round in range(4) for change in changes]
        took[name] = statistics.median(every[len(changes) :])
        page.evaluate(_CHANGE, changes[-1])
    page.context.close()
    return took


def _on_a_phone(browser: Browser, address: str, cookie: str) -> tuple[float, float]:
    """Milliseconds to the first cut and to all points, with the modules kept from an earlier visit."""
    page = _page(browser, cookie, address)
    _opened(page, address)
    page.wait_for_timeout(1000)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", PHONE)
    map_world.Shown.count += 1  # other data: nothing of the layer is kept
    _opened(page, address)
    times = page.evaluate("[window.firstCut, window.interactive]")
    map_world.Shown.count -= 1
    page.context.close()
    return times[0], times[1]
