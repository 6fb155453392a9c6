# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves ARCHITECTURE.md's rings from the includes and from what the built executables load.

usage: check_layers.py ROOT BIN | check_layers.py --self-test
"""
import pathlib
import re
import subprocess
import sys

# Folder -> the modules whose headers it may include (its own always).
RING0 = ["base", "domain", "protocol", "series", "model", "image", "dataset", "readers", "onnx", "launch", "snapshot"]
ARROWS = {
    "core/base": [],
    "core/domain": ["base"],
    "core/protocol": ["base"],
    "core/series": ["base", "domain"],
    "core/model": ["base"],
    "core/image": ["base"],
    "core/dataset": ["base", "domain"],
    "core/readers": ["base"],
    "core/onnx": ["base", "model"],
    "core/launch": ["base", "domain"],
    "core/snapshot": ["base"],
    "core/store": ["base", "domain", "protocol", "series"],
    "core/remote": ["base", "domain", "launch"],
    "core/session": RING0 + ["store", "remote"],
    "app/scan": ["base", "domain", "image", "dataset"],
    "app/probe": ["base", "domain", "image", "dataset"],
    "app/judge": ["base", "model", "image", "onnx"],
    "app/trainer": ["base", "domain", "protocol", "model", "image"],
    "app/cli": RING0 + ["session"],
    "app/studio": RING0 + ["session"],  # and every folder of ui
    # The window: pages know services and the parts of ui/common, never each other; the shell knows no service.
    "ui/common": ["base", "domain"],
    "ui/shell": ["base", "ui/common"],
    "ui/metrics": ["base", "series", "session", "ui/common"],
    "ui/pictures": ["base", "domain", "session", "ui/common"],
}
PAGES = RING0 + ["session", "ui/common", "ui/metrics", "ui/pictures"]
# Headers of others -> the only folders that may include them.
PLACES = {
    r"^(torch/|ATen/|c10/|caffe2/|c10d)": ["app/trainer"],
    r"^(sqlite3\.h|SQLiteCpp/)": ["core/store"],
    r"^libssh/": ["core/remote"],
    r"^simdjson\.h": ["core/protocol"],
    r"^(opencv2/|onnx/|onnxruntime|google/protobuf)": ["app/judge"],
    r"^(turbojpeg\.h|jpeglib\.h|png\.h|tiffio\.h|tiff\.h|webp/)": ["core/image"],
    r"^(archive\.h|archive_entry\.h)": ["app/scan"],
    r"^(qcustomplot\.h)": ["ui/metrics"],
    r"^qt6keychain/": ["core/session"],
    r"^Q[A-Z]\w+$": ["core/session", "app/studio", "ui"],
    r"^CLI/": ["app"],
}
# Executable -> libraries that must be nowhere in what it loads.
NEVER = {
    "flambeau-cli": r"lib(torch|c10|opencv|onnx|turbojpeg|jpeg|png|tiff|webp|Qt6Gui|Qt6Widgets|archive)",
    "flambeau": r"lib(torch|c10|opencv|onnx|turbojpeg|tiff|archive)",
    "flambeau-scan": r"lib(torch|c10|opencv|onnx|Qt6|sqlite3|ssh)\b",
    "flambeau-probe": r"lib",
    "flambeau-judge": r"lib(torch|c10|Qt6|sqlite3|ssh)\b",
    "flambeau-trainer": r"lib(Qt6|sqlite3|ssh|curl)\b",
}
# libtorch and OpenCV bring libraries of their own: of those two only what we link ourselves counts.
DIRECT_ONLY = {"flambeau-trainer", "flambeau-judge", "flambeau-probe"}  # of a static one there is nothing


def folder_of(path):
    parts = path.parts
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def wrong_includes(path, text, siblings=()):
    """What `text`, the file at the relative `path`, includes against the rules."""
    folder = folder_of(path)
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if not match:
            continue
        quote, header = match.groups()
        if quote == '"' and header in siblings:
            continue  # a private header of the same folder, whatever others call theirs
        ours = re.match(r"flambeau/(ui/\w+|\w+)/", header)
        if ours:
            module = ours.group(1)
            allowed = ARROWS.get(folder, PAGES if folder.startswith("ui/") else [])
            own = folder in ("core/" + module, "app/" + module, module)
            pages = folder == "app/studio" and module.startswith("ui/")
            if not own and not pages and module not in allowed:
                problems.append(f"{path}:{number}: {folder} may not include {header}")
        for pattern, places in PLACES.items():
            if re.match(pattern, header) and not any(folder == p or folder.startswith(p + "/") for p in places):
                problems.append(f"{path}:{number}: only {', '.join(places)} may include {header}")
    return problems


def loaded_libraries(binary, direct):
    if direct:
        text = subprocess.run(["readelf", "-d", str(binary)], capture_output=True, text=True, check=True).stdout
        return re.findall(r"\(NEEDED\).*\[(.+)\]", text)
    text = subprocess.run(["ldd", str(binary)], capture_output=True, text=True, check=True).stdout
    return [line.split()[0] for line in text.splitlines() if line.strip()]


def wrong_libraries(name, libraries):
    return [f"{name} loads {library}" for library in libraries if re.match(NEVER[name], library)]


def check(root, binaries):
    problems = []
    files = [f for top in ("core", "app", "ui") for f in (root / top).rglob("*") if f.suffix in (".h", ".cpp")]
    assert len(files) > 50, "the sources were not found"
    for file in files:
        problems += wrong_includes(file.relative_to(root), file.read_text(), {f.name for f in file.parent.iterdir()})
    seen = 0
    for name in NEVER:
        if (binaries / name).exists():
            seen += 1
            problems += wrong_libraries(name, loaded_libraries(binaries / name, name in DIRECT_ONLY))
    assert seen >= 3, f"only {seen} executables were found in {binaries}"
    return problems


def self_test():
    path = pathlib.PurePosixPath("core/launch/x.cpp")
    assert wrong_includes(path, '#include "flambeau/store/workspace.h"')
    assert wrong_includes(path, "#include <sqlite3.h>")
    assert wrong_includes(path, "#include <QString>")
    assert not wrong_includes(path, '#include "flambeau/base/result.h"\n#include <vector>')
    page = pathlib.PurePosixPath("ui/runs/x.cpp")
    assert wrong_includes(page, "#include <torch/torch.h>")
    assert wrong_includes(page, "#include <qcustomplot.h>")
    assert wrong_includes(page, '#include "flambeau/store/workspace.h"')
    assert wrong_includes(page, '#include "flambeau/ui/shell/main_window.h"')
    assert not wrong_includes(page, '#include "flambeau/session/run_service.h"\n#include "flambeau/ui/common/page.h"')
    assert wrong_includes(pathlib.PurePosixPath("ui/shell/x.cpp"), '#include "flambeau/session/run_service.h"')
    assert not wrong_includes(pathlib.PurePosixPath("app/studio/x.cpp"), '#include "flambeau/ui/runs/run_page.h"')
    assert not wrong_includes(pathlib.PurePosixPath("ui/metrics/plot.h"), "#include <qcustomplot.h>")
    assert wrong_libraries("flambeau-cli", ["libtorch_cpu.so.1.13"])
    assert not wrong_libraries("flambeau-cli", ["libsqlite3.so.0", "libQt6Core.so.6"])


if sys.argv[1] == "--self-test":
    self_test()
else:
    found = check(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    print("\n".join(found) or "every include and every library follows the rings")
    sys.exit(1 if found else 0)
