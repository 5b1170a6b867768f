from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION framework_refuse() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published product version is frozen; give the change a version of its own'
    USING ERRCODE = 'check_violation';
END $$;

CREATE FUNCTION framework_version_is_frozen(asked bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM framework_productversion WHERE id = asked AND state <> 'draft'
  );
$$;

CREATE FUNCTION framework_area_is_frozen(asked bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM framework_productarea p JOIN framework_productversion v
      ON v.id = p.product_version_id
    WHERE p.area_version_id = asked AND v.state <> 'draft'
  );
$$;

CREATE FUNCTION framework_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN PERFORM framework_refuse(); END IF;
    RETURN OLD;
  END IF;
  IF OLD.state <> 'draft' AND (
    NEW.state = 'draft'
    OR (NEW.product_id, NEW.version, NEW.is_sample, NEW.valid_from, NEW.published_at,
        NEW.certificate_validity_months)
      IS DISTINCT FROM
       (OLD.product_id, OLD.version, OLD.is_sample, OLD.valid_from, OLD.published_at,
        OLD.certificate_validity_months)
  ) THEN PERFORM framework_refuse(); END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION framework_guard_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND framework_version_is_frozen(OLD.product_version_id) THEN
    PERFORM framework_refuse();
  END IF;
  IF TG_OP <> 'DELETE' AND framework_version_is_frozen(NEW.product_version_id) THEN
    PERFORM framework_refuse();
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION framework_guard_criterion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND framework_area_is_frozen(OLD.area_version_id) THEN
    PERFORM framework_refuse();
  END IF;
  IF TG_OP <> 'DELETE' AND framework_area_is_frozen(NEW.area_version_id) THEN
    PERFORM framework_refuse();
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION framework_guard_area() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF framework_area_is_frozen(OLD.id) THEN PERFORM framework_refuse(); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION framework_guard_level() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM framework_productversion v JOIN framework_product p ON p.id = v.product_id
    WHERE p.scheme_id = OLD.scheme_id AND v.state <> 'draft'
  ) THEN PERFORM framework_refuse(); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER framework_version_frozen BEFORE UPDATE OR DELETE ON framework_productversion
  FOR EACH ROW EXECUTE FUNCTION framework_guard_version();
CREATE TRIGGER framework_product_area_frozen
  BEFORE INSERT OR UPDATE OR DELETE ON framework_productarea
  FOR EACH ROW EXECUTE FUNCTION framework_guard_part();
CREATE TRIGGER framework_pass_rule_frozen
  BEFORE INSERT OR UPDATE OR DELETE ON framework_passrule
  FOR EACH ROW EXECUTE FUNCTION framework_guard_part();
CREATE TRIGGER framework_criterion_frozen
  BEFORE INSERT OR UPDATE OR DELETE ON framework_criterion
  FOR EACH ROW EXECUTE FUNCTION framework_guard_criterion();
CREATE TRIGGER framework_area_version_frozen BEFORE UPDATE OR DELETE ON framework_areaversion
  FOR EACH ROW EXECUTE FUNCTION framework_guard_area();
CREATE TRIGGER framework_level_frozen BEFORE UPDATE OR DELETE ON framework_level
  FOR EACH ROW EXECUTE FUNCTION framework_guard_level();
"""

UNDO = """
DROP TRIGGER framework_version_frozen ON framework_productversion;
DROP TRIGGER framework_product_area_frozen ON framework_productarea;
DROP TRIGGER framework_pass_rule_frozen ON framework_passrule;
DROP TRIGGER framework_criterion_frozen ON framework_criterion;
DROP TRIGGER framework_area_version_frozen ON framework_areaversion;
DROP TRIGGER framework_level_frozen ON framework_level;
DROP FUNCTION framework_guard_version();
DROP FUNCTION framework_guard_part();
DROP FUNCTION framework_guard_criterion();
DROP FUNCTION framework_guard_area();
DROP FUNCTION framework_guard_level();
DROP FUNCTION framework_area_is_frozen(bigint);
DROP FUNCTION framework_version_is_frozen(bigint);
DROP FUNCTION framework_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("framework", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
