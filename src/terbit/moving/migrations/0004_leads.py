"""Which redirects of its folder a move made; of those made before that was noted, none goes with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("terbit_moving", "0003_declared_at_and_expected")]

    operations = [
        migrations.AddField(
            model_name="move", name="leads", field=models.JSONField(blank=True, default=list)
        ),
    ]
