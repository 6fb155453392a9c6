# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the interleaved pairs of the figure "studio-start" and prints its JSON line.

usage: start_pairs.py FLAMBEAU WORKSPACE TENSORBOARD
"""
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

GOAL = 3.0
PAIRS = 7


def ours(program, workspace, config):
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", FLAMBEAU_REPORT_START="1", XDG_CONFIG_HOME=config)
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    began = time.monotonic()
    done = subprocess.run([program, "--workspace", workspace], env=environment, stdout=subprocess.PIPE, check=False, timeout=60)
    if done.returncode != 0 or not done.stdout:
        sys.exit(f"flambeau ended with {done.returncode}")
    said = json.loads(done.stdout.splitlines()[0])
    return said["filled"] - began, said["first_paint"] - began


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def rival(program, folder):
    port = free_port()
    began = time.monotonic()
    process = subprocess.Popen([program, "--logdir", folder, "--port", str(port), "--host", "127.0.0.1"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.monotonic() - began < 120:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    if answer.status == 200 and answer.read():
                        return time.monotonic() - began
            except OSError:
                time.sleep(0.002)
            if process.poll() is not None:
                sys.exit(f"TensorBoard ended with {process.returncode}")
        sys.exit("TensorBoard gave no answer")
    finally:
        process.terminate()
        process.wait()


def main():
    program, workspace, tensorboard = sys.argv[1:4]
    version = subprocess.run([tensorboard, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                             check=True).stdout.split()[-1]
    mine, first, others = [], [], []
    with tempfile.TemporaryDirectory(prefix="flambeau-start-") as folder:
        config, empty = os.path.join(folder, "config"), os.path.join(folder, "empty")
        os.makedirs(empty)
        ours(program, workspace, config)  # both sides once, so that no side pays for a cold disk
        rival(tensorboard, empty)
        for _ in range(PAIRS):
            filled, painted = ours(program, workspace, config)
            mine.append(filled)
            first.append(painted)
            others.append(rival(tensorboard, empty))
            print(f"  pair {len(mine)}: {filled:.3f} s (first paint {painted:.3f} s) against {others[-1]:.3f} s",
                  file=sys.stderr)
    ratios = [slow / quick for slow, quick in zip(others, mine)]
    ratio = statistics.median(ratios)
    print(json.dumps({
        "name": "studio-start", "ours": round(statistics.median(mine), 3), "rival": round(statistics.median(others), 3),
        "unit": "s from exec to the window filled with 1,000 runs", "ratio": round(ratio, 2), "goal": GOAL,
        "met": ratio >= GOAL, "rival_is": f"TensorBoard {version} to its first answer, empty folder",
        "pairs": len(mine), "spread": round((max(ratios) - min(ratios)) / ratio, 3)}))


main()
