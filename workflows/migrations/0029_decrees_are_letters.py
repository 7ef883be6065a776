"""The decree of a stimulus is a numbered letter: those that were entered before come into the register."""

import re

import django.db.models.deletion
from django.db import migrations, models


def enter(apps, schema_editor):
    """Enter each decree once; where two cooperatives state one number with different scans, the first holds it."""
    Stimulus, Letter = apps.get_model("workflows", "RevolvingStimulus"), apps.get_model("workflows", "Letter")
    Evidence = apps.get_model("workflows", "Evidence")
    decreed = Stimulus.objects.exclude(decree_number="").exclude(decree_date=None).exclude(fund_region="")
    for stimulus in decreed.order_by("pk"):
        scan = Evidence.objects.filter(process_id=stimulus.pk, slot="decree", withdrawn_at=None).order_by("-pk").first()
        deciders = stimulus.actors.get("decree")
        if scan is None or not deciders:
            continue
        letter, _made = Letter.objects.get_or_create(
            issuer_id=stimulus.fund_region,
            body="head",
            number_key=re.sub(r"\s+", "", stimulus.decree_number).casefold(),
            year=stimulus.decree_date.year,
            defaults={
                "number": stimulus.decree_number,
                "dated": stimulus.decree_date,
                "subject": "Decree of a stimulus",
                "decides": "revolving_stimulus.decree",
                "sha256": scan.sha256,
                "process_id": stimulus.pk,
                "entered_by_id": deciders[-1],
                "entered_at": scan.uploaded_at,
                "simulated": stimulus.simulated,
            },
        )
        if (letter.decides, letter.dated) == ("revolving_stimulus.decree", stimulus.decree_date):
            Stimulus.objects.filter(pk=stimulus.pk).update(decree_letter=letter)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0028_request_of_a_bulk_decision")]

    operations = [
        migrations.AddField(
            model_name="revolvingstimulus",
            name="decree_letter",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflows.letter",
            ),
        ),
        migrations.RunPython(enter, migrations.RunPython.noop),
    ]
