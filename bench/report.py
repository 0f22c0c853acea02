"""Each figure beside its aim: as a table for people, as JSON for the next run."""

from __future__ import annotations

from typing import Any

# How many times the bare program's time a page may take. The floor of a Python framework is about 60 on SQLite, where a
# statement costs microseconds, and 5 on PostgreSQL, where each is a journey.
PAGE_AIMS = {"sqlite": 40.0, "postgresql": 16.0}
PDF_AIM = 1.3
SEARCH_AIM_MS = 50.0
AVATAR_AIM = 3.0  # a process of its own costs about as long again as the picture
IMPORT_AIM = 0.5
COPY_AIM_MB = 150.0  # one receipt at a time, its fonts, and the rows of the person's tables
MANY_AIM = 1.1  # 1.0, and what the measurement wavers
START_AIM_SECONDS = 5.0

Row = tuple[str, str, str, bool | None]


def rows(results: dict[str, Any]) -> list[Row]:
    """(figure, value, aim, met) of everything that was measured; met is None where nothing is promised."""
    found = []
    for kind, part in results["databases"].items():
        found += [(f"{kind}: {name}", *rest) for name, *rest in _database_rows(kind, part)]
    if seconds := results.get("second_start_seconds"):
        found.append(
            ("second start of the demo", f"{seconds:.1f} s", f"{START_AIM_SECONDS:.0f} s", seconds <= START_AIM_SECONDS)
        )
    return found


def _database_rows(kind: str, part: dict[str, Any]) -> list[Row]:
    found: list[Row] = []
    for name, page in part["pages"].items():
        if name == "save, many receipts":
            shown = f"x {page['ratio']:.2f} of {page['few_ms']:.1f} ms"
            found.append((name, shown, f"x {MANY_AIM}", page["ratio"] <= MANY_AIM))
            continue
        aim = PAGE_AIMS[kind]
        times = f"{page['product_ms']:.2f} to {page['bare_ms']:.3f} ms"
        shown = f"x {page['ratio']:.1f}, cpu x {page['cpu_ratio']:.1f} ({times})"
        found.append((name, shown, f"x {aim:.0f}", page["ratio"] <= aim))
        if count := page.get("statements"):
            found.append((f"{name}, statements", str(count), "", None))
    pdf, search = part["pdf"], part["search"]
    shown = f"x {pdf['ratio']:.2f} of {pdf['bare_ms']:.1f} ms"
    found.append(("receipt PDF, drawn", shown, f"x {PDF_AIM}", pdf["ratio"] <= PDF_AIM))
    found.append(("receipt PDF, first hand-out", f"x {pdf['first_hand_out_ratio']:.2f}", "", None))
    median = search["median_ms"]
    found.append(("search, median", f"{median:.1f} ms", f"{SEARCH_AIM_MS:.0f} ms", median <= SEARCH_AIM_MS))
    found.append((f"search, worst ({search['worst']})", f"{search['worst_ms']:.0f} ms", "", None))
    directory, copy = part["directory"], part["copy"]
    median = directory["median_ms"]
    found.append(("directory search, median", f"{median:.1f} ms", f"{SEARCH_AIM_MS:.0f} ms", median <= SEARCH_AIM_MS))
    found.append((f"directory search, worst ({directory['worst']})", f"{directory['worst_ms']:.0f} ms", "", None))
    grown = copy["grown_mb"]
    found.append((f"copy with {copy['receipts']:,} receipts", f"{copy['first_seconds']:.0f} s", "", None))
    found.append(("copy, memory", f"{grown:.0f} MB more", f"{COPY_AIM_MB:.0f} MB", grown <= COPY_AIM_MB))
    avatar = part["avatar"]
    shown = f"x {avatar['ratio']:.2f} of {avatar['bare_ms']:.0f} ms"
    found.append(("avatar of 12 megapixels", shown, f"x {AVATAR_AIM}", avatar["ratio"] <= AVATAR_AIM))
    for name, each in part["imports"].items():
        shown = f"x {each['ratio']:.2f} ({each['product_rows_a_second']:.0f} rows/s)"
        found.append((name, shown, f"x {IMPORT_AIM}", each["ratio"] >= IMPORT_AIM))
    return found


def table(found: list[Row]) -> str:
    """The rows under each other."""
    words = {True: "met", False: "NOT MET", None: ""}
    lines = [("figure", "measured", "aim", ""), *((name, value, aim, words[met]) for name, value, aim, met in found)]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
