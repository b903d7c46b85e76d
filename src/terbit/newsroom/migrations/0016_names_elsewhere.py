from django.db import migrations, models


def put_the_text_last(apps, schema_editor):
    """As 0008: what SQLite adds at the end comes to stand before the text."""
    if schema_editor.connection.vendor == "sqlite":
        article = apps.get_model("terbit_newsroom", "Article")
        fields = article._meta.local_fields
        article._meta.get_field("body").creation_counter = 1 + max(field.creation_counter for field in fields)
        schema_editor._remake_table(article)


class Migration(migrations.Migration):
    dependencies = [
        ("terbit_newsroom", "0015_words_as_they_came"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="search_title",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Empty: the headline.",
                max_length=200,
                verbose_name="title for search engines",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="article",
            name="search_description",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Empty: the standfirst.",
                max_length=500,
                verbose_name="description for search engines",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="article",
            name="feed_id",
            field=models.CharField(blank=True, default="", editable=False, max_length=500),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="article",
            name="headline",
            field=models.CharField(max_length=300, verbose_name="headline"),
        ),
        migrations.AlterField(
            model_name="article",
            name="withdrawn_headline",
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.RunPython(put_the_text_last, migrations.RunPython.noop),
    ]
