"""When the first awaited step of a site is due, and when the clock must look at it again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sites", "0006_on_behalf_of"),
    ]

    operations = [
        migrations.AddField(
            model_name="site",
            name="due_on",
            field=models.DateField(null=True, verbose_name="Due on"),
        ),
        migrations.AddField(
            model_name="site",
            name="renew_on",
            field=models.DateField(null=True),
        ),
    ]
