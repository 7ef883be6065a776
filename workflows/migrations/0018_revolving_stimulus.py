"""The revolving stimulus: fund, instalments, its table and its legal edges."""

import datetime

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gis_data.dates
import sites.money
import workflows.readiness.catalogue
from workflows.edges import legal_edges, single_in

# No ceiling was published; fifty cooperatives at 300 million rupiah each, the upper bound of what was announced.
FUND = {
    "name": "Dana stimulus bergulir koperasi Kalimantan Tengah",
    "region_code": "62",
    "total": 15_000_000_000,
    "source": "Perkiraan: 50 koperasi × Rp 300 juta; pagu resmi belum diumumkan (rapat 19 Januari 2026)",
    "as_of": datetime.date(2026, 1, 19),
}


def fill(apps, _schema_editor):
    apps.get_model("workflows", "Fund").objects.create(**FUND)


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0017_readiness"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Fund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="Name")),
                (
                    "region_code",
                    models.CharField(
                        max_length=13, validators=[workflows.readiness.catalogue.valid_region], verbose_name="Region"
                    ),
                ),
                ("total", sites.money.RupiahField(decimal_places=2, max_digits=18, verbose_name="Amount of the fund")),
                (
                    "smallest",
                    sites.money.RupiahField(
                        decimal_places=2, default=200000000, max_digits=18, verbose_name="Smallest stimulus"
                    ),
                ),
                (
                    "largest",
                    sites.money.RupiahField(
                        decimal_places=2, default=300000000, max_digits=18, verbose_name="Largest stimulus"
                    ),
                ),
                (
                    "instalments",
                    models.PositiveSmallIntegerField(
                        default=24,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="Monthly instalments",
                    ),
                ),
                (
                    "grace_months",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[django.core.validators.MaxValueValidator(36)],
                        verbose_name="Months without instalments",
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="Source")),
                ("as_of", models.DateField(verbose_name="As of")),
                ("active", models.BooleanField(default=True, verbose_name="In use")),
            ],
            options={
                "verbose_name": "fund",
                "verbose_name_plural": "funds",
                "ordering": ["region_code", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("largest__gte", models.F("smallest")), ("smallest__gt", 0)),
                        name="fund_bounds_in_order",
                        violation_error_message="The largest stimulus is not smaller than the smallest.",
                    ),
                    models.CheckConstraint(condition=models.Q(("instalments__gte", 1)), name="fund_has_instalments"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
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
                ("due_on", models.DateField(verbose_name="Due on")),
                ("amount", sites.money.RupiahField(decimal_places=2, max_digits=18, verbose_name="Amount")),
                (
                    "paid",
                    sites.money.RupiahField(
                        decimal_places=2, default=0, editable=False, max_digits=18, verbose_name="Paid so far"
                    ),
                ),
                (
                    "payment",
                    sites.money.RupiahField(decimal_places=2, max_digits=18, null=True, verbose_name="Amount received"),
                ),
                (
                    "paid_on",
                    models.DateField(null=True, validators=[gis_data.dates.past_day], verbose_name="Received on"),
                ),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="Bank reference")),
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
                "verbose_name": "instalment",
                "verbose_name_plural": "instalments",
                "ordering": ["process_id", "number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("process", "number"), name="instalment_numbered_once"),
                    models.CheckConstraint(
                        condition=models.Q(("paid__gte", 0), ("paid__lte", models.F("amount"))),
                        name="instalment_paid_within_amount",
                        violation_error_message="More would be paid than this instalment amounts to.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RevolvingStimulus",
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
                    "amount_requested",
                    sites.money.RupiahField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="Amount applied for"
                    ),
                ),
                ("purpose", models.TextField(blank=True, max_length=1000, verbose_name="What the money is for")),
                (
                    "principal",
                    sites.money.RupiahField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="Amount decreed"
                    ),
                ),
                ("decree_number", models.CharField(blank=True, max_length=80, verbose_name="Number of the decree")),
                ("decree_date", models.DateField(blank=True, null=True, verbose_name="Date of the decree")),
                ("disbursed_on", models.DateField(blank=True, null=True, verbose_name="Transferred on")),
                (
                    "transfer_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="Bank reference of the transfer"),
                ),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="Money received on")),
                ("fund_region", models.CharField(blank=True, default="", editable=False, max_length=13)),
                (
                    "repaid",
                    sites.money.RupiahField(
                        decimal_places=2, default=0, editable=False, max_digits=18, verbose_name="Paid back"
                    ),
                ),
                ("next_due_on", models.DateField(editable=False, null=True, verbose_name="Next instalment due on")),
                ("arrears_since", models.DateField(editable=False, null=True, verbose_name="In arrears since")),
                ("goes_to", models.CharField(blank=True, default="", editable=False, max_length=40)),
                (
                    "fund",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stimuli",
                        to="workflows.fund",
                        verbose_name="Fund",
                    ),
                ),
            ],
            options={
                "verbose_name": "revolving stimulus",
                "verbose_name_plural": "revolving stimuli",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("repaid", 0),
                            models.Q(("principal__isnull", False), ("repaid__lte", models.F("principal"))),
                            _connector="OR",
                        ),
                        name="stimulus_repaid_within_principal",
                        violation_error_message="More would be repaid than the principal amounts to.",
                    )
                ],
            },
            bases=("workflows.process",),
        ),
        legal_edges(
            "revolving_stimulus",
            [
                ("", "candidate"),
                ("candidate", "terminated"),
                ("candidate", "verified"),
                ("decreed", "disbursed"),
                ("decreed", "terminated"),
                ("disbursed", "in_arrears"),
                ("disbursed", "revolving"),
                ("disbursed", "terminated"),
                ("in_arrears", "in_arrears"),
                ("in_arrears", "revolving"),
                ("in_arrears", "terminated"),
                ("revolving", "in_arrears"),
                ("revolving", "repaid"),
                ("revolving", "revolving"),
                ("revolving", "terminated"),
                ("verified", "candidate"),
                ("verified", "decreed"),
                ("verified", "terminated"),
            ],
        ),
        single_in("revolving_stimulus", ["candidate", "decreed", "disbursed", "in_arrears", "revolving", "verified"]),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
