from django.db import migrations, models


def forget_circles(apps, schema_editor):
    apps.get_model("terbit_newsroom", "Redirect").objects.filter(target=models.F("path")).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("terbit_newsroom", "0013_unverified_statements"),
    ]

    operations = [
        migrations.RunPython(forget_circles, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=~models.Q(target=models.F("path")), name="terbit_redirect_leads_elsewhere"
            ),
        ),
    ]
