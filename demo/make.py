"""Writes the generated files of the demo business: contacts, transactions, covers, logo, avatars.

Run by hand after changing a source, and commit what it wrote:  python demo/make.py
The same sources always give the same files: the dice have a fixed seed, and the clock is not asked.
"""

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import drawings  # noqa: E402  (found beside this file, so only after the line above)
import people  # noqa: E402
import portraits  # noqa: E402
import sales  # noqa: E402


def write_csv(path: Path, columns: tuple[str, ...], rows: Iterable[dict[str, str]]) -> None:
    """A CSV file that reads the same everywhere: UTF-8, comma, one line feed a row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def make(target: Path) -> None:
    """Write every generated file into `target`."""
    crowd = people.everybody(HERE / "source")
    write_csv(target / "contacts.csv", people.COLUMNS, (person.row() for person in crowd))
    write_csv(target / "transactions.csv", sales.COLUMNS, sales.transactions(crowd, HERE / "catalog.toml"))
    (target / "covers").mkdir(exist_ok=True)
    for name, drawing in drawings.covers().items():
        (target / "covers" / f"{name}.svg").write_text(drawing, encoding="utf-8")
    drawings.logo(target / "logo.png")
    portraits.write(target / "avatars")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
