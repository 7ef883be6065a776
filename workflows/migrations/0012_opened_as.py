"""The role under which each process was opened, read for the earlier ones from their first entry in the ledger."""

from django.db import migrations, models

FILL = """
    UPDATE workflows_process SET opened_as = entry.actor_role FROM sites_event entry
    WHERE entry.process_id = workflows_process.id AND entry.verb = 'started'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0011_turn"),
        ("sites", "0006_on_behalf_of"),
    ]

    operations = [
        migrations.AddField(
            model_name="process",
            name="opened_as",
            field=models.CharField(
                blank=True,
                choices=[
                    ("village_officer", "Village officer"),
                    ("field_officer", "Field officer (Babinsa)"),
                    ("district_command", "District command (Kodim)"),
                    ("engineering", "Engineering team (Kodam)"),
                    ("cooperative_office", "Cooperative office"),
                    ("asset_office", "Asset office (BPKAD)"),
                    ("region_head", "Head of region"),
                    ("ict_office", "ICT office"),
                    ("viewer", "Viewer"),
                    ("admin", "Administrator"),
                    ("clock", "Clock (steps that time takes)"),
                ],
                default="",
                editable=False,
                max_length=30,
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
