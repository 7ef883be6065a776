"""The card service: its table, its daily totals and its legal edges."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gis_data.dates
import sites.money
from workflows.edges import legal_edges, single_in


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0018_revolving_stimulus"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CardService",
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
                    "bank",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bank_kalteng", "Bank Kalteng"),
                            ("bri", "BRI"),
                            ("bni", "BNI"),
                            ("other", "Other bank"),
                        ],
                        max_length=20,
                        verbose_name="Bank",
                    ),
                ),
                (
                    "edc_serial",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9/-]{4,40}$", "Letters, digits, / and - only, at least four."
                            )
                        ],
                        verbose_name="Serial number of the terminal (EDC)",
                    ),
                ),
                ("device_received_on", models.DateField(blank=True, null=True, verbose_name="Terminal received on")),
                (
                    "operator_name",
                    models.CharField(blank=True, max_length=120, verbose_name="Trained officer of the cooperative"),
                ),
                ("trained_on", models.DateField(blank=True, null=True, verbose_name="Trained on")),
                ("trained_by", models.CharField(blank=True, max_length=120, verbose_name="Trained by (office)")),
                (
                    "internet_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("satellite", "Another satellite connection"),
                            ("fibre", "Fibre or cable"),
                            ("mobile", "Mobile network"),
                            ("village", "The village office’s connection"),
                        ],
                        max_length=15,
                        verbose_name="Kind of connection",
                    ),
                ),
                ("internet_provider", models.CharField(blank=True, max_length=120, verbose_name="Provider")),
                ("internet_checked_on", models.DateField(blank=True, null=True, verbose_name="Tested on")),
                ("trial_on", models.DateField(blank=True, null=True, verbose_name="Tried on")),
                (
                    "trial_transactions",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="Payments tried"),
                ),
                ("active_from", models.DateField(editable=False, null=True, verbose_name="Paying out since")),
                ("days_reported", models.PositiveIntegerField(default=0, editable=False, verbose_name="Days reported")),
                (
                    "transactions",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Payments in all"),
                ),
                (
                    "paid_out",
                    sites.money.RupiahField(
                        decimal_places=2, default=0, editable=False, max_digits=18, verbose_name="Paid out in all"
                    ),
                ),
                ("last_day", models.DateField(editable=False, null=True, verbose_name="Last day reported")),
            ],
            options={
                "verbose_name": "card service",
                "verbose_name_plural": "card services",
            },
            bases=("workflows.process",),
        ),
        migrations.CreateModel(
            name="DailyTotal",
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
                ("day", models.DateField(null=True, validators=[gis_data.dates.past_day], verbose_name="Day")),
                ("transactions", models.PositiveIntegerField(null=True, verbose_name="Number of payments")),
                (
                    "total",
                    sites.money.RupiahField(
                        decimal_places=2, max_digits=18, null=True, verbose_name="Paid out on that day"
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="Note (no names, no identity numbers)"),
                ),
                (
                    "corrects",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Number of the total that is corrected"
                    ),
                ),
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
                "verbose_name": "daily total",
                "verbose_name_plural": "daily totals",
                "ordering": ["process_id", "number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("process", "number"), name="dailytotal_numbered_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("corrects", None)),
                        fields=("process", "day"),
                        name="daily_total_once",
                        violation_error_message="There is a total for this day already; correct that one.",
                    ),
                    models.UniqueConstraint(
                        fields=("process", "corrects"),
                        name="daily_total_corrected_once",
                        violation_error_message="This total was corrected already; correct the later one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total", None), ("total__gte", 0), _connector="OR"),
                        name="daily_total_not_negative",
                    ),
                ],
            },
        ),
        legal_edges(
            "card_service",
            [
                ("", "preparing"),
                ("active", "inactive"),
                ("device_ready", "trial"),
                ("inactive", "active"),
                ("preparing", "device_ready"),
                ("trial", "active"),
            ],
        ),
        single_in("card_service", ["active", "device_ready", "inactive", "preparing", "trial"]),
    ]
