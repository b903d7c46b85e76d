import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('terbit_newsroom', '0009_dropped_topics'),
    ]

    operations = [
        migrations.CreateModel(
            name='Summed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='HostHour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(verbose_name='hour')),
                ('host', models.CharField(blank=True, max_length=80, verbose_name='source')),
                ('count', models.PositiveIntegerField(verbose_name='Readings')),
            ],
            options={
                'verbose_name': 'readings from a host',
                'verbose_name_plural': 'readings by host',
                'constraints': [models.UniqueConstraint(fields=('hour', 'host'), name='terbit_one_count_of_a_host')],
            },
        ),
        migrations.CreateModel(
            name='MostRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(unique=True, verbose_name='position')),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='most_read', to='terbit_newsroom.article')),
            ],
            options={
                'verbose_name': 'most read story',
                'verbose_name_plural': 'most read stories',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='StoryDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('count', models.PositiveIntegerField(verbose_name='Readings')),
                ('article', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='terbit_newsroom.article')),
            ],
            options={
                'verbose_name': 'readings of a day',
                'verbose_name_plural': 'readings by day',
                'constraints': [models.UniqueConstraint(fields=('day', 'article'), name='terbit_one_count_of_a_day')],
            },
        ),
        migrations.CreateModel(
            name='StoryHour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(verbose_name='hour')),
                ('count', models.PositiveIntegerField(verbose_name='Readings')),
                ('article', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='terbit_newsroom.article')),
            ],
            options={
                'verbose_name': 'readings of an hour',
                'verbose_name_plural': 'readings by hour',
                'constraints': [models.UniqueConstraint(fields=('hour', 'article'), name='terbit_one_count_of_an_hour')],
            },
        ),
    ]
