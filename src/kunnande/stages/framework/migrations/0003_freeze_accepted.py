from django.db import migrations

FUNCTION = """
CREATE FUNCTION framework_guard_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND framework_area_is_frozen(OLD.from_areaversion_id) THEN
    PERFORM framework_refuse();
  END IF;
  IF TG_OP <> 'DELETE' AND framework_area_is_frozen(NEW.from_areaversion_id) THEN
    PERFORM framework_refuse();
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER framework_accepted_frozen
  BEFORE INSERT OR UPDATE OR DELETE ON framework_areaversion_accepts
  FOR EACH ROW EXECUTE FUNCTION framework_guard_accepted();
"""

UNDO = """
DROP TRIGGER framework_accepted_frozen ON framework_areaversion_accepts;
DROP FUNCTION framework_guard_accepted();
"""


class Migration(migrations.Migration):
    dependencies = [("framework", "0002_freeze")]

    operations = [migrations.RunSQL(FUNCTION, UNDO)]
