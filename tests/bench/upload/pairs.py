# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the interleaved pairs of the figure "upload", compares what both sides left on the host, prints its JSON line.

usage: pairs.py BENCH_STORE
Both sides are new processes that connect; ours verifies each file by its SHA-256 before and after the way.
"""
import hashlib
import json
import os
import shlex
import shutil
import statistics
import sys
import tempfile

from host import Sshd, make_tree, timed

PAIRS = 5
FILES, SIZE = 10_000, 20_000
GOAL = 0.9


def hashes(folder):
    found = []
    for inner, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(inner, name), "rb") as content:
                found.append(hashlib.sha256(content.read()).hexdigest())
    return sorted(found)


def in_memory():
    """Both sides write to memory where there is room for it: a disk that writes out what came before would decide."""
    if not os.path.isdir("/dev/shm"):
        return None
    free = os.statvfs("/dev/shm")
    return "/dev/shm" if free.f_bavail * free.f_frsize > 4 << 30 else None


def main():
    program = sys.argv[1]
    ours, rivals = [], []
    with tempfile.TemporaryDirectory(prefix="flambeau-upload-", dir=in_memory()) as folder, Sshd(os.path.join(folder, "ssh")) as sshd:
        tree, manifest = os.path.join(folder, "tree"), os.path.join(folder, "manifest")
        make_tree(tree, FILES, SIZE)
        timed([program, "manifest", tree, manifest])
        expected = hashes(tree)
        for pair in range(PAIRS):
            mine, other = os.path.join(folder, "ours"), os.path.join(folder, "rival")
            one, said = timed([program, "put", str(sshd.port), sshd.folder, mine, manifest])
            os.makedirs(other)
            two, _ = timed(f"tar cf - -C {tree} . | {shlex.join(sshd.ssh())} {sshd.who()} tar xf - -C {other}", shell=True)
            if json.loads(said)["files"] != FILES or hashes(os.path.join(mine, "store")) != expected:
                sys.exit("our side did not store every file")
            if hashes(other) != expected:
                sys.exit("the rival did not store every file")
            ours.append(FILES / one)
            rivals.append(FILES / two)
            print(f"  pair {pair + 1}: {ours[-1]:,.0f} against {rivals[-1]:,.0f} files/s", file=sys.stderr)
            shutil.rmtree(mine)
            shutil.rmtree(other)
    ratios = [mine / other for mine, other in zip(ours, rivals)]
    ratio = statistics.median(ratios)
    print(json.dumps({
        "name": "upload", "ours": round(statistics.median(ours)), "rival": round(statistics.median(rivals)),
        "unit": "files/s", "ratio": round(ratio, 2), "goal": GOAL, "met": ratio >= GOAL,
        "rival_is": "tar c | ssh host tar x, 10,000 x 20 KB; ours with its verification", "pairs": PAIRS,
        "spread": round((max(ratios) - min(ratios)) / ratio, 3)}))


main()
