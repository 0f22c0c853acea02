"""History is append-only on both databases."""

from typing import ClassVar

from django.db import migrations

from portico.core.history import triggers


class Migration(migrations.Migration):
    dependencies: ClassVar = [("history", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(triggers.add, migrations.RunPython.noop)]
