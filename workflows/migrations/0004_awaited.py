"""Who is awaited at each process, for the sites' rows that were written before they kept it."""

from django.db import migrations

# What the declaration said when this was written: state -> the steps that are due in it, and who takes them.
DUE = {
    "draft": [("submit", ["cooperative_office", "village_officer"])],
    "returned": [("submit", ["cooperative_office", "village_officer"])],
    "submitted": [("survey", ["field_officer"]), ("note_legal", ["asset_office"])],
    "surveyed": [("verify", ["district_command"]), ("note_legal", ["asset_office"])],
    "verified": [("note_legal", ["asset_office"]), ("accept", ["cooperative_office"])],
}


def awaits(state: str, verdict: str) -> list[dict]:
    rows = [{"step": step, "roles": roles, "cause": ""} for step, roles in DUE.get(state, [])]
    if verdict:
        rows = [row for row in rows if row["step"] != "note_legal"]
    if verdict in ("", "blocked"):
        for row in rows:
            if row["step"] == "accept":
                row.update(roles=["asset_office"], cause="legal_note_not_blocked")
    return rows


def fill(apps, schema_editor) -> None:
    verdicts = dict(apps.get_model("workflows", "LandVerification").objects.values_list("pk", "legal_verdict"))
    for site in apps.get_model("sites", "Site").objects.exclude(processes={}).iterator():
        for pk, row in site.processes.items():
            row["awaits"] = awaits(row["state"], verdicts.get(int(pk), ""))
        site.save(update_fields=["processes"])


class Migration(migrations.Migration):
    dependencies = [("workflows", "0003_rounds_and_measured_plots"), ("sites", "0004_map_record")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
