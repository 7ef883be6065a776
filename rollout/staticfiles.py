"""Static files with hashed names: ES module imports followed, the stylesheets' own imports put in their place.

Django rewrites ``import … from "./x.js";`` to the hashed name only when asked to, and only for statements that
end in a semicolon; ``tests/architecture`` holds every module to that.
"""

import posixpath
import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "rollout/css/main.css"
# Those that are made of smaller ones.
_IN_PIECES = (STYLESHEET, "sites/css/map.css")
_CSS_IMPORT = re.compile(r'^@import "(?P<path>[^"]+)";$', re.MULTILINE)


class InlinedImports:
    """A file's storage that gives the file with each ``@import "x.css";`` line replaced by the text of ``x.css``.

    The small files stay readable in the source, and a browser on a slow line asks once instead of fifteen times.
    """

    def __init__(self, storage):
        self.storage = storage

    def open(self, path: str) -> ContentFile:
        """The stylesheet with its imports in place, one level deep; a missing file raises as any other would."""

        def imported(match: re.Match) -> str:
            return self._text(posixpath.join(posixpath.dirname(path), match["path"]))

        return ContentFile(_CSS_IMPORT.sub(imported, self._text(path)).encode(), name=path)

    def _text(self, path: str) -> str:
        with self.storage.open(path) as file:
            return file.read().decode()


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's compressed, hashed storage that follows imports between ES modules and inlines the stylesheet's."""

    support_js_module_import_aggregation = True
    # A module's name follows from those it imports, so a chain of them may take as many passes as it has links.
    max_post_process_passes = 30

    def post_process(self, paths, dry_run=False, **options):
        """Hash and compress as before, with each stylesheet in one piece. ``paths``: name → (storage, path)."""
        for name in set(_IN_PIECES) & paths.keys():
            storage, path = paths[name]
            paths = {**paths, name: (InlinedImports(storage), path)}
        yield from super().post_process(paths, dry_run, **options)
