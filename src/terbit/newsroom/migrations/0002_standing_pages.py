from django.db import migrations

WELCOME = "Welcome to your new Wagtail site!"


def name_the_place_of_standing_pages(apps, schema_editor):
    """Wagtail makes a page of greetings, which readers never see: standing pages hang under it."""
    pages = apps.get_model("wagtailcore", "Page").objects.filter(depth=2, title=WELCOME)
    pages.update(title="Halaman tetap", draft_title="Halaman tetap")


class Migration(migrations.Migration):
    dependencies = [
        ("terbit_newsroom", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(name_the_place_of_standing_pages, migrations.RunPython.noop),
    ]
