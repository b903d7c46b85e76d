from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("terbit_newsroom", "0011_feeds"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="article", name="terbit_published"),
        # SQLite would look into each row for a path, even where the index says that there is one.
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["first_published_at", "live", "updated_at", "withdrawn_at"],
                name="terbit_months",
                condition=models.Q(first_published_at__isnull=False),
            ),
        ),
    ]
