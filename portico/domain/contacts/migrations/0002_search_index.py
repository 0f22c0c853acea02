"""The index that contacts are searched through."""

from typing import ClassVar

from django.db import migrations

from portico.domain.contacts import search_index


class Migration(migrations.Migration):
    dependencies: ClassVar = [("contacts", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(search_index.create, migrations.RunPython.noop)]
