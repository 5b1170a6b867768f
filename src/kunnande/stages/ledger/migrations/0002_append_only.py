from django.db import migrations

TABLES = ("ledger_statement", "ledger_ending", "ledger_release")

REFUSE = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: rows are added, never changed or removed', TG_TABLE_NAME;
END $$;
"""

GUARD = "CREATE TRIGGER {0}_append_only BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();"
UNGUARD = "DROP TRIGGER {0}_append_only ON {0};"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION ledger_refuse_change();"),
        *[migrations.RunSQL(GUARD.format(t), UNGUARD.format(t)) for t in TABLES],
    ]
