"""The tables of geography, the extensions they need, and the trigger that keeps official outlines official."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

# An approximation must not replace an official outline, whoever writes: the last guard behind the loaders' own.
KEEP_OFFICIAL = """
CREATE FUNCTION gis_data_keep_official_boundary() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The official boundary of % is not replaced by an approximate one.', OLD.region_id
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER gis_data_keep_official_boundary BEFORE UPDATE ON gis_data_boundary
    FOR EACH ROW WHEN (OLD.official AND NOT NEW.official) EXECUTE FUNCTION gis_data_keep_official_boundary();
"""
DROP_KEEP_OFFICIAL = """
DROP TRIGGER gis_data_keep_official_boundary ON gis_data_boundary;
DROP FUNCTION gis_data_keep_official_boundary();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        # PostGIS itself is created by Django's PostGIS backend before the first migration.
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="Region",
            fields=[
                ("code", models.CharField(max_length=13, primary_key=True, serialize=False, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("country", "Country"),
                            ("province", "Province"),
                            ("regency", "Regency"),
                            ("city", "City"),
                            ("district", "District"),
                            ("desa", "Village (desa)"),
                            ("kelurahan", "Urban village (kelurahan)"),
                        ],
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Without the word for its kind: “Kapuas”.",
                        max_length=80,
                        verbose_name="official name",
                    ),
                ),
                ("search_name", models.CharField(editable=False, max_length=80, verbose_name="name for search")),
                (
                    "point",
                    django.contrib.gis.db.models.fields.PointField(
                        blank=True, null=True, srid=4326, verbose_name="point"
                    ),
                ),
                ("point_source", models.CharField(blank=True, max_length=120, verbose_name="source of the point")),
                ("point_as_of", models.DateField(blank=True, null=True, verbose_name="point as of")),
                ("point_official", models.BooleanField(default=False, verbose_name="official point")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="gis_data.region",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Boundary",
            fields=[
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="boundary",
                        serialize=False,
                        to="gis_data.region",
                        verbose_name="region",
                    ),
                ),
                ("geometry", django.contrib.gis.db.models.fields.MultiPolygonField(srid=4326, verbose_name="outline")),
                (
                    "display",
                    django.contrib.gis.db.models.fields.MultiPolygonField(
                        srid=4326, verbose_name="outline for the map"
                    ),
                ),
                ("source", models.CharField(max_length=120, verbose_name="source")),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="as of")),
                ("official", models.BooleanField(verbose_name="official")),
                ("loaded_at", models.DateTimeField(verbose_name="loaded at")),
            ],
            options={
                "verbose_name": "boundary",
                "verbose_name_plural": "boundaries",
                "ordering": ["region_id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="boundary_names_its_source"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="region",
            index=models.Index(models.F("kind"), models.F("code"), name="region_kind_code"),
        ),
        migrations.AddIndex(
            model_name="region",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_name"], name="region_search_name", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code__regex", "^ID$"), ("kind", "country")),
                    models.Q(("code__regex", "^[1-9][0-9]$"), ("kind", "province")),
                    models.Q(("code__regex", "^[1-9][0-9]\\.(0[1-9]|[1-6][0-9]|70)$"), ("kind", "regency")),
                    models.Q(("code__regex", "^[1-9][0-9]\\.(7[1-9]|[89][0-9])$"), ("kind", "city")),
                    models.Q(("code__regex", "^[1-9][0-9]\\.[0-9]{2}\\.(0[1-9]|[1-9][0-9])$"), ("kind", "district")),
                    models.Q(("code__regex", "^[1-9][0-9]\\.[0-9]{2}\\.[0-9]{2}\\.[23][0-9]{3}$"), ("kind", "desa")),
                    models.Q(("code__regex", "^[1-9][0-9]\\.[0-9]{2}\\.[0-9]{2}\\.1[0-9]{3}$"), ("kind", "kelurahan")),
                    _connector="OR",
                ),
                name="region_code_fits_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "country"), ("parent__isnull", True)),
                    models.Q(("kind", "province"), ("parent", "ID")),
                    models.Q(
                        ("kind__in", ["regency", "city", "district", "desa", "kelurahan"]),
                        (
                            "parent",
                            models.Func(
                                models.F("code"),
                                models.Value("\\.[0-9]+$"),
                                models.Value(""),
                                function="regexp_replace",
                            ),
                        ),
                        ("parent__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="region_parent_is_prefix",
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("point__isnull", True), models.Q(("point_source", ""), _negated=True), _connector="OR"
                ),
                name="region_point_names_its_source",
            ),
        ),
        migrations.RunSQL(KEEP_OFFICIAL, DROP_KEEP_OFFICIAL),
    ]
