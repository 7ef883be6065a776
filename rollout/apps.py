"""The rollout app: the project that composes the apps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RolloutConfig(AppConfig):
    name = "rollout"
    verbose_name = _("Rollout tracker")

    def ready(self) -> None:
        from rollout import checks  # noqa: F401 - registers them, once the apps are loaded
