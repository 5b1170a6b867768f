from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("framework", "0003_freeze_accepted")]

    operations = [
        migrations.AddField(
            model_name="area",
            name="family_en",
            field=models.CharField(blank=True, default="", max_length=100),
        ),
        migrations.AddField(
            model_name="area",
            name="family_sv",
            field=models.CharField(blank=True, default="", max_length=100),
        ),
    ]
