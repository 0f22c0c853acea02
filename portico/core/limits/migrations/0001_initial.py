"""The cache's table, made like any other so that one `migrate` is enough."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.management import call_command
from django.db import migrations


def create_cache_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies: ClassVar = []
    operations: ClassVar = [migrations.RunPython(create_cache_table, migrations.RunPython.noop)]
