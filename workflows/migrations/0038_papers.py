"""Papers: the register, its counters and templates; the database keeps what was issued, and numbers without gaps."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION workflows_paper_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last integer;
BEGIN
    SELECT max(sequence) INTO last FROM workflows_paper
    WHERE office = NEW.office AND kind = NEW.kind AND year = NEW.year AND simulated = NEW.simulated;
    IF NOT NEW.simulated AND NEW.sequence <> COALESCE(last, 0) + 1 THEN
        RAISE EXCEPTION 'papers: number % of % does not follow %', NEW.sequence, NEW.office, COALESCE(last, 0)
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION workflows_paper_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.simulated THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'papers: what was issued is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.process_id, NEW.kind, NEW.office, NEW.region_id, NEW.year, NEW.sequence, NEW.number, NEW.dated, NEW.code,
        NEW.parties, NEW.facts, NEW.template_id, NEW.sha256, NEW.event_seq, NEW.issued_by_id, NEW.issued_at,
        NEW.simulated)
       IS DISTINCT FROM
       (OLD.process_id, OLD.kind, OLD.office, OLD.region_id, OLD.year, OLD.sequence, OLD.number, OLD.dated, OLD.code,
        OLD.parties, OLD.facts, OLD.template_id, OLD.sha256, OLD.event_seq, OLD.issued_by_id, OLD.issued_at,
        OLD.simulated)
       OR OLD.cancelled_at IS NOT NULL AND NEW.cancelled_at IS DISTINCT FROM OLD.cancelled_at THEN
        RAISE EXCEPTION 'papers: what was issued is never changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION workflows_papertemplate_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'papers: a version of a template is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER workflows_paper_insert BEFORE INSERT ON workflows_paper
    FOR EACH ROW EXECUTE FUNCTION workflows_paper_insert();
CREATE TRIGGER workflows_paper_keep BEFORE UPDATE OR DELETE ON workflows_paper
    FOR EACH ROW EXECUTE FUNCTION workflows_paper_keep();
CREATE TRIGGER workflows_papertemplate_keep BEFORE UPDATE ON workflows_papertemplate
    FOR EACH ROW EXECUTE FUNCTION workflows_papertemplate_keep();
"""

BACKWARD = """
DROP TRIGGER workflows_papertemplate_keep ON workflows_papertemplate;
DROP TRIGGER workflows_paper_keep ON workflows_paper;
DROP TRIGGER workflows_paper_insert ON workflows_paper;
DROP FUNCTION workflows_papertemplate_keep();
DROP FUNCTION workflows_paper_keep();
DROP FUNCTION workflows_paper_insert();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("gis_data", "0002_geography_version"),
        ("workflows", "0037_photo_prints"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office", models.CharField(max_length=160)),
                ("kind", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("simulated", models.BooleanField(default=False)),
                ("last", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "counter of papers",
                "verbose_name_plural": "counters of papers",
                "constraints": [
                    models.UniqueConstraint(fields=("office", "kind", "year", "simulated"), name="paper_counter_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="Kind")),
                ("version", models.PositiveIntegerField(verbose_name="Version")),
                ("source", models.TextField(verbose_name="Text")),
                ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="What was changed")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gis_data.region",
                        verbose_name="Region",
                    ),
                ),
            ],
            options={
                "verbose_name": "template of a paper",
                "verbose_name_plural": "templates of papers",
                "ordering": ["kind", "region", "-version"],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("process_version", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=40, verbose_name="Kind")),
                ("office", models.CharField(max_length=160, verbose_name="Issued by")),
                ("year", models.PositiveSmallIntegerField(verbose_name="Year")),
                ("sequence", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=80, verbose_name="Number")),
                ("dated", models.DateField(verbose_name="Date")),
                ("code", models.CharField(max_length=12, unique=True)),
                ("parties", models.JSONField(default=list)),
                ("facts", models.JSONField(default=dict)),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
                ("event_seq", models.PositiveIntegerField()),
                ("issued_at", models.DateTimeField()),
                ("issued_role", models.CharField(max_length=30)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancelled_because", models.CharField(blank=True, default="", max_length=500)),
                ("signed_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("signed_unchanged", models.BooleanField(default=False)),
                ("signed_at", models.DateTimeField(null=True)),
                ("simulated", models.BooleanField(default=False)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="workflows.process",
                        verbose_name="Process",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gis_data.region",
                        verbose_name="Region",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="workflows.papertemplate"
                    ),
                ),
            ],
            options={
                "verbose_name": "paper",
                "verbose_name_plural": "papers",
                "ordering": ["-issued_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="papertemplate",
            constraint=models.UniqueConstraint(
                fields=("kind", "region", "version"), name="paper_template_version_once", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["office", "year"], name="paper_of_office_and_year"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                fields=("office", "kind", "year", "simulated", "sequence"), name="paper_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at", None)), fields=("process", "kind"), name="paper_one_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="paper_is_sha256"
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cancelled_at", None),
                    models.Q(models.Q(("cancelled_because", ""), _negated=True), ("cancelled_by__isnull", False)),
                    _connector="OR",
                ),
                name="paper_cancelled_with_a_reason",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
