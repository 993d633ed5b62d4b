from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Apart from 0004: PostgreSQL takes no index in the transaction that updated the rows."""

    dependencies = [("portal", "0004_draft_texts_end")]

    operations = [
        migrations.AddIndex(
            "draftentry",
            models.Index(fields=["submission", "until_version"], name="draft_text_until_version"),
        ),
        migrations.AddConstraint(
            "draftentry",
            models.UniqueConstraint(
                fields=["submission", "field"],
                condition=Q(until_version=None),
                name="one_text_of_a_field_stands",
            ),
        ),
    ]
