from django.db import migrations, models
from django.db.models import Min, OuterRef, Subquery


def say_until_when_each_stood(apps, schema_editor):
    entry = apps.get_model("portal", "DraftEntry")
    later = (
        entry.objects.filter(
            submission=OuterRef("submission"), field=OuterRef("field"), version__gt=OuterRef("version")
        )
        .order_by()
        .values("submission", "field")
        .annotate(next=Min("version"))
        .values("next")
    )
    entry.objects.update(until_version=Subquery(later))


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_delegations_document_events")]

    operations = [
        migrations.AddField(
            "draftentry", "until_version", models.PositiveIntegerField(null=True, blank=True)
        ),
        migrations.RunPython(
            say_until_when_each_stood, migrations.RunPython.noop, elidable=True
        ),
    ]
