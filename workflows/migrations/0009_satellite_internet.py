"""Satellite internet: the register of kits, the connection with its lines, and its legal edges."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from workflows.edges import legal_edges, single_in


class Migration(migrations.Migration):
    dependencies = [
        ("gis_data", "0002_geography_version"),
        ("sites", "0004_map_record"),
        ("workflows", "0008_claim"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Kit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "serial_number",
                    models.CharField(editable=False, max_length=40, unique=True, verbose_name="Serial number"),
                ),
                ("written_as", models.CharField(max_length=60, verbose_name="Serial number as written")),
                (
                    "provider",
                    models.CharField(
                        choices=[("starlink", "Starlink"), ("satria", "SATRIA-1 (BAKTI)"), ("other", "Other")],
                        max_length=20,
                        verbose_name="Provider",
                    ),
                ),
                ("model", models.CharField(blank=True, max_length=60, verbose_name="Type")),
                (
                    "holding",
                    models.CharField(
                        choices=[
                            ("purchased", "Purchased"),
                            ("granted", "Received as a grant"),
                            ("lent", "Lent to the office"),
                        ],
                        max_length=20,
                        verbose_name="How it was acquired",
                    ),
                ),
                ("office", models.CharField(max_length=150, verbose_name="Office that purchased or lent it")),
                (
                    "source",
                    models.CharField(
                        help_text="The list, letter or invoice it was taken from.",
                        max_length=200,
                        verbose_name="Source",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="As of")),
                ("registered_at", models.DateTimeField(editable=False)),
                ("client_id", models.UUIDField(editable=False, null=True, unique=True)),
                ("retired_at", models.DateTimeField(editable=False, null=True)),
                (
                    "retired_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("broken", "Broken beyond repair"),
                            ("stolen", "Stolen or lost"),
                            ("returned", "Returned to its owner"),
                            ("misregistered", "Registered by mistake"),
                            ("other", "Other"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("retired_note", models.CharField(blank=True, editable=False, max_length=2000)),
                ("simulated", models.BooleanField(default=False, editable=False)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gis_data.region",
                        verbose_name="Region whose stock it is in",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "kit",
                "verbose_name_plural": "kits",
                "ordering": ["serial_number"],
            },
        ),
        migrations.CreateModel(
            name="SatelliteInternet",
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
                ("surveyed_on", models.DateField(blank=True, null=True, verbose_name="Date of the survey")),
                (
                    "sky_view",
                    models.CharField(
                        blank=True,
                        choices=[("clear", "Open sky"), ("partly", "Partly obstructed"), ("obstructed", "Obstructed")],
                        max_length=15,
                        verbose_name="View of the sky",
                    ),
                ),
                (
                    "power_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("grid", "Power grid (PLN)"),
                            ("village_solar", "Village solar plant"),
                            ("own_solar", "Own solar panels"),
                            ("generator", "Generator"),
                            ("none", "None"),
                        ],
                        max_length=15,
                        verbose_name="Source of electricity",
                    ),
                ),
                (
                    "power_hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=3,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(Decimal("24")),
                        ],
                        verbose_name="Hours of electricity a day",
                    ),
                ),
                (
                    "trained",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No")],
                        max_length=5,
                        verbose_name="Somebody there is trained to run it",
                    ),
                ),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="Contact on the spot")),
                ("contact_phone", models.CharField(blank=True, max_length=30, verbose_name="Telephone of the contact")),
                ("survey_note", models.CharField(blank=True, max_length=500, verbose_name="Note of the survey")),
                ("received_on", models.DateField(editable=False, null=True, verbose_name="Received on")),
                ("installed_on", models.DateField(blank=True, null=True, verbose_name="Installed on")),
                (
                    "mounting",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("roof", "On the roof"),
                            ("wall", "On a wall"),
                            ("mast", "On a mast"),
                            ("ground", "On the ground"),
                        ],
                        max_length=10,
                        verbose_name="Mounted",
                    ),
                ),
                (
                    "installed_by",
                    models.CharField(blank=True, max_length=150, verbose_name="Installed by (name and office)"),
                ),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="Date of acceptance")),
                (
                    "acceptance_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="Number of the acceptance certificate (BAST)"
                    ),
                ),
                ("active_since", models.DateTimeField(editable=False, null=True, verbose_name="Active since")),
                ("fault_from", models.CharField(blank=True, default="", editable=False, max_length=40)),
                ("faulty_since", models.DateTimeField(editable=False, null=True, verbose_name="Out of order since")),
                (
                    "minutes_down",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Downtime, minutes"),
                ),
                (
                    "former",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="workflows.process",
                        verbose_name="Came from",
                    ),
                ),
                (
                    "kit",
                    models.ForeignKey(
                        blank=True,
                        help_text="Free kits of the regency and of the province.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.kit",
                        to_field="serial_number",
                        verbose_name="Kit",
                    ),
                ),
                (
                    "relocated_to",
                    models.ForeignKey(
                        blank=True,
                        help_text="A site of the same regency or city.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sites.site",
                        to_field="code",
                        verbose_name="Moved to the site",
                    ),
                ),
            ],
            options={
                "verbose_name": "satellite internet",
                "verbose_name_plural": "satellite internet",
            },
            bases=("workflows.process",),
        ),
        migrations.CreateModel(
            name="Shipment",
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
                    "courier",
                    models.CharField(
                        help_text="The company, or the person who brings it.", max_length=120, verbose_name="Courier"
                    ),
                ),
                ("tracking_number", models.CharField(blank=True, max_length=60, verbose_name="Number of the shipment")),
                ("sent_on", models.DateField(null=True, verbose_name="Sent on")),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="Expected on")),
                ("received_on", models.DateField(null=True, verbose_name="Received on")),
                (
                    "received_by",
                    models.CharField(blank=True, max_length=150, verbose_name="Received by (name and office)"),
                ),
                (
                    "bast_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="Number of the handover certificate (BAST)"
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
                "verbose_name": "shipment",
                "verbose_name_plural": "shipments",
                "ordering": ["process_id", "number"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SpeedTest",
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
                ("measured_at", models.DateTimeField(null=True, verbose_name="Measured at")),
                (
                    "down_mbps",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(Decimal("10000")),
                        ],
                        verbose_name="Download, Mbps",
                    ),
                ),
                (
                    "up_mbps",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(Decimal("10000")),
                        ],
                        verbose_name="Upload, Mbps",
                    ),
                ),
                (
                    "latency_ms",
                    models.PositiveIntegerField(
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(60000)],
                        verbose_name="Latency, ms",
                    ),
                ),
                (
                    "measured_with",
                    models.CharField(
                        choices=[
                            ("speedtest", "Speedtest app"),
                            ("provider_app", "The provider’s app"),
                            ("browser", "A page in the browser"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="Measured with",
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
                "verbose_name": "speed test",
                "verbose_name_plural": "speed tests",
                "ordering": ["process_id", "number"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Fault",
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
                ("began_at", models.DateTimeField(null=True, verbose_name="Out of order since")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("power", "No electricity"),
                            ("kit", "The kit is damaged"),
                            ("cable", "Cable or router"),
                            ("obstruction", "The sky is obstructed"),
                            ("subscription", "The subscription lapsed"),
                            ("provider", "Failure at the provider"),
                            ("weather", "Weather"),
                            ("theft", "Theft"),
                            ("unknown", "Not known"),
                        ],
                        max_length=20,
                        verbose_name="Cause",
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=300, verbose_name="What was noticed")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="Working again since")),
                ("remedy", models.CharField(blank=True, max_length=300, verbose_name="What was done")),
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
                "verbose_name": "fault",
                "verbose_name_plural": "faults",
                "ordering": ["process_id", "number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("process", "number"), name="fault_numbered_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at", None), ("ended_at__gt", models.F("began_at")), _connector="OR"),
                        name="fault_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="kit",
            constraint=models.CheckConstraint(
                condition=models.Q(("serial_number__regex", "^[A-Z0-9]{4,40}$")), name="kit_serial_normalised"
            ),
        ),
        migrations.AddConstraint(
            model_name="kit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retired_at", None), ("retired_because", "")),
                    models.Q(("retired_at__isnull", False), models.Q(("retired_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="kit_retired_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="shipment",
            constraint=models.UniqueConstraint(fields=("process", "number"), name="shipment_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="speedtest",
            constraint=models.UniqueConstraint(fields=("process", "number"), name="speedtest_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="speedtest",
            constraint=models.CheckConstraint(
                condition=models.Q(("down_mbps__gte", 0), ("latency_ms__gte", 0), ("up_mbps__gte", 0)),
                name="speed_test_not_negative",
            ),
        ),
        legal_edges(
            "satellite_internet",
            [
                ("", "proposed"),
                ("accepted", "deactivated"),
                ("accepted", "fault"),
                ("accepted", "relocated"),
                ("active", "accepted"),
                ("active", "deactivated"),
                ("active", "fault"),
                ("active", "installed"),
                ("active", "relocated"),
                ("allocated", "declined"),
                ("allocated", "shipped"),
                ("allocated", "surveyed"),
                ("fault", "accepted"),
                ("fault", "active"),
                ("fault", "deactivated"),
                ("fault", "relocated"),
                ("installed", "active"),
                ("installed", "deactivated"),
                ("installed", "relocated"),
                ("proposed", "declined"),
                ("proposed", "surveyed"),
                ("received", "installed"),
                ("received", "surveyed"),
                ("shipped", "allocated"),
                ("shipped", "received"),
                ("surveyed", "allocated"),
                ("surveyed", "declined"),
                ("surveyed", "proposed"),
            ],
        ),
        single_in(
            "satellite_internet",
            ["accepted", "active", "allocated", "fault", "installed", "proposed", "received", "shipped", "surveyed"],
        ),
    ]
