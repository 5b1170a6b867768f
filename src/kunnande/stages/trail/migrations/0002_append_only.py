from django.db import migrations

TABLES = ("trail_entry", "trail_look", "trail_anchor")

REFUSE = """
CREATE FUNCTION trail_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: rows are added, never changed or removed', TG_TABLE_NAME;
END $$;
"""

GUARD = "CREATE TRIGGER {0}_append_only BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION trail_refuse_change();"
UNGUARD = "DROP TRIGGER {0}_append_only ON {0};"


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION trail_refuse_change();"),
        *[migrations.RunSQL(GUARD.format(t), UNGUARD.format(t)) for t in TABLES],
    ]
