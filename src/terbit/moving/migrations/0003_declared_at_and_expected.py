"""When a move was declared done, which no later run clears; and the sizes that files of a delivery must have."""

from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Coalesce


def keep_declared(apps, schema_editor):
    moves = apps.get_model("terbit_moving", "Move").objects.using(schema_editor.connection.alias)
    moves.filter(state="declared").update(declared_at=Coalesce(F("finished_at"), F("started_at")))


class Migration(migrations.Migration):
    dependencies = [("terbit_moving", "0002_deliveries")]

    operations = [
        migrations.AddField(
            model_name="move", name="declared_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="delivery", name="expected", field=models.JSONField(blank=True, default=dict)
        ),
        migrations.RunPython(keep_declared, migrations.RunPython.noop),
    ]
