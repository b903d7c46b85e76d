from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("terbit_newsroom", "0008_shown_with_a_story"),
    ]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="dropped",
            field=models.BooleanField(default=False, editable=False, verbose_name="dropped"),
        ),
    ]
