import django.db.models.deletion
from django.db import migrations, models

import terbit.newsroom.languages


def put_the_text_last(apps, schema_editor):
    """As 0008: what SQLite adds at the end comes to stand before the text.

    Keys of the table's own rows are made anew with the next numbers, which are higher than any there is.
    """
    if schema_editor.connection.vendor == "sqlite":
        article = apps.get_model("terbit_newsroom", "Article")
        own = sum(field.remote_field is not None for field in article._meta.local_fields)
        article._meta.get_field("body").creation_counter = 1 + own + models.Field.creation_counter
        schema_editor._remake_table(article)


class Migration(migrations.Migration):
    dependencies = [
        ("terbit_newsroom", "0016_names_elsewhere"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="language",
            field=models.CharField(
                blank=True,
                choices=terbit.newsroom.languages.choices,
                default="",
                max_length=35,
                verbose_name="language",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="article",
            name="translation_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Readers find each in the other.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="translations",
                to="terbit_newsroom.article",
                verbose_name="translation of",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("translation_of__isnull", False)),
                fields=["translation_of"],
                name="terbit_translations",
            ),
        ),
        migrations.RunPython(put_the_text_last, migrations.RunPython.noop),
    ]
