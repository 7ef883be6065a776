"""The workflows app: what must happen at a site."""

import pkgutil
from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = _("Workflows")

    def import_models(self) -> None:
        """Load the app's models and then every module of ``workflows.flows``: a new workflow is a new file there."""
        super().import_models()
        flows = import_module("workflows.flows")
        for module in pkgutil.iter_modules(flows.__path__):
            import_module(f"{flows.__name__}.{module.name}")

    def ready(self) -> None:
        import_module("workflows.checks")
        import_module("workflows.corrected_facts")
        import_module("workflows.notifications.phones")
