from django.db import migrations

# As `manage createcachetable` would make it, so that migrating is enough; PostgreSQL's text needs
# no length. Lost with a crash at worst, so nothing is written to the log for each attempt.
MAKE = """
CREATE UNLOGGED TABLE site_attempts (
  cache_key text PRIMARY KEY,
  value text NOT NULL,
  expires timestamptz NOT NULL
);
CREATE INDEX site_attempts_expires ON site_attempts (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(MAKE, "DROP TABLE site_attempts")]
