"""Everything about one database, in a process of its own: settings, from the environment, hold for a whole process."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bench import places


def main() -> None:
    """Load what is missing, measure, write the figures to a file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("size", choices=places.SIZES)
    parser.add_argument("kind", choices=("sqlite", "postgresql"))
    parser.add_argument("url")
    parser.add_argument("result", type=Path)
    options = parser.parse_args()
    size = places.SIZES[options.size]
    import django

    django.setup()
    from bench import avatars, copies, data, directory, imports, inside, pages, people
    from bench.sales import HEAVY, HISTORY

    data.prepare(size, options.kind)
    people.reset()
    found = {
        "pages": pages.measure(size, options.kind, options.url),
        "pdf": inside.pdf(size),
        "search": inside.search(),
        "directory": directory.measure(),
        "avatar": avatars.measure(),
        "copy": copies.measure(HEAVY if size.name == "full" else HISTORY),
        "imports": imports.measure(size, places.folder(size, options.kind)),
    }
    options.result.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
