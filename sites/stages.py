"""The vocabulary of the register's read-model: how far a site is, and what must be noticed about it."""

import enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.IntegerChoices):
    """How far a site has come: the furthest stage that any of its workflows proves."""

    REGISTERED = 0, _("Registered, no plot proposed")
    LAND_PROPOSED = 1, _("Plot proposed")
    LAND_VERIFIED = 2, _("Land verified")
    LAND_ACCEPTED = 3, _("Land accepted")
    BUILDING = 4, _("Under construction")
    BUILT = 5, _("Built")
    OPERATIONAL = 6, _("Operational")

    @property
    def slug(self) -> str:
        """The name used in CSS tokens, in URLs and by other programs."""
        return self.name.lower()


class Flag(enum.IntFlag):
    """What must be noticed about a site; stored as one integer, sent to the map as one column."""

    NONE = 0
    WAIVER = 1
    RETURNED = 2
    LAND_REJECTED = 4
    LEGAL_CONDITIONAL = 8
    LEGAL_BLOCKED = 16
    BUILT_UNVERIFIED = 32
    STALE = 64
    SUSPENDED = 128
    AGREEMENT_ENDING = 256
    INTERNET_FAULT = 512
    ARREARS = 1024
    PAPERS_EXPIRED = 2048
    OVERDUE = 4096

    @property
    def slug(self) -> str:
        """The name used in URLs and by other programs."""
        return (self.name or "").lower()


FLAG_LABELS = {
    Flag.WAIVER: _("A rule was waived"),
    Flag.RETURNED: _("Returned for correction"),
    Flag.LAND_REJECTED: _("Plot rejected"),
    Flag.LEGAL_CONDITIONAL: _("Legal note: conditional"),
    Flag.LEGAL_BLOCKED: _("Legal note: blocked"),
    Flag.BUILT_UNVERIFIED: _("Built on unverified land"),
    Flag.STALE: _("No recent report"),
    Flag.SUSPENDED: _("Work suspended"),
    Flag.AGREEMENT_ENDING: _("Right of use is ending or has ended"),
    Flag.INTERNET_FAULT: _("Internet out of order"),
    Flag.ARREARS: _("Instalments in arrears"),
    Flag.PAPERS_EXPIRED: _("Papers expired or no longer complete"),
    Flag.OVERDUE: _("Deadline passed"),
}

# What is blocked or unsafe, and therefore red; the other flags only ask for attention.
BLOCKING_FLAGS = Flag.LEGAL_BLOCKED | Flag.BUILT_UNVERIFIED


def flags_in(value: int) -> list[Flag]:
    """The single flags set in a stored value, in declaration order."""
    return [flag for flag in FLAG_LABELS if value & flag]
