# SPDX-License-Identifier: GPL-3.0-or-later
"""A host over SSH, by the command line alone, with the real trainer: whoever starts a run is killed at each step of it,
and whoever watches; every run ends as the host says, is started once, and nothing of it is missing or doubled. Then a
model of it is registered and judged, and a run that the host lost goes on by itself."""
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "bench" / "upload"))
from host import Sshd  # noqa: E402
from studio import Studio, processes_of, same_points, wait_for  # noqa: E402

FINAL = {"completed", "failed", "canceled", "lost"}
START = ["run", "start", "--recipe", "image-classification", "--dataset", "shapes", "--compute", "box", "--set", "arch=tiny",
         "--set", "threads=1", "--set", "workers=1", "--set", "seed=3", "--set", "batch_size=64", "--set", "image_size=32"]


def contents(there):
    return sum(1 for path in (there / "store").rglob("*") if path.is_file()) if (there / "store").exists() else 0


def kill_starts(studio, there, randomness):
    """Starts are killed when the host has got so far. The runs that were recorded; how many were killed at each step."""
    known = set()
    steps = {"connecting": 0, "sending": 0, "preparing": 0, "started": 0}
    for step in ["sending", "connecting", "sending", "preparing", "started", "sending", "preparing", "started"]:
        wait_for(lambda: all_over(studio), "the ends of the runs that were started")
        shutil.rmtree(there / "store", ignore_errors=True)  # so that there is something to send
        before = set(os.listdir(there / "runs")) if (there / "runs").exists() else set()
        new = lambda: [there / "runs" / run for run in os.listdir(there / "runs") if run not in before] \
            if (there / "runs").exists() else []
        some = randomness.randint(1, 150)
        reached = {"connecting": lambda: True,
                   "sending": lambda: contents(there) >= some,
                   "preparing": lambda: any((run / "data").exists() for run in new()),
                   "started": lambda: any((run / "pid").exists() for run in new())}[step]
        starter = studio.start(*START, "--set", "epochs=1")
        wait_for(lambda: reached() or starter.poll() is not None, step)
        if step == "connecting":
            time.sleep(randomness.uniform(0.01, 0.2))
        steps[step] += starter.poll() is None
        starter.kill()
        starter.communicate()
        for run in studio.json("run", "list"):
            known.add(run["id"])
    return known, steps


def check_end(studio, there, run):
    shown = studio.json("run", "show", run)
    folder = there / "runs" / run
    assert processes_of(run) == [], (run, processes_of(run))
    if shown["state"] == "completed":
        assert (folder / "exit.json").exists()
        assert (folder / "events.jsonl").read_text().count('{"flambeau"') == 1, "it was started twice"
        return same_points(folder, studio.run("run", "metrics", run, "--csv"))
    assert shown["state"] == "failed" and not (folder / "pid").exists(), shown
    return 0


def all_over(studio):
    return all(run["state"] in FINAL for run in studio.json("run", "list"))


def watch_and_kill(studio, randomness):
    """Whoever watches is killed again and again, until the run is over."""
    run = studio.json(*START, "--set", "epochs=3")["id"]
    kills = 0
    while studio.json("run", "show", run)["state"] not in FINAL:
        watcher = studio.start("run", "watch", run)
        time.sleep(randomness.uniform(0.02, 0.8))
        watcher.send_signal(signal.SIGKILL)
        watcher.communicate()
        kills += 1
    return run, kills


def lose_and_go_on(studio, there):
    """As by a power cut: the supervisor and the program are gone at once."""
    run = studio.json(*START, "--set", "epochs=60", "--resume-lost", "1")["id"]
    wait_for((there / "runs" / run / "outputs/checkpoint/checkpoint.safetensors").exists, "a checkpoint")
    supervisor = (there / "runs" / run / "pid").read_text().split("supervisor ")[1].split()[0]
    for process in [int(supervisor), *processes_of(run)]:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass
    wait_for(lambda: studio.json("run", "show", run)["state"] == "lost", "the loss")
    wait_for(lambda: studio.json("run", "show", run)["resumed_by"], "the run that goes on")
    lost = studio.json("run", "show", run)
    assert len(lost["resumed_by"]) == 1, lost
    after = lost["resumed_by"][0]
    assert studio.json("run", "show", after)["definition"]["resumed_from"]["next_step"] > 0
    studio.run("run", "cancel", after)
    wait_for(lambda: studio.json("run", "show", after)["state"] == "canceled", "the cancel")
    assert processes_of(after) == [] and processes_of(run) == []


def main(bin):
    if not os.path.exists("/usr/sbin/sshd"):
        print("openssh-server is not installed")
        sys.exit(77)
    randomness = random.Random(7)
    with Studio(bin) as studio, Sshd(str(studio.dir / "sshd")) as sshd:
        home = studio.dir / "home"
        (home / ".ssh").mkdir(parents=True, mode=0o700)
        studio.environment["HOME"] = str(home)
        there = studio.dir / "a host's folder"
        fingerprint = subprocess.run(["ssh-keygen", "-lf", sshd.path("host_key.pub")], capture_output=True, text=True,
                                     check=True).stdout.split()[1]
        studio.run("compute", "add", f"{sshd.who()}:{sshd.port}", "--name", "box", "--identity", sshd.path("client_key"),
                   "--folder", there, "--accept-fingerprint", fingerprint)
        studio.run("dataset", "sample", "--name", "shapes")
        known, steps = kill_starts(studio, there, randomness)
        run, watchers = watch_and_kill(studio, randomness)
        wait_for(lambda: all_over(studio), "the ends of all runs")
        ended = {one["id"] for one in studio.json("run", "list")}
        assert known <= ended, known - ended
        points = {one: check_end(studio, there, one) for one in ended}
        assert points[run] > 0 and studio.json("run", "show", run)["state"] == "completed", points
        completed = sum(1 for count in points.values() if count)

        studio.run("model", "register", run, "--name", "shapes")
        verdict = studio.json("model", "show", "shapes")["onnx"]
        assert verdict["top1_agreement"] == 1.0, verdict
        studio.run("model", "export", "shapes", "--format", "onnx", "--to", studio.dir / "shapes.onnx")
        assert (studio.dir / "shapes.onnx").stat().st_size > 1000
        lose_and_go_on(studio, there)
        print(f"killed starts: {steps}; {len(ended)} runs recorded, {completed} completed; {watchers} kills of the watcher; "
              f"{sum(points.values())} points, none missing or doubled")


main(sys.argv[1])
