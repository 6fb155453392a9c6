# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder is dragged from another process into the window on a real X server, and is a dataset afterwards.

usage: real_drag.py FOLDER-OF-OUR-EXECUTABLES DRAG_SOURCE   exit 77: skipped
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time


def wait_for(what, seconds, done):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = done()
        if value:
            return value
        time.sleep(0.05)
    sys.exit(f"waited {seconds} s in vain: {what}")


def start_server(environment):
    """An X server on a free display; its number and process."""
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1800x1000x24", "-nolisten", "tcp"],
                              pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    if not number:
        sys.exit("Xvfb did not start")
    environment["DISPLAY"] = ":" + number
    return server


def main():
    bin_folder, source = pathlib.Path(sys.argv[1]), sys.argv[2]
    for program in ("Xvfb", "xdotool"):
        if shutil.which(program) is None:
            print(f"skipped: {program} is not installed (packaging/apt.txt, section test)")
            sys.exit(77)
    started = []
    with tempfile.TemporaryDirectory(prefix="flambeau-drag-") as scratch:
        folder = pathlib.Path(scratch)
        environment = dict(os.environ, XDG_CONFIG_HOME=str(folder / "config"), XDG_DATA_HOME=str(folder / "data"),
                           QT_QPA_PLATFORM="xcb", XDG_RUNTIME_DIR=str(folder))
        environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        environment.pop("WAYLAND_DISPLAY", None)
        try:
            started.append(start_server(environment))

            def x(*words):
                done = subprocess.run(["xdotool", *map(str, words)], env=environment, stdout=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL, text=True, check=False)
                return done.stdout.strip() if done.returncode == 0 else ""

            sample, workspace = folder / "leaves", folder / "workspace"
            subprocess.run([bin_folder / "flambeau-scan", "sample", sample, "--images", "80", "--size", "32"], check=True)
            started.append(subprocess.Popen([source, sample], env=environment))
            started.append(subprocess.Popen([bin_folder / "flambeau", "--workspace", workspace], env=environment))
            window = wait_for("the window", 30, lambda: x("search", "--onlyvisible", "--name", "Flambeau$").split())[0]
            x("windowmove", window, 200, 20)
            wait_for("the workspace", 20, lambda: (workspace / "workspace.db").exists())
            wait_for("the window's place", 10, lambda: "Position: 200,20" in x("getwindowgeometry", window))
            x("mousemove", 60, 60)
            x("mousedown", 1)
            for step in range(1, 16):  # a drag begins and is followed only by moves that take their time
                x("mousemove", 60 + step * 50, 60 + step * 25)
                time.sleep(0.08)
            x("mouseup", 1)

            def datasets():
                done = subprocess.run([bin_folder / "flambeau-cli", "--workspace", workspace, "--json", "dataset", "list"],
                                      env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
                return json.loads(done.stdout) if done.returncode == 0 else []

            found = wait_for("the dataset", 60, datasets)
            names = [one["name"] for one in found]
            assert names == ["leaves"], names
        finally:
            for process in reversed(started):
                process.terminate()
            for process in started:
                process.wait()


main()
