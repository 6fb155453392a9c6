# SPDX-License-Identifier: GPL-3.0-or-later
"""The rival of the figure "import-check": hashes by two processes of sha256sum, then PIL opens and loads each picture.

usage: rival.py FOLDER RESULTS   prints {"seconds":…,"files":…}; RESULTS: hash TAB size TAB path
"""
import json
import os
import subprocess
import sys
import time

from PIL import Image

folder, results = sys.argv[1], sys.argv[2]
begin = time.monotonic()
listing = subprocess.run("find . -type f -print0 | xargs -0 -P2 sha256sum", shell=True, cwd=folder,
                         stdout=subprocess.PIPE, check=True).stdout.decode()
lines = []
for line in listing.splitlines():
    digest, path = line.split("  ./", 1)
    with Image.open(os.path.join(folder, path)) as picture:
        picture.load()
        lines.append(f"{digest}\t{picture.width}x{picture.height}\t{path}\n")
seconds = time.monotonic() - begin
with open(results, "w", encoding="utf-8") as out:
    out.writelines(lines)
print(json.dumps({"seconds": seconds, "files": len(lines)}))
