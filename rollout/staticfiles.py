"""Static files with hashed names, ES module imports included.

Django rewrites ``import … from "./x.js";`` to the hashed name only when asked to, and only for statements that
end in a semicolon; ``tests/architecture`` holds every module to that.
"""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's compressed, hashed storage that also follows imports between ES modules."""

    support_js_module_import_aggregation = True
