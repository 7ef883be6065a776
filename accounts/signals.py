"""What accounts tell the apps that stand above them, in the transaction of the change itself."""

from django.dispatch import Signal

# A phone was enrolled, for the first time under its number. Sent with ``device``.
phone_enrolled = Signal()
