from django.db import migrations

# What was decided, promised, spent, claimed, declared and given is only added to. What a sent claim
# rests on is written while it is a draft; afterwards neither it nor the costs of its days change.
APPEND_ONLY = (
    "programme_budgetamount", "programme_commitment", "programme_costentry",
    "programme_claimedcost", "programme_claimedmonth", "programme_aiddeclaration",
    "programme_linkedcompany", "programme_earlieraid", "programme_aidgrant",
)  # fmt: skip

FUNCTIONS = """
CREATE FUNCTION programme_guard_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a claim is never removed' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'sent' THEN
    RAISE EXCEPTION 'the claim is sent: correct in a later claim' USING ERRCODE = 'check_violation';
  END IF;
  IF (OLD.programme_id, OLD.number, OLD.from_on, OLD.to_on)
     IS DISTINCT FROM (NEW.programme_id, NEW.number, NEW.from_on, NEW.to_on) THEN
    RAISE EXCEPTION 'a claim stays with its period' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION programme_guard_claimed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM programme_paymentclaim WHERE id = NEW.claim_id AND state = 'sent'
  ) THEN
    RAISE EXCEPTION 'the claim is sent: correct in a later claim' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION programme_guard_cost() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM programme_paymentclaim c
    JOIN programme_budgetline l ON l.programme_id = c.programme_id
    WHERE l.id = NEW.line_id AND c.state = 'sent' AND c.to_on >= NEW."on"
  ) THEN
    RAISE EXCEPTION 'the month is claimed: correct on a later day' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER programme_claim_stays BEFORE UPDATE OR DELETE ON programme_paymentclaim
  FOR EACH ROW EXECUTE FUNCTION programme_guard_claim();
CREATE TRIGGER programme_claimed_cost_in_draft BEFORE INSERT ON programme_claimedcost
  FOR EACH ROW EXECUTE FUNCTION programme_guard_claimed();
CREATE TRIGGER programme_claimed_month_in_draft BEFORE INSERT ON programme_claimedmonth
  FOR EACH ROW EXECUTE FUNCTION programme_guard_claimed();
CREATE TRIGGER programme_cost_in_open_month BEFORE INSERT ON programme_costentry
  FOR EACH ROW EXECUTE FUNCTION programme_guard_cost();
"""
DROP = """
DROP TRIGGER programme_cost_in_open_month ON programme_costentry;
DROP TRIGGER programme_claimed_month_in_draft ON programme_claimedmonth;
DROP TRIGGER programme_claimed_cost_in_draft ON programme_claimedcost;
DROP TRIGGER programme_claim_stays ON programme_paymentclaim;
DROP FUNCTION programme_guard_cost();
DROP FUNCTION programme_guard_claimed();
DROP FUNCTION programme_guard_claim();
"""
GUARD = "CREATE TRIGGER {0}_append_only BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION programme_refuse_change();"
UNGUARD = "DROP TRIGGER {0}_append_only ON {0};"


class Migration(migrations.Migration):
    dependencies = [("programme", "0010_money")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        *[migrations.RunSQL(GUARD.format(t), UNGUARD.format(t)) for t in APPEND_ONLY],
    ]
