"""The site: one outlet-and-warehouse location, with the read-model the map draws from."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gis_data.models import Region
from sites.models.cooperative import Cooperative
from sites.querysets import SiteQuerySet
from sites.stages import Flag, Stage, flags_in


class Site(models.Model):
    """Where a cooperative's outlet and warehouse stand or will stand.

    ``code`` is the village's Kemendagri code, with ``-2`` and so on for a second site in the village, so a code
    prefix is a jurisdiction here too. The columns under "read-model" and "ledger" are written only by
    ``sites.services`` and ``sites.ledger``, in the transaction of the change they describe.
    """

    class PositionSource(models.TextChoices):
        ESTIMATED = "estimated", _("Estimated from the village's area")
        DOCUMENT = "document", _("From a document")
        SURVEYED = "surveyed", _("Surveyed on the spot")

    class Premises(models.TextChoices):
        UNKNOWN = "unknown", _("Not known")
        NONE = "none", _("None yet")
        BORROWED = "borrowed", _("Borrowed building")
        RENTED = "rented", _("Rented building")
        OWN = "own", _("Own building")

    # Django gives a unique text column a varchar_pattern_ops index too: it serves every scope by prefix.
    code = models.CharField(_("Code"), max_length=16, unique=True)
    village = models.ForeignKey(Region, models.PROTECT, related_name="sites", verbose_name=_("Village"))
    cooperative = models.ForeignKey(
        Cooperative, models.PROTECT, null=True, related_name="sites", verbose_name=_("Cooperative")
    )
    premises = models.CharField(_("Premises"), max_length=10, choices=Premises, default=Premises.UNKNOWN)

    position = models.PointField(_("Position"), srid=4326)
    position_source = models.CharField(_("Position source"), max_length=10, choices=PositionSource)
    position_accuracy_m = models.PositiveIntegerField(_("Accuracy in metres"), null=True)
    position_as_of = models.DateField(_("Position as of"), null=True)
    position_note = models.CharField(_("Position taken from"), max_length=200, blank=True)
    closed_at = models.DateTimeField(_("Closed"), null=True)

    # --- read-model: what the map and the lists show without joining the workflows ---
    stage = models.PositiveSmallIntegerField(_("Stage"), choices=Stage, default=Stage.REGISTERED)
    flags = models.PositiveIntegerField(_("Flags"), default=0)
    progress = models.DecimalField(_("Progress"), max_digits=5, decimal_places=2, null=True)
    waiting_since = models.DateTimeField(_("Waiting since"), null=True)
    # The day by which the first of all awaited steps is due; and the first day on which time alone makes this
    # read-model untrue (a term ends, a report grows old), for the clock. Both null: there is none.
    due_on = models.DateField(_("Due on"), null=True)
    renew_on = models.DateField(null=True)
    # {process id: {"kind", "state", "stage", "flags", "since", "waiting", "awaits"}}: what the columns above are
    # derived from; "awaits": [{"step", "roles", "cause"}] is who is waited for, and the code of the rule they have to
    # make true; besides, where there are any, "due" (the last day of the term), and "to": [{"role", "region"}] and
    # "raised_on", to whom and when it was raised after that.
    processes = models.JSONField(default=dict)
    # {kind: state}: for each kind the state of its furthest process, for colouring the map by one workflow.
    states = models.JSONField(default=dict)

    # --- ledger: the end of this site's chain ---
    ledger_seq = models.PositiveIntegerField(default=0)
    ledger_head = models.CharField(max_length=64, default="", blank=True)
    simulated = models.BooleanField(default=False)

    objects = SiteQuerySet.as_manager()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Entries that ``sites.ledger.record`` has made and ``sites.services.save`` will write.
        self.new_events: list = []

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["code"]
        # Few are closed, and every count of what waits leaves them out.
        indexes = [models.Index(fields=["code"], condition=Q(closed_at__isnull=False), name="site_closed")]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d\d\.\d\d\.\d\d\.\d{4}(-[2-9])?$"), name="site_code_is_a_village_code"
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="site_stage_is_known"),
            models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__range=(0, 100)), name="site_progress_in_range"
            ),
            models.CheckConstraint(
                condition=~Q(position_source="surveyed") | Q(position_as_of__isnull=False),
                name="site_survey_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def caption(self) -> str:
        """Its name for a reader who has to choose among several: the village, and the code."""
        return f"{self.village.full_name} ({self.code})"

    @property
    def district_code(self) -> str:
        """The code of the district (kecamatan): ``62.03.09``."""
        return self.code[:8]

    @property
    def flag_list(self) -> list[Flag]:
        """The flags that are set."""
        return flags_in(self.flags)

    @property
    def located(self) -> bool:
        """Only a surveyed position counts as located; an estimate is shown as an estimate."""
        return self.position_source == self.PositionSource.SURVEYED
