# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the interleaved pairs of the figure "import-check", compares both sides' results, prints the figure's JSON line.

usage: pairs.py FOLDER-OF-OUR-EXECUTABLES FOLDER-OF-PICTURES PICTURES
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import PIL

GOAL = 1.5
SECONDS = 140  # no further pair begins when it would end after this; two at least


def run(*words):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"{words[0]} failed with {done.returncode}")
    return json.loads(done.stdout)


def results(path):
    with open(path, encoding="utf-8") as lines:
        return sorted(lines)


def main():
    folder, pictures, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    rival_program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rival.py")
    ours, rivals = [], []
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="flambeau-import-") as scratch:
        mine, other = os.path.join(scratch, "ours"), os.path.join(scratch, "rival")
        while len(ours) < 5:
            spent = time.monotonic() - begin
            if len(ours) >= 2 and spent + spent / len(ours) > SECONDS:
                break
            one = run(os.path.join(folder, "bench_import"), pictures, os.path.join(folder, "flambeau-scan"), mine)
            two = run("/usr/bin/python3", rival_program, pictures, other)
            if one["files"] != count or two["files"] != count:
                sys.exit("a side did not see every picture")
            if results(mine) != results(other):
                sys.exit("the two sides found different hashes or sizes")
            ours.append(one["seconds"])
            rivals.append(two["seconds"])
            print(f"  pair {len(ours)}: {ours[-1]:.2f} s against {rivals[-1]:.2f} s", file=sys.stderr)
    ratios = [slow / quick for slow, quick in zip(rivals, ours)]
    ratio = statistics.median(ratios)
    print(json.dumps({
        "name": "import-check", "ours": round(statistics.median(ours), 2), "rival": round(statistics.median(rivals), 2),
        "unit": f"s for {count:,} pictures", "ratio": round(ratio, 2), "goal": GOAL, "met": ratio >= GOAL,
        "rival_is": f"find | xargs -P2 sha256sum, then PIL {PIL.__version__} opening and loading each",
        "pairs": len(ours), "spread": round((max(ratios) - min(ratios)) / ratio, 3)}))


main()
