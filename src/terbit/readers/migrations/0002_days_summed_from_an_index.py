from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('terbit_newsroom', '0015_words_as_they_came'),
        ('terbit_readers', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='storyday',
            index=models.Index(fields=['day', 'article', 'count'], name='terbit_readings_of_days'),
        ),
    ]
