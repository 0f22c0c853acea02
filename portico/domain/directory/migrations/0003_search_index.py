"""The index that the directory is searched through."""

from typing import ClassVar

from django.db import migrations

from portico.domain.directory import search


class Migration(migrations.Migration):
    dependencies: ClassVar = [("directory", "0002_search_row")]
    operations: ClassVar = [migrations.RunPython(search.create_index, migrations.RunPython.noop)]
