# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints figures (one JSON object a line on stdin, see ARCHITECTURE.md, Figures) as a table for people."""
import json
import sys


def main():
    rows = [json.loads(line) for line in sys.stdin if line.strip()]
    if not rows:
        return
    head = ["figure", "ours", "rival", "unit", "ratio", "goal", "met", "rival is"]
    table = [head]
    for row in rows:
        number = lambda value: "-" if value is None else f"{value:,.4g}"
        table.append([row["name"], number(row["ours"]), number(row["rival"]), row["unit"], f"{row['ratio']:.2f}",
                      f"{row['goal']:g}", "yes" if row["met"] else "NO", row["rival_is"]])
    widths = [max(len(line[i]) for line in table) for i in range(len(head))]
    print()
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


main()
