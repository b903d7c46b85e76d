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
        ("terbit_newsroom", "0014_no_circles"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="no_dateline",
            field=models.BooleanField(
                default=False,
                help_text="For words that came from elsewhere and stay as they were.",
                verbose_name="without dateline and initials",
            ),
        ),
        migrations.RunPython(put_the_text_last, migrations.RunPython.noop),
    ]
