"""Papers that follow from the state: their register, its counters, and the templates they are set from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gis_data.models import Region
from gis_data.querysets import prefix_q
from workflows.models.process import Process


class PaperTemplateQuerySet(models.QuerySet):
    """Templates by version."""

    def newest(self) -> "PaperTemplateQuerySet":
        """Of each kind and region the version that counts now."""
        return self.order_by("kind", "region_id", "-version").distinct("kind", "region_id")


class PaperTemplate(models.Model):
    """One version of a template, never changed: the next edit is the next version.

    ``region`` is whose papers are set from it (None: everybody's without one of their own). ``made_by`` None: the text
    that came with the product.
    """

    kind = models.CharField(_("Kind"), max_length=40)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("Region"))
    version = models.PositiveIntegerField(_("Version"))
    source = models.TextField(_("Text"))
    note = models.CharField(_("What was changed"), max_length=200, blank=True, default="")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of a paper")
        verbose_name_plural = _("templates of papers")
        ordering = ["kind", "region", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "region", "version"], nulls_distinct=False, name="paper_template_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.region_id or '-'} v{self.version}"


class PaperCounter(models.Model):
    """The last number an office has used for a kind of paper in a year; its row's lock decides between two who number.

    What is simulated is counted apart, so that it neither uses up real numbers nor leaves holes when it is removed.
    """

    office = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    simulated = models.BooleanField(default=False)
    last = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("counter of papers")
        verbose_name_plural = _("counters of papers")
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "year", "simulated"], name="paper_counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.kind} {self.year}: {self.last}"


class PaperQuerySet(models.QuerySet):
    """Papers by person and by what is looked for."""

    def visible_to(self, user) -> "PaperQuerySet":
        """The papers of the sites this person may see."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(prefix_q("process__site__code", user.scope.region_codes))

    def narrowed(
        self, *, q: str = "", office: str = "", kind: str = "", year: str = "", state: str = ""
    ) -> "PaperQuerySet":
        """Those that fit: ``q`` is part of the number or of the village's name, or a site's code; ``state`` "in_force"
        or "cancelled". What is empty, or no year or state at all, narrows nothing."""
        found = self
        if q:
            found = found.filter(
                Q(number__icontains=q) | Q(process__site__code=q) | Q(process__site__village__name__icontains=q)
            )
        for name, value in {"office": office, "kind": kind}.items():
            found = found.filter(**{name: value}) if value else found
        if year.isdecimal():
            found = found.filter(year=int(year[:4]))
        if state in ("in_force", "cancelled"):
            found = found.filter(cancelled_at__isnull=state == "in_force")
        return found


class Paper(models.Model):
    """An issued paper, written by ``workflows.papers.issuing`` alone; the database refuses to change or delete it.

    ``number`` is ``sequence`` as it is printed; ``office`` numbers its papers per kind and year. ``facts`` is what was
    filled in (``workflows.papers.filling``), ``sha256`` names the PDF in the file store, ``code`` is what verifies it.
    ``parties`` are the offices and bodies named on the public page. ``event_seq`` is the entry of the site's ledger by
    which it was issued. Only cancelling it and keeping its signed copy come later.
    """

    process = models.ForeignKey(Process, models.PROTECT, related_name="papers", verbose_name=_("Process"))
    process_version = models.PositiveIntegerField()
    kind = models.CharField(_("Kind"), max_length=40)
    office = models.CharField(_("Issued by"), max_length=160)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("Region"))
    year = models.PositiveSmallIntegerField(_("Year"))
    sequence = models.PositiveIntegerField()
    number = models.CharField(_("Number"), max_length=80)
    dated = models.DateField(_("Date"))
    code = models.CharField(max_length=12, unique=True)
    parties = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    template = models.ForeignKey(PaperTemplate, models.PROTECT, related_name="papers")
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    event_seq = models.PositiveIntegerField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_role = models.CharField(max_length=30)

    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_because = models.CharField(max_length=500, blank=True, default="")

    signed_sha256 = models.CharField(max_length=64, blank=True, default="")
    # Do the bytes that were issued stand unchanged at the beginning of the signed file, as an e-signature leaves them?
    signed_unchanged = models.BooleanField(default=False)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    simulated = models.BooleanField(default=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "year", "simulated", "sequence"], name="paper_number_once"
            ),
            models.UniqueConstraint(
                fields=["process", "kind"], condition=Q(cancelled_at=None), name="paper_one_in_force"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="paper_is_sha256"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancelled_because="") & Q(cancelled_by__isnull=False),
                name="paper_cancelled_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["office", "year"], name="paper_of_office_and_year")]

    def __str__(self) -> str:
        return self.number

    @property
    def in_force(self) -> bool:
        """Was it not cancelled?"""
        return self.cancelled_at is None

    @property
    def file_name(self) -> str:
        """Its number as a file is called, without an ending."""
        return self.number.replace("/", "-")
