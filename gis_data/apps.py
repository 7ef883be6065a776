"""The gis_data app: regions and their boundaries; knows no person."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GisDataConfig(AppConfig):
    name = "gis_data"
    verbose_name = _("Geography")
