from django.db import migrations

TABLES = ("practice_operation", "practice_unlocking")
PARTS = ("practice_practicalcriterion", "practice_safetystop", "practice_productprotocol")

REFUSE = """
CREATE FUNCTION practice_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: rows are added, never changed or removed', TG_TABLE_NAME;
END $$;
"""
GUARD = "CREATE TRIGGER {0}_append_only BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION practice_refuse_change();"
UNGUARD = "DROP TRIGGER {0}_append_only ON {0};"

# A product that takes up a published protocol is a new row, so that table guards only what stands.
FREEZE = """
CREATE FUNCTION practice_refuse_frozen(asked bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM practice_protocolversion WHERE id = asked AND published_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'a published protocol is frozen; give the change a version of its own'
      USING ERRCODE = 'check_violation';
  END IF;
END $$;

CREATE FUNCTION practice_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM practice_refuse_frozen(OLD.id);
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION practice_guard_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM practice_refuse_frozen(OLD.protocol_version_id); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF TG_TABLE_NAME <> 'practice_productprotocol' THEN
    PERFORM practice_refuse_frozen(NEW.protocol_version_id);
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION practice_guard_descriptor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM practice_refuse_frozen(protocol_version_id)
      FROM practice_practicalcriterion WHERE id = OLD.criterion_id;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM practice_refuse_frozen(protocol_version_id)
    FROM practice_practicalcriterion WHERE id = NEW.criterion_id;
  RETURN NEW;
END $$;

CREATE TRIGGER practice_protocolversion_frozen BEFORE UPDATE OR DELETE ON practice_protocolversion
  FOR EACH ROW EXECUTE FUNCTION practice_guard_version();
CREATE TRIGGER practice_descriptor_frozen BEFORE INSERT OR UPDATE OR DELETE ON practice_descriptor
  FOR EACH ROW EXECUTE FUNCTION practice_guard_descriptor();
"""
FREEZE_PART = "CREATE TRIGGER {0}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION practice_guard_part();"
UNFREEZE_PART = "DROP TRIGGER {0}_frozen ON {0};"
UNFREEZE = """
DROP TRIGGER practice_descriptor_frozen ON practice_descriptor;
DROP TRIGGER practice_protocolversion_frozen ON practice_protocolversion;
DROP FUNCTION practice_guard_descriptor();
DROP FUNCTION practice_guard_part();
DROP FUNCTION practice_guard_version();
DROP FUNCTION practice_refuse_frozen(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("practice", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION practice_refuse_change();"),
        *[migrations.RunSQL(GUARD.format(t), UNGUARD.format(t)) for t in TABLES],
        migrations.RunSQL(FREEZE, UNFREEZE),
        *[migrations.RunSQL(FREEZE_PART.format(t), UNFREEZE_PART.format(t)) for t in PARTS],
    ]
