from django.db import migrations

# What the funder decided, which steps were taken and which files left are only added to. An
# attestation's rows are written while it is open; once signed they stay, and once locked it does.
APPEND_ONLY = ("programme_grantversion", "programme_steptaken", "programme_participantfile")

FUNCTIONS = """
CREATE FUNCTION programme_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: rows are added, never changed or removed', TG_TABLE_NAME;
END $$;

CREATE FUNCTION programme_guard_attestation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an attestation is replaced, never removed' USING ERRCODE = 'check_violation';
  END IF;
  IF (OLD.participation_id, OLD.month_on, OLD.version)
     IS DISTINCT FROM (NEW.participation_id, NEW.month_on, NEW.version) THEN
    RAISE EXCEPTION 'an attestation stays with its month' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state IN ('signed', 'locked', 'replaced') AND
     (OLD.minutes, OLD.digest, OLD.signed_at, OLD.signed_by_id)
     IS DISTINCT FROM (NEW.minutes, NEW.digest, NEW.signed_at, NEW.signed_by_id) THEN
    RAISE EXCEPTION 'what is signed stays: open a correction' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'replaced' OR (OLD.state = 'locked' AND
     (NEW.state <> 'replaced' OR (OLD.locked_at, OLD.locked_by_id)
      IS DISTINCT FROM (NEW.locked_at, NEW.locked_by_id))) THEN
    RAISE EXCEPTION 'the month is locked: open a correction' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION programme_guard_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE asked bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN asked := NEW.attestation_id; ELSE asked := OLD.attestation_id; END IF;
  IF TG_OP <> 'INSERT' OR EXISTS (
    SELECT 1 FROM programme_attestation WHERE id = asked AND state <> 'opened'
  ) THEN
    RAISE EXCEPTION 'the rows of a signed month stay: open a correction'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER programme_attestation_stays BEFORE UPDATE OR DELETE ON programme_attestation
  FOR EACH ROW EXECUTE FUNCTION programme_guard_attestation();
CREATE TRIGGER programme_row_stays BEFORE INSERT OR UPDATE OR DELETE ON programme_attestedrow
  FOR EACH ROW EXECUTE FUNCTION programme_guard_row();
"""
DROP = """
DROP TRIGGER programme_row_stays ON programme_attestedrow;
DROP TRIGGER programme_attestation_stays ON programme_attestation;
DROP FUNCTION programme_guard_row();
DROP FUNCTION programme_guard_attestation();
DROP FUNCTION programme_refuse_change();
"""
GUARD = "CREATE TRIGGER {0}_append_only BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION programme_refuse_change();"
UNGUARD = "DROP TRIGGER {0}_append_only ON {0};"


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        *[migrations.RunSQL(GUARD.format(t), UNGUARD.format(t)) for t in APPEND_ONLY],
    ]
