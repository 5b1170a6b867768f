from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("credentials", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="issuerkey",
            name="credentials_one_key_in_use",
        ),
        migrations.AddField(
            model_name="issuerkey",
            name="kind",
            field=models.CharField(
                choices=[("ed25519", "Seal"), ("p256", "Wallet")], default="ed25519", max_length=8
            ),
        ),
        migrations.AddConstraint(
            model_name="issuerkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("issuer", "kind"),
                name="credentials_one_key_in_use",
            ),
        ),
    ]
