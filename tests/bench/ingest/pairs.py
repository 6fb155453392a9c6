# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the interleaved pairs of the figure "ingest", compares what both sides stored, prints the figure's JSON line.

usage: pairs.py BENCH_INGEST RIVALS_PYTHON
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile

PAIRS = 5
OUR_LINES = 500_000  # ten values each
RIVAL_LINES = 2_400  # a rate needs no more; each of the rival's runs takes seconds
GOAL = 200


def run(*words):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"{words[0]} failed with {done.returncode}")
    return done.stdout


def main():
    ours_program, rival_python = sys.argv[1], sys.argv[2]
    rival_program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rival.py")
    ours, rivals = [], []
    with tempfile.TemporaryDirectory(prefix="flambeau-ingest-") as folder:
        stream = os.path.join(folder, "events.jsonl")
        run(ours_program, "generate", stream, OUR_LINES)
        for pair in range(PAIRS):
            one = json.loads(run(ours_program, "ingest", stream, os.path.join(folder, f"ours-{pair}"), RIVAL_LINES))
            two = json.loads(run(rival_python, rival_program, stream, RIVAL_LINES, os.path.join(folder, f"rival-{pair}")))
            if one["points"] != OUR_LINES * 10 or two["points"] != RIVAL_LINES * 10:
                sys.exit("a side did not store every point")
            if one["prefix"] != two["prefix"]:
                sys.exit("the two sides stored different points")
            ours.append(one["points"] / one["seconds"])
            rivals.append(two["points"] / two["seconds"])
            print(f"  pair {pair + 1}: {ours[-1]:,.0f} against {rivals[-1]:,.0f} points/s", file=sys.stderr)
    ratios = [mine / other for mine, other in zip(ours, rivals)]
    ratio = statistics.median(ratios)
    version = run(rival_python, "-c", "import importlib.metadata as m; print(m.version('mlflow'))").decode().strip()
    print(json.dumps({
        "name": "ingest", "ours": round(statistics.median(ours)), "rival": round(statistics.median(rivals)),
        "unit": "points/s", "ratio": round(ratio, 2), "goal": GOAL, "met": ratio >= GOAL,
        "rival_is": f"MLflow {version}, log_batch of 1,000 into SQLite", "pairs": PAIRS,
        "spread": round((max(ratios) - min(ratios)) / ratio, 3)}))


main()
