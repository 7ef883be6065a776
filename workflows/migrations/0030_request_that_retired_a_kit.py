"""A kit knows the request that took it out of stock, so that the same again gets the same answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0029_decrees_are_letters")]

    operations = [
        migrations.AddField(
            model_name="kit",
            name="retired_client_id",
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
    ]
