#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists what the sources say and a catalogue has no place for; changes nothing.

usage: missing.py [CATALOGUE …]   (flambeau_de.ts beside this script where none is named)

Words of classes go through tr() and are found by Qt's lupdate. Words of free functions go through ui::say("…"), which
asks for the context "flambeau" at run time, and lupdate has no alias for a function of one argument with a fixed
context. So they, and those of a file's own tr(), are written into a file of
QT_TRANSLATE_NOOP for the time of the run:

    lupdate -locations none -extensions cpp,h -I… ui app/studio core/session THAT.cpp -ts FOUND.ts

$LUPDATE names another lupdate than the one of Qt 6's packages.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOLDERS = ["ui", "app/studio", "core/session"]
LITERALS = r'((?:"(?:[^"\\\n]|\\.)*"\s*)+)'
SAID = re.compile(r"(?<![\w.>])say\(\s*" + LITERALS + r"\)")
# say(a ? "one" : b ? "two" : "three")
CHOSEN = re.compile(r"(?<![\w.>])say\(([^\"();]*\?[^;()]*)\)")


# A file's own QString tr(const char*…) { return QCoreApplication::translate("Context", …
OWN = re.compile(r'QString tr\(const char\*[^)]*\)\s*{\s*return QCoreApplication::translate\("(\w+)"')
NAMESPACE = re.compile(r"^namespace ([\w:]+) {", re.MULTILINE)


def words(text):
    """Every literal that reaches say() in a source."""
    found = [match.group(1) for match in SAID.finditer(text)]
    for match in CHOSEN.finditer(text):
        found += re.findall(LITERALS, match.group(1))
    return [" ".join(literal.split("\n")).strip() for literal in found]


def extracted():
    """(context, words) of everything that can be translated."""
    said, namespaces = set(), set()
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.cpp")):
            text = file.read_text()
            said.update(("flambeau", literal) for literal in words(text))
            namespaces.update(NAMESPACE.findall(text))
            for own in OWN.findall(text):
                said.update((own, literal) for literal in re.findall(r"(?<![\w.>:])tr\(" + LITERALS, text))
    assert len(said) > 100, "the sources were not found"
    # Without the headers that a source includes lupdate takes its class for one of no namespace.
    includes = [f"-I{found}" for folder in FOLDERS for found in sorted((ROOT / folder).rglob("include"))]
    with tempfile.TemporaryDirectory() as scratch:
        listed, found = pathlib.Path(scratch) / "said.cpp", pathlib.Path(scratch) / "found.ts"
        listed.write_text("const char* const said[] = {\n" + "".join(
            f'    QT_TRANSLATE_NOOP("{context}", {literal}),\n' for context, literal in sorted(said)) + "};\n")
        lupdate = os.environ.get("LUPDATE", "/usr/lib/qt6/bin/lupdate")
        subprocess.run([lupdate, "-silent", "-locations", "none", "-extensions", "cpp,h", *includes, *FOLDERS,
                        str(listed), "-ts", str(found)], cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
        # What lupdate took for words of a namespace are those of a file's own function, listed above.
        return {one for one in messages(found) if one[0] not in namespaces}


def messages(catalogue):
    return {(context.findtext("name"), message.findtext("source"))
            for context in xml.etree.ElementTree.parse(catalogue).getroot().iter("context")
            for message in context.iter("message")}


def main(catalogues):
    there, missing = extracted(), 0
    for catalogue in catalogues:
        for context, source in sorted(there - messages(catalogue)):
            missing += 1
            print(f"{pathlib.Path(catalogue).name}: {context}: {source}")
    print(f"{len(there)} words and sentences, {missing} without a place in a catalogue")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or [HERE / "flambeau_de.ts"]))
