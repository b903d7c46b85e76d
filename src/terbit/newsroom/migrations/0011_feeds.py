from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("terbit_newsroom", "0010_archived_comments"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="feed_full_text",
            field=models.BooleanField(
                default=False,
                help_text="Otherwise feeds (RSS, JSON Feed) give headline, standfirst and lead picture.",
                verbose_name="whole stories in feeds",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["first_published_at", "live", "updated_at", "withdrawn_at"],
                name="terbit_published",
                condition=models.Q(path__isnull=False),
            ),
        ),
    ]
