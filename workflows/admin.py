"""What of the workflows stands in the administration; each part registers its own."""

from workflows.calendar import admin as calendar_admin
from workflows.construction import admin as construction_admin
from workflows.notifications import admin as notifications_admin
from workflows.readiness import admin as readiness_admin
from workflows.stimulus import admin as stimulus_admin

__all__ = [
    "calendar_admin",
    "construction_admin",
    "notifications_admin",
    "readiness_admin",
    "stimulus_admin",
]
