# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what no compiler does: licence lines, lengths of files and functions, words that must not stay.

usage: check_style.py ROOT. A file above 400 lines or a function above 60 needs a line `// long: why` in it.
"""
import pathlib
import re
import subprocess
import sys

SOURCES = {".h", ".cpp", ".py", ".sh", ".cmake"}
NOT_FUNCTIONS = re.compile(r"\s*(namespace|class|struct|enum|union|extern|TEST_CASE|SECTION)\b")


def functions(lines):
    """(first line, length, text) of each braced body at namespace or class level, told from clang-format's layout."""
    start = indent = None
    for number, line in enumerate(lines):
        if start is None:
            match = re.match(r"( {0,8})\S.*\{$", line)
            head = line if match and "(" in line else None
            if match and head is None and re.match(r" {4,}\S", line):
                head = None
            if match and not NOT_FUNCTIONS.match(line) and ("(" in line or ")" in line):
                start, indent = number, match.group(1)
        elif line.startswith(indent + "}"):
            yield start + 1, number - start + 1, lines[start:number + 1]
            start = None


def problems_of(path, text):
    lines = text.splitlines()
    if not any("SPDX-License-Identifier: GPL-3.0-or-later" in line for line in lines[:3]):
        yield f"{path}: no licence line"
    if len(lines) > 400 and "// long:" not in text and "# long:" not in text:
        yield f"{path}: {len(lines)} lines without a reason"
    if path.suffix in (".h", ".cpp"):
        if path.suffix == ".h" and "#pragma once" not in text:
            yield f"{path}: no #pragma once"
        for line, length, body in functions(lines):
            if length > 60 and not any("// long:" in part for part in body + lines[max(0, line - 4):line]):
                yield f"{path}:{line}: a function of {length} lines without a reason"
    for number, line in enumerate(lines, 1):
        if re.search(r"\b(TODO|FIXME|XXX)\b", line) and path.name != "check_style.py":
            yield f"{path}:{number}: unfinished business: {line.strip()}"


def main(root):
    listed = subprocess.run(["git", "-C", str(root), "ls-files"], capture_output=True, text=True)
    names = listed.stdout.split("\n") if listed.returncode == 0 else [
        str(f.relative_to(root)) for f in root.rglob("*") if "build" not in f.relative_to(root).parts[:1]]
    found, seen = [], 0
    for name in names:
        path = pathlib.Path(name)
        if path.suffix in SOURCES and (root / path).is_file():
            seen += 1
            found += problems_of(path, (root / path).read_text())
    assert seen > 50, "the sources were not found"
    print("\n".join(found) or f"{seen} sources are in order")
    return 1 if found else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
