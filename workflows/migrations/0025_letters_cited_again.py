"""A letter may be cited again by the process it decided: it says which step, and its scan may come again."""

from django.db import migrations, models

# Child table, column of the letter, step.
_HELD = (
    ("workflows_assetloan", "approval_id", "asset_loan.approve"),
    ("workflows_assetloan", "extension_id", "asset_loan.extend"),
    ("workflows_assetgrant", "council_id", "asset_grant.note_council"),
    ("workflows_assetgrant", "approval_id", "asset_grant.approve"),
    ("workflows_assetgrant", "write_off_letter_id", "asset_grant.write_off"),
)
_FILLED = "; ".join(
    [
        *(
            f"UPDATE workflows_letter SET decides = '{step}' FROM {table} "  # noqa: S608
            f"WHERE {table}.{column} = workflows_letter.id"
            for table, column, step in _HELD
        ),
        "UPDATE workflows_letter SET decides = kind || '.' || step FROM workflows_bulkdecision "
        "WHERE workflows_bulkdecision.letter_id = workflows_letter.id",
        # Those of grants that were sent back since: the council's letters decide nothing else.
        "UPDATE workflows_letter SET decides = 'asset_grant.note_council' WHERE body = 'council' AND decides = ''",
    ]
)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0024_bulk_decision_taken_back")]

    operations = [
        migrations.RemoveConstraint(model_name="evidence", name="evidence_same_file_once"),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("process", "slot", "round", "sha256"),
                name="evidence_same_file_once",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="decides",
            field=models.CharField(blank=True, default="", editable=False, max_length=81),
        ),
        migrations.RunSQL(_FILLED, migrations.RunSQL.noop),
    ]
