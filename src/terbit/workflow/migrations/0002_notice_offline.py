from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('terbit_workflow', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('submitted', 'submitted'), ('returned', 'returned'), ('approved', 'approved'), ('note', 'note'), ('taken_over', 'taken over'), ('offline', 'taken offline')], max_length=20),
        ),
    ]
