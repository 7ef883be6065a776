"""Readiness: its tables, lines, the kinds of document, the programme's target, and its legal edges."""

import datetime

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gis_data.dates
import sites.money
import workflows.readiness.catalogue
from workflows.edges import legal_edges, single_in

# What a cooperative of the programme is asked for (Menkop and press, 2025); the shapes of numbers come from practice.
# code, name, expires, proves the legal entity, usual shape of the number, the shape in words
DOCUMENTS = [
    ("deed", "Akta pendirian (notaris NPAK)", False, True, "", ""),
    (
        "sk_ahu",
        "SK AHU (pengesahan badan hukum)",
        False,
        True,
        r"AHU-\d{7}\.AH\.01\.29\.TAHUN \d{4}",
        "AHU-0001234.AH.01.29.TAHUN 2025",
    ),
    ("nib", "NIB (nomor induk berusaha)", False, False, r"\d{13}", "13 angka"),
    ("npwp", "NPWP koperasi", False, False, r"\d{15,16}", "15 atau 16 angka"),
    ("bank_account", "Rekening bank atas nama koperasi", False, False, "", ""),
    ("board_decree", "SK pengurus dan pengawas", True, False, "", ""),
    ("musdes_minutes", "Berita acara musyawarah desa/kelurahan", False, False, "", ""),
    ("rat", "Berita acara rapat anggota tahunan (RAT)", True, False, "", ""),
    ("simkopdes", "Akun SIMKOPDES", False, False, "", ""),
]


