"""What is known about a connection, as columns in the order of the work."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.internet.vocabulary import Mounting, PowerSource, SkyView, Trained


class ConnectionColumns(models.Model):
    """The columns of satellite internet: surveyed, allocated, installed, accepted, moved; and what its lines add up to.

    ``kit`` and ``relocated_to`` are kept by serial number and site code, which is how the ledger tells them.
    """

    # --- surveyed ---
    surveyed_on = models.DateField(_("Date of the survey"), null=True, blank=True)
    sky_view = models.CharField(_("View of the sky"), max_length=15, choices=SkyView, blank=True)
    power_source = models.CharField(_("Source of electricity"), max_length=15, choices=PowerSource, blank=True)
    power_hours = models.DecimalField(
        _("Hours of electricity a day"),
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(Decimal(24))],
    )
    trained = models.CharField(_("Somebody there is trained to run it"), max_length=5, choices=Trained, blank=True)
    contact_name = models.CharField(_("Contact on the spot"), max_length=120, blank=True)
    contact_phone = models.CharField(_("Telephone of the contact"), max_length=30, blank=True)
    survey_note = models.CharField(_("Note of the survey"), max_length=500, blank=True)

    # --- allocated ---
    kit = models.ForeignKey(
        "workflows.Kit",
        models.PROTECT,
        to_field="serial_number",
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Kit"),
        help_text=_("Free kits of the regency and of the province."),
    )
    former = models.ForeignKey(
        "workflows.Process", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("Came from")
    )
    received_on = models.DateField(_("Received on"), null=True, editable=False)

    # --- installed ---
    installed_on = models.DateField(_("Installed on"), null=True, blank=True)
    mounting = models.CharField(_("Mounted"), max_length=10, choices=Mounting, blank=True)
    installed_by = models.CharField(_("Installed by (name and office)"), max_length=150, blank=True)

    # --- accepted ---
    accepted_on = models.DateField(_("Date of acceptance"), null=True, blank=True)
    acceptance_number = models.CharField(_("Number of the acceptance certificate (BAST)"), max_length=60, blank=True)

    # --- moved ---
    relocated_to = models.ForeignKey(
        "sites.Site",
        models.PROTECT,
        to_field="code",
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Moved to the site"),
        help_text=_("A site of the same regency or city."),
    )

    # --- what the lines add up to ---
    active_since = models.DateTimeField(_("Active since"), null=True, editable=False)
    fault_from = models.CharField(max_length=40, blank=True, default="", editable=False)
    faulty_since = models.DateTimeField(_("Out of order since"), null=True, editable=False)
    minutes_down = models.PositiveIntegerField(_("Downtime, minutes"), default=0, editable=False)

    class Meta:
        abstract = True
