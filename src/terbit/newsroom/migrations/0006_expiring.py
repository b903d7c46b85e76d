from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("terbit_newsroom", "0005_live_drafts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["expire_at"],
                name="terbit_expires",
                condition=models.Q(live=True, expire_at__isnull=False),
            ),
        ),
    ]