def fill(apps, _schema_editor):
    kind, target = apps.get_model("workflows", "DocumentKind"), apps.get_model("workflows", "Target")
    kind.objects.bulk_create(
        kind(
            code=code,
            name=name,
            position=10 * place,
            has_expiry=expires,
            proves_legal=legal,
            pattern=pattern,
            pattern_hint=hint,
        )
        for place, (code, name, expires, legal, pattern, hint) in enumerate(DOCUMENTS, start=1)
    )
    target.objects.create(
        region_code="62",
        year=2026,
        what="active",
        count=50,
        source="Pemerintah Provinsi Kalimantan Tengah, rapat 19 Januari 2026 (introgator.com/?p=10856)",
        as_of=datetime.date(2026, 1, 19),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0016_turn_held_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentKind",
            fields=[
                ("code", models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name="Code")),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="Place in the list")),
                ("required", models.BooleanField(default=True, verbose_name="Required")),
                ("required_from", models.DateField(blank=True, null=True, verbose_name="Required from")),
                ("has_expiry", models.BooleanField(default=False, verbose_name="Expires")),
                ("proves_legal", models.BooleanField(default=False, verbose_name="Needed for the level “legal”")),
                (
                    "pattern",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[workflows.readiness.catalogue.valid_pattern],
                        verbose_name="Usual shape of the number",
                    ),
                ),
                ("pattern_hint", models.CharField(blank=True, max_length=120, verbose_name="The shape in words")),
                ("active", models.BooleanField(default=True, verbose_name="In use")),
            ],
            options={
                "verbose_name": "kind of document",
                "verbose_name_plural": "kinds of document",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Readiness",
            fields=[
                (
                    "process_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="workflows.process",
                    ),
                ),
                ("first_sale_on", models.DateField(blank=True, null=True, verbose_name="First sale on")),
                (
                    "completeness",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        editable=False,
                        max_digits=5,
                        verbose_name="Papers complete, percent",
                    ),
                ),
                (
                    "documents_to_upload",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Documents to upload"),
                ),
                (
                    "documents_to_check",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Documents to check"),
                ),
                (
                    "documents_expiring",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Documents that expire soon"),
                ),
                (
                    "documents_lapsed",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Documents expired"),
                ),
                (
                    "missing_papers",
                    models.TextField(default="", editable=False, verbose_name="Required papers that are not valid"),
                ),
                (
                    "missing_legal",
                    models.TextField(
                        default="", editable=False, verbose_name="Papers of the legal entity that are not valid"
                    ),
                ),
                (
                    "reports_to_check",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Reports to check"),
                ),
                (
                    "accepted_reports",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Accepted reports"),
                ),
                ("report_due_on", models.DateField(editable=False, null=True, verbose_name="Next report due before")),
            ],
            options={
                "verbose_name": "readiness",
                "verbose_name_plural": "readiness",
            },
            bases=("workflows.process",),
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "region_code",
                    models.CharField(
                        max_length=13, validators=[workflows.readiness.catalogue.valid_region], verbose_name="Region"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2025),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="Year",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("legal", "Legal entity"),
                            ("papers_complete", "Papers complete"),
                            ("outlet_ready", "Outlet ready"),
                            ("trading", "Trading"),
                            ("reporting", "Reporting"),
                        ],
                        max_length=20,
                        verbose_name="What is counted",
                    ),
                ),
                (
                    "count",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="How many"
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="Source")),
                ("as_of", models.DateField(verbose_name="As of")),
            ],
            options={
                "verbose_name": "target",
                "verbose_name_plural": "targets",
                "ordering": ["-year", "region_code", "what"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region_code", "year", "what"),
                        name="target_once",
                        violation_error_message="This region has that target for the year already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="Number")),
                (
                    "state",
                    models.CharField(blank=True, default="", editable=False, max_length=40, verbose_name="State"),
                ),
                ("actors", models.JSONField(default=dict, editable=False)),
                ("rounds", models.JSONField(default=dict, editable=False)),
                ("recorded_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
                ("paper_number", models.CharField(blank=True, max_length=80, verbose_name="Number of the document")),
                (
                    "issued_on",
                    models.DateField(
                        null=True, validators=[gis_data.dates.past_day], verbose_name="Date of the document"
                    ),
                ),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                ("in_force", models.BooleanField(default=False, editable=False, verbose_name="Counts as valid")),
                ("valid_until", models.DateField(editable=False, null=True, verbose_name="Counts until")),
                ("remind_on", models.DateField(editable=False, null=True, verbose_name="Next reminder")),
                ("reminded_on", models.DateField(editable=False, null=True, verbose_name="Reminded on")),
                ("lapsed_on", models.DateField(editable=False, null=True, verbose_name="Stopped counting on")),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="workflows.process",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.documentkind",
                        verbose_name="Kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["process_id", "number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("process", "number"), name="document_numbered_once"),
                    models.UniqueConstraint(
                        fields=("process", "kind"),
                        name="document_kind_once",
                        violation_error_message="This document is on the list already; upload it there.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthlyReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="Number")),
                (
                    "state",
                    models.CharField(blank=True, default="", editable=False, max_length=40, verbose_name="State"),
                ),
                ("actors", models.JSONField(default=dict, editable=False)),
                ("rounds", models.JSONField(default=dict, editable=False)),
                ("recorded_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
                (
                    "month",
                    models.DateField(
                        null=True, validators=[gis_data.dates.past_day], verbose_name="Month (any day of it)"
                    ),
                ),
                (
                    "turnover",
                    sites.money.RupiahField(
                        decimal_places=2, max_digits=18, null=True, verbose_name="Turnover of the month"
                    ),
                ),
                ("transactions", models.PositiveIntegerField(null=True, verbose_name="Number of sales")),
                (
                    "members",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="Members at the end of the month"),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="Note")),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="workflows.process",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "monthly report",
                "verbose_name_plural": "monthly reports",
                "ordering": ["process_id", "number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("process", "number"), name="monthlyreport_numbered_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "returned"), _negated=True),
                        fields=("process", "month"),
                        name="monthly_report_once",
                        violation_error_message="There is a report for this month already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("turnover", None), ("turnover__gte", 0), _connector="OR"),
                        name="monthly_report_turnover",
                    ),
                ],
            },
        ),
        legal_edges(
            "readiness",
            [
                ("", "collecting"),
                ("collecting", "closed"),
                ("collecting", "legal"),
                ("legal", "closed"),
                ("legal", "papers_complete"),
                ("outlet_ready", "closed"),
                ("outlet_ready", "trading"),
                ("papers_complete", "closed"),
                ("papers_complete", "outlet_ready"),
                ("reporting", "closed"),
                ("reporting", "trading"),
                ("trading", "closed"),
                ("trading", "reporting"),
            ],
        ),
        single_in("readiness", ["collecting", "legal", "outlet_ready", "papers_complete", "reporting", "trading"]),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
