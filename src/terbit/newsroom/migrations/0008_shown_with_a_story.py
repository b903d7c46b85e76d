from django.db import migrations, models


def put_the_text_last(apps, schema_editor):
    """SQLite adds columns at the end; to reach one behind the text it walks through all the pages of the text."""
    if schema_editor.connection.vendor == "sqlite":
        article = apps.get_model("terbit_newsroom", "Article")
        fields = article._meta.local_fields
        article._meta.get_field("body").creation_counter = 1 + max(field.creation_counter for field in fields)
        schema_editor._remake_table(article)


class Migration(migrations.Migration):
    dependencies = [
        ("terbit_newsroom", "0007_statement"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="related",
            field=models.JSONField(
                blank=True, default=list, editable=False, verbose_name="related stories"
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="unverified",
            field=models.BooleanField(default=False, editable=False, verbose_name="needs verification"),
        ),
        migrations.RunPython(put_the_text_last, migrations.RunPython.noop),
    ]
