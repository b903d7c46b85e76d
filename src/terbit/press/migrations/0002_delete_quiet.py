from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('terbit_press', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(
            name='Quiet',
        ),
    ]
