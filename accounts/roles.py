"""The roles a person can hold within a region (the glossary of the programme's offices)."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do; *where* follows from the region of the assignment, never from the role's name."""

    VILLAGE_OFFICER = "village_officer", _("Village officer")
    FIELD_OFFICER = "field_officer", _("Field officer (Babinsa)")
    DISTRICT_COMMAND = "district_command", _("District command (Kodim)")
    ENGINEERING = "engineering", _("Engineering team (Kodam)")
    COOPERATIVE_OFFICE = "cooperative_office", _("Cooperative office")
    ASSET_OFFICE = "asset_office", _("Asset office (BPKAD)")
    REGION_HEAD = "region_head", _("Head of region")
    ICT_OFFICE = "ict_office", _("ICT office")
    VIEWER = "viewer", _("Viewer")
    ADMIN = "admin", _("Administrator")
    CLOCK = "clock", _("Clock (steps that time takes)")


def roles_in_words(roles: Iterable[Role]) -> str:
    """The roles' names joined for a sentence, in the order the roles are declared."""
    held = set(roles)
    return " / ".join(str(role.label) for role in Role if role in held)
