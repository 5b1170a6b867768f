from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_access_tokens")]

    operations = [
        migrations.AddField(
            model_name="employment",
            name="email",
            field=models.EmailField(blank=True, default="", max_length=254),
            preserve_default=False,
        ),
    ]
