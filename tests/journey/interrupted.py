# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever watches is killed again and again, the run is canceled and resumed: nothing is missing, nothing doubled."""
import json
import pathlib
import random
import sys
import time

from studio import Studio, processes_of, same_points, wait_for


def main(bin):
    randomness = random.Random(5)
    with Studio(bin) as studio:
        studio.run("dataset", "sample", "--name", "shapes")
        settings = ["--recipe", "image-classification", "--dataset", "shapes", "--set", "arch=tiny", "--set", "threads=1",
                    "--set", "workers=1", "--set", "seed=3", "--set", "batch_size=8"]
        run = studio.json("run", "start", *settings, "--set", "epochs=4")["id"]
        folder = pathlib.Path(studio.json("run", "show", run)["folder"])
        kills = 0
        while not (folder / "exit.json").exists():
            watcher = studio.start("run", "watch", run)
            time.sleep(randomness.uniform(0.02, 0.6))
            watcher.kill()
            watcher.communicate()
            kills += 1
        assert studio.json("run", "show", run)["state"] == "completed"
        points = same_points(folder, studio.run("run", "metrics", run, "--csv"))

        canceled = studio.json("run", "start", *settings, "--set", "epochs=200")["id"]
        folder = pathlib.Path(studio.json("run", "show", canceled)["folder"])
        wait_for(lambda: (folder / "events.jsonl").exists() and (folder / "events.jsonl").read_text().count("metric") > 30,
                 "the first metrics")
        assert processes_of(canceled)
        studio.run("run", "cancel", canceled)
        wait_for(lambda: studio.json("run", "show", canceled)["state"] == "canceled", "the cancel")
        assert processes_of(canceled) == [], processes_of(canceled)
        assert (folder / "outputs/checkpoint/checkpoint.safetensors").exists()
        resumed = studio.json("run", "resume", canceled, "--set", "epochs=200")["id"]
        definition = studio.json("run", "show", resumed)["definition"]
        assert definition["resumed_from"]["run"] == canceled, definition
        next_step = definition["resumed_from"]["next_step"]
        folder = pathlib.Path(studio.json("run", "show", resumed)["folder"])
        wait_for(lambda: (folder / "events.jsonl").exists() and '"metric"' in (folder / "events.jsonl").read_text(),
                 "the resumed run's first metrics")
        first = next(json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines() if '"train/loss"' in line)
        assert first["step"] == next_step, (first, next_step)
        studio.run("run", "cancel", resumed)
        wait_for(lambda: studio.json("run", "show", resumed)["state"] == "canceled", "the second cancel")
        assert processes_of(resumed) == []
        print(f"{kills} kills of the watcher, {points} points, none missing or doubled; canceled and resumed at step {next_step}")


main(sys.argv[1])
