from django.db import migrations

# A booking, a machine and somebody who works are compared by time with what else they do: the
# times must be those of the session, and a session with bookings may not be moved under them.
FUNCTIONS = """
CREATE FUNCTION booking_copy_from_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT starts_at, ends_at INTO STRICT NEW.starts_at, NEW.ends_at
    FROM booking_session WHERE id = NEW.session_id;
  RETURN NEW;
END $$;
CREATE FUNCTION booking_copy_from_seat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT s.starts_at, s.ends_at, s.kind INTO STRICT NEW.starts_at, NEW.ends_at, NEW.kind
    FROM booking_session s JOIN booking_seat p ON p.session_id = s.id WHERE p.id = NEW.seat_id;
  RETURN NEW;
END $$;
CREATE FUNCTION booking_refuse_other_times() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a session keeps its times and its kind: cancel it and open another';
END $$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION booking_refuse_other_times();
DROP FUNCTION booking_copy_from_seat();
DROP FUNCTION booking_copy_from_session();
"""
COPY = "CREATE TRIGGER {0}_copy BEFORE INSERT OR UPDATE ON {0} FOR EACH ROW EXECUTE FUNCTION {1}();"
UNCOPY = "DROP TRIGGER {0}_copy ON {0};"
COPIES = {
    "booking_booking": "booking_copy_from_seat",
    "booking_sessionmachine": "booking_copy_from_session",
    "booking_sessionstaff": "booking_copy_from_session",
}
KEEP = """
CREATE TRIGGER booking_session_keeps_times BEFORE UPDATE ON booking_session FOR EACH ROW
WHEN ((OLD.starts_at, OLD.ends_at, OLD.kind) IS DISTINCT FROM (NEW.starts_at, NEW.ends_at, NEW.kind))
EXECUTE FUNCTION booking_refuse_other_times();
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        *[migrations.RunSQL(COPY.format(t, f), UNCOPY.format(t)) for t, f in COPIES.items()],
        migrations.RunSQL(KEEP, "DROP TRIGGER booking_session_keeps_times ON booking_session;"),
    ]
