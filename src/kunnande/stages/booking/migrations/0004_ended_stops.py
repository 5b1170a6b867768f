import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0003_stops'),
        ('trail', '0002_append_only'),
    ]

    operations = [
        migrations.AlterField(
            model_name='stop',
            name='lifted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trail.entry'),
        ),
    ]
