# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives flambeau-cli in a workspace of its own, as scripts of users do: by --json and exit codes."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time


class Studio:
    """One workspace, removed at the end. bin: the folder of our executables."""

    def __init__(self, bin):
        self.bin = pathlib.Path(bin)
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="flambeau-journey-"))
        self.workspace = self.dir / "workspace"
        self.environment = dict(os.environ, XDG_DATA_HOME=str(self.dir / "xdg"), XDG_CONFIG_HOME=str(self.dir / "config"))

    def command(self, *words):
        return [str(self.bin / "flambeau-cli"), "--workspace", str(self.workspace), *map(str, words)]

    def run(self, *words, expect=0, stdin=None):
        """stdout of a command that must end with `expect`."""
        done = subprocess.run(self.command(*words), capture_output=True, text=True, env=self.environment, input=stdin)
        assert done.returncode == expect, f"{words}: exit {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def json(self, *words):
        """The one JSON value that a command prints."""
        return json.loads(self.run("--json", *words))

    def error(self, *words, expect=1):
        """The error of a command that must fail."""
        done = subprocess.run(self.command("--json", *words), capture_output=True, text=True, env=self.environment)
        assert done.returncode == expect, f"{words}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert done.stdout == "", done.stdout
        error = json.loads(done.stderr.strip().splitlines()[-1])["error"]
        assert set(error) >= {"code", "message", "hint"}, error
        return error

    def start(self, *words):
        """A child that goes on, for the test to kill."""
        return subprocess.Popen(self.command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env=self.environment)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            shutil.rmtree(self.dir, ignore_errors=True)
        else:
            print(f"The workspace of the failed journey is kept: {self.dir}", file=sys.stderr)


def stream_points(folder):
    """(series, step, value) of every point in a run's own stream, in the stream's order."""
    points = []
    for line in (pathlib.Path(folder) / "events.jsonl").read_text().splitlines():
        event = json.loads(line)
        if event.get("e") == "metric":
            points += [(name, event.get("step"), float(value)) for name, value in event["v"].items()]
    return points


def csv_points(text):
    """The same of `run metrics --csv`."""
    lines = text.splitlines()
    assert lines[0] == "series,step,epoch,time,value", lines[0]
    rows = [line.split(",") for line in lines[1:]]
    return [(row[0], int(row[1]), float(row[4])) for row in rows]


def same_points(folder, csv):
    """Nothing is missing, doubled or changed between the stream and the store."""
    key = lambda point: (point[0], point[1], repr(point[2]))
    ours, theirs = sorted(csv_points(csv), key=key), sorted(stream_points(folder), key=key)
    assert ours == theirs or list(map(key, ours)) == list(map(key, theirs)), (
        f"{len(ours)} points in the store, {len(theirs)} in the stream")
    return len(ours)


def wait_for(condition, what):
    """Until something is there; the deadline is for a hung machine, not for the test."""
    end = time.monotonic() + 300
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.01)


def processes_of(run):
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if f"FLAMBEAU_RUN={run}".encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                pass
    return found
