from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0040_node_numbers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='indicator',
            name='counted',
            field=models.CharField(choices=[('people', 'Deltagare'), ('companies', 'Företag'), ('money', 'Kronor'), ('elsewhere', 'Räknas inte här')], max_length=12),
        ),
    ]
