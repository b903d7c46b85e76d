from django.db import migrations, models

import terbit.search.models
from terbit.search import postgresql, sqlite

TABLES = ("terbit_search_archive", "terbit_search_newsroom")


def make_indexes(apps, schema_editor):
    engine = postgresql if schema_editor.connection.vendor == "postgresql" else sqlite
    for table in TABLES:
        engine.make(schema_editor, table)


def drop_indexes(apps, schema_editor):
    engine = postgresql if schema_editor.connection.vendor == "postgresql" else sqlite
    for table in TABLES:
        engine.drop(schema_editor, table)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ArchiveEntry",
            fields=[
                ("place", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("words", terbit.search.models.WordsField()),
            ],
            options={
                "db_table": "terbit_search_archive",
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="terbit_search_archive_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NewsroomEntry",
            fields=[
                ("place", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("words", terbit.search.models.WordsField()),
            ],
            options={
                "db_table": "terbit_search_newsroom",
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="terbit_search_newsroom_key"),
                ],
            },
        ),
        migrations.RunPython(make_indexes, drop_indexes),
    ]
