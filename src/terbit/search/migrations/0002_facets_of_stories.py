from django.db import migrations


class Migration(migrations.Migration):
    """Changes no table: whoever has put documents is told to put them again, with facets for topics and people."""

    dependencies = [("terbit_search", "0001_initial")]

    operations = []
