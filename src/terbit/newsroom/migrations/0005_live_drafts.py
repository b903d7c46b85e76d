from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("terbit_newsroom", "0004_section_order"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["latest_revision"],
                name="terbit_live_draft",
                condition=models.Q(live=True, has_unpublished_changes=True),
            ),
        ),
    ]
