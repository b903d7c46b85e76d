from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("terbit_newsroom", "0012_months"),
    ]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="unverified",
            field=models.BooleanField(default=False, verbose_name="needs verification"),
        ),
    ]
