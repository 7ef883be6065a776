"""People: who they are, which office they serve, and what they may do where."""

from accounts.models.assignment import Assignment
from accounts.models.delegation import Delegation
from accounts.models.device import Device, EnrolmentCode
from accounts.models.export_key import ExportKey
from accounts.models.office import Office
from accounts.models.session import Session
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = [
    "ApiToken",
    "Assignment",
    "Delegation",
    "Device",
    "EnrolmentCode",
    "ExportKey",
    "Office",
    "Session",
    "User",
]
