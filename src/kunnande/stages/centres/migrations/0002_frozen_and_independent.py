from django.db import migrations

GUARDS = """
CREATE FUNCTION centres_refuse_frozen() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published checklist is frozen; give the change a version of its own'
    USING ERRCODE = 'check_violation';
END $$;

CREATE FUNCTION centres_guard_requirement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched bigint[] := ARRAY[]::bigint[];
BEGIN
  IF TG_OP <> 'INSERT' THEN touched := touched || OLD.checklist_id; END IF;
  IF TG_OP <> 'DELETE' THEN touched := touched || NEW.checklist_id; END IF;
  IF EXISTS (
    SELECT 1 FROM centres_checklistversion
    WHERE id = ANY (touched) AND published_at IS NOT NULL
  ) THEN PERFORM centres_refuse_frozen(); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION centres_guard_checklist() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL THEN PERFORM centres_refuse_frozen(); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION centres_guard_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM centres_auditorassignment a JOIN centres_auditvisit v ON v.id = a.visit_id
    WHERE v.accreditation_id = NEW.accreditation_id AND a.auditor_id = NEW.decided_by_id
  ) THEN
    RAISE EXCEPTION 'whoever audited a centre does not decide on its accreditation'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER centres_requirement_frozen
  BEFORE INSERT OR UPDATE OR DELETE ON centres_checklistrequirement
  FOR EACH ROW EXECUTE FUNCTION centres_guard_requirement();
CREATE TRIGGER centres_checklist_frozen BEFORE UPDATE OR DELETE ON centres_checklistversion
  FOR EACH ROW EXECUTE FUNCTION centres_guard_checklist();
CREATE TRIGGER centres_decision_independent
  BEFORE INSERT OR UPDATE ON centres_accreditationdecision
  FOR EACH ROW EXECUTE FUNCTION centres_guard_decision();
"""

UNDO = """
DROP TRIGGER centres_decision_independent ON centres_accreditationdecision;
DROP TRIGGER centres_checklist_frozen ON centres_checklistversion;
DROP TRIGGER centres_requirement_frozen ON centres_checklistrequirement;
DROP FUNCTION centres_guard_decision();
DROP FUNCTION centres_guard_checklist();
DROP FUNCTION centres_guard_requirement();
DROP FUNCTION centres_refuse_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("centres", "0001_initial")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
