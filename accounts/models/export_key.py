"""The key pair for which a phone encrypts what it holds when it must travel by another way than its own."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class ExportKey(models.Model):
    """An RSA key pair. Former ones stay: a phone may come back with what it encrypted for them months ago.

    The private half lies in the database unencrypted: whoever reads the database reads the reports themselves.
    """

    kid = models.CharField(max_length=16, primary_key=True)
    private_pem = models.TextField(editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=Q(is_current=True), name="exportkey_one_current")
        ]

    def __str__(self) -> str:
        return self.kid
