"""The report: a table for people, a JSON file for machines."""

import json
from dataclasses import asdict
from pathlib import Path

from .measuring import Row

HEAD = ("Việc", "Đo được", "Ngưỡng", "Kết quả")


def table(rows: list[Row]) -> str:
    cells = [HEAD, *((row.what, row.measured, row.bar, row.verdict) for row in rows)]
    widths = [min(max(len(line[i]) for line in cells), 60) for i in range(len(HEAD))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) for line in cells]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)


def write(path: Path, setting: dict, rows: list[Row]) -> None:
    content = {**setting, "rows": [asdict(row) for row in rows]}
    text = json.dumps(content, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
