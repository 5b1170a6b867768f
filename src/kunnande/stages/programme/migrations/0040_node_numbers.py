import django.db.models.deletion
from django.db import migrations, models

# A month's numbers stand as they were made.
GUARD = "CREATE TRIGGER {0}_append_only BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION programme_refuse_change();"
UNGUARD = "DROP TRIGGER {0}_append_only ON {0};"


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0007_labour_spells'),
        ('programme', '0011_money_stays'),
    ]

    operations = [
        migrations.CreateModel(
            name='NodeRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(unique=True)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='NodeNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(choices=[('certified', 'Bevis'), ('left', 'Har slutat'), ('men', 'Män'), ('validated', 'Validerade'), ('women', 'Kvinnor')], max_length=12)),
                ('count', models.PositiveIntegerField()),
                ('at_least', models.PositiveIntegerField()),
                ('company', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('node', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.programme')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='numbers', to='programme.noderelease')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('release', 'programme', 'measure', 'node', 'company'), name='programme_node_number_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('node__isnull', True), ('company__isnull', True), _connector='XOR'), name='programme_node_number_of_one_part'), models.CheckConstraint(condition=models.Q(('at_least__gte', 5), ('count__gte', models.F('at_least'))), name='programme_node_number_of_five_or_more')],
            },
        ),
        migrations.RunSQL(GUARD.format("programme_noderelease"), UNGUARD.format("programme_noderelease")),
        migrations.RunSQL(GUARD.format("programme_nodenumber"), UNGUARD.format("programme_nodenumber")),
    ]
