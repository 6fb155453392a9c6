# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures "gui-pause" and "studio-memory": measures against a limit, prints one JSON line.

usage: limits.py pause|memory BENCH_STUDIO WORKSPACE
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile

PAUSE_LIMIT, MEMORY_LIMIT = 50.0, 120.0
TRIES = 3


def said(program, mode, argument, config):
    environment = dict(os.environ, XDG_CONFIG_HOME=config, XDG_DATA_HOME=config)
    done = subprocess.run([program, mode, argument], env=environment, stdout=subprocess.PIPE, check=False, timeout=300)
    if not done.stdout:
        sys.exit(f"bench_studio {mode} ended with {done.returncode}")
    answer = json.loads(done.stdout.splitlines()[-1])
    if done.returncode != 0:
        sys.exit(f"bench_studio {mode}: {answer.get('problem')}")
    return answer


def figure(name, values, unit, limit):
    ours = statistics.median(values)
    ratio = limit / ours
    print(json.dumps({
        "name": name, "ours": round(ours, 1), "rival": None, "unit": unit, "ratio": round(ratio, 2), "goal": 1.0,
        "met": ratio >= 1.0, "rival_is": f"a limit of {limit:g}", "pairs": len(values),
        "spread": round((max(values) - min(values)) / ours, 3)}))


def main():
    mode, program, workspace = sys.argv[1:4]
    with tempfile.TemporaryDirectory(prefix="flambeau-window-") as folder:
        if mode == "memory":
            values = []
            for _ in range(TRIES):
                answer = said(program, "pages", workspace, folder)
                print(f"  {answer['started_mb']:.0f} MB after the start, {answer['rss_mb']:.0f} MB after every page, "
                      f"{answer['peak_mb']:.0f} MB at most", file=sys.stderr)
                values.append(answer["peak_mb"])
            figure("studio-memory", values, "MB at most, every page shown", MEMORY_LIMIT)
            return
        values = []
        for attempt in range(TRIES):
            job = said(program, "job", os.path.join(folder, f"job-{attempt}"), folder)
            table = said(program, "table", workspace, folder)
            for pause in job["pauses"]:
                if pause["longest_ms"] > PAUSE_LIMIT / 2:
                    print(f"  {pause['phase']}: {pause['longest_ms']} ms, of them {pause['longest_busy_ms']} computing",
                          file=sys.stderr)
            print(f"  main job {job['longest_pause_ms']} ms ({job['longest_pause_in']}), table of {table['rows']} runs "
                  f"{table['longest_ms']:.1f} ms ({table['longest_in']})", file=sys.stderr)
            values.append(max(job["longest_pause_ms"], table["longest_ms"]))
        figure("gui-pause", values, "ms at most without an answer", PAUSE_LIMIT)


main()
