"""The app's shell: which files it is made of, at which addresses, under which version.

The version is a hash over every byte of the shell, so that a phone changes over exactly when something changed.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from workflows.phone.texts import texts

_APP = Path(__file__).resolve().parent.parent
STATIC = _APP / "static"
PAGE = _APP / "templates" / "workflows" / "phone" / "app.html"
FOLDER = "workflows/field"
# The worker comes by an address of its own; it is no part of what it keeps.
WORKER = f"{FOLDER}/worker.js"
SYNC = f"{FOLDER}/sync/run.js"
SHARED = ("workflows/js/geometry.js", "workflows/js/numbers.js")
TOKENS = "rollout/css/tokens.css"
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@cache
def names() -> tuple[str, ...]:
    """The static files of the shell, by the names the storage knows them under."""
    own = sorted(
        path.relative_to(STATIC).as_posix()
        for path in (STATIC / FOLDER).rglob("*")
        if path.suffix in {".js", ".css", ".svg", ".png"}
    )
    return (*(name for name in own if name != WORKER), *SHARED, TOKENS)


def modules() -> list[str]:
    """The static names of the scripts."""
    return [name for name in names() if name.endswith(".js")]


def assets() -> list[str]:
    """The addresses the worker keeps, besides the page itself."""
    made = [reverse("field_texts", args=[language]) for language in LANGUAGES]
    return [*(static(name) for name in names()), *made, reverse("field_manifest")]


@cache
def catalogue(language: str) -> bytes:
    """The sentences of one language as JSON."""
    with translation.override(language):
        return json.dumps(texts(), ensure_ascii=False, separators=(",", ":")).encode()


@cache
def version() -> str:
    """A short hash over everything the shell is made of."""
    digest = hashlib.sha256()
    for name in names():
        digest.update(name.encode() + b"\0" + content(name))
    for language in LANGUAGES:
        digest.update(catalogue(language))
    digest.update(content(WORKER))
    digest.update(PAGE.read_bytes())
    return digest.hexdigest()[:12]


def content(name: str) -> bytes:
    """The bytes of one file of the shell, as they stand in the source."""
    if name == TOKENS:
        return (settings.BASE_DIR / "rollout" / "static" / name).read_bytes()
    return (STATIC / name).read_bytes()


def worker(*, plain: bool) -> str:
    """The service worker's script; ``plain`` for browsers that know no modules in it, which then cannot sync in it."""
    head = [
        f"const VERSION = {json.dumps(version())};",
        f"const SHELL = {json.dumps(reverse('field'))};",
        f"const ASSETS = {json.dumps(assets())};",
    ]
    if not plain:
        head.insert(0, f"import {{ run }} from {json.dumps(static(SYNC))};")
    return "\n".join([*head, "", content(WORKER).decode()])


def manifest() -> dict[str, object]:
    """What a phone needs to put the app on its home screen."""
    icon = f"{FOLDER}/icons/icon"
    return {
        "id": reverse("field"),
        "name": "Pantau KDMP",
        "short_name": "KDMP",
        "start_url": reverse("field"),
        "scope": reverse("field"),
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#ffffff",
        "theme_color": "#0f4c75",
        "lang": settings.LANGUAGE_CODE,
        "icons": [
            {
                "src": static(f"{icon}-{side}.png"),
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for side in (192, 512)
        ],
    }
