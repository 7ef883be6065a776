"""People: who they are, which office they serve, and what they may do where."""

from accounts.models.assignment import Assignment
from accounts.models.delegation import Delegation
from accounts.models.office import Office
from accounts.models.session import Session
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = ["ApiToken", "Assignment", "Delegation", "Office", "Session", "User"]
