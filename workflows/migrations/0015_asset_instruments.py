"""Letters of decision; loans and grants of assets, with their legal state changes."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sites.money
from workflows.edges import legal_edges


class Migration(migrations.Migration):
    dependencies = [
        ("gis_data", "0002_geography_version"),
        ("sites", "0008_assets"),
        ("workflows", "0014_reports_that_moved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.CharField(
                        choices=[("head", "Head of region"), ("council", "Regional council (DPRD)")],
                        max_length=10,
                        verbose_name="Organ",
                    ),
                ),
                ("number", models.CharField(max_length=80, verbose_name="Number")),
                ("number_key", models.CharField(editable=False, max_length=80)),
                ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="Year")),
                ("dated", models.DateField(verbose_name="Date")),
                ("subject", models.CharField(max_length=200, verbose_name="Subject")),
                ("sha256", models.CharField(max_length=64, verbose_name="Scan (SHA-256)")),
                ("entered_at", models.DateTimeField()),
                ("simulated", models.BooleanField(default=False)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gis_data.region",
                        verbose_name="Issued by",
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="workflows.process",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision letter",
                "verbose_name_plural": "decision letters",
                "ordering": ["-dated", "number"],
            },
        ),
        migrations.CreateModel(
            name="AssetLoan",
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
                ("asset_name", models.CharField(blank=True, default="", editable=False, max_length=280)),
                (
                    "decided_in",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=13, verbose_name="Region that decides"
                    ),
                ),
                ("of_property", models.BooleanField(default=False, editable=False)),
                (
                    "asset_value",
                    sites.money.RupiahField(
                        decimal_places=2, editable=False, max_digits=18, null=True, verbose_name="Acquisition value"
                    ),
                ),
                (
                    "instrument",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("loan", "Loan for use (pinjam pakai)"),
                            ("lease", "Lease (sewa)"),
                            ("status_use", "Status of use, operated by another party"),
                            ("village_use", "Use of a village asset"),
                        ],
                        max_length=12,
                        verbose_name="Instrument",
                    ),
                ),
                (
                    "borrower_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("central", "Central government"),
                            ("regional", "Provincial, regency or city government"),
                            ("village", "Village government"),
                            ("cooperative", "Cooperative"),
                            ("other", "Another body"),
                        ],
                        max_length=12,
                        verbose_name="Kind of borrower",
                    ),
                ),
                ("borrower_name", models.CharField(blank=True, max_length=160, verbose_name="Borrower")),
                ("purpose", models.TextField(blank=True, max_length=1000, verbose_name="Purpose")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="Begins on")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="At most five years after it begins.", null=True, verbose_name="Ends on"
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recommended", "Recommended"),
                            ("conditional", "Recommended with conditions"),
                            ("advised_against", "Advised against"),
                        ],
                        max_length=16,
                        verbose_name="Result of the review",
                    ),
                ),
                ("findings", models.TextField(blank=True, max_length=2000, verbose_name="Findings of the review")),
                (
                    "approval_number",
                    models.CharField(blank=True, max_length=80, verbose_name="Number of the decision letter"),
                ),
                ("approval_date", models.DateField(blank=True, null=True, verbose_name="Date of the decision letter")),
                (
                    "agreement_number",
                    models.CharField(blank=True, max_length=80, verbose_name="Number of the agreement"),
                ),
                ("agreement_date", models.DateField(blank=True, null=True, verbose_name="Date of the agreement")),
                (
                    "bast_number",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="Number of the handover certificate (BAST)"
                    ),
                ),
                (
                    "bast_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of the handover certificate (BAST)"),
                ),
                (
                    "received_by",
                    models.CharField(blank=True, max_length=150, verbose_name="Received by (office and name)"),
                ),
                ("extended_to", models.DateField(blank=True, null=True, verbose_name="Extended until")),
                (
                    "extension_number",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="Number of the decision letter on the extension"
                    ),
                ),
                (
                    "extension_date",
                    models.DateField(
                        blank=True, null=True, verbose_name="Date of the decision letter on the extension"
                    ),
                ),
                (
                    "return_number",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="Number of the return’s certificate (BAST)"
                    ),
                ),
                ("returned_on", models.DateField(blank=True, null=True, verbose_name="Given back on")),
                (
                    "return_condition",
                    models.TextField(blank=True, max_length=1000, verbose_name="Condition at the return"),
                ),
                ("expires_on", models.DateField(editable=False, null=True, verbose_name="Last day of the term")),
                ("remind_on", models.DateField(editable=False, null=True)),
                (
                    "reminded_days",
                    models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="Days before the end"),
                ),
                ("ended_on", models.DateField(editable=False, null=True, verbose_name="Ended on")),
                (
                    "asset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sites.asset",
                        verbose_name="Asset",
                    ),
                ),
                (
                    "approval",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.letter",
                    ),
                ),
                (
                    "extension",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "loan of an asset",
                "verbose_name_plural": "loans of assets",
            },
            bases=("workflows.process",),
        ),
        migrations.CreateModel(
            name="AssetGrant",
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
                (
                    "recipient_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("central", "Central government"),
                            ("regional", "Provincial, regency or city government"),
                            ("village", "Village government"),
                            ("cooperative", "Cooperative"),
                            ("other", "Another body"),
                        ],
                        max_length=12,
                        verbose_name="Kind of recipient",
                    ),
                ),
                ("recipient_name", models.CharField(blank=True, max_length=160, verbose_name="Recipient")),
                ("purpose", models.TextField(blank=True, max_length=1000, verbose_name="Purpose")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recommended", "Recommended"),
                            ("conditional", "Recommended with conditions"),
                            ("advised_against", "Advised against"),
                        ],
                        max_length=16,
                        verbose_name="Result of the review",
                    ),
                ),
                ("findings", models.TextField(blank=True, max_length=2000, verbose_name="Findings of the review")),
                (
                    "appraised_value",
                    sites.money.RupiahField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("1"))],
                        verbose_name="Appraised value",
                    ),
                ),
                ("appraised_on", models.DateField(blank=True, null=True, verbose_name="Appraised on")),
                (
                    "appraised_by",
                    models.CharField(blank=True, max_length=150, verbose_name="Appraised by (office and name)"),
                ),
                (
                    "exemption_ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("public_interest", "For the public interest (Law 1/2004, Art. 47 (2) d)"),
                            ("spatial_plan", "No longer fits the spatial plan (Law 1/2004, Art. 47 (2) a)"),
                            ("replaced", "To be removed, its replacement is budgeted (Law 1/2004, Art. 47 (2) b)"),
                            ("civil_servants", "For civil servants (Law 1/2004, Art. 47 (2) c)"),
                            ("court", "By final judgment of a court (Law 1/2004, Art. 47 (2) e)"),
                        ],
                        max_length=16,
                        verbose_name="Ground of exemption",
                    ),
                ),
                (
                    "exemption_note",
                    models.TextField(blank=True, max_length=1000, verbose_name="Why the ground applies"),
                ),
                ("council_requested_on", models.DateField(blank=True, null=True, verbose_name="DPRD asked on")),
                (
                    "council_number",
                    models.CharField(blank=True, max_length=80, verbose_name="Number of the DPRD’s decision"),
                ),
                ("council_date", models.DateField(blank=True, null=True, verbose_name="Date of the DPRD’s decision")),
                (
                    "approval_number",
                    models.CharField(blank=True, max_length=80, verbose_name="Number of the decision letter"),
                ),
                ("approval_date", models.DateField(blank=True, null=True, verbose_name="Date of the decision letter")),
                (
                    "nphd_number",
                    models.CharField(blank=True, max_length=80, verbose_name="Number of the grant agreement (NPHD)"),
                ),
                (
                    "nphd_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of the grant agreement (NPHD)"),
                ),
                (
                    "bast_number",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="Number of the handover certificate (BAST)"
                    ),
                ),
                (
                    "bast_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of the handover certificate (BAST)"),
                ),
                (
                    "received_by",
                    models.CharField(blank=True, max_length=150, verbose_name="Received by (office and name)"),
                ),
                (
                    "write_off_number",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="Number of the write-off decision (penghapusan)"
                    ),
                ),
                (
                    "write_off_date",
                    models.DateField(
                        blank=True, null=True, verbose_name="Date of the write-off decision (penghapusan)"
                    ),
                ),
                ("asset_name", models.CharField(blank=True, default="", editable=False, max_length=280)),
                (
                    "decided_in",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=13, verbose_name="Region that decides"
                    ),
                ),
                ("of_property", models.BooleanField(default=False, editable=False)),
                (
                    "asset_value",
                    sites.money.RupiahField(
                        decimal_places=2, editable=False, max_digits=18, null=True, verbose_name="Acquisition value"
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sites.asset",
                        verbose_name="Asset",
                    ),
                ),
                (
                    "approval",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.letter",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.letter",
                    ),
                ),
                (
                    "write_off_letter",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "grant of an asset",
                "verbose_name_plural": "grants of assets",
            },
            bases=("workflows.process",),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                fields=("issuer", "body", "number_key", "year"), name="letter_number_once_per_issuer_and_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="letter_scan_is_sha256"
            ),
        ),
        legal_edges(
            "asset_loan",
            [
                ("", "draft"),
                ("active", "expired"),
                ("active", "extended"),
                ("active", "returned"),
                ("active", "revoked"),
                ("agreed", "active"),
                ("agreed", "withdrawn"),
                ("approved", "agreed"),
                ("approved", "withdrawn"),
                ("draft", "submitted"),
                ("draft", "withdrawn"),
                ("expired", "returned"),
                ("extended", "expired"),
                ("extended", "returned"),
                ("extended", "revoked"),
                ("reviewed", "approved"),
                ("reviewed", "rejected"),
                ("reviewed", "sent_back"),
                ("reviewed", "withdrawn"),
                ("revoked", "returned"),
                ("sent_back", "submitted"),
                ("sent_back", "withdrawn"),
                ("submitted", "rejected"),
                ("submitted", "sent_back"),
                ("submitted", "under_review"),
                ("submitted", "withdrawn"),
                ("under_review", "rejected"),
                ("under_review", "reviewed"),
                ("under_review", "sent_back"),
                ("under_review", "withdrawn"),
            ],
        ),
        legal_edges(
            "asset_grant",
            [
                ("", "draft"),
                ("agreement_signed", "handed_over"),
                ("agreement_signed", "withdrawn"),
                ("appraised", "approved"),
                ("appraised", "awaiting_council"),
                ("appraised", "rejected"),
                ("appraised", "sent_back"),
                ("appraised", "withdrawn"),
                ("approved", "agreement_signed"),
                ("approved", "withdrawn"),
                ("awaiting_council", "approved"),
                ("awaiting_council", "rejected"),
                ("awaiting_council", "sent_back"),
                ("awaiting_council", "withdrawn"),
                ("draft", "submitted"),
                ("draft", "withdrawn"),
                ("handed_over", "written_off"),
                ("sent_back", "submitted"),
                ("sent_back", "withdrawn"),
                ("submitted", "rejected"),
                ("submitted", "sent_back"),
                ("submitted", "under_review"),
                ("submitted", "withdrawn"),
                ("under_review", "appraised"),
                ("under_review", "rejected"),
                ("under_review", "sent_back"),
                ("under_review", "withdrawn"),
            ],
        ),
    ]
