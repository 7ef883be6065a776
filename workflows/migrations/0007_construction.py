"""Construction of outlet and warehouse: their tables, lines, templates and legal edges."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from workflows.edges import legal_edges, single_in

# Cumulative percent when a work is done; fitted to reports from sites (2025), to be edited when an official table comes.
WEIGHTS = {
    "preparation": 3,
    "foundation": 12,
    "walls": 28,
    "roof": 50,
    "interior": 70,
    "utilities": 82,
    "finishing": 95,
    "complete": 100,
}
# What each cooperative is to get (Katadata, 18 Nov 2025; Antara): code, name, the building that may not open without it.
EQUIPMENT = [
    ("truck", "Truk", ""),
    ("pickup", "Mobil pikap 4×4", ""),
    ("three_wheeler", "Sepeda motor roda tiga", ""),
    ("cold_storage", "Ruang pendingin (cold storage)", "outlet_construction"),
]


def fill_templates(apps, _schema_editor):
    weight, kind = apps.get_model("workflows", "WorkWeight"), apps.get_model("workflows", "EquipmentKind")
    for building in ("outlet_construction", "warehouse_construction"):
        weight.objects.bulk_create(weight(building=building, work=work, done_at=done) for work, done in WEIGHTS.items())
    kind.objects.bulk_create(kind(code=code, name=name, required_in=building) for code, name, building in EQUIPMENT)


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0006_holiday"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EquipmentKind",
            fields=[
                ("code", models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name="Code")),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("required_in", models.CharField(blank=True, max_length=40, verbose_name="Required in")),
                ("active", models.BooleanField(default=True, verbose_name="In use")),
            ],
            options={
                "verbose_name": "kind of equipment",
                "verbose_name_plural": "kinds of equipment",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="OutletConstruction",
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
                ("started_on", models.DateField(blank=True, null=True, verbose_name="Begun on")),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="Planned completion")),
                ("completed_on", models.DateField(blank=True, null=True, verbose_name="Completed on")),
                ("inspected_on", models.DateField(blank=True, null=True, verbose_name="Inspected on")),
                (
                    "bast_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="Number of the handover certificate (BAST)"
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
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="Opened on")),
                ("suspended_from", models.CharField(blank=True, default="", editable=False, max_length=40)),
                (
                    "reported_percent",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        editable=False,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="Reported progress, percent",
                    ),
                ),
                ("reported_on", models.DateField(editable=False, null=True, verbose_name="Last report")),
                (
                    "open_defects",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Defects not closed"),
                ),
                (
                    "defects_to_check",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Defects to check"),
                ),
            ],
            options={
                "verbose_name": "outlet construction",
                "verbose_name_plural": "outlet constructions",
            },
            bases=("workflows.process",),
        ),
        migrations.CreateModel(
            name="WarehouseConstruction",
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
                ("started_on", models.DateField(blank=True, null=True, verbose_name="Begun on")),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="Planned completion")),
                ("completed_on", models.DateField(blank=True, null=True, verbose_name="Completed on")),
                ("inspected_on", models.DateField(blank=True, null=True, verbose_name="Inspected on")),
                (
                    "bast_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="Number of the handover certificate (BAST)"
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
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="Opened on")),
                ("suspended_from", models.CharField(blank=True, default="", editable=False, max_length=40)),
                (
                    "reported_percent",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        editable=False,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="Reported progress, percent",
                    ),
                ),
                ("reported_on", models.DateField(editable=False, null=True, verbose_name="Last report")),
                (
                    "open_defects",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Defects not closed"),
                ),
                (
                    "defects_to_check",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Defects to check"),
                ),
            ],
            options={
                "verbose_name": "warehouse construction",
                "verbose_name_plural": "warehouse constructions",
            },
            bases=("workflows.process",),
        ),
        migrations.CreateModel(
            name="WorkWeight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("building", models.CharField(max_length=40, verbose_name="Building")),
                (
                    "work",
                    models.CharField(
                        choices=[
                            ("preparation", "Preparation and clearing"),
                            ("foundation", "Foundation and tie beams"),
                            ("walls", "Columns and walls"),
                            ("roof", "Roof frame and covering"),
                            ("interior", "Floor, doors and ceiling"),
                            ("utilities", "Electricity, water and drains"),
                            ("finishing", "Finishing and paint"),
                            ("complete", "Complete"),
                        ],
                        max_length=15,
                        verbose_name="Work",
                    ),
                ),
                (
                    "done_at",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="Percent when done",
                    ),
                ),
            ],
            options={
                "verbose_name": "weight of a work",
                "verbose_name_plural": "weights of the works",
                "ordering": ["building", "done_at"],
                "constraints": [models.UniqueConstraint(fields=("building", "work"), name="work_weight_once")],
            },
        ),
        migrations.CreateModel(
            name="Defect",
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
                ("description", models.CharField(max_length=300, verbose_name="What is wrong")),
                ("place", models.CharField(max_length=120, verbose_name="Where in the building")),
                (
                    "severity",
                    models.CharField(
                        choices=[("minor", "Minor"), ("major", "Major"), ("unsafe", "Unsafe")],
                        max_length=10,
                        verbose_name="Severity",
                    ),
                ),
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
                "verbose_name": "defect",
                "verbose_name_plural": "defects",
                "ordering": ["process_id", "number"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("process", "number"), name="defect_numbered_once")],
            },
        ),
        migrations.CreateModel(
            name="Equipment",
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
                ("ordered_on", models.DateField(null=True, verbose_name="Ordered on")),
                ("supplier", models.CharField(blank=True, max_length=120, verbose_name="Supplier")),
                ("received_on", models.DateField(null=True, verbose_name="Received on")),
                ("serial_number", models.CharField(blank=True, max_length=60, verbose_name="Serial number")),
                ("installed_on", models.DateField(null=True, verbose_name="Installed on")),
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
                        to="workflows.equipmentkind",
                        verbose_name="Kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "equipment",
                "verbose_name_plural": "equipment",
                "ordering": ["process_id", "number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("process", "number"), name="equipment_numbered_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("serial_number", ""), _negated=True),
                        fields=("kind", "serial_number"),
                        name="equipment_serial_once",
                        violation_error_message="A piece of this kind with that serial number is registered already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressReport",
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
                ("reported_on", models.DateField(null=True, verbose_name="Date")),
                (
                    "slot",
                    models.CharField(
                        choices=[("morning", "Morning"), ("evening", "Evening")],
                        max_length=10,
                        verbose_name="Time of day",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="Progress, percent",
                    ),
                ),
                (
                    "work",
                    models.CharField(
                        choices=[
                            ("preparation", "Preparation and clearing"),
                            ("foundation", "Foundation and tie beams"),
                            ("walls", "Columns and walls"),
                            ("roof", "Roof frame and covering"),
                            ("interior", "Floor, doors and ceiling"),
                            ("utilities", "Electricity, water and drains"),
                            ("finishing", "Finishing and paint"),
                            ("complete", "Complete"),
                        ],
                        max_length=15,
                        verbose_name="Work at hand",
                    ),
                ),
                (
                    "workers",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(500)],
                        verbose_name="Workers on site",
                    ),
                ),
                ("material", models.CharField(blank=True, max_length=300, verbose_name="Material on site")),
                (
                    "obstacle",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rain", "Rain or flood"),
                            ("access", "Slippery or broken access"),
                            ("material", "Material is late"),
                            ("workers", "Too few workers"),
                            ("funds", "Payment instalment is late"),
                            ("land", "Land problem or dispute"),
                            ("land_preparation", "Land is not prepared"),
                            ("design", "Drawing or design is unclear"),
                            ("equipment", "Tools or machines broke down"),
                            ("security", "Security"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="Obstacle",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="Note")),
                (
                    "corrects",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Number of the report that is corrected"
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
                "verbose_name": "progress report",
                "verbose_name_plural": "progress reports",
                "ordering": ["process_id", "number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("process", "number"), name="progressreport_numbered_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("corrects", None)),
                        fields=("process", "reported_on", "slot"),
                        name="progress_report_once_per_slot",
                        violation_error_message="There is a report for this day and time of day already; correct that one.",
                    ),
                    models.UniqueConstraint(
                        fields=("process", "corrects"),
                        name="progress_report_corrected_once",
                        violation_error_message="This report was corrected already; correct the later one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gte", 0), ("percent__lte", 100)),
                        name="progress_report_percent_in_range",
                    ),
                ],
            },
        ),
        legal_edges(
            "outlet_construction",
            [
                ("", "not_started"),
                ("finishing", "cancelled"),
                ("finishing", "finishing"),
                ("finishing", "physically_complete"),
                ("finishing", "suspended"),
                ("foundation", "cancelled"),
                ("foundation", "structure"),
                ("foundation", "suspended"),
                ("handed_over", "operational"),
                ("inspected", "handed_over"),
                ("not_started", "cancelled"),
                ("not_started", "preparation"),
                ("physically_complete", "finishing"),
                ("physically_complete", "inspected"),
                ("preparation", "cancelled"),
                ("preparation", "foundation"),
                ("preparation", "suspended"),
                ("roofing", "cancelled"),
                ("roofing", "finishing"),
                ("roofing", "suspended"),
                ("structure", "cancelled"),
                ("structure", "roofing"),
                ("structure", "suspended"),
                ("suspended", "cancelled"),
                ("suspended", "finishing"),
                ("suspended", "foundation"),
                ("suspended", "preparation"),
                ("suspended", "roofing"),
                ("suspended", "structure"),
            ],
        ),
        single_in(
            "outlet_construction",
            [
                "finishing",
                "foundation",
                "handed_over",
                "inspected",
                "not_started",
                "operational",
                "physically_complete",
                "preparation",
                "roofing",
                "structure",
                "suspended",
            ],
        ),
        legal_edges(
            "warehouse_construction",
            [
                ("", "not_started"),
                ("finishing", "cancelled"),
                ("finishing", "finishing"),
                ("finishing", "physically_complete"),
                ("finishing", "suspended"),
                ("foundation", "cancelled"),
                ("foundation", "structure"),
                ("foundation", "suspended"),
                ("handed_over", "operational"),
                ("inspected", "handed_over"),
                ("not_started", "cancelled"),
                ("not_started", "preparation"),
                ("physically_complete", "finishing"),
                ("physically_complete", "inspected"),
                ("preparation", "cancelled"),
                ("preparation", "foundation"),
                ("preparation", "suspended"),
                ("roofing", "cancelled"),
                ("roofing", "finishing"),
                ("roofing", "suspended"),
                ("structure", "cancelled"),
                ("structure", "roofing"),
                ("structure", "suspended"),
                ("suspended", "cancelled"),
                ("suspended", "finishing"),
                ("suspended", "foundation"),
                ("suspended", "preparation"),
                ("suspended", "roofing"),
                ("suspended", "structure"),
            ],
        ),
        single_in(
            "warehouse_construction",
            [
                "finishing",
                "foundation",
                "handed_over",
                "inspected",
                "not_started",
                "operational",
                "physically_complete",
                "preparation",
                "roofing",
                "structure",
                "suspended",
            ],
        ),
        migrations.RunPython(fill_templates, migrations.RunPython.noop),
    ]
