from django.db import migrations, models

from reporting.editions.words import words_of


def fill(apps, schema_editor):
    snapshots = apps.get_model("reporting", "Snapshot").objects.using(schema_editor.connection.alias)
    for snapshot in snapshots.filter(words="").iterator(chunk_size=20):
        snapshot.words = words_of(snapshot.text)
        snapshot.save(update_fields=["words"])


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_proposal_first_figure")]

    operations = [
        migrations.AddField(
            model_name="snapshot",
            name="words",
            field=models.TextField(default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
