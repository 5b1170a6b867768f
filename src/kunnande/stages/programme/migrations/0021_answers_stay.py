from django.db import migrations

# What was asked, answered, handed on and told the funder is only added to.
APPEND_ONLY = (
    "programme_setchoice", "programme_questionnaire", "programme_followup",
    "programme_followupanswer", "programme_calltry", "programme_reportversion",
    "programme_extract",
)  # fmt: skip
GUARD = "CREATE TRIGGER {0}_append_only BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION programme_refuse_change();"
UNGUARD = "DROP TRIGGER {0}_append_only ON {0};"


class Migration(migrations.Migration):
    dependencies = [("programme", "0020_indicators_and_follow_up")]

    operations = [
        migrations.RunSQL(GUARD.format(t), UNGUARD.format(t)) for t in APPEND_ONLY
    ]
