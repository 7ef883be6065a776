"""The map in real Chromium for the province and the whole country, beside Leaflet's own ways on the same points."""

import statistics
from dataclasses import dataclass

from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.roles import Role
from bench import map_world, world
from bench.measure import Figure, p95
from bench.serving import Server
from bench.wsgi_client import session_cookie

CHROMIUM = "/usr/bin/chromium"
ROUNDS = 3
MAP = "/map/"
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
# From the change of a control to the end of the frame that shows it, and to the list beside the map (null without one).
_CHANGE = """([id, value]) => new Promise((resolve) => {
  const control = document.getElementById(id);
  const passed = () => performance.now() - began;
  let frame = null;
  const list = new MutationObserver(() => resolve([frame, passed()]));
  list.observe(document.getElementById("map-list"), { childList: true });
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    frame = passed();
    if (control.type === "search") resolve([frame, null]);
  };
  // Asked for before the change, so that it is the first task after the frame.
  requestAnimationFrame(() => port2.postMessage(null));
  const began = performance.now();
  control.value = value;
  control.dispatchEvent(new Event(control.type === "search" ? "input" : "change", { bubbles: true }));
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
    cookie = session_cookie(world.person(Role.VIEWER, "62"))
    connections.close_all()
    rows = []
    with Server(application="bench.map_server") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--enable-precise-memory-info", "--js-flags=--expose-gc"],
        )
        for count in map_world.SIZES:
            rows += _size(Visitor(browser, f"http://127.0.0.1:{server.port}", cookie, count))
        browser.close()
    return rows


@dataclass(frozen=True)
class Visitor:
    """Somebody who is logged in and sees so many sites."""

    browser: Browser
    server: str
    cookie: str
    count: int

    def page(self) -> Page:
        """A page of a browser that keeps nothing of an earlier visit, opened and at rest."""
        context = self.browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 800})
        name, _, value = self.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": self.server}])
        page = context.new_page()
        page.add_init_script(_WATCH)
        self.show(page, 1)
        page.wait_for_timeout(500)
        return page

    def show(self, page: Page, version: int) -> None:
        """Let the layer be the one of another version."""
        shown = {"name": map_world.SHOWN, "value": f"{self.count}-{version}", "url": self.server}
        page.context.add_cookies([shown])

    def open(self, page: Page, path: str) -> float:
        """Milliseconds from the address to all points drawn."""
        page.goto(f"{self.server}{path}", wait_until="commit")
        page.wait_for_function("window.interactive > 0", timeout=120_000)
        return page.evaluate("window.interactive")


def _size(visitor: Visitor) -> list[Figure]:
    ours = _median(visitor, MAP)
    peers = {way: _median(visitor, f"/bench/peer/{way}/") for way in map_world.WAYS if _there(way)}
    count, nation = visitor.count, visitor.count == max(map_world.SIZES)
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
    for what, label in (("again", "interactive at the second visit"), ("frame", "frames while dragging, p95")):
        beside = " / ".join(f"{peer[what]:.0f} ms" for peer in peers.values())
        rows.append(Figure(f"{count:,} sites, {label}", f"{ours[what]:.0f} ms", beside, None))
    for slow in (1, 4):
        for name, (frame, listed) in _changes(visitor, slow).items():
            held = frame <= SLOW_FILTER_MS if slow == 4 else None
            label = f"{count:,} sites, {name}" + (" / and the list" if listed else "")
            bound = f"≤ {SLOW_FILTER_MS} ms" if slow == 4 else ""
            beside = f"{listed:.0f} ms" if listed else ""
            rows.append(Figure(f"{label}, processor {slow} × slowed", f"{frame:.0f} ms", beside, None, bound, held))
    if nation:
        first, whole = (
            statistics.median(times)
            for times in zip(*(_on_a_phone(visitor, 2 * n) for n in range(ROUNDS)), strict=True)
        )
        bound = f"≤ {FIRST_CUT_MS} ms"
        label = "first cut on a phone profile / the whole"
        rows.append(Figure(label, f"{first:.0f} ms", f"{whole:.0f} ms", first / whole, bound, first <= FIRST_CUT_MS))
    return rows


def _there(way: str) -> bool:
    return way != "cluster" or bool(map_world.cluster_script())


def _median(visitor: Visitor, path: str) -> dict[str, float]:
    """Milliseconds to all points drawn and blocked on the way, MiB of heap, p95 of a frame while dragging, and
    milliseconds to all points drawn when the same browser comes again."""
    taken = []
    for _round in range(ROUNDS):
        page = visitor.page()
        found = {"interactive": visitor.open(page, path)}
        page.wait_for_timeout(1500)
        found["blocked"] = page.evaluate("window.blocked")
        found["heap"] = page.evaluate(_HEAP)
        found["frame"] = _dragged(page)
        found["again"] = visitor.open(page, path)
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


def _changes(visitor: Visitor, slow: int) -> dict[str, tuple[float, float | None]]:
    """The medians of each kind of change to the map's frame and to the list, from the second on: the first one fills
    what is kept."""
    page = visitor.page()
    visitor.open(page, MAP)
    page.wait_for_selector("#map-list a", timeout=60_000)
    page.wait_for_timeout(1000)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
    took = {}
    for name, changes in CHANGES.items():
        every = [page.evaluate(_CHANGE, change) for _round in range(4) for change in changes][len(changes) :]
        frames, lists = zip(*every, strict=True)
        took[name] = statistics.median(frames), statistics.median(lists) if all(lists) else None
        page.evaluate(_CHANGE, changes[-1])
    page.context.close()
    return took


def _on_a_phone(visitor: Visitor, version: int) -> tuple[float, float]:
    """Milliseconds to the first cut and to all points, with the page's scripts kept from an earlier visit and a layer
    that has changed since."""
    page = visitor.page()
    visitor.show(page, version)
    visitor.open(page, MAP)
    page.wait_for_timeout(1000)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", PHONE)
    visitor.show(page, version + 1)
    visitor.open(page, MAP)
    first, whole = page.evaluate("[window.firstCut, window.interactive]")
    page.context.close()
    return first, whole
