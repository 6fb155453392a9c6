# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the interleaved pairs of the figure "resync", checks that both sides found nothing to do, prints its JSON line.

usage: pairs.py BENCH_STORE RSYNC
Both sides are new processes that connect. Both trust size and time of change of a local file; ours asks the host for
the set of contents, rsync for each name's size and time. The first look after the upload, at which the host takes each
content's size and marks the set as whole, is not measured.
"""
import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "upload"))
from host import Sshd, make_tree, timed  # noqa: E402

PAIRS = 15
FILES, SIZE = 10_000, 20_000
GOAL = 2


def main():
    program, rsync = sys.argv[1], sys.argv[2]
    ours, rivals = [], []
    with tempfile.TemporaryDirectory(prefix="flambeau-resync-") as folder, Sshd(os.path.join(folder, "ssh")) as sshd:
        tree, manifest = os.path.join(folder, "tree"), os.path.join(folder, "manifest")
        mine, other = os.path.join(folder, "ours"), os.path.join(folder, "rival")
        make_tree(tree, FILES, SIZE)
        timed([program, "manifest", tree, manifest])
        arguments = [str(sshd.port), sshd.folder, mine, manifest]
        timed([program, "put", *arguments])
        time.sleep(3)  # a set is marked as whole only once the store has been still for two seconds
        timed([program, "resync", *arguments])
        again = [rsync, "-a", "--stats", f"--rsync-path={rsync}", "-e", shlex.join(sshd.ssh()), tree + "/",
                 f"{sshd.who()}:{other}/"]
        timed(again)
        for pair in range(PAIRS):
            one, said = timed([program, "resync", *arguments])
            two, stats = timed(again)
            if json.loads(said) != {"files": FILES, "missing": 0}:
                sys.exit("our side found something missing")
            if b"Number of regular files transferred: 0\n" not in stats:
                sys.exit("the rival sent something")
            ours.append(one * 1000)
            rivals.append(two * 1000)
            print(f"  pair {pair + 1}: {ours[-1]:,.0f} against {rivals[-1]:,.0f} ms", file=sys.stderr)
    ratios = [other / mine for mine, other in zip(ours, rivals)]
    ratio = statistics.median(ratios)
    version = subprocess.run([rsync, "--version"], stdout=subprocess.PIPE, check=True).stdout.split()[2].decode()
    print(json.dumps({
        "name": "resync", "ours": round(statistics.median(ours), 1), "rival": round(statistics.median(rivals), 1),
        "unit": "ms", "ratio": round(ratio, 2), "goal": GOAL, "met": ratio >= GOAL,
        "rival_is": f"rsync {version} -a over ssh, 10,000 x 20 KB unchanged", "pairs": PAIRS,
        "spread": round((max(ratios) - min(ratios)) / ratio, 3)}))


main()
