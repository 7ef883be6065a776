"""Agreements, their commitments, and the append-only record of both."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The entries of an agreement follow one another as a site's do; what refuses to change them is the same function.
FORWARD = """
CREATE FUNCTION workflows_agreementevent_append() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_seq integer;
    last_hash text;
BEGIN
    SELECT seq, hash INTO last_seq, last_hash
    FROM workflows_agreementevent WHERE agreement_id = NEW.agreement_id ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> COALESCE(last_seq, 0) + 1 OR NEW.previous_hash <> COALESCE(last_hash, '') THEN
        RAISE EXCEPTION 'agreements: entry % of agreement % does not follow entry %',
            NEW.seq, NEW.agreement_id, COALESCE(last_seq, 0)
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER workflows_agreementevent_append BEFORE INSERT ON workflows_agreementevent
    FOR EACH ROW EXECUTE FUNCTION workflows_agreementevent_append();
CREATE TRIGGER workflows_agreementevent_refuse BEFORE UPDATE OR DELETE ON workflows_agreementevent
    FOR EACH ROW EXECUTE FUNCTION sites_event_refuse();
CREATE TRIGGER workflows_agreementevent_refuse_truncate BEFORE TRUNCATE ON workflows_agreementevent
    FOR EACH STATEMENT EXECUTE FUNCTION sites_event_refuse();

-- A commitment moves only along its declared deeds.
CREATE FUNCTION workflows_commitment_edges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'INSERT' AND NEW.state <> 'open') OR (TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND
        (OLD.state, NEW.state) NOT IN (
            ('open', 'done'), ('done', 'confirmed'), ('done', 'open'), ('open', 'cancelled'), ('done', 'cancelled')))
    THEN
        RAISE EXCEPTION 'commitments: a commitment cannot become %', NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER workflows_commitment_edges BEFORE INSERT OR UPDATE OF state ON workflows_commitment
    FOR EACH ROW EXECUTE FUNCTION workflows_commitment_edges();
"""

BACKWARD = """
DROP TRIGGER workflows_commitment_edges ON workflows_commitment;
DROP FUNCTION workflows_commitment_edges();
DROP TRIGGER workflows_agreementevent_refuse_truncate ON workflows_agreementevent;
DROP TRIGGER workflows_agreementevent_refuse ON workflows_agreementevent;
DROP TRIGGER workflows_agreementevent_append ON workflows_agreementevent;
DROP FUNCTION workflows_agreementevent_append();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_delegation"),
        ("gis_data", "0002_geography_version"),
        ("workflows", "0019_card_service"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mou", "Memorandum of understanding (MoU)"),
                            ("cooperation", "Cooperation agreement (PKS)"),
                            ("meeting", "Decision of a coordination meeting (Rakortek)"),
                            ("instruction", "Instruction or circular"),
                        ],
                        max_length=20,
                        verbose_name="Kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="Subject")),
                ("number", models.CharField(max_length=80, verbose_name="Number of the document")),
                ("signed_on", models.DateField(verbose_name="Date of the document")),
                ("scan_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("scan_type", models.CharField(blank=True, default="", max_length=40)),
                ("scan_name", models.CharField(blank=True, default="", max_length=120)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_role", models.CharField(max_length=30)),
                ("recorded_office", models.CharField(blank=True, default="", max_length=160)),
                ("simulated", models.BooleanField(default=False)),
                ("ledger_seq", models.PositiveIntegerField(default=0)),
                ("ledger_head", models.CharField(blank=True, default="", max_length=64)),
                (
                    "parties",
                    models.ManyToManyField(related_name="agreements", to="accounts.office", verbose_name="Parties"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="gis_data.region",
                        verbose_name="Made for",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ["-signed_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AgreementEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField(verbose_name="Number")),
                ("verb", models.CharField(max_length=30, verbose_name="What happened")),
                ("process_id", models.BigIntegerField(null=True)),
                ("process_kind", models.CharField(blank=True, default="", max_length=40)),
                ("process_version", models.PositiveIntegerField(null=True)),
                ("step", models.CharField(blank=True, default="", max_length=40)),
                ("before_state", models.CharField(blank=True, default="", max_length=40)),
                ("after_state", models.CharField(blank=True, default="", max_length=40)),
                ("reason_code", models.CharField(blank=True, default="", max_length=40)),
                ("reason_text", models.TextField(blank=True, default="")),
                ("changes", models.JSONField(default=dict)),
                ("evidence", models.JSONField(default=list)),
                ("actor_name", models.CharField(max_length=150)),
                ("actor_role", models.CharField(blank=True, default="", max_length=30)),
                ("actor_office", models.CharField(blank=True, default="", max_length=160)),
                ("on_behalf_of_name", models.CharField(blank=True, default="", max_length=150)),
                ("device_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("request_id", models.UUIDField(null=True)),
                ("client_id", models.UUIDField(null=True)),
                ("request_digest", models.CharField(blank=True, default="", max_length=64)),
                ("simulated", models.BooleanField(default=False)),
                ("previous_hash", models.CharField(blank=True, default="", max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="workflows.agreement"
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement entry",
                "verbose_name_plural": "agreement entries",
                "ordering": ["agreement_id", "seq"],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="Number")),
                ("subject", models.CharField(max_length=300, verbose_name="What is to be done")),
                ("due_on", models.DateField(verbose_name="Due on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Not done yet"),
                            ("done", "Reported done"),
                            ("confirmed", "Confirmed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="State",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("actors", models.JSONField(default=dict)),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="Done on")),
                ("done_note", models.TextField(blank=True, default="", verbose_name="What was done")),
                ("scan_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("scan_type", models.CharField(blank=True, default="", max_length=40)),
                ("scan_name", models.CharField(blank=True, default="", max_length=120)),
                ("state_since", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="workflows.agreement",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="accounts.office",
                        verbose_name="Office in charge",
                    ),
                ),
                (
                    "regions",
                    models.ManyToManyField(related_name="commitments", to="gis_data.region", verbose_name="Applies to"),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(fields=("kind", "number", "signed_on"), name="agreement_document_once"),
        ),
        migrations.AddConstraint(
            model_name="agreementevent",
            constraint=models.UniqueConstraint(fields=("agreement", "seq"), name="agreement_event_seq_once"),
        ),
        migrations.AddConstraint(
            model_name="agreementevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("client_id__isnull", False)),
                fields=("client_id",),
                name="agreement_event_client_id_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("hash__regex", "^[0-9a-f]{64}$")), name="agreement_event_hash_is_sha256"
            ),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["owner", "due_on"], name="commitment_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.UniqueConstraint(fields=("agreement", "number"), name="commitment_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["done", "confirmed"]), _negated=True),
                    models.Q(
                        ("done_by__isnull", False),
                        ("done_on__isnull", False),
                        models.Q(("done_note", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="commitment_done_is_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    models.Q(
                        ("confirmed_by__isnull", False), models.Q(("confirmed_by", models.F("done_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="commitment_confirmed_by_another",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
